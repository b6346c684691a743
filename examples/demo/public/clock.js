// What time is it where the reader is? Without this script the page tells times in UTC, and its minutes stand still.
'use strict'

/* global document */

for (const time of document.querySelectorAll('time')) {
  time.textContent = new Date(time.dateTime).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}

for (const span of document.querySelectorAll('[data-until]')) {
  setInterval(() => {
    const minutes = Math.round((new Date(span.dataset.until) - Date.now()) / 60000)
    span.textContent = minutes > 0 ? `in ${minutes} minute${minutes === 1 ? '' : 's'}` : 'now'
  }, 10000)
}
