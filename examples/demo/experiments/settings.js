// Which options do the applications of all experiments have in common?
'use strict'

const COOKIE_NAME = 'sid'

/** Nothing that is kept in these sessions is worth a secret, and each process has its own store. */
const settings = { name: COOKIE_NAME, secret: 'of the experiments, whose sessions nobody wants', resave: false, saveUninitialized: false }

module.exports = { COOKIE_NAME, settings }
