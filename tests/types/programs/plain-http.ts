// Does code compile where only Node's types are installed?

import { createServer, type IncomingMessage } from 'node:http'
import session, { type SessionData } from 'express-session-wasm'

declare module 'express-session-wasm' {
  interface SessionData {
    hits?: number
  }
}

const withSession = session({
  secret: 'a secret',
  genid: (req: IncomingMessage) => String(req.headers.host),
  cookie: (req) => ({ secure: req.headers.host === 'example.com' })
})

createServer((req: IncomingMessage & Partial<Express.Request>, res) => {
  withSession(req, res, (error) => {
    if (error || !req.session) return res.end()
    req.session.hits = (req.session.hits ?? 0) + 1
    const data: Partial<SessionData> = req.session
    res.end(`${req.sessionID} ${data.hits}`)
  })
})
