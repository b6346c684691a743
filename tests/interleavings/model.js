// What do concurrent requests with one session come to, in a given order of their store calls? Rules alone, and none of the
// code that they are compared with.
'use strict'

/**
 * Kinds of requests, and what each asks of the store once it has loaded the session (`found`) or was given a new one.
 *
 * - `get` reads, through a store that has no `touch`
 * - `touch` reads, through a store that has one
 * - `resave` reads, with the option `resave: true`
 * - `set` notes its own name in the session
 * - `destroy` destroys the session
 * - `regenerate` asks for a new session, as at log-in, and notes its own name there
 *
 * @type {Record<string, (found: boolean) => string[]>}
 */
const plans = {
  get: () => [],
  touch: (found) => found ? ['touch'] : [],
  resave: (found) => found ? ['set'] : [],
  set: () => ['set'],
  destroy: () => ['destroy'],
  regenerate: () => ['destroy', 'set']
}

const kinds = Object.keys(plans)
const names = ['A', 'B', 'C']

/** The id that every request carries in its cookie. */
const shared = 'S'

/**
 * @typedef {object} Outcome
 * @property {string[]} trace every store call: who, what, on which id
 * @property {string[]} unfinished names of requests that still have a call to make
 * @property {Record<string, string>} sessions what the store holds in the end: by id, the names that were noted
 * @property {Record<string, string>} answers by name: what a request saw, and the id of the cookie that it was given
 * @property {boolean} back whether a session was in the store again after it had been destroyed
 * @property {string} lost whose notes are missing in the session, though nobody destroyed it after they were saved
 */

/**
 * @param {string[]} chosen kinds of the requests A, B, C
 * @param {string} order names, one for each store call; those of requests that have no more calls to make are passed over
 * @returns {Outcome}
 */
function predict (chosen, order) {
  const sessions = new Map([[shared, '']])
  const requests = new Map(chosen.map((kind, index) => [names[index], newRequest(kind, names[index])]))
  const trace = []
  let destroyed = false
  let back = false
  let expected = ''

  for (const name of order) {
    const request = requests.get(name)
    const call = request.calls.shift()
    const { id } = request
    if (call === undefined) continue
    trace.push(`${name} ${call} ${id}`)
    switch (call) {
      case 'get':
        load(request, sessions.get(id))
        break
      case 'set':
        sessions.set(id, request.noted)
        if (id !== shared) break
        if (destroyed) back = true
        if (request.kind === 'set') expected += name
        break
      case 'destroy':
        sessions.delete(id)
        if (id === shared) [destroyed, expected] = [true, '']
        if (request.kind === 'regenerate') renew(request)
        break
      case 'touch':
        // gives time to a session that is there, and none to one that is not
    }
  }

  const kept = sessions.get(shared) ?? ''
  return {
    trace,
    unfinished: [...requests.values()].filter(({ calls }) => calls.length > 0).map(({ name }) => name),
    sessions: Object.fromEntries([...sessions].sort()),
    answers: Object.fromEntries([...requests].map(([name, { saw, cookie }]) => [name, `saw ${saw}, cookie ${cookie}`])),
    back,
    lost: [...expected].filter((name) => !kept.includes(name)).join('')
  }
}

function newRequest (kind, name) {
  return { kind, name, id: shared, calls: ['get'], ids: 0, noted: '', saw: 'nothing', cookie: 'none' }
}

function load (request, found) {
  const isFound = found !== undefined
  request.saw = isFound ? `"${found}"` : 'a new session'
  request.noted = found ?? ''
  request.calls = plans[request.kind](isFound)
  if (!isFound) giveNewId(request)
  if (request.kind === 'set') note(request)
}

function renew (request) {
  request.noted = ''
  giveNewId(request)
  note(request)
}

function giveNewId (request) {
  request.ids++
  request.id = request.name + request.ids
}

// A new session is saved, and its cookie set, because something was noted in it.
function note (request) {
  request.noted += request.name
  if (request.id !== shared) request.cookie = request.id
}

/**
 * Every order in which the store can answer the calls of such requests. Requests of one kind are alike: the one whose
 * first call is answered first is called by the first name.
 *
 * @param {string[]} chosen
 * @param {string} [begun] how the order begins
 * @returns {string[]}
 */
function orders (chosen, begun = '') {
  const { unfinished } = predict(chosen, begun)
  if (unfinished.length === 0) return [begun]
  return unfinished.filter((name) => isNext(chosen, begun, name)).flatMap((name) => orders(chosen, begun + name))
}

function isNext (chosen, begun, name) {
  const index = names.indexOf(name)
  return names.slice(0, index).every((earlier, at) => chosen[at] !== chosen[index] || begun.includes(earlier))
}

/**
 * Every choice of so many kinds; their sequence does not matter.
 *
 * @param {number} count
 * @param {string[]} [from]
 * @returns {string[][]}
 */
function choices (count, from = kinds) {
  if (count === 0) return [[]]
  return from.flatMap((kind, index) => choices(count - 1, from.slice(index)).map((others) => [kind, ...others]))
}

module.exports = { choices, names, orders, predict, shared }
