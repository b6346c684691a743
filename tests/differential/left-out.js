'use strict'

// What do the scenarios leave out on purpose, and why?

module.exports = [
  ['session data with a BigInt or a cycle', 'express-session 1.19 throws inside res.end, and the response never comes'],
  ['res.end(callback) and every other form of res.end with a callback', '1.19 takes the callback for a chunk, or drops it'],
  [
    'res.end with a body or an encoding that Node refuses',
    '1.19 throws, and once the store answers throws again where nobody can catch it'
  ],
  ["text of odd length in the encoding 'hex'", 'Node 20 itself aborts'],
  [
    'how often a toJSON or a getter in the session runs',
    'an implementation may serialize the session as seldom as it can; no value here counts its reads'
  ],
  [
    'session cookies called __proto__ or constructor',
    '1.19 finds what Object.prototype has there, and throws for a Cookie header that lacks it'
  ],
  ['DEBUG output', 'it names files and steps of the implementation'],
  ['how deprecation messages are limited to one per call site', 'it depends on file names; here each call of depd is seen'],
  ['a client that goes away before the answer', 'when the server notices is up to the kernel'],
  [
    'time-outs, and stores slower than a few turns of the event loop',
    'they only make the run slow: what matters is order, not time'
  ],
  ['HTTPS', 'an encrypted socket is played by a property of the socket, which is all that session() reads']
]
