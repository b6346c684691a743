// What does `express-session-wasm/session/memory` give? Stores import it by this path.

import session = require('../index')

export = session.MemoryStore
