// Does a response that ends in one way, while the store fails in one way, keep what it promises?
'use strict'

const { isDeepStrictEqual } = require('node:util')
const { signedCookie } = require('../shim/signed-cookie')
const { run } = require('./trial')

/** @typedef {import('./endings').Ending} Ending */
/** @typedef {import('./faults').Fault} Fault */

/** What makes the middleware call a method of the store. */
const occasions = {
  get: { cookie: signedCookie('known'), change: () => {} },
  set: { cookie: undefined, change: (req) => { req.session.user = 'bob' } },
  touch: { cookie: signedCookie('known'), change: () => {} },
  destroy: { cookie: signedCookie('known'), change: (req) => { req.session = null } }
}

/**
 * @param {import('./lines')} lines
 * @param {string} method of the store
 * @param {Fault} fault
 * @param {Ending} ending
 * @param {import('./lines').Outcome} plain what a client gets where there is no session at all
 * @returns {Promise<string>} ok, or the first trouble
 */
async function endWith (lines, method, fault, ending, plain) {
  const { cookie, change } = occasions[method]
  const fails = fault.message !== undefined
  const isStopped = method === 'get' && fails
  let calls = 0
  const seen = await run(lines, {
    method, fault, ending, cookie, isStopped, errors: fails ? 1 : 0,
    handle: async (req, res, { leave }) => {
      change(req)
      if (ending.isAborted) await leave()
      await ending.end(res, () => { calls += 1 })
    }
  })
  return troubleOfAll(seen) ?? troubleOfNext(seen, fault, isStopped) ??
    (calls !== (ending.callsBack && !isStopped ? seen.finishes : 0) || calls > 1 ? 'callback' : undefined) ??
    troubleOfAnswer(seen, method, fault, ending, plain) ?? 'ok'
}

/**
 * @param {import('./visit').Seen & { asked: number }} seen
 * @returns {string | undefined} what may never happen
 */
function troubleOfAll ({ asked, thrown, crashes, rejections, outcome }) {
  if (crashes.length > 0) return 'crash'
  if (rejections.length > 0) return 'rejection'
  if (thrown.length > 0) return 'throws'
  if (!outcome) return 'hangs'
  if (asked === 0) return 'not asked'
}

function troubleOfNext ({ passed, errors }, { message }, isStopped) {
  if (passed !== (isStopped ? 0 : 1) || errors.length !== (message === undefined ? 0 : 1)) return 'next'
  if (!errors.every((error) => error instanceof Error && error.message.includes(message))) return 'no Error'
}

function troubleOfAnswer ({ outcome }, method, { message, isLate }, { method: verb, isAborted }, plain) {
  const isStopped = method === 'get' && message !== undefined
  if (isLate || (isAborted && !isStopped)) return outcome.status === undefined ? undefined : 'answer'

  const { setCookies, ...answer } = outcome
  // By default a response goes out as it is when the store fails at its end.
  const isErrorPage = isStopped
  if (isErrorPage) {
    const body = verb === 'HEAD' ? '' : message
    return answer.status === 500 && answer.body.includes(body) && setCookies.length === 0 ? undefined : 'answer'
  }
  if (!isDeepStrictEqual(answer, plain)) return 'answer'
  if (setCookies.length !== (method === 'set' ? 1 : 0)) return 'cookie'
}

/**
 * @param {import('./lines')} lines
 * @param {Ending} ending
 * @returns {Promise<import('./lines').Outcome>} what a client gets where there is no session at all
 */
async function answerWithoutSession (lines, ending) {
  lines.listener = (req, res) => ending.end(res, () => {})
  const { setCookies, ...answer } = await lines.send(ending.server ?? 'http', { method: ending.method }).answered
  return answer
}

module.exports = { answerWithoutSession, endWith, troubleOfAll }
