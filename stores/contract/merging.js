// Does a store keep what several requests make of one session, where the middleware merges it?
'use strict'

const { timeless } = require('./describe')

/** Requests that change a session while another has it: each waits, with what it has loaded, until it is let go. */
class Meeting {
  constructor ({ app }) {
    this.waiting = new Map()
    app.app.get('/wait/:key', async (req, res) => {
      await new Promise((resolve) => this.arrived(req.params.key, resolve))
      req.session[req.params.key] = req.params.key
      res.send('kept')
    })
    app.app.get('/keys', (req, res) => res.send(['a', 'b'].filter((key) => key in req.session).join(' ') || 'none'))
    // Express asks only the error handlers that come after a route.
    app.app.use((error, req, res, _next) => res.status(500).send(`error ${error.code ?? error.message}`))
  }

  arrived (key, letGo) {
    this.waiting.get(key)?.(letGo)
  }

  /** Begins a request; resolves to what lets it go on, and gives its answer. */
  async begin (app, key, cookie) {
    let answer
    const letGo = await new Promise((resolve) => {
      this.waiting.set(key, resolve)
      answer = app.get(`/wait/${key}`, cookie)
      // One that cannot load its session answers before it gets there.
      answer.then(() => resolve(() => {}))
    })
    return () => {
      letGo()
      return answer
    }
  }
}

/** @type {WeakMap<object, Meeting>} */
const meetings = new WeakMap()

function meetingOf (lab) {
  if (!meetings.has(lab)) meetings.set(lab, new Meeting(lab))
  return meetings.get(lab)
}

/** @type {Record<string, (lab: import('./store-steps').Lab & { app: import('./application') }) => Promise<import('./store-steps').Observation>>} */
const mergingSteps = {
  async 'two requests at once' (lab) {
    const { app, settle } = lab
    const meeting = meetingOf(lab)
    const { cookie } = await app.get('/count')
    await settle()
    const first = await meeting.begin(app, 'a', cookie)
    const second = await meeting.begin(app, 'b', cookie)
    const answers = [await first()]
    await settle()
    answers.push(await second())
    await settle()
    return judged([...answers, await app.get('/keys', cookie)], ['kept', 'kept', 'a b'])
  },

  async 'a log-out meanwhile' (lab) {
    const { app, settle } = lab
    const { cookie } = await app.get('/count')
    await settle()
    const late = await meetingOf(lab).begin(app, 'a', cookie)
    const answers = [await app.get('/destroy', cookie)]
    await settle()
    answers.push(await late())
    await settle()
    return judged([...answers, await app.get('/keys', cookie)], ['destroyed', 'kept', 'none'])
  }
}

function judged (answers, expected) {
  const seen = answers.map(({ text, calls }) => `${timeless(text)} (${calls.join(' ')})`)
  return { holds: answers.every(({ text }, index) => text === expected[index]), saw: seen.join(', ') }
}

module.exports = { mergingSteps }
