// What does `express-session-wasm/session/cookie` give? Stores import it by this path.

import session = require('../index')

export = session.Cookie
