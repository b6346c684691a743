'use strict'

// Who calls the middlewares, one after the other?

const connect = require('connect')
const express4 = require('express4')
const express5 = require('express')

const frameworks = {
  plain: plainChain,
  connect: layers => {
    const app = connect()
    for (const layer of layers) app.use(layer)
    return app
  },
  express4: (layers, scenario) => expressApp(express4, layers, scenario),
  express5: (layers, scenario) => expressApp(express5, layers, scenario)
}

// Connect's rule: whoever calls next moves the one position in the chain. The last layer takes what comes after the end.
function plainChain (layers) {
  return (req, res) => {
    let position = 0
    next()

    function next (error) {
      const layer = layers[position++] ?? layers.at(-1)
      const takesErrors = layer.length === 4
      if (takesErrors !== Boolean(error)) {
        if (position < layers.length) next(error)
        return
      }
      try {
        if (takesErrors) layer(error, req, res, next)
        else layer(req, res, next)
      } catch (thrown) {
        next(thrown)
      }
    }
  }
}

function expressApp (express, layers, { trustProxy }) {
  const app = express()
  app.set('trust proxy', trustProxy)
  for (const layer of layers) app.use(layer)
  return app
}

module.exports = frameworks
