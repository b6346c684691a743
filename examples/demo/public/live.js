// What do experiments show while they run? Without this script the page comes again when they are done.
'use strict'

/* global document */

const forms = [...document.querySelectorAll('form[data-live]')]
const LONGEST_MS = 60000

for (const form of forms) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const card = form.closest('article')
    const results = card.querySelector('.results')
    if (card.dataset.running) return
    card.dataset.running = 'true'
    // A screen reader reads the results when they are all there.
    results.setAttribute('aria-busy', 'true')
    for (const other of forms) other.querySelector('button').setAttribute('aria-disabled', 'true')
    try {
      await run(form, card)
    } catch {
      // the server says what is wrong
      form.submit()
    } finally {
      delete card.dataset.running
      results.removeAttribute('aria-busy')
      for (const other of forms) other.querySelector('button').removeAttribute('aria-disabled')
    }
  })
}

async function run (form, card) {
  const response = await fetch(form.action, {
    method: 'POST',
    headers: { accept: 'application/x-ndjson' },
    body: new URLSearchParams(new FormData(form)),
    signal: AbortSignal.timeout(LONGEST_MS)
  })
  if (!response.ok) throw new Error(response.statusText)
  let rest = ''
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split('\n')
    rest = lines.pop()
    for (const line of lines) {
      const { contestant, html } = JSON.parse(line)
      // It is the server's own, in which every value is escaped.
      card.querySelector(`[data-contestant="${contestant}"]`).innerHTML = html
    }
  }
}
