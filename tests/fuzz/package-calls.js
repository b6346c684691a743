// What does the package call, and what can an application make it call with?
'use strict'

const OPTIONS = [
  'name', 'key', 'resave', 'saveUninitialized', 'rolling', 'unset', 'storeTimeout', 'onSaveError', 'resign', 'cookie', 'genid', 'secret',
  'concurrency', 'merge'
]
const ATTRIBUTES = [
  'expires', 'maxAge', 'originalMaxAge', 'domain', 'path', 'httpOnly', 'secure', 'partitioned', 'priority', 'sameSite'
]

/** One call each, with whatever an application may give. */
class PackageCalls {
  constructor ({ files }, values) {
    Object.assign(this, files)
    this.values = values
    this.keyring = new files.Keyring('sid')
    this.list = ['secret']
  }

  record (names) {
    return this.values.record(names, () => this.values.anyOrThrowing())
  }

  rotate () {
    const { values } = this
    const secret = () => values.of([values.text(), values.bytes(), values.any(), values.throwing()])
    this.list = Array.from({ length: values.dice.below(4) }, secret)
    this.readId()
  }

  readId () {
    return this.keyring.readId(this.list, this.values.mutated(`a=1; sid=s%3A${this.values.text()}`))
  }

  ownId () {
    const { values } = this
    const [cookie] = this.keyring.serialize(['secret'], values.text(), this.attributesOf()).split(';')
    return this.keyring.readId(['other', 'secret'], values.mutated(cookie))
  }

  unsign () {
    return this.keyring.unsign(this.list, this.values.any())
  }

  serialize () {
    return this.keyring.serialize(this.list, this.values.text(), this.attributesOf(this.record(ATTRIBUTES)))
  }

  cookie () {
    const { values } = this
    return new this.Cookie(values.dice.chance(0.9) ? this.record(ATTRIBUTES) : values.any()).serialize(values.any(), values.any())
  }

  resolve () {
    return this.resolveOptions(this.record(OPTIONS), this.record(['get', 'on', 'touch']), () => {})
  }
}

module.exports = PackageCalls
