'use strict'

// What do the scenarios leave out on purpose, and why?
//
// A number is that of the entry in COMPATIBILITY.md: there the modules go on in different ways, and no line of a log can be
// rewritten to agree with the other.

module.exports = [
  ['res.end(callback) and every other form of res.end with a callback', '9: 1.19 takes the callback for a chunk, or drops it'],
  [
    'res.end with a body or an encoding that Node refuses',
    '9: 1.19 throws, and once the store answers throws again where nobody can catch it'
  ],
  ['session data with a BigInt or a cycle', '10: express-session 1.19 throws inside res.end, and the response never comes'],
  [
    'a req.session, or a prototype of it, without methods; one whose cookie is no object, or has a text for originalMaxAge',
    '10, 13: 1.19 throws inside res.end or res.writeHead, and the response never comes'
  ],
  [
    'a store that answers twice, that rejects a promise, or whose set, touch or destroy throws',
    '11: 1.19 goes on twice, or throws out of whatever called it; a get that throws is compared'
  ],
  [
    'reload and store.load where get throws or gives what is no session; regenerate where genid throws',
    '13: 1.19 throws, or fails where nobody can catch it; what the middleware itself throws is compared'
  ],
  ['a reload while which the session goes', '13: 1.19 throws where nobody can catch it'],
  ['save() without a callback where set fails', '13: in 1.19 nobody hears of the error; here the end of the response saves again'],
  [
    'attributes by a function, of which no cookie can be made',
    '13: in 1.19 the error page finds half a session, throws again, and never comes'
  ],
  ['HTTP/2', '14: 1.19 throws'],
  ["'auto' by a cookie function", '15: 1.19 takes it for true, or cannot write the cookie'],
  [
    'a name, a cookie option or an attribute in it that is wrong from the beginning',
    '16: session() finds it; an attribute that a function or a handler gives is compared'
  ],
  [
    'two cookies of one name of which the first is forged',
    '17: 1.19 reads the first alone; two with valid signatures are compared'
  ],
  ['a store that has nothing but on()', '18: 1.19 throws in the first request that needs it'],
  [
    "unset: 'destroy' where a session cannot be loaded, or genid throws",
    '19: 1.19 destroys the session of the cookie when the error page is sent'
  ],
  ['a JSON cookie behind cookie-parser', '20: 1.19 answers with an error'],
  ['what MemoryStore still holds of expired sessions, and a clock that is turned back over it', '21: 1.19 holds them until somebody asks'],
  ['delete req.session.id and req.session.req', '22: 1.19 throws, as for whatever is frozen'],
  ['save() of a session that was regenerated, or reloaded under another id', '24: 1.19 saves it once more at the end'],
  [
    'save() of a new session that holds nothing or nothing any more, without saveUninitialized: there the session is marked first',
    '25: 1.19 stores it, but sets no cookie'
  ],
  ['reload, regenerate, destroy and store.load without a callback', '26: 1.19 gives the session, or fails a turn later where nobody can catch it'],
  ['what is written behind the end', '23: 1.19 sends it before the last byte of the body'],
  ["text of odd length in the encoding 'hex'", 'Node 20 itself aborts'],
  [
    'how often a toJSON or a getter in the session runs',
    '7: an implementation may serialize the session as seldom as it can; no value here counts its reads'
  ],
  [
    'session cookies called __proto__ or constructor',
    '6: 1.19 finds what Object.prototype has there, and throws for a Cookie header that lacks it'
  ],
  ['DEBUG output', '1: it names files and steps of the implementation'],
  ['how deprecation messages are limited to one per call site', 'it depends on file names; here each call of depd is seen'],
  ['a client that goes away before the answer', 'when the server notices is up to the kernel'],
  [
    'time-outs, and stores slower than a few turns of the event loop',
    'they only make the run slow: what matters is order, not time'
  ],
  ['HTTPS', 'an encrypted socket is played by a property of the socket, which is all that session() reads']
]
