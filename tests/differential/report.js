'use strict'

// How does a person read what went wrong?

const AROUND = ['framework', 'whole', 'trustProxy', 'parser', 'second', 'watched']

function describeScenario (scenario) {
  const { options, cookie, genid, secret, store, requests } = scenario
  const around = AROUND.map(key => `${key} ${JSON.stringify(scenario[key])}`).join(', ')
  return [
    `  options ${JSON.stringify({ ...options, genid, secret })}`,
    `  cookie ${cookie.kind} ${cookie.fields.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ')}`,
    `  store ${JSON.stringify(store)}`,
    `  around ${around}`,
    ...requests.map((request, index) => `  #${index + 1} ${describeRequest(request)}`)
  ]
}

function describeRequest ({ method, target, cookie, program, ...rest }) {
  const unusual = Object.entries(rest).filter(([, value]) => {
    return !(value === undefined || value === 0 || value === false || value === '1.1' || (Array.isArray(value) && value.length === 0))
  }).map(([key, value]) => `${key} ${JSON.stringify(value)}`)
  return [
    `${method} ${target}, Cookie: ${cookie}${unusual.length ? `, ${unusual.join(', ')}` : ''}`,
    ...program.map(({ do: name, ...args }) => `       ${name} ${Object.keys(args).length ? JSON.stringify(args) : ''}`.trimEnd())
  ].join('\n')
}

function describeDifference (difference) {
  return [
    ...difference.before.map(line => `    both       ${shortened(line)}`),
    `    reference  ${shortened(difference.reference)}`,
    `    candidate  ${shortened(difference.candidate)}`
  ]
}

function shortened (line) {
  return line.length > 900 ? `${line.slice(0, 900)}... (${line.length} characters)` : line
}

module.exports = { describeScenario, describeDifference }
