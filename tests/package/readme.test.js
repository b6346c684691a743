// Is what README.md and docs/ say true of the package: does their code run, is nothing left out, do links lead somewhere?
'use strict'

const { after, before, describe, mock, test } = require('node:test')
const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const http = require('node:http')
const path = require('node:path')
const vm = require('node:vm')
const express = require('express')
const session = require('../module-under-test')
const { blocks, pages, text } = require('./readme-blocks')

const root = path.join(__dirname, '..', '..')
const programs = blocks.filter(({ language }) => language === 'js')
const byTitle = (surroundings) => programs.filter((block) => block.surroundings === surroundings).map((block) => [block.title, block])

describe('code', () => {
  const servers = []
  const { SESSION_SECRET } = process.env

  before(() => {
    process.env.SESSION_SECRET = 'a secret of the tests'
    // Programs name a port for readers; here any free one will do.
    const listen = http.Server.prototype.listen
    mock.method(http.Server.prototype, 'listen', function () {
      servers.push(this)
      return listen.call(this, 0, '127.0.0.1')
    })
  })

  after(() => {
    mock.restoreAll()
    for (const server of servers) {
      server.closeAllConnections()
      server.close()
    }
    if (SESSION_SECRET === undefined) delete process.env.SESSION_SECRET
    else process.env.SESSION_SECRET = SESSION_SECRET
  })

  test('every block has a known kind', () => {
    for (const { language, surroundings, title } of blocks) {
      assert.ok(['js', 'ts', 'json', 'sh', 'text'].includes(language), title)
      assert.ok(['', 'app', 'handler'].includes(surroundings), title)
    }
    assert.ok(programs.length >= 15)
  })

  for (const [title, { source }] of byTitle('')) {
    test(`a whole program counts views: ${title}`, async () => {
      run(source, {})
      const server = servers.at(-1)
      const first = await get(server)
      assert.match(first.body, /\b1\b/)
      const second = await get(server, first.cookie)
      assert.match(second.body, /\b2\b/)
      assert.match((await get(server)).body, /\b1\b/)
    })
  }

  for (const [title, { source }] of byTitle('app')) {
    test(`a middleware sets one signed cookie: ${title}`, async () => {
      const app = express()
      app.set('trust proxy', 1)
      run(source, { app, session })
      app.get('/', answerWithNewData)
      const { status, setCookies } = await get(app.listen())
      assert.equal(status, 200)
      assert.equal(setCookies.length, 1)
      assert.match(setCookies[0], /^[\w.-]+=s%3A[\w-]+\./)
    })
  }

  for (const [title, { source }] of byTitle('handler')) {
    test(`a handler answers without an error: ${title}`, async () => {
      const app = express()
      app.use(session({ secret: 'a secret', resave: false, saveUninitialized: false }))
      app.get('/', answerWithNewData)
      app.get('/shown', (req, res, next) => handle(source, { req, res, next }))
      const server = app.listen()
      const { cookie } = await get(server)
      const { status } = await get(server, cookie, '/shown')
      assert.ok(status === 200 || status === 302, String(status))
    })
  }

  test('the log-in changes the id, and the old one is dead', async () => {
    const app = express()
    const [[, { source }]] = byTitle('handler').filter(([, block]) => block.source.includes('regenerate'))
    const store = new session.MemoryStore()
    app.use(session({ store, secret: 'a secret', resave: false, saveUninitialized: false }))
    app.get('/', answerWithNewData)
    app.get('/shown', (req, res, next) => handle(source, { req, res, next }))
    const server = app.listen()
    const { cookie } = await get(server)
    const [oldId] = Object.keys(store.sessions)
    const answer = await get(server, cookie, '/shown')
    assert.notEqual(answer.cookie, cookie)
    assert.equal(store.sessions[oldId], undefined)
    assert.deepEqual(Object.values(store.sessions).map((data) => JSON.parse(data).user), ['ada'])
  })

  test('JSON is JSON', () => {
    for (const { source } of blocks.filter(({ language }) => language === 'json')) JSON.parse(source)
  })
})

