// Where do the fake clients keep what they are given, so that a second process finds it?
'use strict'

const { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } = require('node:fs')
const path = require('node:path')

/** Texts under ids, a file each; one that has expired is none. */
class Shelf {
  constructor ({ folder }) {
    this.folder = path.join(folder, 'shelf')
    mkdirSync(this.folder, { recursive: true })
  }

  put (id, text, secondsToLive) {
    const expires = secondsToLive && Date.now() + secondsToLive * 1000
    // Renamed, because a reader must never see half a file.
    const unfinished = path.join(this.folder, `.${process.pid}`)
    writeFileSync(unfinished, JSON.stringify({ text, expires }))
    renameSync(unfinished, this.fileOf(id))
  }

  get (id) {
    try {
      const { text, expires } = JSON.parse(readFileSync(this.fileOf(id), 'utf8'))
      return expires && expires <= Date.now() ? undefined : text
    } catch (error) {
      if (error.code === 'ENOENT') return undefined
      throw error
    }
  }

  /** Gives a text another time to live, and says whether there was one. */
  touch (id, secondsToLive) {
    const text = this.get(id)
    if (text !== undefined) this.put(id, text, secondsToLive)
    return text !== undefined
  }

  remove (id) {
    const existed = this.get(id) !== undefined
    rmSync(this.fileOf(id), { force: true })
    return existed
  }

  ids () {
    const names = readdirSync(this.folder).filter((name) => !name.startsWith('.'))
    return names.map(decodeURIComponent).filter((id) => this.get(id) !== undefined)
  }

  clear () {
    for (const id of this.ids()) this.remove(id)
  }

  fileOf (id) {
    return path.join(this.folder, encodeURIComponent(id))
  }
}

module.exports = Shelf
