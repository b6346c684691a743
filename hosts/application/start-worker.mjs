// How long does it take until a worker of workerd has a middleware? Its clock stands still: whoever starts it measures.

import session from 'express-session'

session({ secret: 'a secret', resave: false, saveUninitialized: false })

export default { fetch: () => new Response('ready') }
