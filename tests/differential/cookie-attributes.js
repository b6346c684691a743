'use strict'

// Which attributes of a cookie do both modules take, and use alike?
//
// What is ruled out here, and why, stands in left-out.js. express-session itself says what is wrong.

const { Cookie } = require('express-session')

const { revive } = require('./values')

const OBJECTS = new Set(['object', 'inherited'])

// As an option of that kind.
function isUsable (kind, name, value) {
  if (value === 'auto') return OBJECTS.has(kind)
  const cookie = cookieOf(name, value)
  return cookie !== null && canStartAnew(cookie) && (!OBJECTS.has(kind) || canBeSent(cookie))
}

// By a handler. An assignment that throws harms nobody.
function isAssignable (name, value) {
  const cookie = cookieOf(name, value)
  return cookie === null || canStartAnew(cookie)
}

function cookieOf (name, value) {
  try {
    return new Cookie({ [name]: revive(value) })
  } catch {
    return null
  }
}

function canBeSent (cookie) {
  return succeeds(() => cookie.serialize('name', 'value'))
}

// As touch() does before each response: a number in `expires` becomes a Date.
function canStartAnew (cookie) {
  return succeeds(() => { cookie.maxAge = cookie.originalMaxAge })
}

function succeeds (act) {
  try {
    act()
    return true
  } catch {
    return false
  }
}

module.exports = { isAssignable, isUsable }
