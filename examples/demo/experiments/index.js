// Which experiments are there, and what does each consist of?
'use strict'

/**
 * @typedef {object} Experiment
 * @property {string} name its place in addresses
 * @property {string} title
 * @property {string} what is done, in a sentence or two
 * @property {Record<string, string>} [option] of ours that is to the point: then ours takes part a second time, with it
 * @property {number} [rounds] how often it is run in turns; once where nothing is said
 * @property {number} [warmUps] how many rounds come before those that count
 * @property {(session: any, options: object) => import('express').Express} app the application, on any session module
 * @property {(site: string) => Promise<any>} run visits the application, and gives the outcome
 * @property {(before: any, outcome: any) => any} [sum] joins the outcomes of rounds
 * @property {(outcome: any) => Told} tell
 *
 * @typedef {object} Told an outcome in words
 * @property {boolean | undefined} isGood undefined where it is a matter of degree
 * @property {string} figure
 * @property {string} words go on where the figure ends
 * @property {number} [rate] to be drawn as a bar
 */

/** @type {Experiment[]} */
module.exports = [
  require('./redirect'),
  require('./load'),
  require('./two-tabs'),
  require('./log-out'),
  require('./not-json'),
  require('./late-failure'),
  require('./stale-cookie'),
  require('./forgeries')
]
