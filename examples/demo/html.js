// How does text become HTML without ever becoming markup by accident?
'use strict'

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Markup that is safe as it stands: only `html` makes it. */
class Markup {
  constructor (text) {
    this.text = text
  }

  toString () {
    return this.text
  }
}

/** Template tag: escapes every value but markup; lists are joined, and what is missing or false leaves nothing. */
function html (parts, ...values) {
  return new Markup(parts.reduce((text, part, index) => text + render(values[index - 1]) + part))
}

function render (value) {
  if (value instanceof Markup) return value.text
  if (Array.isArray(value)) return value.map(render).join('')
  if (value === undefined || value === null || value === false) return ''
  return String(value).replace(/[&<>"']/g, (character) => entities[character])
}

module.exports = html
