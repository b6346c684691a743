// What does `express-session-wasm/session/session` give? Stores import it by this path.

import session = require('../index')

export = session.Session
