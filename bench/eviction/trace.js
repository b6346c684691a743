// Who asks a store for what, where users come back, crowds pass by once, and some are in a hurry?
'use strict'

const Dice = require('../../tests/differential/dice')

/**
 * Requests in order, the same for the same seed: users come back, a few of them often and most seldom (Zipf, exponent
 * 0.8, as of web requests: Breslau et al. 1999); and from time to time there is a scan, many visits in a row that never
 * come back, as of a crawler or of somebody who sends no cookies.
 *
 * @param {{ seed: number, users: number, requests: number, scans: number, scan: number }} settings `scans` of `scan`
 * visits each, spread over the requests of users
 * @yields {{ id: string, isUser: boolean }}
 */
function * trace ({ seed, users, requests, scans, scan }) {
  const dice = new Dice(seed)
  const picks = zipf(users, 0.8)
  let visitors = 0
  for (let request = 0; request < requests; request++) {
    if (scans > 0 && request > 0 && request % Math.floor(requests / (scans + 1)) === 0) {
      for (let visit = 0; visit < scan; visit++) yield { id: `visitor ${visitors++}`, isUser: false }
    }
    yield { id: `user ${picks(dice.next())}`, isUser: true }
  }
}

/**
 * Requests of users who come, stay for a while and never come back: what was used last is asked for again, and nothing
 * else, which is what plain LRU is best at.
 *
 * @param {{ seed: number, active: number, requests: number, stay: number }} settings `active` users at a time, of `stay`
 * requests each in the mean
 * @yields {{ id: string, isUser: boolean }}
 */
function * changing ({ seed, active, requests, stay }) {
  const dice = new Dice(seed)
  const users = Array.from({ length: active }, (_, number) => number)
  let next = active
  for (let request = 0; request < requests; request++) {
    const place = dice.below(active)
    yield { id: `user ${users[place]}`, isUser: true }
    if (dice.chance(1 / stay)) users[place] = next++
  }
}

/** Which of `count` does a number below 1 pick, where the nth is picked in proportion to 1 / n ** exponent? */
function zipf (count, exponent) {
  const sums = new Float64Array(count)
  let sum = 0
  for (let n = 1; n <= count; n++) sums[n - 1] = sum += n ** -exponent
  return (share) => {
    let low = 0
    let high = count - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if (sums[middle] > share * sum) high = middle
      else low = middle + 1
    }
    return low
  }
}

/**
 * What a store makes of a trace: every request asks for its session, and makes one where there is none.
 *
 * @param {{ has: (id: string) => boolean, make: (id: string) => void }} store
 * @param {Iterable<{ id: string, isUser: boolean }>} requests
 * @returns {number} the share of users' requests that found their session, first ones apart
 */
function hitRate (store, requests) {
  const seen = new Set()
  let hits = 0
  let asked = 0
  for (const { id, isUser } of requests) {
    const isHit = store.has(id)
    if (!isHit) store.make(id)
    if (!isUser) continue
    if (seen.has(id)) {
      asked++
      if (isHit) hits++
    }
    seen.add(id)
  }
  return hits / asked
}

module.exports = { changing, hitRate, trace }
