// How does what the core holds survive a failure of the core?
// @ts-check
'use strict'

const { currentGeneration } = require('./calls')

/**
 * Something that the core holds, made anew when its instance is another one after a failure.
 * @template T
 */
class Held {
  /**
   * @param {() => T} make
   * @throws what `make` throws
   */
  constructor (make) {
    this.make = make
    this.generation = currentGeneration()
    this.thing = make()
  }

  /** The thing, of the instance that runs. */
  get current () {
    if (this.generation !== currentGeneration()) {
      this.thing = this.make()
      this.generation = currentGeneration()
    }
    return this.thing
  }
}

module.exports = Held
