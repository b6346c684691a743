// Do the types declare what the package has: no member more, none less, and each with a description?
'use strict'

const { after, before, describe, test } = require('node:test')
const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const ts = require('typescript')
const session = require('../module-under-test')
const { Compiler } = require('./compiler')
const { makeProject } = require('./project')

// Options that are declared for code that was written for @types/express-session, and that nothing reads.
const WITHOUT_EFFECT = ['signed', 'encode']
// Methods that a session has only where an option asks for it: data may have their names.
const WITH_AN_OPTION = ['expireAt']

describe('the declarations', () => {
  let folder, checker, declared

  before(() => {
    folder = makeProject({ name: 'express-session-wasm' })
    fs.writeFileSync(path.join(folder, 'program.ts'), "import session = require('express-session-wasm')\nexport { session }\n")
    const program = new Compiler(ts).programOf(folder, ['program.ts'], { module: 'nodenext' })
    checker = program.getTypeChecker()
    const declarations = program.getSourceFile(path.join(folder, 'node_modules', 'express-session-wasm', 'index.d.ts'))
    const names = checker.getExportsOfModule(checker.getSymbolAtLocation(declarations))
    declared = new Map(names.map((symbol) => [symbol.name, symbol]))
  })
  after(() => fs.rmSync(folder, { recursive: true }))

  test('name the classes and the function that the module exports', () => {
    const classes = [...declared].filter(([, { flags }]) => flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Function)).map(([name]) => name)
    assert.deepEqual(classes.sort(), Object.keys(session).sort())
  })

  test('name every option that the code reads, and no other', () => {
    const read = new Set()
    session(new Proxy({ secret: 'a secret', resave: false, saveUninitialized: false }, {
      get (options, name) {
        read.add(name)
        return options[name]
      }
    }))
    read.delete('key') // an old spelling of `name`
    assert.deepEqual(memberNames('SessionOptions'), [...read].sort())
  })

  test('name every attribute that a cookie is made of, and no other', () => {
    const { originalMaxAge, ...attributes } = new session.Cookie().data
    assert.equal(originalMaxAge, null)
    assert.deepEqual(memberNames('CookieOptions').filter((name) => !WITHOUT_EFFECT.includes(name)), ['maxAge', ...Object.keys(attributes)].sort())
    assert.deepEqual(memberNames('CookieData'), Object.keys(new session.Cookie().data).sort())
  })

  test('name every member of a cookie, and no other', () => {
    const members = [...Object.getOwnPropertyNames(session.Cookie.prototype), ...Object.keys(new session.Cookie().data)]
    const names = memberNames('Cookie').filter((name) => !WITHOUT_EFFECT.includes(name))
    assert.deepEqual(names, [...new Set(members)].sort())
  })

  test('name every member of a session, and no other', () => {
    const members = ['cookie', ...methodNames(session.Session)].filter((name) => name !== 'req').sort()
    assert.deepEqual(memberNames('Session').filter((name) => !WITH_AN_OPTION.includes(name)), members)
  })

  test('name every method of the stores, and no other', () => {
    assert.deepEqual(ownMemberNames('MemoryStore'), methodNames(session.MemoryStore))
    // What a store has to implement is declared in the base as well.
    const declaredInBase = [...methodNames(session.Store), ...methodNames(session.MemoryStore)].filter((name) => name !== 'limit')
    assert.deepEqual(ownMemberNames('Store'), declaredInBase.sort())
  })

  test('describe every name and every member', () => {
    const stores = new Map([...declared.get('MemoryStore').members, ...declared.get('PromiseStore').members]) // described in what they override
    const members = [...declared.values()].flatMap((symbol) => [symbol, ...symbol.members?.values() ?? []])
    const described = members.filter(({ flags }) => !(flags & (ts.SymbolFlags.Signature | ts.SymbolFlags.TypeParameter)))
    assert.ok(described.length > 60)
    const silent = described.filter((symbol) => symbol.getDocumentationComment(checker).length === 0 && symbol.getJsDocTags(checker).length === 0)
    assert.deepEqual(silent.filter(({ name }) => !stores.has(name)).map(({ name, parent }) => `${parent.name}.${name}`), [])
  })

  function memberNames (name) {
    const members = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(declared.get(name)))
    return members.map((member) => member.name).filter((member) => member !== 'prototype').sort()
  }

  function ownMemberNames (name) {
    return [...declared.get(name).members.values()].filter(({ flags }) => flags & ts.SymbolFlags.Method).map((member) => member.name).sort()
  }
})

function methodNames ({ prototype }) {
  return Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor').sort()
}
