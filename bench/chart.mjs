// How do the figures of section `added` look? Draws bench/added-light.svg and bench/added-dark.svg from bench/results.json.

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))

const themes = {
  light: { text: '#1f2328', quiet: '#59636e', line: '#d9dee3', reference: '#aeb6bf', ours: '#c2410c' },
  dark: { text: '#e6edf3', quiet: '#9198a1', line: '#30363d', reference: '#5c6570', ours: '#f0823c' }
}

const width = 800
const barsFrom = 190
const barsTo = 628
const rowHeight = 46
const barHeight = 13
const font = 'system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif'

// Session sizes a factor of a hundred apart do not share a scale.
function panels (scenarios) {
  const isLarge = ({ name }) => name.startsWith('12 kB')
  return [
    { title: 'Sessions of 0.1 kB', scenarios: scenarios.filter((scenario) => !isLarge(scenario)) },
    { title: 'A session of 12 kB', scenarios: scenarios.filter(isLarge) }
  ]
}

function chart ({ added: { data }, machine }, theme) {
  const parts = [heading(theme)]
  let top = 92
  for (const panel of panels(data.scenarios)) {
    parts.push(drawPanel(panel, top, theme))
    top += 22 + panel.scenarios.length * rowHeight + 40
  }
  parts.push(text(24, top + 2, `Geometric mean of the ratios: ${data.geometricMean.toFixed(2)}`, { fill: theme.text, weight: 600 }))
  parts.push(text(24, top + 21, `${machine.processor}, Node.js ${machine.node}, express-session ${machine['express-session']}. ` +
    'Medians; the store costs nothing here.', { fill: theme.quiet, size: 11.5 }))
  const height = top + 40
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
      `font-family='${font}' font-size="13" role="img" aria-labelledby="title">`,
    '<title id="title">What a session middleware adds to a request, in microseconds of processor time</title>',
    ...parts,
    '</svg>',
    ''
  ].join('\n')
}

function heading (theme) {
  return [
    text(24, 34, 'What a session middleware adds to a request', { fill: theme.text, size: 18, weight: 600 }),
    text(24, 56, 'Microseconds of processor time; shorter is better', { fill: theme.quiet }),
    key(width - 298, theme.reference, 'express-session', theme),
    key(width - 170, theme.ours, 'express-session-wasm', theme)
  ].join('\n')
}

function key (x, fill, name, theme) {
  return bar(x, 46, 11, 11, fill) + text(x + 17, 56, name, { fill: theme.text, size: 12.5 })
}

function drawPanel ({ title, scenarios }, top, theme) {
  const step = stepFor(Math.max(...scenarios.map(({ reference }) => reference.median)))
  const most = Math.ceil(Math.max(...scenarios.map(({ reference }) => reference.median)) / step) * step
  const place = (value) => barsFrom + value / most * (barsTo - barsFrom)
  const from = top + 18
  const to = from + scenarios.length * rowHeight
  const ticks = Array.from({ length: most / step + 1 }, (_, index) => index * step)
  return [
    text(24, top + 4, title, { fill: theme.text, weight: 600 }),
    text(width - 24, top + 4, 'ratio', { fill: theme.quiet, size: 11.5, anchor: 'end' }),
    ...ticks.map((tick) => `<path d="M${place(tick)} ${from}V${to}" stroke="${theme.line}"/>` +
      text(place(tick), to + 15, String(tick), { fill: theme.quiet, size: 11, anchor: 'middle' })),
    ...scenarios.map((scenario, index) => row(scenario, from + index * rowHeight, place, theme))
  ].join('\n')
}

function row ({ name, reference, ours, ratio }, top, place, theme) {
  const upper = top + (rowHeight - 2 * barHeight - 3) / 2
  const lower = upper + barHeight + 3
  const valued = (value, y, fill, weight) =>
    bar(barsFrom, y, place(value) - barsFrom, barHeight, fill) +
    text(place(value) + 6, y + 10.5, figure(value), { fill: theme.text, size: 11.5, weight })
  return [
    text(24, top + rowHeight / 2 + 4.5, name, { fill: theme.text }),
    valued(reference.median, upper, theme.reference, 400),
    valued(ours.median, lower, theme.ours, 600),
    text(width - 24, top + rowHeight / 2 + 4.5, ratio.median.toFixed(2), { fill: theme.ours, size: 15, weight: 600, anchor: 'end' })
  ].join('\n')
}

function stepFor (most) {
  return [1, 2, 5, 10, 20, 50, 100, 200].find((step) => most / step <= 6) ?? 500
}

function figure (value) {
  return value.toFixed(value < 10 ? 1 : 0)
}

function bar (x, y, length, height, fill) {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(length)}" height="${height}" rx="2" fill="${fill}"/>`
}

function text (x, y, content, { fill, size = 13, weight = 400, anchor = 'start' }) {
  return `<text x="${round(x)}" y="${round(y)}" fill="${fill}" font-size="${size}" font-weight="${weight}" ` +
    `text-anchor="${anchor}">${content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`
}

function round (value) {
  return Math.round(value * 10) / 10
}

const results = JSON.parse(readFileSync(here('results.json'), 'utf8'))
for (const [name, theme] of Object.entries(themes)) writeFileSync(here(`added-${name}.svg`), chart(results, theme))
