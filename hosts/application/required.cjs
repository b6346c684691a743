// What does `require` give, beside an `import` of the same name?
'use strict'

module.exports = require('express-session')
