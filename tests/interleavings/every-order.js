// Does something hold in every order of every choice of requests?
'use strict'

const assert = require('node:assert/strict')
const { explore } = require('./explore')

/** Plays every order of every choice; each outcome has to pass. */
async function inAll (choicesOfKinds, scene, check, fails) {
  const sum = { orders: 0, isBack: 0, lost: 0 }
  for (const chosen of choicesOfKinds) {
    await explore({ ...scene, chosen }, (outcome) => {
      const where = () => `${chosen} in the order ${outcome.order}: ${outcome.trace.join(', ')}; ${outcome.errors.join()}`
      sum.orders++
      if (outcome.isBack) sum.isBack++
      if (outcome.lost) sum.lost++
      if (outcome.unfinished) assert.fail(`${outcome.unfinished} hangs: ${where()}`)
      check(outcome, where)
    }, fails)
  }
  return sum
}

function nothingIsBackOrLost ({ isBack, lost }, where) {
  if (isBack) assert.fail(`S is back: ${where()}`)
  if (lost) assert.fail(`${lost} is lost: ${where()}`)
}

module.exports = { inAll, nothingIsBackOrLost }
