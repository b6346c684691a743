// How long does it take until there is a middleware? Prints how many milliseconds of that went into loading and making it.

const start = performance.now()
const { default: session } = await import('express-session')
session({ secret: 'a secret', resave: false, saveUninitialized: false })
console.log((performance.now() - start).toFixed(2))
