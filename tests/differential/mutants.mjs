// Would the differential run notice if a rule were broken?
//
// Each mutant is a copy of the package with one rule broken. Rules that live in Rust are broken at the call: the shim hands over a
// wrong fact or ignores the answer.

import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { always, assigned, body, broken, call, first, never, result, unassigned, there } from './breakages.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * @typedef {object} Mutant
 * @property {string} rule the rule that is broken
 * @property {string} file of js/
 * @property {string} name of the function in it that is broken
 * @property {import('./breakages.mjs').Breakage} breakage
 */

const mutant = (rule, file, name, breakage) => ({ rule, file, name, breakage })

const answering = (instead) => () => instead
const unchanged = (value) => value
const without = (fact) => call('factsOf', (...args) => `factsOf(${args}) ^ Fact.${fact}`)
const header = (changed) => first(`if (typeof cookieHeader === 'string') cookieHeader = ${changed}`)

/** @type {Mutant[]} */
export const mutants = [
  mutant('rolling decides about the cookie of a returning session',
    'exchange/facts.js', 'decideHeader', without('Rolling')),
  mutant('saveUninitialized decides whether a new session is saved',
    'exchange/facts.js', 'decideEnd', without('SaveUninitialized')),
  mutant('unset decides whether a dropped session is destroyed',
    'exchange/facts.js', 'decideEnd', without('UnsetDestroy')),
  mutant('only a store with touch is touched',
    'exchange/facts.js', 'decideEnd', without('StoreTouches')),
  mutant('a cookie that expires is renewed when the session changed',
    'exchange/facts.js', 'decideHeader', never('expires')),
  mutant('a session that the client did not ask for is not a returning one',
    'exchange/facts.js', 'factsOf', always('cookieId')),
  mutant('a regenerated session counts as modified',
    'exchange/facts.js', 'factsOf', always('originalId')),
  mutant('a session saved by the handler is not saved again',
    'exchange/facts.js', 'factsOf', result('result & ~Fact.SavedBefore')),
  mutant('a changed session is modified',
    'exchange/facts.js', 'comparison', result('result & ~Fact.Modified')),
  mutant('an id that is not text sets no cookie',
    'exchange/facts.js', 'factsOf', result('result & Fact.IdPresent ? result | Fact.IdIsText : result')),
  mutant('resave: false takes what was loaded for saved',
    'exchange/exchange.js', 'Exchange.inflate', always('Resave')),
  mutant('a reloaded session is followed',
    'session/session.js', 'reload', never('isFirst')),
  mutant("the cookie's time starts anew once",
    'exchange/exchange.js', 'Exchange.touch', assigned('this.touched', 'false')),
  mutant("the cookie's time starts anew with each request",
    'exchange/exchange.js', 'Exchange.touch', body('')),
  mutant('a secure cookie goes over a secure connection only',
    'exchange/headers.js', 'wantsCookie', always('isSecure')),
  mutant('cookies of others are kept',
    'node/host.js', 'Host.addSetCookie', call('res.getHeader', answering('undefined'))),
  mutant('our cookie comes after those of others',
    'node/host.js', 'Host.addSetCookie', call('others.concat', (text) => `[${text}].concat(others)`)),
  mutant("next hears of a store's error when that cuts no body",
    'node/telling.js', 'whenHarmless', first('return act()')),
  mutant('next gets an Error for the text that a store reports',
    'node/host.js', 'Host.tell', call('errorOf', unchanged)),
  mutant('next gets an Error for the text that store.get reports',
    'node/host.js', 'Host.abort', call('errorOf', unchanged)),
  mutant('next gets the first of several errors',
    'node/host.js', 'Host.tell', never('error')),
  mutant("a store's error reaches next",
    'exchange/ending.js', 'answered', call('exchange.fail', answering('undefined'))),
  mutant("a store's ENOENT is a session that is not there",
    'node/middleware.js', 'found', always('code')),
  mutant('a session that the store does not know is a new one',
    'node/middleware.js', 'found', never('data')),
  mutant('what fails before there is a session goes to next',
    'node/middleware.js', 'session', call('errorOf', (error) => `(() => { throw ${error} })()`)),
  mutant("secure: 'auto' is that of the connection",
    'session/generate.js', 'generate', unassigned('req.session.cookie.secure')),
  mutant("sameSite: 'auto' is none over a secure connection",
    'session/generate.js', 'generate', assigned('req.session.cookie.sameSite', "secure ? 'lax' : 'none'")),
  mutant('a disconnected store leaves the request alone',
    'node/middleware.js', 'isConcerned', never('isReady')),
  mutant('a request that has a session is left alone',
    'node/middleware.js', 'isConcerned', never('session')),
  mutant('the first forwarded protocol counts',
    'node/request.js', 'forwardedProto', call('header.split', answering("header.split(',').slice(-1)"))),
  mutant('proxy: false believes nobody',
    'node/request.js', 'isSecure', first('if (trustProxy === false) trustProxy = undefined')),
  mutant('requests outside of the cookie path are left alone',
    'node/request.js', 'isUnderPath', result('true')),
  mutant('an id may stand in req.signedCookies',
    'node/request.js', 'readId', never('signedCookies')),
  mutant('the end waits for the store',
    'node/response.js', 'Response.hold', first('return this.finish(Phase.Free)')),
  mutant('headers count as sent while the end waits for the store',
    'node/response.js', 'Response.hold', never('hasSentHeaders')),
  mutant('a response ends once',
    'node/response.js', 'Response.end', never('isEnding')),
  mutant('a response ends though the store failed',
    'node/response.js', 'Response.settle', call('failureAction', answering('FailureAction.Close'))),
  mutant('end returns the response',
    'node/response.js', 'Response.hold', result('true')),
  mutant('a store that has answered while it was called is not waited for',
    'node/response.js', 'Response.release', assigned('this.phase', 'Phase.Asking')),
  mutant('what a callback throws is no answer of the store',
    'session/port.js', 'ask', unassigned('thrown')),
  mutant('a store always gets a callback',
    'session/session.js', 'replaceable.save', first('if (!callback) return this.req.sessionStore.set(this.id, this)')),
  mutant('the callback of the application gets what the store gives',
    'session/port.js', 'ask', call('answered.apply', answering('answered()'))),
  mutant('what is no store is refused',
    'options.js', 'resolveOptions', call('core.resolveOptions', (given) => `core.resolveOptions({ ...${given}, storeAnswers: true })`)),
  mutant("sameSite: 'auto' is no wrong attribute",
    'options.js', 'faultOf', never('sameSite')),
  mutant('a number in expires is no wrong attribute',
    'options.js', 'faultOf', unassigned('cookie.maxAge')),
  mutant('checking the options deprecates nothing',
    'options.js', 'withoutDateAsMaxAge', body('return options')),
  mutant('options that are missing are deprecated',
    'options.js', 'resolveOptions', call('core.resolveOptions', (given) => `{ ...core.resolveOptions(${given}), deprecated: {} }`)),
  mutant('secrets follow the live array',
    'core/keyring.js', 'Keyring.isCurrent', body('return this.kept.length > 0')),
  mutant('a no-break space is part of the name',
    'core/keyring.js', 'Keyring.readId', header("cookieHeader.replaceAll('\\u00a0', ' ')")),
  mutant('the first cookie of a name counts',
    'core/keyring.js', 'Keyring.readId', header("cookieHeader.split(';').reverse().join(';')")),
  mutant('a signature is its exact text',
    'core/keyring.js', 'Keyring.readId', header("cookieHeader.replace('%3D', '')")),
  mutant('a secret that changed in place is read again',
    'core/keyring.js', 'isKept', call('Buffer.compare', answering('0'))),
  mutant('an id that is not well-formed is an error',
    'core/calls.js', 'serialize', call('wellFormed', unchanged)),
  mutant('Expires is exact',
    'core/attributes.js', 'attributesOf', call('timeOf', (value) => `timeOf(${value}) + 1000`)),
  mutant('every secret verifies',
    'core/keyring.js', 'Keyring.follow', first('secrets = secrets.slice(0, 1)')),
  mutant('a change of the cookie is no change of the session',
    'exchange/snapshot.js', 'Walk.passesOver', never('key')),
  mutant('names of values may be in any case',
    'core/attributes.js', 'flagOf', call('value.toLowerCase', answering('value'))),
  mutant('an attribute that is partitioned is written',
    'core/attributes.js', 'attributesOf', never('partitioned')),
  mutant('assigning expires sets originalMaxAge',
    'session/cookie.js', 'Cookie.prototype.set expires', unassigned('this.originalMaxAge')),
  mutant('a stored ISO date becomes a Date',
    'session/store.js', 'createSession', never('expires')),
  mutant('originalMaxAge survives the store',
    'session/store.js', 'createSession', unassigned('cookie.originalMaxAge')),
  mutant('regenerate waits for the old session to be destroyed',
    'session/store.js', 'regenerate', call('portOf(req).ask', (...args) =>
      `(portOf(req).ask(${args.slice(0, -1)}), setImmediate(${args.at(-1)}))`)),
  mutant('regenerate makes a session where the old one could not be destroyed, and says so',
    'session/store.js', 'regenerate', first('if (callback) { const told = callback; callback = () => told() }')),
  mutant('store.load hears of an error of the store',
    'session/store.js', 'load', never('error')),
  mutant('a session that is gone cannot be reloaded',
    'session/session.js', 'reload', there('data')),
  mutant('a stored name does not hide a method',
    'session/session.js', 'Session', always('inherited')),
  mutant('MemoryStore drops what has expired',
    'stores/retention.js', 'Retention.find', always('expires')),
  mutant('MemoryStore.touch keeps the data',
    'stores/memory.js', 'renew', body('return write(retention, id, session)'))
]

// The rules whose mutants went unnoticed within so many requests.
export async function tryMutants (requests, seed, chosen = mutants) {
  const folder = await mkdtemp(join(tmpdir(), 'mutants-'))
  const unnoticed = []
  try {
    // the copies need the dependencies of the package
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    for (const [index, { rule, ...place }] of chosen.entries()) {
      const copy = join(folder, `mutant-${index}`)
      await breakRule(copy, place)
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

async function breakRule (copy, { file, name, breakage }) {
  await cp(join(root, 'target/shim'), copy, { recursive: true })
  const path = join(copy, file)
  await writeFile(path, broken(await readFile(path, 'utf8'), name, breakage))
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
