// What do express-session's own packages, and the platform, answer to the inputs this project is tested with?
//
//   node scripts/record-vectors.mjs           writes tests/vectors/*.json
//   node scripts/record-vectors.mjs --check   fails where a recorded file would come out differently
//
// Numbers that JSON cannot hold (NaN, Infinity, -0) are written as text; `null` means that there is no answer.

import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
// Resolved from its folder: another version at the top of node_modules would be the wrong oracle.
const sessionRequire = createRequire(require.resolve('express-session'))
const crypto = require('node:crypto')
const cookie = sessionRequire('cookie')
const signature = sessionRequire('cookie-signature')
const uid = sessionRequire('uid-safe').sync

const folder = new URL('../tests/vectors/', import.meta.url)

// What trips cookie parsers and percent decoders: separators, quotes, blanks of every kind, bytes above ASCII.
const headerCharacters = [...'aabb===;;;  \t""%%2Ff,\\', '\u00a0', '\u00e9', '\ufeff', '\v', '\n']
const textCharacters = [
  ...'abcXYZ019-_.!~*\'()', ...' "%&+,/:;<=>?@[\\]^`{|}#$', '\0', '\t', '\u007f', '\u0080', '\u00e9', '\u07ff', '\u0800',
  '\u20ac', '\ud7ff', '\ue000', '\ufffd', '\uffff', '\u{10000}', '\u{1f36a}', '\u{10ffff}'
]
const escapePieces = [
  'a', '%', '%2', '%25', '%2F', '%2f', '%00', '%7F', '%80', '%BF', '%C0', '%C1', '%C2', '%DF', '%E0', '%ED', '%EF', '%F0',
  '%F4', '%F5', '%9F', '%A0', '%8F', '%90', '%g1', '%1g', '\u00e9', '\u{1f36a}'
]

const recordings = {
  parse: recordParse,
  serialize: recordSerialize,
  sign: recordSign,
  uid: recordUid,
  dates: recordDates,
  percent: recordPercent
}

let stale = 0
for (const [name, record] of Object.entries(recordings)) {
  const file = new URL(`${name}.json`, folder)
  const text = format(record(seeded(name)))
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text)
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`tests/vectors/${name}.json is not what would be recorded now`)
    stale++
  }
}
process.exitCode = stale === 0 ? 0 : 1

function recordParse (random) {
  const nasty = [
    ['', 'a'], ['a', 'a'], ['a=', 'a'], ['=a', ''], ['a=1', 'A'], ['a=1', 'a'], ['a=1;b=2', 'b'], ['a=1;a=2', 'a'],
    ['foo; a=1', 'a'], ['foo; bar; a=1', 'a'], ['foo; a=1', 'foo'], ['foo;a', 'a'], [';;;a=1;;;', 'a'], ['; =1; a=2', ''],
    ['a=1=2=3', 'a'], ['a==', 'a'], ['a=b;c', 'a'], ['a;b=1', 'a'], ['a;b=1', 'a;b'], ['a= \t1\t ', 'a'], [' \ta\t =1', 'a'],
    ['a=   ', 'a'], ['a=  ;b=1', 'a'], ['\u00a0a=1', 'a'], ['\u00a0a=1', '\u00a0a'], ['a=\u00a01\u00a0', 'a'],
    ['\ufeffa=1; a=2', 'a'], ['a\v=1; a=2', 'a'], ['a=1\n', 'a'], ['a="1"', 'a'], ['a=" 1 "', 'a'], ['a= "1" ', 'a'],
    ['a="', 'a'], ['a=""', 'a'], ['a="1', 'a'], ['a=1"', 'a'], ['a="1;2"', 'a'], ['a=""1""', 'a'], ['"a"=1', '"a"'],
    ['"a"=1', 'a'], ['a=%73%3A1', 'a'], ['a="%22"', 'a'], ['a=%', 'a'], ['a=%E0%A4', 'a'], ['a=%c3%a9', 'a'], ['a=\u00e9', 'a'],
    ['a=%C0%80', 'a'], ['a=%zz%41', 'a'], ['a=+', 'a'], ['a,b=1', 'a,b'], ['a=1,b=2', 'b'], ['%61=1', 'a'], ['%61=1', '%61'],
    ['connect.sid=s%3Aid.mac', 'connect.sid'], ['connect.sid=s:id.mac; connect.sid=other', 'connect.sid'],
    ['x-connect.sid=1', 'connect.sid'], ['connect.sid.x=1; connect.sid=2', 'connect.sid'], ['a=1;b', 'b'], ['a=1; ', 'a'],
    ['a=1;=', ''], ['a b=1', 'b'], ['a b=1', 'a b'], ['a\t=\t1', 'a'], ['=;a=1', 'a'], ['a;=b', ''], ['constructor=1', 'constructor']
  ]
  const cases = [...nasty]
  for (let i = 0; i < 400; i++) {
    const header = random.text(headerCharacters, 2, 22)
    const names = Object.keys(cookie.parse(header))
    cases.push([header, names.length > 0 && random.below(8) > 0 ? random.of(names) : random.text(['a', 'b'], 1, 2)])
  }
  return {
    source: versionOf('cookie'),
    cases: cases.map(([header, name]) => {
      const raw = cookie.parse(header, { decode: (value) => value })
      const decoded = cookie.parse(header)
      return { header, name, raw: own(raw, name), decoded: own(decoded, name) }
    })
  }
}

