// What does a store keep of a session that two requests changed, by JSON.parse and a few lines?
'use strict'

/** @returns {{ verdict: string, keys?: string[], record?: object }} */
function model (base, ours, theirs, rejects) {
  if (base === theirs) return { verdict: 'Ours' }
  const records = [base, ours, theirs].map(parsed)
  if (records.includes(undefined)) return { verdict: 'Unreadable' }

  const [was, mine, other] = records
  const names = [...new Set(records.flatMap(Object.keys))]
  const iChanged = names.filter((name) => meaning(was, name) !== meaning(mine, name))
  const theyChanged = names.filter((name) => meaning(was, name) !== meaning(other, name))
  if (theyChanged.length === 0) return { verdict: 'Ours' }
  if (iChanged.length === 0) return { verdict: 'Theirs' }
  if (rejects) return { verdict: 'Conflict' }

  const kept = new Set([...Object.keys(other), ...Object.keys(mine)])
  const entries = [...kept].flatMap((name) => {
    const side = iChanged.includes(name) || (name === 'cookie' && !theyChanged.includes(name)) ? mine : other
    return Object.hasOwn(side, name) ? [[name, side[name]]] : []
  })
  const keys = iChanged.filter((name) => theyChanged.includes(name) && kept.has(name) && name !== 'cookie')
  return { verdict: 'Merged', keys, record: Object.fromEntries(entries) }
}

function parsed (text) {
  try {
    const record = JSON.parse(text)
    return typeof record === 'object' && record !== null && !Array.isArray(record) ? record : undefined
  } catch {
    return undefined
  }
}

/** A text that is the same for values that are the same; undefined where there is none. */
function meaning (record, name) {
  if (!Object.hasOwn(record, name)) return undefined
  const value = record[name]
  if (name !== 'cookie' || typeof value !== 'object' || value === null || Array.isArray(value)) return canonical(value)
  const { expires, life, ...attributes } = value
  return canonical(attributes)
}

function canonical (value) {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical)}]`
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)}}`
}

module.exports = { canonical, model }
