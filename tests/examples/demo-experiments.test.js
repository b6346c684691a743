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

const inTime = { timeout: 60_000 }
const byName = (name) => experiments.find((experiment) => experiment.name === name)
// An option that is still to come is shown as one that is not there.
const hasConcurrency = knows(ours.session, 'concurrency')

describe('an experiment', inTime, () => {
  const laboratory = new Laboratory()
  const outcomes = async (name) => {
    await laboratory.finish(byName(name))
    return Object.fromEntries(laboratory.results(byName(name)).map(({ contestant, outcome }) => [contestant.key, outcome]))
  }

  test('finds every session behind a redirect here, and hardly one with express-session', async () => {
    const { ours: here, reference: there } = await outcomes('redirect')
    assert.deepEqual(here, { found: 50, of: 50 })
    // one of them may be late enough on a busy machine
    assert.ok(there.found < 25, `${there.found} found theirs`)
  })

  test('counts 2,000 requests on either side, in turns', async () => {
    const turns = []
    for await (const { contestant, outcome } of laboratory.run(byName('load'))) turns.push([contestant.key, outcome.requests])
    assert.deepEqual(turns.slice(0, 4), [['reference', 250], ['ours', 250], ['reference', 500], ['ours', 500]])
    assert.deepEqual(turns.slice(-2), [['reference', 2000], ['ours', 2000]])
    for (const { outcome } of laboratory.results(byName('load'))) assert.ok(outcome.ms > 0)
  })

  test('loses a change of one of two tabs as express-session does, but not when changes are merged', async () => {
    const found = await outcomes('two-tabs')
    assert.deepEqual([found.reference.kept, found.ours.kept], [0, 0])
    assert.deepEqual(found['ours-merge'], hasConcurrency ? { kept: 20, of: 20 } : undefined)
  })

  test('revives a session that was logged out as express-session does, but not when changes are merged', async () => {
    const found = await outcomes('log-out')
    assert.deepEqual([found.reference.out, found.ours.out], [0, 0])
    assert.deepEqual(found['ours-merge'], hasConcurrency ? { out: 20, of: 20 } : undefined)
  })

  test('has an error page for a session that cannot be serialized here, and no end with express-session', async () => {
    const { ours: here, reference: there } = await outcomes('not-json')
    assert.equal(there.status, null)
    assert.equal(here.status, 500)
    assert.match(here.text, /^Sorry\. TypeError: .*BigInt/)
  })

  test('tells of a failure at the end with onSaveError: \'fail\' alone, which spares the connection', async () => {
    const found = await outcomes('late-failure')
    assert.deepEqual([found.reference.told, found.ours.told], [0, 0])
    assert.deepEqual(found['ours-fail'], { told: 20, lost: 0, of: 20 })
  })

  test('gets past a stale cookie here, and not with express-session', async () => {
    assert.deepEqual(await outcomes('stale-cookie'), { ours: { user: 'Ada' }, reference: { user: 'nobody' } })
  })

  test('opens nothing with a forged cookie on either side', async () => {
    const none = { opened: 0, of: 8, isOwnerIn: true }
    assert.deepEqual(await outcomes('forgeries'), { ours: none, reference: none })
  })
})

test('an option counts as known only where a senseless value of it is refused', () => {
  assert.equal(knows(ours.session, 'onSaveError'), true)
  assert.equal(knows(reference.session, 'onSaveError'), false)
  assert.equal(knows(ours.session, 'noSuchOption'), false)
})

describe('the page', inTime, () => {
  let url
  let close
  // one for all, so that the sides start once
  before(async () => { url = await served({ after: (end) => { close = end } }, createApp({ secret: 'of the tests' })) })
  after(() => close())

  // What stands in the card of an experiment for each who took part.
  function cellsOn (page, name) {
    const card = page.text.slice(page.text.indexOf(`id="${name}"`)).split('</article>')[0]
    return card.split('<dd').slice(1).map((cell) => cell.split('</dd>')[0].replace(/^[^>]*>/, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim())
  }

  test('shows without a script what came of an experiment, and to others too', async () => {
    const person = new Visitor(url)
    assert.deepEqual(cellsOn(await person.get('/'), 'stale-cookie'), ['Not run yet.', 'Not run yet.'])
    const expected = [/^a stranger Only the first cookie was read/, /^logged in The first cookie with a valid signature counts/]
    for (const page of [await person.submit('/', '/experiments/stale-cookie'), await new Visitor(url).get('/')]) {
      cellsOn(page, 'stale-cookie').forEach((cell, index) => assert.match(cell, expected[index]))
    }
  })

  test('is told line by line what an experiment finds, and goes on being one that express-session can serve', async () => {
    const person = new Visitor(url)
    const csrf = csrfToken((await person.get('/on/express-session/')).text)
    const response = await fetch(new URL('/on/express-session/experiments/forgeries', url), {
      method: 'POST',
      headers: { accept: 'application/x-ndjson', cookie: person.cookie },
      body: new URLSearchParams({ csrf })
    })
    assert.equal(response.headers.get('content-type'), 'application/x-ndjson')
    const lines = (await response.text()).trimEnd().split('\n').map((line) => JSON.parse(line))
    // each when it is done, and then all
    assert.deepEqual(lines.map(({ contestant }) => contestant), ['reference', 'ours', 'reference', 'ours'])
    for (const { html } of lines) assert.match(html, /0 of 8/)
    for (const cell of cellsOn(await person.get('/look'), 'forgeries')) assert.match(cell, /^0 of 8 forgeries opened/)
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

  test('says where this build has no such option', async () => {
    const cells = cellsOn(await new Visitor(url).get('/'), 'two-tabs')
    assert.equal(cells[2], hasConcurrency ? 'Not run yet.' : 'This build does not have the option.')
  })
})
