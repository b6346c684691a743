// Where do all workers find the same sessions?
'use strict'

const { RedisStore } = require('connect-redis')
const { createClient, createCluster } = require('redis')

/**
 * @param {string[]} urls of one Redis server, or of several nodes of a Redis Cluster
 */
async function openStore (urls) {
  const client = urls.length === 1
    ? createClient({ url: urls[0] })
    : createCluster({ rootNodes: urls.map((url) => ({ url })) })
  // Without a listener a lost connection would end the process. The client connects again by itself; until then
  // commands wait, and only those that were under way fail.
  client.on('error', (error) => console.error(`Redis: ${error.code || error.message}`))
  await client.connect()
  return { client, store: new RedisStore({ client }) }
}

module.exports = { openStore }
