// How does a host serve an application of years ago? CommonJS alone, and packages that webpack 4 can read.
'use strict'

const connect = require('connect')
const session = require('express-session')
const express4 = require('express4')
const { answer } = require('./answers.js')
const { makeListener } = require('./listener.js')
const { serve } = require('./serve.js')

serve(makeListener(answer, { session, frameworks: { express4, connect } }))
