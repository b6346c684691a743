// Which module do the tests exercise: the built package, or the one that SESSION_MODULE names?
'use strict'

module.exports = require(process.env.SESSION_MODULE || '../pkg')
