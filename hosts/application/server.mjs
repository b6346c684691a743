// How does a host with ports serve an application of today?

import { answer } from './answers.js'
import { makeListener } from './listener.js'
import { packages } from './packages.mjs'
import { serve } from './serve.js'

serve(makeListener(answer, packages(process.env.REDIS_URL)))
