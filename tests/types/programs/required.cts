// Does code compile that loads the module, and the classes by their paths, with `require`?

import express = require('express')
import session = require('express-session-wasm')
import Cookie = require('express-session-wasm/session/cookie')
import MemoryStore = require('express-session-wasm/session/memory')
import Session = require('express-session-wasm/session/session.js')
import Store = require('express-session-wasm/session/store.js')

declare module 'express-session-wasm' {
  interface SessionData {
    visits?: number
  }
}

const store: Store = new MemoryStore()
const app = express()
app.use(session({ secret: 'a secret', store, resave: false, saveUninitialized: false }))

app.get('/', (req: express.Request, res: express.Response) => {
  req.session.visits = (req.session.visits ?? 0) + 1
  const cookie: Cookie = req.session.cookie
  const current: Session = req.session
  const data: Partial<session.SessionData> = req.session
  res.json([cookie, current.id, data.visits])
})

class OwnStore extends session.MemoryStore {
  override get (sid: string, callback: (err: any, session?: session.SessionData | null) => void) {
    super.get(sid, callback)
  }
}

const own: Store = new OwnStore()
own.createSession({} as Express.Request, { cookie: new Cookie({ maxAge: 1000 }) } as session.SessionData).visits
