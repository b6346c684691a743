// Do the tests of an application pass in jest, which has a module system of its own?
'use strict'

require('./suite.cjs').testSessions(require('express-session'))
