'use strict'

// What is the smallest scenario that still shows the difference?

const { isUsable } = require('./cookie-attributes')

const MOST_TRIES = 400

// `differs(scenario)` runs both sides. Each round tries every cut and keeps those that still differ, until none does.
async function shrink (scenario, differs) {
  let smallest = scenario
  let tries = 0
  for (let progress = true; progress;) {
    progress = false
    // from the end, so that a cut does not move the places of those still to come
    for (let index = cuts(smallest).length - 1; index >= 0; index--) {
      if (tries++ >= MOST_TRIES) return smallest
      const cut = structuredClone(smallest)
      cuts(cut)[index]?.()
      if (JSON.stringify(cut) === JSON.stringify(smallest)) continue
      if (await differs(cut)) {
        smallest = cut
        progress = true
      }
    }
  }
  return smallest
}

// Everything that could be taken out of this scenario, in place.
function cuts (scenario) {
  const plain = {
    framework: 'plain', whole: 'object', trustProxy: false, genid: 'counter', parser: 'none', second: null, watched: false,
    secret: 'keyboard cat'
  }
  const plainStore = {
    kind: 'recording', timing: 'immediate', shape: 'text', mutates: false, base: 'class', planted: [], touch: true
  }
  const plainRequest = {
    method: 'GET', version: '1.1', target: '/', cookie: 'jar', headers: [], advance: 0, bare: false,
    rotate: undefined, emit: undefined, change: undefined
  }
  return [
    ...Object.entries(plain).map(([key, value]) => () => { scenario[key] = value }),
    ...Object.entries(plainStore).map(([key, value]) => () => { scenario.store[key] = value }),
    () => { scenario.cookie = { kind: 'absent', fields: [] } },
    () => { scenario.cookie = plainCookie(scenario.cookie) },
    ...removals(scenario.cookie.fields),
    ...Object.keys(scenario.options).map(key => () => {
      // without these two session() complains, which says nothing
      if (key === 'resave' || key === 'saveUninitialized') scenario.options[key] = false
      else delete scenario.options[key]
    }),
    ...scenario.requests.flatMap(request => [
      ...Object.entries(plainRequest).map(([key, value]) => () => { request[key] = value }),
      ...removals(request.earlier),
      ...removals(request.faults),
      ...removals(request.program)
    ]),
    ...removals(scenario.requests)
  ]
}

// The fields that would be no object's are the function's own affair.
function plainCookie ({ fields }) {
  return { kind: 'object', fields: fields.filter(([name, value]) => isUsable('object', name, value)) }
}

function removals (list) {
  return list.map((item, index) => () => { list.splice(index, 1) })
}

module.exports = { shrink }
