// What does `express-session-wasm/session/store` give? Stores import it by this path.

import session = require('../index')

export = session.Store
