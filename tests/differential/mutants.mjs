// Would the differential run notice if a rule were broken?
//
// Each mutant is a copy of the package with one rule broken. Rules that live in Rust are broken at the call: the shim hands over a
// wrong fact or ignores the answer.

import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

// [the rule that is broken, file, text, text instead]
export const mutants = [
  ['rolling decides about the cookie of a returning session', 'exchange/facts.js',
    'let facts = factsOf(exchange)\n', 'let facts = factsOf(exchange) ^ Fact.Rolling\n'],
  ['saveUninitialized decides whether a new session is saved', 'exchange/facts.js',
    'const facts = factsOf(exchange)\n', 'const facts = factsOf(exchange) ^ Fact.SaveUninitialized\n'],
  ['unset decides whether a dropped session is destroyed', 'exchange/facts.js',
    'const facts = factsOf(exchange)\n', 'const facts = factsOf(exchange) ^ Fact.UnsetDestroy\n'],
  ['only a store with touch is touched', 'exchange/facts.js',
    'const facts = factsOf(exchange)\n', 'const facts = factsOf(exchange) ^ Fact.StoreTouches\n'],
  ['a cookie that expires is renewed when the session changed', 'exchange/facts.js',
    'facts |= Fact.Expires\n', 'facts |= 0\n'],
  ['a session that the client did not ask for is not a returning one', 'exchange/facts.js',
    'if (sessionID === cookieId) facts', 'if (cookieId) facts'],
  ['a regenerated session counts as modified', 'exchange/facts.js',
    'if (session.id === originalId) facts', 'if (session.id) facts'],
  ['a session saved by the handler is not saved again', 'exchange/facts.js',
    'if (saved !== undefined) facts', 'if (false) facts'],
  ['a changed session is modified', 'exchange/facts.js',
    '? Fact.Saved : Fact.Modified', '? Fact.Saved : 0'],
  ['an id that is not text sets no cookie', 'exchange/facts.js',
    "if (typeof sessionID === 'string') {", 'if (sessionID) {'],
  ['resave: false takes what was loaded for saved', 'exchange/exchange.js',
    'if (!this.settings.resave) this.saved', 'this.saved'],
  ['a reloaded session is followed', 'exchange/exchange.js',
    'if (reloaded && reloaded !== this)', 'if (false)'],
  ["the cookie's time starts anew once", 'exchange/exchange.js',
    'this.touched = true', 'this.touched = false'],
  ['a secure cookie goes over a secure connection only', 'exchange/exchange.js',
    '!req.session.cookie.secure || isSecure', 'true || isSecure'],
  ['cookies of others are kept', 'exchange/exchange.js',
    '[others, header]', '[header]'],
  ['our cookie comes after those of others', 'exchange/exchange.js',
    'others.concat(header)', '[header].concat(others)'],
  ["a store's error comes in a later turn", 'exchange/exchange.js',
    'setImmediate(() => {\n      this.told', '(callback => callback())(() => {\n      this.told'],
  ['next gets an Error for the text that a store reports', 'exchange/exchange.js',
    'this.told = true\n      this.next(errorOf(error))', 'this.told = true\n      this.next(error)'],
  ['next gets an Error for the text that store.get reports', 'exchange/exchange.js',
    'this.reported = true\n    this.next(errorOf(error))', 'this.reported = true\n    this.next(error)'],
  ['next gets one error for a request', 'exchange/exchange.js',
    'if (this.reported) return', ''],
  ["a store's error reaches next", 'exchange/exchange.js',
    'if (error) this.fail(error)', ''],
  ["a store's ENOENT is a session that is not there", 'node/middleware.js',
    "error && error.code !== 'ENOENT'", 'error'],
  ['what fails before there is a session goes to next', 'node/middleware.js',
    'next(errorOf(error))\n      return', 'throw error'],
  ["secure: 'auto' is that of the connection", 'node/middleware.js',
    "if (attributes.secure === 'auto') req", "if (attributes.secure === 'auto' && false) req"],
  ["sameSite: 'auto' is none over a secure connection", 'node/middleware.js',
    "secure ? 'none' : 'lax'", "secure ? 'lax' : 'none'"],
  ['a disconnected store leaves the request alone', 'node/middleware.js',
    'storeReady = false', 'storeReady = true'],
  ['a request that has a session is left alone', 'node/middleware.js',
    'if (req.session) return false', ''],
  ['the first forwarded protocol counts', 'node/request.js',
    "split(',', 1)[0]", "split(',').at(-1)"],
  ['proxy: false believes nobody', 'node/request.js',
    'if (trustProxy === false) return false', ''],
  ['requests outside of the cookie path are left alone', 'node/request.js',
    '=== 0\n', '!== -1\n'],
  ['an id may stand in req.signedCookies', 'node/request.js',
    'id = req.signedCookies[name]', ''],
  ['the last byte waits for the store', 'node/response.js',
    'chunk.subarray(0, -1)', 'chunk.subarray(0, 0)'],
  ['a response of known length is split', 'node/response.js',
    "Number(res.getHeader('Content-Length')) > 0", 'false'],
  ['the store has answered before the response ends', 'node/response.js',
    'return waits && this.phase === Phase.Asking ? this.hold() : this', 'return this'],
  ['a response ends once', 'node/response.js',
    'if (this.isEnding()) return this.endAgain(callback)', ''],
  ['a response whose headers have gone out ends though the store failed', 'node/response.js',
    ' && !hasSentHeaders(this.res)', ''],
  ['end returns the response', 'node/response.js',
    'throw error\n    }\n    return res\n', 'throw error\n    }\n    return true\n'],
  ['a store that has answered while it was called is not waited for', 'node/response.js',
    'waits && this.phase === Phase.Asking', 'waits'],
  ['what a callback throws is no answer of the store', 'exchange/answer.js',
    'if (error === thrown || !answered)', 'if (!answered)'],
  ['a store always gets a callback', 'exchange/answer.js',
    '(...args, answer)', '(...args, answered && answer)'],
  ['the callback of the application gets what the store gives', 'exchange/answer.js',
    'answered(...results)', 'answered()'],
  ['what is no store is refused', 'options.js',
    "typeof store.get === 'function' || typeof store.on === 'function'", 'true'],
  ["sameSite: 'auto' is no wrong attribute", 'options.js',
    "if (data.sameSite === 'auto') data", "if (data.sameSite === 'AUTO') data"],
  ['a number in expires is no wrong attribute', 'options.js',
    'cookie.maxAge = cookie.originalMaxAge', ''],
  ['checking the options deprecates nothing', 'options.js',
    'if (!(options.maxAge instanceof Date)) return options', 'return options'],
  ['options that are missing are deprecated', 'options.js',
    'if (deprecated.resave) deprecate(deprecated.resave)', ''],
  ['secrets follow the live array', 'core/keyring.js',
    'if (this.cookie !== undefined && this.isCurrent(secrets))', 'if (this.cookie !== undefined && this.kept.length > 0)'],
  ['a no-break space is part of the name', 'core/keyring.js',
    'narrowed(cookieHeader, this.name)', "narrowed(cookieHeader.replaceAll('\\u00a0', ' '), this.name)"],
  ['the first cookie of a name counts', 'core/keyring.js',
    'narrowed(cookieHeader, this.name)', "narrowed(cookieHeader.split(';').reverse().join(';'), this.name)"],
  ['a signature is its exact text', 'core/keyring.js',
    'narrowed(cookieHeader, this.name)', "narrowed(cookieHeader.replace('%3D', ''), this.name)"],
  ['a secret that changed in place is read again', 'core/keyring.js',
    'Buffer.compare(kept.bytes, bytesOf(secret)) === 0', 'true'],
  ['an id that is not well-formed is an error', 'core/calls.js',
    'put(wellFormed(id))', 'put(id)'],
  ['Expires is exact', 'core/attributes.js',
    'timeOf(expires) :', 'timeOf(expires) + 1000 :'],
  ['every secret verifies', 'core/keyring.js',
    'for (const secret of secrets) {', 'for (const secret of secrets.slice(0, 1)) {'],
  ['a change of the cookie is no change of the session', 'exchange/snapshot.js',
    "if (key === 'cookie' && object === this.session) return true", ''],
  ['names of values may be in any case', 'core/attributes.js',
    'value.toLowerCase()', 'value'],
  ['an attribute that is partitioned is written', 'core/attributes.js',
    'data.partitioned ? Flag', 'data.never ? Flag'],
  ['assigning expires sets originalMaxAge', 'session/cookie.js',
    'this.originalMaxAge = this.maxAge\n  },', '},'],
  ['a stored ISO date becomes a Date', 'session/store.js',
    "typeof expires === 'string'", 'false'],
  ['originalMaxAge survives the store', 'session/store.js',
    'cookie.originalMaxAge = originalMaxAge', ''],
  ['regenerate waits for the old session to be destroyed', 'session/store.js',
    "ask(this, 'destroy', [req.sessionID], (", "ask(this, 'destroy', [req.sessionID]); setImmediate(("],
  ['regenerate makes a session where the old one could not be destroyed, and says so', 'session/store.js',
    'callback(error)\n  })', 'callback()\n  })'],
  ['store.load hears of an error of the store', 'session/store.js',
    'if (error) return callback(error)', ''],
  ['a session that is gone cannot be reloaded', 'session/session.js',
    "new Error('failed to load session')", ''],
  ['a stored name does not hide a method', 'session/session.js',
    'if (!(name in this)) this', 'this'],
  ['MemoryStore drops what has expired', 'stores/retention.js',
    'if (kept.expires > Date.now()) return kept', 'return kept'],
  ['MemoryStore.touch keeps the data', 'stores/memory.js',
    'write(retention, String(id), stored)', 'write(retention, String(id), session)']
]

