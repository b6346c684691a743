// With the option `concurrency`: is nothing lost and does nothing come back, in every order of three requests of one process?
'use strict'

const assert = require('node:assert/strict')
const { test } = require('node:test')
const { inAll, nothingIsBackOrLost } = require('./every-order')
const { instances } = require('./explore')
const { choices } = require('./model')

const skip = process.env.SESSION_MODULE === 'express-session' && 'express-session 1.19.0 has no such option'

for (const concurrency of ['merge', 'reject']) {
  test(`R16 R17 ${concurrency}: every order of three requests`, { skip }, async (t) => {
    const [session] = instances(1)
    const { orders } = await inAll(choices(3), { modules: [session, session, session], concurrency }, nothingIsBackOrLost)
    t.diagnostic(`${orders} orders`)
    assert.ok(orders > 5000)
  })
}
