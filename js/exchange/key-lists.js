// Which objects have the same keys? Most have those of one that was seen before, in this session or in the last, and share its
// list: that halves what a snapshot holds. How good the guess is matters to that and to the time alone.
// @ts-check
'use strict'

/** How deep a walk goes: the call stack may have room for more, but nobody knows how much is left of it. */
const MAX_DEPTH = 100

/** The keys that an object had last, by depth. @type {string[][]} */
const lastKeys = new Array(MAX_DEPTH).fill([])

/** Lists of keys for the objects whose like is not the last, and which of them goes next. @type {string[][]} */
const recentKeys = new Array(16).fill([])
let oldest = 0

/**
 * @param {string[]} keys
 * @param {number} depth
 * @returns {string[]} a list of the same keys
 */
function rememberedKeys (keys, depth) {
  const known = recentKeys.find((recent) => isSameList(recent, keys))
  if (known !== undefined) return (lastKeys[depth] = known)
  const exact = keys.slice()
  // Names that are data (of files, of articles) come once; and what is remembered outlives the request.
  if (exact.length > 32 || exact.some((key) => key.length > 64)) return exact
  recentKeys[oldest] = exact
  oldest = (oldest + 1) % recentKeys.length
  return (lastKeys[depth] = exact)
}

/**
 * @param {string[]} one
 * @param {string[]} other
 */
function isSameList (one, other) {
  if (one.length !== other.length) return false
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false
  return true
}

module.exports = { MAX_DEPTH, lastKeys, rememberedKeys }
