'use strict'

// What do the demo's experiments find, on either side, and does the page tell it?

const { after, before, describe, test } = require('node:test')
const assert = require('node:assert/strict')
const { createApp } = require('../../examples/demo/app')
const { knows } = require('../../examples/demo/contestants')
const experiments = require('../../examples/demo/experiments')
const Laboratory = require('../../examples/demo/laboratory')
const { ours, reference } = require('../../examples/demo/modules')
const { served } = require('./served')
const { Visitor, csrfToken } = require('./visitor')

// A hang is a failure and not a wait.
const inTime = { timeout: 60_000 }
// An option that is still to come is shown as one that is not there.
const hasConcurrency = knows(ours.session, 'concurrency')

const laboratory = new Laboratory()
let url
let close
// What the page is told while all experiments are run, once for all tests: they take a few seconds.
let lines

before(async () => {
  url = await served({ after: (end) => { close = end } }, createApp({ secret: 'of the tests', laboratory }))
  lines = await linesOf('/experiments')
}, inTime)
after(() => close())

async function linesOf (path, base = '') {
  const person = new Visitor(url)
  const csrf = csrfToken((await person.get(`${base}/`)).text)
  const response = await fetch(new URL(base + path, url), {
    method: 'POST',
    headers: { accept: 'application/x-ndjson', cookie: person.cookie },
    body: new URLSearchParams({ csrf })
  })
  assert.equal(response.headers.get('content-type'), 'application/x-ndjson')
  return (await response.text()).trimEnd().split('\n').map((line) => JSON.parse(line))
}

describe('an experiment', () => {
  const outcomes = (name) => {
    const results = laboratory.results(experiments.find((experiment) => experiment.name === name))
    return Object.fromEntries(results.map(({ contestant, outcome }) => [contestant.key, outcome]))
  }

  test('finds every session behind a redirect here, and not with express-session', () => {
    const { ours: here, reference: there } = outcomes('redirect')
    assert.deepEqual(here, { found: 50, of: 50 })
    // on a busy machine some come late enough
    assert.ok(there.found < there.of, `${there.found} found theirs`)
  })

  test('counts 2,000 requests on either side, in turns', () => {
    const { ours: here, reference: there } = outcomes('load')
    assert.deepEqual([here.requests, there.requests], [2000, 2000])
    assert.ok(here.ms > 0 && there.ms > 0)
    const turns = lines.filter(({ experiment }) => experiment === 'load')
    assert.deepEqual(turns.slice(0, 4).map(({ contestant, html }) => [contestant, /over (\d+)/.exec(html)[1]]),
      [['reference', '250'], ['ours', '250'], ['reference', '500'], ['ours', '500']])
  })

  test('loses a change of one of two tabs as express-session does, but not when changes are merged', () => {
    const found = outcomes('two-tabs')
    assert.deepEqual([found.reference.kept, found.ours.kept], [0, 0])
    assert.deepEqual(found['ours-merge'], hasConcurrency ? { kept: 20, of: 20 } : undefined)
  })

  test('revives a session that was logged out as express-session does, but not when changes are merged', () => {
    const found = outcomes('log-out')
    assert.deepEqual([found.reference.out, found.ours.out], [0, 0])
    assert.deepEqual(found['ours-merge'], hasConcurrency ? { out: 20, of: 20 } : undefined)
  })

  test('has an error page for a session that cannot be serialized here, and no end with express-session', () => {
    const { ours: here, reference: there } = outcomes('not-json')
    assert.equal(there.status, null)
    assert.equal(here.status, 500)
    assert.match(here.text, /^Sorry\. TypeError: .*BigInt/)
  })

  test('tells of a failure at the end with onSaveError: \'fail\' alone, which spares the connection', () => {
    const found = outcomes('late-failure')
    assert.deepEqual([found.reference.told, found.ours.told], [0, 0])
    assert.deepEqual(found['ours-fail'], { told: 20, lost: 0, of: 20 })
  })

  test('gets past a stale cookie here, and not with express-session', () => {
    assert.deepEqual(outcomes('stale-cookie'), { ours: { user: 'Ada' }, reference: { user: 'nobody' } })
  })

  test('opens nothing with a forged cookie on either side', () => {
    const none = { opened: 0, of: 8, isOwnerIn: true }
    assert.deepEqual(outcomes('forgeries'), { ours: none, reference: none })
  })
})

test('an option counts as known only where a senseless value of it is refused', () => {
  assert.equal(knows(ours.session, 'onSaveError'), true)
  assert.equal(knows(reference.session, 'onSaveError'), false)
  assert.equal(knows(ours.session, 'noSuchOption'), false)
})

describe('the page', inTime, () => {
  // What stands in the card of an experiment for each who took part.
  function cellsOn (page, name) {
    const card = page.text.slice(page.text.indexOf(`id="${name}"`)).split('</article>')[0]
    return card.split('<dd').slice(1).map((cell) => cell.split('</dd>')[0].replace(/^[^>]*>/, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim())
  }

  test('is told of each in its turn, and at last of all', () => {
    assert.deepEqual([...new Set(lines.map(({ experiment }) => experiment))], experiments.map(({ name }) => name))
    const told = lines.filter(({ experiment }) => experiment === 'stale-cookie').map(({ contestant }) => contestant)
    assert.deepEqual(told, ['reference', 'ours', 'reference', 'ours'])
  })

  test('shows what came of the experiments to whoever looks', async () => {
    const page = await new Visitor(url).get('/look')
    for (const { name } of experiments) assert.ok(!cellsOn(page, name).includes('Not run yet.'), name)
    const [there, here] = cellsOn(page, 'stale-cookie')
    assert.match(there, /^a stranger Only the first cookie was read/)
    assert.match(here, /^logged in The first cookie with a valid signature counts/)
    assert.equal(cellsOn(page, 'two-tabs')[2] === 'This build does not have the option.', !hasConcurrency)
  })

  test('shows that none was run yet, and runs one without a script', async (t) => {
    const person = new Visitor(await served(t, createApp({ secret: 'of the tests' })))
    assert.deepEqual(cellsOn(await person.get('/'), 'forgeries'), ['Not run yet.', 'Not run yet.'])
    for (const cell of cellsOn(await person.submit('/', '/experiments/forgeries'), 'forgeries')) assert.match(cell, /^0 of 8 forgeries opened/)
  })

  test('has experiments run where express-session serves it, too', async () => {
    const told = await linesOf('/experiments/forgeries', '/on/express-session')
    assert.equal(told.length, 4)
    for (const { experiment, html } of told) assert.match(experiment + html, /^forgeries[^]*0 of 8/)
  })

  test('refuses a second experiment while one is being run, and one that a form of another site asks for', async () => {
    const [person, other] = [new Visitor(url), new Visitor(url)]
    await person.get('/')
    const csrf = csrfToken((await other.get('/')).text)
    assert.equal((await person.post('/experiments/not-json', {})).status, 403)
    const first = person.submit('/', '/experiments/not-json')
    // it takes a second, for express-session does not answer
    await new Promise((resolve) => setTimeout(resolve, 500))
    const second = await other.post('/experiments/stale-cookie', { csrf })
    assert.equal(second.status, 409)
    assert.match(second.text, /Another experiment is being run/)
    assert.equal((await first).status, 200)
    assert.equal((await other.post('/experiments/stale-cookie', { csrf })).status, 200)
  })

  test('knows no other experiment', async () => {
    assert.equal((await new Visitor(url).submit('/', '/experiments/constructor')).status, 404)
  })
})
