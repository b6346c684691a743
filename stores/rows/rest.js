// Which store keeps sessions behind a REST server of the application's own?
'use strict'

module.exports = [
  {
    name: 'restsession',
    packages: { restsession: '1.4.0' },
    on: {
      rest: ({ require, session, place }) => new (require('restsession')(session))(place.url)
    }
  }
]
