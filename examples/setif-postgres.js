// How does connect-pg-simple compare and set? With it no write is lost between processes: option `concurrency: 'merge'`.
//
//   const { withSetIf } = require('./setif-postgres')
//   app.use(session({ store: withSetIf(new PgStore({ pool })), concurrency: 'merge', ... }))
'use strict'

/**
 * Gives a store of connect-pg-simple the method `setIf`. Its column `sess` has the type json, which keeps a text as it is.
 *
 * @param {any} store
 */
function withSetIf (store) {
  const update = `UPDATE ${store.quotedTable()} SET sess = $1, expire = to_timestamp($2)
    WHERE sid = $3 AND sess::text = $4 RETURNING sid`

  store.setIf = (sid, session, previous, callback) => {
    const { expires } = session.cookie
    const seconds = expires ? new Date(expires) / 1000 : Date.now() / 1000 + (store.ttl || 24 * 60 * 60)
    store.query(update, [JSON.stringify(session), Math.ceil(seconds), sid, JSON.stringify(previous)], (error, row) => {
      callback(error, Boolean(row))
    })
  }
  return store
}

module.exports = { withSetIf }
