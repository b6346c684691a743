// How many requests a second does a server answer, and how long does each take?
//
//   node load.js <url> <seconds> [cookie]
'use strict'

const autocannon = require('autocannon')

const [url, seconds, cookie] = process.argv.slice(2)

async function main () {
  const { requests, latency, non2xx, errors, timeouts } = await autocannon({
    url,
    duration: Number(seconds),
    connections: 20,
    headers: cookie ? { cookie } : {}
  })
  process.send({ perSecond: requests.average, p50: latency.p50, p99: latency.p99, failed: non2xx + errors + timeouts })
  process.disconnect()
}

main()
