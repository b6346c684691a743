'use strict'

// Which application, which client and which misfortunes does a seed stand for?
//
// A scenario is plain JSON: options x store x requests, each request with the program its handler runs.

const choices = require('./choices')
const { isUsable } = require('./cookie-attributes')
const Dice = require('./dice')
const { chooseFaults, chooseSpoiling, fitting } = require('./misfortunes')
const { handlerProgram, bareProgram, earlierSteps } = require('./programs')
const requestChoices = require('./request-choices')

const MOST_REQUESTS = 7

function scenario (seed, onPick) {
  const dice = new Dice(seed, onPick)
  const around = chooseAround(dice)
  const count = 1 + dice.below(MOST_REQUESTS)
  return { seed, ...around, requests: Array.from({ length: count }, () => chooseRequest(dice, around)) }
}

// All but the requests.
function chooseAround (dice) {
  const store = chooseStore(dice)
  const secret = chooseSecret(dice)
  const options = choosePlainOptions(dice)
  const genid = dice.pick(choices.genid)

  return {
    framework: dice.pick(choices.framework),
    trustProxy: dice.pick(choices.trustProxy),
    whole: dice.pick(choices.whole),
    options,
    cookie: chooseCookie(dice),
    // the session that could not be made is not destroyed
    genid: genid === 'throws' && options.unset === 'destroy' ? 'counter' : genid,
    secret,
    store,
    parser: dice.pick(choices.parser),
    second: dice.pick(choices.second) ?? null,
    watched: dice.pick(choices.watched)
  }
}

function choosePlainOptions (dice) {
  const options = {}
  for (const [name, table] of Object.entries(choices.options)) {
    const value = dice.pick(table)
    if (value !== undefined) options[name] = value
  }
  return options
}

function chooseSecret (dice) {
  const secret = dice.pick(choices.secret)
  return dice.chance(0.01) ? dice.pick(choices.wrongSecret) : secret ?? null
}

function chooseCookie (dice) {
  const picked = dice.pick(choices.cookieOption)
  const kind = picked === undefined ? 'absent' : picked
  const fields = []
  // for-in order decides between expires and maxAge, so fields come in any order
  for (const [name, table] of dice.shuffle(Object.entries(choices.cookieFields))) {
    const value = dice.pick(table)
    if (value !== undefined && isUsable(kind, name, value)) fields.push([name === 'other' ? 'foo' : name, value])
  }
  return { kind, fields }
}

function chooseStore (dice) {
  const { kind, timing, touch, shape, mutates, base } = choices.store
  return {
    kind: dice.pick(kind),
    timing: dice.pick(timing),
    touch: dice.pick(touch),
    shape: dice.pick(shape),
    mutates: dice.pick(mutates),
    base: dice.pick(base),
    planted: dice.chance(0.3) ? [['planted', dice.pick(choices.planted)]] : []
  }
}

function chooseRequest (dice, around) {
  const { method, version, target, cookie, craftedId, forwarded, header, advance, event, rotate, change } = requestChoices
  const bare = dice.pick(requestChoices.bare)
  const earlier = earlierSteps(dice)
  const faults = chooseFaults(dice, around)
  const cookieKind = dice.pick(cookie)

  const request = {
    bare,
    method: dice.pick(method),
    version: dice.pick(version),
    target: dice.pick(target),
    cookie: cookieKind,
    headers: [],
    advance: forward(dice.pick(advance), around.store),
    earlier: around.secret === null && dice.chance(0.85) ? [{ do: 'req.secret', value: 'keyboard cat' }, ...earlier] : earlier,
    faults,
    program: fitting([...chooseSpoiling(dice, faults), ...bare ? bareProgram(dice) : handlerProgram(dice)], faults, around)
  }
  if (cookieKind === 'crafted id') request.craftedId = dice.pick(craftedId)
  if (cookieKind === 'planted') request.plantedId = around.store.planted[0]?.[0] ?? 'planted'

  const proto = dice.pick(forwarded)
  if (proto !== undefined) request.headers.push(['X-Forwarded-Proto', proto])
  const extra = dice.pick(header)
  if (extra !== undefined) request.headers.push(extra)
  const emitted = dice.pick(event)
  if (emitted !== undefined) request.emit = emitted
  const rotation = dice.pick(rotate)
  if (rotation !== undefined) request.rotate = rotation
  const changed = dice.pick(change)
  if (changed !== undefined) request.change = changed
  return request
}

// The default store lets go of what has expired: 21 in COMPATIBILITY.md. With the clock turned back it would be there again.
function forward (ms, { kind }) {
  return kind === 'recording' ? ms : Math.max(0, ms)
}

module.exports = { scenario }
