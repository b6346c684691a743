// Make an id that nobody can guess.
'use strict'

const crypto = require('node:crypto')
const { dependencyOfReference, internal } = require('../measure/sides')

const uid = dependencyOfReference('uid-safe')
const { generateSessionId } = internal('core/calls')

module.exports = {
  name: 'id',
  question: 'What does a new session id of 24 random bytes cost?',
  goal: 0.15,
  same: false,
  async prepare () {
    return {
      'uid-safe 2.1.5': () => uid.sync(24),
      ours: () => generateSessionId(),
      'node:crypto randomBytes': () => crypto.randomBytes(24).toString('base64url')
    }
  }
}
