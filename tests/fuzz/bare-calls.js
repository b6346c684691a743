// What can be called of an instance, and with what?
'use strict'

// Above this room is not refused, and takes gigabytes and seconds.
const MOST_ROOM = 2 ** 20
const LEAST_THAT_IS_REFUSED = 2 ** 31

/** One call each. Three of four values are of the right type; where another is known to trap, all are. */
class BareCalls {
  constructor ({ glue, held: [{ memory }] }, values, leftOut) {
    this.glue = glue
    this.memory = memory
    this.values = values
    this.anyText = leftOut.has('texts that are no texts') ? 0 : 0.25
    this.anyBytes = leftOut.has('bytes that are no bytes') ? 0 : 0.25
    this.leastRefused = leftOut.has('room that memory cannot have') ? Infinity : LEAST_THAT_IS_REFUSED
    this.cookie = new glue.SessionCookie('sid')
    this.secrets = 0
    // The largest that is asked for, so that whatever grows later is a leak.
    glue.reserveText(MOST_ROOM)
  }

  text () {
    return this.values.dice.chance(this.anyText) ? this.values.any() : this.values.text()
  }

  number () {
    return this.values.dice.chance(0.75) ? this.values.number() : this.values.any()
  }

  optional () {
    return this.values.of([undefined, this.number()])
  }

  // The glue reads properties within a call: what throws then takes some of the module's stack for good.
  attributes () {
    return {
      flags: this.values.number(),
      expires: this.values.number(),
      maxAge: this.values.number(),
      domain: this.values.text(),
      path: this.values.text()
    }
  }

  newCookie () {
    const cookie = new this.glue.SessionCookie(this.text())
    this.cookie.free()
    this.cookie = cookie
    this.secrets = 0
  }

  addSecret () {
    if (this.secrets++ > 8) this.newCookie()
    this.cookie.addSecret(this.values.dice.chance(this.anyBytes) ? this.values.any() : this.values.bytes())
  }

  // Bytes that no text has may be in the buffer.
  readId () {
    const { values } = this
    const bytes = values.dice.chance(0.3) ? values.bytes() : Buffer.from(values.mutated(`a=1; sid=s%3A${values.text()}`))
    const start = this.glue.reserveText(bytes.length)
    new Uint8Array(this.memory.buffer, start, bytes.length).set(bytes)
    return this.cookie.readId(values.dice.chance(0.75) ? bytes.length : this.number())
  }

  unsign () {
    return this.cookie.unsign(this.text())
  }

  serialize () {
    return this.cookie.serialize(this.values.dice.chance(0.75) ? this.values.dice.below(300) : this.number(), this.attributes())
  }

  serializeCookie () {
    return this.glue.serializeCookie(this.text(), this.text(), this.attributes())
  }

  reserveText () {
    const room = this.number()
    // as WebAssembly reads a number
    const read = typeof room === 'number' ? room >>> 0 : 0
    if (read <= MOST_ROOM || read >= this.leastRefused) return this.glue.reserveText(room)
  }

  digestId () {
    return this.glue.digestId(this.text())
  }

  actions () {
    const { glue } = this
    return glue.headerAction(this.number()) + glue.endAction(this.number()) + glue.failureAction(this.number(), this.number())
  }

  resolveOptions () {
    const { values } = this
    const any = (...list) => values.of([undefined, ...list])
    return this.glue.resolveOptions({
      genidIsFunction: any(true, false),
      name: any(values.text()),
      resave: any(values.any()),
      saveUninitialized: any(values.any()),
      rolling: values.any(),
      unset: any('destroy', 'keep', values.text()),
      secrets: any(values.number()),
      secretIsUndefined: values.any(),
      resign: values.any(),
      onSaveError: any('send', 'fail', values.text()),
      storeTouches: values.any(),
      storeAnswers: any(values.any()),
      storeTimeout: any(values.number()),
      clearOnDestroy: values.any(),
      prefetch: any('neutral', values.text()),
      userIsFunction: any(true, false),
      concurrency: any('last-write', 'merge', 'reject', values.text()),
      mergesByFunctions: any(true, false)
    })
  }

  lifetime () {
    const [one, two, three] = [0, 1, 2].map(() => this.optional())
    const options = () => this.values.of([undefined, 1000, 60000])
    const lifetime = new this.glue.Lifetime(options(), options(), undefined, options(), undefined)
    try {
      return lifetime.probation(this.values.of([true, false, undefined]), this.values.any()) +
        lifetime.loadAction(one, two, three, this.number()) + lifetime.renewal(one, this.number()) +
        lifetime.created(one, this.number()) + lifetime.touched(one, two) + lifetime.renewed(one, this.number()) +
        lifetime.cookieExpiry(one, two, three) + lifetime.storeExpiry(one, two, this.number(), three, this.number())
    } finally {
      lifetime.free()
    }
  }

  graces () {
    return this.glue.graceAction(this.number(), this.number(), this.number()) +
      this.glue.earlier(this.optional(), this.optional()) +
      this.glue.isPrefetch(this.text(), this.text(), this.text())
  }

  checkGrace () {
    return this.glue.checkGrace(this.number(), this.values.of([undefined, this.text()]), this.values.of([undefined, this.text()]))
  }

  touches () {
    const touches = new this.glue.Touches(this.values.of([0, 1, 1000]))
    try {
      touches.remember(this.text(), this.number())
      touches.forget(this.text())
      return touches.shouldTouch(this.text(), this.number(), this.number())
    } finally {
      touches.free()
    }
  }

  // Nine of ten sides are records or nearly so, so that what they hold is looked at.
  mergeRecords () {
    const { values } = this
    // Not the longest texts: how much memory three of them take at the most shows late.
    const short = () => values.text().slice(0, 400)
    const side = () => {
      if (values.dice.chance(0.1)) return short().toWellFormed()
      const text = JSON.stringify({ cookie: {}, a: values.number(), b: [short()], [short()]: values.number() })
      return values.dice.chance(0.3) ? values.mutated(text).toWellFormed() : text
    }
    return this.glue.mergeRecords(side(), side(), side(), values.dice.chance(0.5))
  }

  generateSessionId () {
    return this.glue.generateSessionId()
  }
}

module.exports = BareCalls