describe('nothing is left out', () => {
  test('every option that the code reads has a row in the table and a section', () => {
    for (const name of optionNames().filter((option) => option !== 'key')) {
      const [page, readme] = [pageAt('docs/options.md'), pageAt('README.md')]
      assert.ok(page.includes(`| [\`${name}\`](#${name.toLowerCase()}) |`), `the row of ${name}`)
      assert.ok(page.includes(`\n### \`${name}\`\n`), `the section of ${name}`)
      assert.ok(readme.includes(`| [\`${name}\`](docs/options.md#${name.toLowerCase()}) |`), `the row of ${name} in README.md`)
    }
    assert.match(text, /`key`/)
  })

  test('every cookie attribute has a row', () => {
    const { originalMaxAge, ...attributes } = new session.Cookie().data
    assert.equal(originalMaxAge, null)
    for (const name of ['maxAge', ...Object.keys(attributes)]) assert.ok(text.includes(`\n| \`${name}\` |`), name)
  })

  test('every method of sessions, cookies and stores is named', () => {
    const methods = [session.Session, session.Cookie, session.Store, session.MemoryStore].flatMap(methodNames)
    assert.ok(methods.length > 15)
    for (const name of methods) assert.ok(text.includes(`${name}(`), name)
  })

  test('the deprecations are exactly those that the code announces', async () => {
    const announced = new Set()
    const note = ({ message }) => announced.add(message)
    process.on('deprecation', note)
    session()
    session({ secret: undefined })
    session({ secret: 'a secret', cookie: { sameSite: 'x' } })
    new session.Cookie().maxAge = new Date()
    const middleware = session({ secret: 'a secret', resave: false, saveUninitialized: false })
    middleware({ url: '/', headers: {}, signedCookies: { 'connect.sid': 'an id' } }, { writeHead () {}, end () {} }, () => {})
    process.removeListener('deprecation', note)

    const [table] = /\n## Deprecations\n[^]*?(?=\n## |$)/.exec(pageAt('docs/debugging.md'))
    const documented = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message]) => message)
    assert.deepEqual(documented.sort(), [...announced].sort())
  })

  test('every line of debug output that they quote is one that the code prints', () => {
    const lines = debugLines()
    for (const [place, count] of [['README.md', 7], ['docs/debugging.md', 9]]) {
      const [section] = /\n## Why is there no cookie[^]*?(?=\n## )/.exec(pageAt(place))
      const quoted = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, line]) => line)
      assert.equal(quoted.length, count, place)
      for (const line of quoted) assert.ok(lines.includes(line), line)
      const others = [...section.matchAll(/`((?:no|the) [^`]+)`/g)].map(([, line]) => line.replaceAll('\n', ' '))
      for (const line of others) assert.ok(lines.includes(line), line)
    }
  })

  test('every line of debug output that the code can print is in docs/debugging.md', () => {
    const page = pageAt('docs/debugging.md')
    const sources = fs.readdirSync(path.join(root, 'js'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js') && path.basename(name) !== 'debug.js')
    const lines = sources.flatMap((name) => {
      const source = fs.readFileSync(path.join(root, 'js', name), 'utf8')
      return [...source.matchAll(/\bdebug\((?:[\w.]+ \? '([^']+)' : )?(['`])([^'`$]*(?:'s[^`$]*)?)/g)].flatMap(([, one, , other]) => [one, other])
    }).filter((line) => line)
    assert.ok(lines.length > 40, `${lines.length} lines`)
    for (const line of lines) assert.ok(page.includes(`\`${line}`), line)
  })

  test('the sample of debug output is what the view counter prints', () => {
    const withoutDigests = (/** @type {string} */ line) => line.replace(/ \S{8}$/, ' DIGEST')
    const [{ source }] = blocks.filter(({ language, title }) => language === 'text' && title.includes('docs/debugging.md'))
    const sample = source.split('\n').map((line) => line.replace('express-session ', ''))
    const printed = debugLines()
    const counter = printed.slice(printed.indexOf('the view counter') + 1, printed.indexOf('a cause'))
    assert.deepEqual(sample.map(withoutDigests), counter.map(withoutDigests))
  })

  test('the figures that README.md names are those of the last bench', () => {
    const bench = fs.readFileSync(path.join(root, 'bench', 'README.md'), 'utf8')
    const [overview] = /How many times the requests a second[^]*?\n\n(?= {2}(?:PASS|FAIL)|What)/.exec(bench)
    const [, versions] = /^ +((?:Node\.js \d+ *)+)$/m.exec(overview)
    const [, ratios] = /default store, read\n.*\n {4}ours +([-\d. ]+)\n/.exec(overview)
    const [, added] = /default store, read\n(?:.*\n){2,3}? {4}ours, added processor time +([-\d. ]+)\n/.exec(overview)
    const cells = (/** @type {string} */ row) => row.trim().split(/ {2,}/)
    const listed = (/** @type {string} */ row) => cells(row).map((figure, index) => `${figure} (${cells(versions)[index]})`).join(', ')
    const figures = pageAt('README.md').match(/<!-- figures[^]*?<!-- end -->/g).join(' ')
    for (const line of [listed(ratios), listed(added)]) {
      assert.ok(figures.replace(/\s+/g, ' ').includes(line), `README.md does not say ${line}`)
    }
  })

  test('README.md is short', () => {
    assert.ok(pageAt('README.md').split('\n').length <= 350)
  })

  test('the table of stores is that of the last run of all of them', () => {
    const [table] = /^\| Store \|[^]*?\n(?=\n)/m.exec(fs.readFileSync(path.join(root, 'stores', 'RESULTS.md'), 'utf8'))
    assert.ok(table.split('\n').length > 60)
    assert.ok(text.includes(table))
  })

  test('the orders of two requests are counted as in their record', () => {
    const record = fs.readFileSync(path.join(root, 'tests', 'interleavings', 'RECORD.md'), 'utf8')
    const [, orders, back, lost] = /## Two requests\n\n(\d+) orders; S comes back in (\d+), a write is lost in (\d+)\./.exec(record)
    const said = pageAt('docs/concurrency.md').replace(/\s+/g, ' ')
    assert.ok(said.includes(`Of ${orders} orders of two requests a write is lost in ${lost}, and a session that was destroyed comes back in ${back}.`))
  })

  test('the orders of two requests with concurrency are counted as in their record', () => {
    const record = fs.readFileSync(path.join(root, 'tests', 'interleavings', 'MERGING.md'), 'utf8')
    const rows = [...record.matchAll(/^- In (.+): (\d+) orders; S comes back in (\d+), a write is lost in (\d+)\.$/gm)].slice(0, 3)
    assert.equal(rows.length, 3)
    for (const [, where, ...counts] of rows) {
      assert.ok(pageAt('docs/concurrency.md').includes(`| in ${where} | ${counts.join(' | ')} |`), where)
    }
  })

  test('the settings to start from are those that their tests go through', () => {
    const tested = fs.readFileSync(path.join(root, 'tests', 'shim', 'presets.test.js'), 'utf8')
    const [section] = /\n## Settings to start from[^]*?(?=\n## |$)/.exec(pageAt('docs/lifetimes.md'))
    const settings = [...section.matchAll(/^\| [^|]+ \| `([^`]+)` \|/gm)].map(([, setting]) => setting)
    assert.equal(settings.length, 4)
    for (const setting of settings) assert.ok(tested.includes(setting), setting)
  })

  test('every error text that it quotes is one that the code gives', async () => {
    const good = { secret: 'a secret', resave: false, saveUninitialized: false }
    const wrong = [
      { secret: [] }, { genid: 'id' }, { name: 'a b' }, { cookie: { maxAge: '1' } }, { onSaveError: 'x' }, { concurrency: 'x' },
      { touchAfter: 2, idleTimeout: 4 }
    ]
    const thrown = wrong.map((options) => messageOf(() => session({ ...good, ...options })))
    const carried = [{ sameSite: 'x' }, { domain: ';' }]
    const refused = carried.map((attributes) => messageOf(() => new session.Cookie(attributes).serialize('a', 'b')))
    for (const message of [...thrown, ...refused]) assert.ok(text.includes(`\`${message}\``), message)
    assert.ok(text.includes(`\`${await nextErrorOf({ resave: false, saveUninitialized: false, secret: '' })}\``))
  })
})