// The rules whose mutants went unnoticed within so many requests.
export async function tryMutants (requests, seed, chosen = mutants) {
  const folder = await mkdtemp(join(tmpdir(), 'mutants-'))
  const unnoticed = []
  try {
    // the copies need the dependencies of the package
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    for (const [index, mutant] of chosen.entries()) {
      const [rule] = mutant
      const copy = join(folder, `mutant-${index}`)
      await breakRule(copy, mutant)
      const said = await runAgainst(copy, requests, seed)
      console.log(`${said ? 'noticed  ' : 'UNNOTICED'} ${rule}${said ? `: ${said}` : ''}`)
      if (!said) unnoticed.push(rule)
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  console.log(`${chosen.length - unnoticed.length} of ${chosen.length} mutants noticed within ${requests} requests`)
  return unnoticed
}

async function breakRule (copy, [rule, file, find, replacement]) {
  await cp(join(root, 'target/shim'), copy, { recursive: true })
  const path = join(copy, file)
  const text = await readFile(path, 'utf8')
  if (text.split(find).length !== 2) throw new Error(`this mutant is out of date (${rule}): ${file} must hold once: ${find}`)
  await writeFile(path, text.replace(find, () => replacement))
}

// What gave the mutant away; empty when nothing did.
async function runAgainst (copy, requests, seed) {
  const script = join(root, 'scripts/differential.mjs')
  const child = spawn(process.execPath, [script, '--requests', requests, '--seed', seed, '--stop-after', '1', '--no-shrink'], {
    env: { ...process.env, SESSION_MODULE: copy },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let output = ''
  child.stdout.on('data', chunk => { output += chunk })
  child.stderr.on('data', chunk => { output += chunk })
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code === 0) return ''
  const summary = /^\d+ scenarios, (\d+) requests, \d+ differences/m.exec(output)
  return summary ? `after ${summary[1]} requests` : `it ended with ${code}: ${output.trim().split('\n').at(-1)}`
}
