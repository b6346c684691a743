// Which backends can the stores run on?
'use strict'

const names = [
  'files', 'redis', 'postgresql', 'mariadb', 'memcached', 'mongodb', 'dynamodb', 'azure-tables', 'couchdb', 'firestore', 'firebase', 'rest',
  'fake'
]

module.exports = Object.fromEntries(names.map((name) => [name, require(`./${name}`)]))
