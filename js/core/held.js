// How does what the core holds survive a failure of the core?
// @ts-check
'use strict'

/**
 * Something that the core holds, made anew when its instance is another one after a failure.
 * @template T
 */
class Held {
  /**
   * @param {{ currentGeneration: () => number }} calls of the module that holds it
   * @param {() => T} make
   * @throws what `make` throws
   */
  constructor ({ currentGeneration }, make) {
    this.make = make
    this.currentGeneration = currentGeneration
    this.generation = currentGeneration()
    this.thing = make()
  }

  /** The thing, of the instance that runs. */
  get current () {
    if (this.generation !== this.currentGeneration()) {
      this.thing = this.make()
      this.generation = this.currentGeneration()
    }
    return this.thing
  }
}

module.exports = Held