for (const name of ['CONTRIBUTING.md', 'SECURITY.md', 'COMPATIBILITY.md', 'ARCHITECTURE.md', ...pages.map(({ place }) => place)]) {
  describe(name, () => {
    const document = fs.readFileSync(path.join(root, name), 'utf8')
    const targets = [...document.matchAll(/\]\(([^)]+)\)|(?:src|srcset)="([^"]+)"/g)].map(([, target, source]) => target ?? source)

    test('every file, folder and heading that it links to exists', () => {
      for (const target of targets.filter((place) => !place.startsWith('https:'))) {
        const [place, anchor] = target.split('#')
        const file = path.join(root, place ? path.join(path.dirname(name), place) : name)
        assert.ok(fs.existsSync(file), target)
        if (anchor) assert.ok(anchorsOf(file).includes(anchor), target)
      }
    })

    test('every npm script that it names exists', () => {
      const { scripts } = require('../../package.json')
      for (const [, script, shorthand] of document.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)) {
        assert.ok(scripts[script ?? shorthand], script ?? shorthand)
      }
    })
  })
}

// A name is quoted as it is, or in parts: what stands between commas, or around an ellipsis.
test('every test that COMPATIBILITY.md and SECURITY.md name exists', () => {
  let named = 0
  for (const name of ['COMPATIBILITY.md', 'SECURITY.md']) {
    const document = fs.readFileSync(path.join(root, name), 'utf8').replace(/\n {4}/g, ' ')
    for (const [, place, quoted = ''] of document.matchAll(/`((?:tests|fuzz)\/[\w./-]+)`(?:(?:: |, )(?!`)([^;|\n]*))?/g)) {
      const file = path.join(root, place)
      assert.ok(fs.existsSync(file), `${name} names ${place}`)
      if (!quoted || fs.statSync(file).isDirectory()) continue
      const source = plain(fs.readFileSync(file, 'utf8'))
      for (const part of plain(quoted).split(/…|, |\.$|\. |\btests\/\S+/).map((piece) => piece.trim()).filter(Boolean)) {
        named++
        assert.ok(source.includes(part), `${name}: ${place} has no test of the name ${part}`)
      }
    }
  }
  assert.ok(named > 40, String(named))
})

test('every page of docs/ is linked from README.md', () => {
  for (const { place } of pages.slice(1)) assert.ok(pageAt('README.md').includes(`](${place}`), place)
})

/** @param {string} source without what quotes and escapes in it */
function plain (source) {
  return source.replace(/[`\\]/g, '')
}

/** @param {string} place */
function pageAt (place) {
  return pages.find((page) => page.place === place).text
}

/** @returns {string[]} what is printed under DEBUG=express-session where something is amiss, and by the view counter */
function debugLines () {
  const { NODE_TEST_CONTEXT, ...env } = process.env
  const { stderr } = spawnSync(process.execPath, [path.join(__dirname, 'causes.js')], {
    encoding: 'utf8', timeout: 30000, env: { ...env, DEBUG: 'express-session', DEBUG_HIDE_DATE: '1', DEBUG_COLORS: '0' }
  })
  return stderr.split('\n').map((line) => line.replace(/^express-session /, ''))
}

/** @returns {Promise<void>} */
function handle (source, names) {
  return run(`return (async () => {\n${source}\n})()`, names)
}

function run (source, names) {
  const given = { require: (id) => id === 'express-session' ? session : require(id), ...names }
  return vm.compileFunction(source, Object.keys(given))(...Object.values(given))
}

function answerWithNewData (req, res) {
  req.session.visited = true
  res.send('visited')
}

async function get (server, cookie = '', place = '/') {
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve))
  const response = await fetch(`http://127.0.0.1:${server.address().port}${place}`, {
    headers: { cookie, 'x-forwarded-proto': 'https' },
    redirect: 'manual',
    signal: AbortSignal.timeout(10000)
  })
  const setCookies = response.headers.getSetCookie()
  return { status: response.status, body: await response.text(), setCookies, cookie: setCookies[0]?.split(';')[0] }
}

// The options object itself tells which names are read.
function optionNames () {
  const names = new Set()
  const given = { secret: 'a secret', resave: false, saveUninitialized: false }
  session(new Proxy(given, {
    get (options, name) {
      names.add(name)
      return options[name]
    }
  }))
  assert.ok(names.size > 5)
  return [...names]
}

function methodNames ({ prototype }) {
  const isMethod = (name) => name !== 'constructor' && typeof Object.getOwnPropertyDescriptor(prototype, name).value === 'function'
  return Object.getOwnPropertyNames(prototype).filter(isMethod)
}

function messageOf (action) {
  try {
    action()
  } catch (error) {
    return error.message
  }
  throw new Error('nothing was thrown')
}

function nextErrorOf (options) {
  return new Promise((resolve) => {
    const middleware = silently(() => session(options))
    const req = { url: '/', headers: {} }
    const res = new http.ServerResponse({ method: 'GET' })
    middleware(req, res, (error) => {
      if (error) return resolve(error.message)
      req.session.changed = true
      res.writeHead(200)
    })
  })
}

function silently (action) {
  const ignore = () => {}
  process.on('deprecation', ignore)
  try {
    return action()
  } finally {
    process.removeListener('deprecation', ignore)
  }
}

/** @param {string} file */
function anchorsOf (file) {
  return [...fs.readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading))
}

// As GitHub makes them.
function anchorOf (heading) {
  return heading.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-')
}
