// Which stores are there?
'use strict'

const groups = {
  redis: 'Redis',
  sql: 'PostgreSQL and MariaDB',
  memcached: 'memcached',
  mongodb: 'MongoDB',
  couchdb: 'CouchDB',
  clouds: 'Databases of clouds',
  rest: 'A server of your own',
  several: 'A backend of your choice',
  files: 'Files and memory',
  fakes: 'Backends that no registry has',
  absent: 'Not on npm'
}

const stores = Object.entries(groups).flatMap(([file, group]) => require(`./${file}`).map((store) => ({ ...store, group })))

function storeNamed (name) {
  return stores.find((store) => store.name === name)
}

module.exports = { groups: Object.values(groups), storeNamed, stores }