function recordSerialize (random) {
  const day = 86400000
  const longLabel = 'a'.repeat(63)
  const names = ['connect.sid', 'a', '!#$%&\'*+-.^_`|~09azAZ', '__Host-id']
  const badNames = [
    '', 'a b', 'a=b', 'a;b', 'a,b', 'a\tb', 'a\n', '\u00e9', 'a"', '(a)', 'a/b', 'a\0', '[a]', '{a}', 'a\u007f'
  ]
  const domains = [
    '', 'example.com', '.example.com', 'EXAMPLE.com', 'localhost', '1.2.3.4', 'a-b.c', `${longLabel}.com`, 'xn--a.b', 'a--b.c'
  ]
  const badDomains = [
    'example.com.', '..a', '-a.com', 'a-.com', 'a..b', `a${longLabel}.com`, 'a_b.com', 'a b', 'a;b', 'a\n', 'a:80', '.',
    '\u00e9.com', ' a.com'
  ]
  const paths = ['', '/', '/a b', '/a%20b', '/="', '/\u0020~', '/a,b:c=d', 'a']
  const badPaths = ['/;', '/\n', '/\0', '/a\u007f', '/\u00e9', '/<', '/a\r\nSet-Cookie: b=1', '\t', ';']
  const dates = [0, 1e12, -1, 951782400000, 253402300799999, 253402300800000, -62167219200001, 8.64e15, -8.64e15]
  const ages = [0, 1, -1, 1.9, -0.5, '-0', 60000, 2 ** 53, -(2 ** 53), 5e-324]
  const badNumbers = ['NaN', 'Infinity', '-Infinity']
  const badEnums = ['', 'lowest', 'lax ', 'none;']
  const values = ['', 's:id.mac', '\u00e9\u{1f36a}', 'a;b', '"quoted"', 'a b', '%', '\r\n', '\0']
  const cases = [
    ...names.map((name) => [name, '1', {}]),
    ...badNames.map((name) => [name, '1', {}]),
    ...values.map((value) => ['a', value, {}]),
    ...[...ages, ...badNumbers].map((maxAge) => ['a', '1', { maxAge }]),
    ...[...domains, ...badDomains].map((domain) => ['a', '1', { domain }]),
    ...[...paths, ...badPaths].map((path) => ['a', '1', { path }]),
    ...[...dates, 'NaN', 'Infinity', 8.64e15 + 1, 1.9, -1.9].map((expires) => ['a', '1', { expires }]),
    ...['low', 'medium', 'high', 'HIGH', ...badEnums].map((priority) => ['a', '1', { priority }]),
    ...[true, false, 'lax', 'strict', 'none', 'LaX', ...badEnums].map((sameSite) => ['a', '1', { sameSite }]),
    ...['httpOnly', 'secure', 'partitioned'].map((flag) => ['a', '1', { [flag]: true }]),
    // The first of several faults is the one that is told.
    ['\n', '1', { maxAge: 'NaN', domain: ';', path: ';', expires: 'NaN', priority: 'x', sameSite: 'x' }],
    ['a', '1', { maxAge: 'NaN', domain: ';', path: ';', expires: 'NaN', priority: 'x', sameSite: 'x' }],
    ['a', '1', { domain: ';', path: ';', expires: 'NaN', priority: 'x', sameSite: 'x' }],
    ['a', '1', { path: ';', expires: 'NaN', priority: 'x', sameSite: 'x' }],
    ['a', '1', { expires: 'NaN', priority: 'x', sameSite: 'x' }],
    ['a', '1', { priority: 'x', sameSite: 'x' }]
  ]
  for (let i = 0; i < 200; i++) {
    const attributes = {}
    const offer = (name, make) => { if (random.below(3) === 0) attributes[name] = make() }
    const mostly = (good, bad) => random.of(random.below(12) === 0 ? bad : good)
    offer('maxAge', () => mostly([random.below(1e9), ...ages], badNumbers))
    offer('domain', () => mostly(domains, badDomains))
    offer('path', () => mostly(paths, badPaths))
    offer('expires', () => mostly([...dates, random.below(40000) * day + random.below(day)], badNumbers))
    offer('httpOnly', () => true)
    offer('secure', () => true)
    offer('partitioned', () => true)
    offer('priority', () => mostly(['low', 'medium', 'high'], badEnums))
    offer('sameSite', () => mostly([true, 'lax', 'strict', 'none'], badEnums))
    cases.push([mostly(names, badNames), random.text(textCharacters, 0, 6), attributes])
  }
  return {
    source: versionOf('cookie'),
    cases: cases.map(([name, value, attributes]) => {
      const options = { ...attributes }
      if ('maxAge' in options) options.maxAge = Number(options.maxAge)
      if ('expires' in options) options.expires = new Date(Number(options.expires))
      return { name, value, attributes, ...outcome(() => cookie.serialize(name, value, options)) }
    })
  }
}

