// Who takes part in an experiment: which module, with which options?
'use strict'

const { ours, reference } = require('./modules')

/**
 * @typedef {object} Contestant
 * @property {string} key
 * @property {string} title
 * @property {string} [option] how the option that sets it apart reads in code
 * @property {import('./modules').Module} module
 * @property {Record<string, string>} options besides those of the experiment
 * @property {boolean} isHere whether the module knows these options
 */

/**
 * Both modules as they come, and ours once more where it has an option to the point.
 *
 * @param {{ option?: Record<string, string> }} experiment
 * @returns {Contestant[]}
 */
function contestants ({ option }) {
  const plain = [reference, ours].map((module) => ({ key: module.key, title: module.title, module, options: {}, isHere: true }))
  if (!option) return plain
  const [[name, value]] = Object.entries(option)
  return [...plain, {
    key: `${ours.key}-${value}`,
    title: ours.title,
    option: `${name}: '${value}'`,
    module: ours,
    options: option,
    isHere: oursKnows(name)
  }]
}

/** @type {Map<string, boolean>} */
const answers = new Map()

/** Asked once: it takes a middleware to find out. */
function oursKnows (option) {
  if (!answers.has(option)) answers.set(option, knows(ours.session, option))
  return answers.get(option)
}

/** A module ignores an option that it does not know, and refuses a senseless value of one that it does. */
function knows (session, name) {
  try {
    session({ secret: 'never used, but long enough to be one', resave: false, saveUninitialized: false, [name]: 'senseless' })
    return false
  } catch {
    return true
  }
}

module.exports = { contestants, knows }
