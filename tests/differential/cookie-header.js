'use strict'

// Which bytes stand in the Cookie header of a request?

const { sign } = require('./secrets')

const utf8 = text => Buffer.from(text).toString('latin1')
const encoded = signed => encodeURIComponent(`s:${signed}`)

// What a client sends that has a cookie. `c` has the name, the jar's newest and first values, and the secret to craft others.
const forms = {
  jar: c => c.pair(c.newest),
  'jar among others': c => `theme=dark; ${c.pair(c.newest)}; lang="en"; empty=`,
  'first of the jar': c => c.pair(c.first),
  'signature changed': c => c.pair(changed(c.newest, -3)),
  'id changed': c => c.pair(changed(c.newest, 4)),
  truncated: c => c.pair(c.newest.slice(0, -1)),
  padded: c => c.pair(`${c.newest}%3D`),
  'trailing byte': c => c.pair(`${c.newest}A`),
  unsigned: c => c.pair(decodeURIComponent(c.newest).slice(2).split('.')[0]),
  'stale first': c => `${c.pair(encoded(sign('stale', c.secret)))}; ${c.pair(c.newest)}`,
  'forged second': c => `${c.pair(c.newest)}; ${c.pair(encoded(sign('stale', 'not the secret')))}`,
  quoted: c => c.pair(`"${c.newest}"`),
  'half quoted': c => c.pair(`"${c.newest}`),
  'malformed percent beside': c => `broken=%zz; ${c.pair(c.newest)}; other=%`,
  'malformed percent inside': c => c.pair(`${c.newest}%zz`),
  escaped: c => c.pair(escaped(c.newest)),
  'lower-case escapes': c => c.pair(c.newest.replace(/%../g, percent => percent.toLowerCase())),
  'not escaped': c => c.pair(utf8(decodeURIComponent(c.newest)).replace(/[\r\n\0]/g, '')),
  oversized: c => `big=${'b'.repeat(7000)}; ${c.pair(c.newest)}`,
  'latin1 beside': c => `name\u00e9=caf\u00e9; ${c.pair(c.newest)}`,
  'latin1 inside': c => c.pair(`${c.newest}\u00e9`),
  'prototype names': c => `__proto__=x; constructor=y; toString=z; ${c.pair(c.newest)}`,
  'NBSP before the name': c => `\u00a0${c.pair('shadow')}; ${c.pair(c.newest)}`,
  'SP and TAB around': c => ` \t${c.name} \t=\t ${c.newest} \t; x=1`,
  'other white space around': c => `x=1;\u00a0${c.name}\u00a0=${c.newest}\u00a0`,
  'other case': c => `${inOtherCase(c.name)}=shout; ${c.pair(c.newest)}`,
  'valueless pairs around': c => `foo; ; ${c.pair(c.newest)}; bar;`,
  'comma separated': c => `x=1, ${c.pair(c.newest)}`,
  'nameless pair before': c => `=nothing; ${c.pair(c.newest)}`
}

// What a client sends that needs no cookie for it.
const inventions = {
  none: () => [],
  'empty header': () => [''],
  'empty value': c => [c.pair('')],
  'only s:': c => [c.pair('s%3A')],
  'no dot': c => [c.pair('s%3Aabc')],
  forged: c => [c.pair(encoded(sign('id-1', 'not the secret')))],
  planted: c => [c.pair(encoded(sign(c.plantedId, c.secret)))],
  'crafted id': c => [c.pair(encoded(sign(c.craftedId, c.secret)))],
  'unknown to the store': c => [c.pair(encoded(sign('unknown', c.secret)))],
  'of another secret': c => [c.pair(encoded(sign('id-1', Array.isArray(c.secret) ? c.secret.at(-1) : 'retired')))],
  'two header lines': c => ['x=1', c.pair(c.newest ?? 's%3Anone')]
}

function cookieLines (kind, { name, jar, secret, plantedId, craftedId }) {
  const pair = value => `${utf8(name)}=${value}`
  const newest = jar.encoded() ?? encoded(sign('id-1', secret))
  const material = { name: utf8(name), secret, plantedId, craftedId, pair, newest, first: jar.first() ?? newest }

  if (inventions[kind]) return inventions[kind](material)
  return jar.encoded() === undefined && kind.includes('jar') ? [] : [forms[kind](material)]
}

function changed (text, at) {
  const index = at < 0 ? text.length + at : at
  const character = text[index] === 'A' ? 'B' : 'A'
  return text.slice(0, index) + character + text.slice(index + 1)
}

// A number has none.
function inOtherCase (name) {
  return name.toUpperCase() === name ? 'OTHER' : name.toUpperCase()
}

// Another spelling of the same value: every unescaped byte as %XX.
function escaped (text) {
  return text.replace(/%..|[^%]/g, part => part[0] === '%' ? part : `%${part.charCodeAt(0).toString(16).toUpperCase()}`)
}

module.exports = { cookieLines, kinds: [...Object.keys(forms), ...Object.keys(inventions)] }
