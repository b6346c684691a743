// How do two requests come to be under way at the same time, for sure?
'use strict'

/** Those who come first wait for the others. */
class Meeting {
  /** @param {number} size */
  constructor (size) {
    this.size = size
    /** Who waits, by what they have in common. @type {Map<string, (() => void)[]>} */
    this.waiting = new Map()
  }

  /**
   * @param {string} key
   * @returns {Promise<void>} fulfilled when all are there
   */
  join (key) {
    return new Promise((resolve) => {
      const present = [...(this.waiting.get(key) ?? []), resolve]
      if (present.length < this.size) return this.waiting.set(key, present)
      this.waiting.delete(key)
      for (const goOn of present) goOn()
    })
  }
}

module.exports = Meeting
