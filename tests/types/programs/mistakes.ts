// Are these mistakes errors? Each line below an @ts-expect-error has to be one.

import express from 'express'
import session, { MemoryStore, Store } from 'express-session-wasm'

declare module 'express-session-wasm' {
  interface SessionData {
    cart?: string[]
  }
}

// @ts-expect-error: a secret is required
session({})
// @ts-expect-error: a number is no secret
session({ secret: 5 })
// @ts-expect-error: there is no such option
session({ secret: 'a secret', resafe: false })
// @ts-expect-error: resave is not a text
session({ secret: 'a secret', resave: 'no' })
// @ts-expect-error: unset has two values
session({ secret: 'a secret', unset: 'drop' })
// @ts-expect-error: onSaveError has two values
session({ secret: 'a secret', onSaveError: 'throw' })
// @ts-expect-error: resign is no list of secrets
session({ secret: 'a secret', resign: ['old'] })
// @ts-expect-error: concurrency has three values
session({ secret: 'a secret', concurrency: 'first-write' })
// @ts-expect-error: keys are merged by functions
session({ secret: 'a secret', concurrency: 'merge', merge: { cart: 'mine' } })
// @ts-expect-error: an id is a text
session({ secret: 'a secret', genid: () => 5 })
// @ts-expect-error: a class is not a store
session({ secret: 'a secret', store: session.MemoryStore })
// @ts-expect-error: maxAge is in milliseconds
session({ secret: 'a secret', cookie: { maxAge: '1h' } })
// @ts-expect-error: there is no such SameSite
session({ secret: 'a secret', cookie: { sameSite: 'loose' } })
// @ts-expect-error: there is no such priority
session({ secret: 'a secret', cookie: { priority: 'highest' } })
// @ts-expect-error: there is no such attribute
session({ secret: 'a secret', cookie: { samesite: 'lax' } })
// @ts-expect-error: the function has to return attributes
session({ secret: 'a secret', cookie: () => 'lax' })
// @ts-expect-error: attributes are on or off
session({ secret: 'a secret', cookie: { partitioned: 'yes' } })
// @ts-expect-error: what is stored has a cookie
new MemoryStore().set('id', { cart: [] })
// @ts-expect-error: there may be no such session
new MemoryStore().get('id', (error, data) => data.cart)
// @ts-expect-error: the base of stores is abstract
new Store()
// @ts-expect-error: a store needs get, set and destroy
class NoStore extends Store {}

express().get('/', (req) => {
  // @ts-expect-error: nobody declared this
  req.session.basket = []
  // @ts-expect-error: the cart holds texts
  req.session.cart = [1]
  // @ts-expect-error: a new session has no cart yet
  req.session.cart.push('tea')
  // @ts-expect-error: the id cannot be changed
  req.session.id = 'mine'
  // @ts-expect-error: it takes a function
  req.session.regenerate('now')
  // @ts-expect-error: with a callback there is no promise
  req.session.save(() => {}).then(() => {})
  // @ts-expect-error: maxAge is in milliseconds
  req.session.cookie.maxAge = '1h'
})

export { NoStore }