function recordSign (random) {
  const catSecret = Buffer.from('keyboard cat')
  const secrets = ['', 'keyboard cat', '\u00e9\u{1f36a}', '\0', ...[63, 64, 65, 200].map((length) => 'x'.repeat(length))]
  const values = ['', '.', 'a', 'a.b', 'a.', '.a', '\u00e9', '\u{1f36a}', '\0', ' ', 's:a', 'x'.repeat(64), 'a=']
  const pairs = [...secrets.map((secret) => [Buffer.from(secret), 'id']), ...values.map((value) => [catSecret, value])]
  for (let i = 0; i < 120; i++) {
    pairs.push([random.bytes(random.below(80)), random.text(textCharacters, 0, 24)])
  }
  const sign = pairs.map(([secret, value]) => ({ secret, value, signed: signature.sign(value, secret) }))

  const candidates = [
    ...nearlySigned(catSecret).map((signed) => ({ secret: catSecret, signed })),
    ...sign.map(({ secret, signed }) => ({ secret, signed: random.below(2) === 0 ? signed : changed(signed, random) }))
  ]
  const unsign = candidates.map(({ secret, signed }) => {
    const value = signature.unsign(signed, secret)
    return { secret, signed, value: value === false ? null : value }
  })

  const inBase64 = (entry) => ({ ...entry, secret: entry.secret.toString('base64') })
  return { source: versionOf('cookie-signature'), sign: sign.map(inBase64), unsign: unsign.map(inBase64) }
}

