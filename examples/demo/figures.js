// How do ids, times and numbers read on the page?
'use strict'

const html = require('./html')

/** Enough of an id to tell sessions apart, too little to use it. */
function shortId (id) {
  return `${id.slice(0, 6)}…`
}

/** A time of day; clock.js turns it into the reader's own time zone. */
function clockTime (date) {
  const iso = date.toISOString()
  return html`<time datetime="${iso}">${iso.slice(11, 16)} UTC</time>`
}

/** @param {number} ms */
function minutes (ms) {
  return counted(Math.max(0, Math.round(ms / 60000)), 'minute')
}

function counted (number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

module.exports = { clockTime, counted, minutes, shortId }
