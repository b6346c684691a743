// Which of the stores that express-session's README lists cannot be installed from npm at all?
'use strict'

const reason = 'it is not on npm'

module.exports = [
  { name: 'connect-arango', database: 'ArangoDB', reason },
  { name: 'connect-ml', database: 'MarkLogic', reason },
  { name: 'connect-neo4j', database: 'Neo4j', reason },
  { name: 'express-etcd', database: 'etcd', reason },
  { name: 'express-session-etcd3', database: 'etcd', reason },
  { name: 'fortune-session', database: 'Fortune.js', reason }
]