function nearlySigned (secret) {
  const signed = signature.sign('id', secret)
  const mac = signed.slice(3)
  return [
    signed, signed + '=', signed + '==', signed + 'A', signed + ' ', ' ' + signed, signed + '\n', signed + '.', '.' + signed,
    signed.slice(0, -1), signed.slice(0, -2), mac, '.' + mac, 'id', 'id.', '', '.', '..', 'id..' + mac, 'i.' + mac,
    'id.' + mac.toLowerCase(), 'id.' + mac.replaceAll('+', '-').replaceAll('/', '_'), 'id.' + mac.replaceAll('+', ' '),
    signature.sign('', secret), signature.sign('a.b', secret), signature.sign('\u00e9', secret), signature.sign('id.', secret),
    signature.sign('id', 'keyboard cat '), signature.sign('id', ''), signature.sign('id', 'x'.repeat(200)),
    'id.' + crypto.createHmac('sha1', secret).update('id').digest('base64').replace(/=+$/, ''),
    'id.' + crypto.createHmac('sha256', secret).update('id').digest('hex'),
    'id.' + Buffer.from(mac, 'base64').toString('latin1'), 'id.' + mac.replace(/.$/, sameBits)
  ]
}

function changed (text, random) {
  const at = random.below(text.length)
  // A change in the middle of a surrogate pair leaves half of it, which readers of JSON refuse.
  return (text.slice(0, at) + random.of(textCharacters) + text.slice(at + 1)).toWellFormed()
}

// The last character of 43 carries only four bits of the MAC: this one decodes to the same bytes.
function sameBits (character) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  return alphabet[alphabet.indexOf(character) ^ 1]
}

function recordUid (random) {
  const cases = [0, 0xff, 0xfb, 0x3e].map((byte) => Buffer.alloc(24, byte))
  cases.push(Buffer.from([...Array(24).keys()]))
  for (let i = 0; i < 200; i++) cases.push(random.bytes(24))
  const randomBytes = crypto.randomBytes
  try {
    return {
      source: versionOf('uid-safe'),
      cases: cases.map((bytes) => {
        crypto.randomBytes = () => bytes
        return { bytes: bytes.toString('hex'), id: uid(24) }
      })
    }
  } finally {
    crypto.randomBytes = randomBytes
  }
}

function recordDates (random) {
  const day = 86400000
  const limit = 8.64e15
  const days = [
    '-000001-12-31', '0000-01-01', '0000-02-29', '0000-12-31', '0001-01-01', '0099-12-31', '0100-01-01', '0999-12-31',
    '1582-10-15', '1600-02-29', '1700-02-28', '1900-03-01', '1969-12-31', '1970-01-01', '2000-02-29', '2024-02-29',
    '2038-01-19', '2100-02-28', '2400-02-29', '9999-12-31', '+010000-01-01', '+100000-01-01', '-009999-01-01',
    '-010000-12-31', '-100000-06-15', '+275760-09-12', '-271821-04-21'
  ]
  const times = ['00:00:00.000', '23:59:59.999']
  const cases = [
    0, '-0', 1, -1, 999, 1000, -999, -1000, -1001, 0.5, -0.5, 1.9, -1.9, 1e12, limit, -limit, limit + 1, -limit - 1,
    limit - 1, 1 - limit, 1e300, -1e300, 5e-324, 'NaN', 'Infinity', '-Infinity'
  ]
  for (const date of days) for (const time of times) cases.push(Date.parse(`${date}T${time}Z`))
  for (let month = 0; month < 12; month++) cases.push(Date.UTC(2023, month + 1, 0, month * 2, month * 5, month * 5))
  for (let i = 0; i < 120; i++) cases.push(Math.round((random.next() * 2 - 1) * limit))
  for (let i = 0; i < 200; i++) cases.push(random.below(130 * 365) * day + random.below(day))
  // Days within two centuries of year 0, to the millisecond.
  for (let i = 0; i < 60; i++) {
    cases.push((random.below(4 * 366 * 100) - 2 * 366 * 100) * day - 62167219200000 + random.below(3) - 1)
  }
  return {
    source: 'Date.prototype.toUTCString',
    cases: cases.map((ms) => {
      const date = new Date(Number(ms))
      return { ms, text: Number.isNaN(date.valueOf()) ? null : date.toUTCString() }
    })
  }
}

