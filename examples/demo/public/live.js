// What do experiments show while they run? Without this script the page comes again when they are done.
'use strict'

/* global document */

const forms = [...document.querySelectorAll('form[data-live]')]
const status = document.querySelector('.trials [role="status"]')
const LONGEST_MS = 60000
let isRunning = false

for (const form of forms) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (isRunning) return
    setRunning(true)
    // The buttons stay where they are and keep the focus; a screen reader hears the results when they are all there.
    const results = (form.closest('article') ?? document).querySelectorAll('.results')
    for (const list of results) list.setAttribute('aria-busy', 'true')
    try {
      await run(form)
      status.textContent = 'Done.'
    } catch {
      // the server says what is wrong
      form.submit()
    } finally {
      for (const list of results) list.removeAttribute('aria-busy')
      setRunning(false)
    }
  })
}

function setRunning (now) {
  isRunning = now
  if (now) status.textContent = 'Running …'
  for (const form of forms) form.querySelector('button').setAttribute('aria-disabled', String(now))
}

async function run (form) {
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
    lines.forEach(show)
  }
  if (rest !== '') throw new Error('the last line was cut')
}

function show (line) {
  const { experiment, contestant, html } = JSON.parse(line)
  const cell = document.querySelector(`#${experiment} [data-contestant="${contestant}"]`)
  // It is the server's own, in which every value is escaped.
  cell.innerHTML = html
}
