// Do the tests of an application pass in vitest?

import session from 'express-session'
import { testSessions } from './suite.cjs'

testSessions(session)