function recordPercent (random) {
  const texts = ['', ...textCharacters, 's:id.mac+/', 'a b', '\r\n']
  const escapes = [
    '', '%', '%%', '%2', '%25', '%2525', '%2g', '%g2', '% 2', '%+2', '%-1', '%u0041', '%00', '%7f', '%7F', '%80', '%bf',
    '%c0%80', '%c1%bf', '%C2%80', '%DF%BF', '%E0%9F%BF', '%E0%A0%80', '%ED%9F%BF', '%ED%A0%80', '%ED%BF%BF', '%EE%80%80',
    '%EF%BF%BD', '%EF%BF%BF', '%EF%BB%BF', '%F0%8F%BF%BF', '%F0%90%80%80', '%F4%8F%BF%BF', '%F4%90%80%80', '%F5%80%80%80',
    '%F8%88%80%80%80', '%FE', '%FF', '%C3', '%C3a', '%C3%', '%C3%A', '%C3%41', '%C3%A9%', '%E2%82', '%E2%82a',
    '%E2%82%AC', '%E2%82%AC%AC', '%E2%28%A1', '%F0%9F%8D', '%F0%9F%8D%AA', '%f0%9f%8d%aa', '%C3\u00a9', 'a+b', '%2B',
    '\u00e9', '\u{1f36a}', '\u00e9%C3%A9', '%C3%A9\u00e9', 's%3Aid.mac%2B%2F', '%0D%0A', '%3B', '%22', '%5C', '%E2%80%A8',
    '\uff05\uff12\uff15', '%\uff12\uff15', '%\u00e9', '%2\u00e9'
  ]
  for (let i = 0; i < 150; i++) texts.push(random.text(textCharacters, 2, 8))
  for (let i = 0; i < 250; i++) escapes.push(random.text(escapePieces, 1, 5))
  // Bytes that are UTF-8 more often than pieces drawn at random are, so that long sequences are accepted too.
  for (let i = 0; i < 50; i++) {
    const text = encodeURIComponent(random.text(textCharacters, 1, 4))
    escapes.push(random.below(2) === 0 ? text : text.slice(0, -1 - random.below(5)))
  }
  return {
    source: 'encodeURIComponent, decodeURIComponent',
    encode: texts.map((text) => ({ text, encoded: encodeURIComponent(text) })),
    decode: escapes.map((text) => ({ text, decoded: outcome(() => decodeURIComponent(text)).text ?? null }))
  }
}

function versionOf (name) {
  const { version } = sessionRequire(`${name}/package.json`)
  return `${name} ${version}`
}

// Objects that npm's parser returns inherit from Object.prototype.
function own (cookies, name) {
  return Object.hasOwn(cookies, name) ? cookies[name] : null
}

function outcome (act) {
  try {
    return { text: act() }
  } catch (error) {
    return { error: error.message }
  }
}

// One generator a file: a case added to one leaves the others as they are.
function seeded (name) {
  let state = [...name].reduce((sum, character) => sum * 31 + character.charCodeAt(0) | 0, 0)
  // mulberry32
  const next = () => {
    state = state + 0x6d2b79f5 | 0
    let mixed = Math.imul(state ^ state >>> 15, 1 | state)
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32
  }
  const below = (limit) => Math.floor(next() * limit)
  const of = (list) => list[below(list.length)]
  const text = (pieces, shortest, longest) =>
    Array.from({ length: shortest + below(longest - shortest + 1) }, () => of(pieces)).join('')
  const bytes = (length) => Buffer.from(Array.from({ length }, () => below(256)))
  return { next, below, of, text, bytes }
}

// One case a line; everything outside printable ASCII is escaped, for it would not be seen in a diff.
function format (recording) {
  const parts = Object.entries(recording).map(([name, value]) => Array.isArray(value)
    ? `  ${JSON.stringify(name)}: [\n${value.map((entry) => '    ' + JSON.stringify(entry)).join(',\n')}\n  ]`
    : `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  return `{\n${parts.join(',\n')}\n}\n`
    .replace(/[\u007f-\uffff]/g, (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'))
}
