// How do the figures of section `server` look? Draws bench/server-light.svg and bench/server-dark.svg.

import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))

const themes = {
  light: { text: '#1f2328', quiet: '#59636e', line: '#d9dee3', bare: '#aeb6bf', reference: '#59636e', ours: '#c2410c' },
  dark: { text: '#e6edf3', quiet: '#9198a1', line: '#30363d', bare: '#5c6570', reference: '#9198a1', ours: '#f0823c' }
}

const width = 800
const panelWidth = 364
const barsFrom = 84
const barsTo = 318
const rowHeight = 26
const barHeight = 14
const font = 'system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif'

/**
 * @param {{ machine: Record<string, any>, data: { nodes: Record<string, Record<string, any>> } }} server what is kept of the section
 */
export function drawCharts (server) {
  for (const [name, theme] of Object.entries(themes)) writeFileSync(here(`server-${name}.svg`), chart(server, theme))
}

// Where a panel stands in two columns: stores side by side, what reads above what modifies.
const panels = [
  { workload: 'default store, read', title: 'Default store, session read', column: 0, line: 0 },
  { workload: 'Redis, read', title: 'Redis, session read', column: 1, line: 0 },
  { workload: 'default store, modify', title: 'Default store, session modified', column: 0, line: 1 },
  { workload: 'Redis, modify', title: 'Redis, session modified', column: 1, line: 1 }
]

/** The chart as SVG. */
export function chart ({ machine, data: { nodes } }, theme) {
  const majors = Object.keys(nodes).map(Number).sort((a, b) => b - a)
  const drawn = panels.map((panel) => ({
    ...panel,
    rows: majors.filter((major) => nodes[major][panel.workload]).map((major) => {
      const { bare, ours } = nodes[major][panel.workload]
      return { name: `Node.js ${major}`, bare: bare.ratio.median, ours: ours.ratio.median }
    })
  })).filter(({ rows }) => rows.length > 0)
  const most = Math.ceil(Math.max(...drawn.flatMap(({ rows }) => rows.flatMap(({ bare, ours }) => [bare, ours]))) * 2) / 2
  const panelHeight = 18 + majors.length * rowHeight + 46
  const bottom = 92 + panelHeight * (1 + Math.max(...drawn.map(({ line }) => line)))
  const height = bottom + 18
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
      `font-family='${font}' font-size="13" role="img" aria-labelledby="title">`,
    '<title id="title">Requests a second of an Express 5 application, as times of what it answers with express-session</title>',
    heading(theme),
    ...drawn.map((panel) => drawPanel(panel, most, 92 + panel.line * panelHeight, theme)),
    text(24, bottom, `${machine.processor}, ${machine.cores} cores; express-session ${machine['express-session']}; ` +
      'medians of rounds in turns, 32 connections.', { fill: theme.quiet, size: 11.5 }),
    '</svg>',
    ''
  ].join('\n')
}

function heading (theme) {
  return [
    text(24, 34, 'Requests a second of an Express 5 application', { fill: theme.text, size: 18, weight: 600 }),
    text(24, 56, 'As times of what it answers with express-session; longer is better', { fill: theme.quiet }),
    bar(490, 46, 11, 11, theme.ours) + text(507, 56, 'express-session-wasm', { fill: theme.text, size: 12.5 }),
    mark(664, 44, 15, theme.bare, 3) + text(674, 56, 'without sessions', { fill: theme.text, size: 12.5 })
  ].join('\n')
}

function drawPanel ({ title, rows, column }, most, top, theme) {
  const left = 24 + column * (width - 48 - panelWidth)
  const place = (value) => left + barsFrom + value / most * (barsTo - barsFrom)
  const from = top + 16
  const to = from + rows.length * rowHeight
  const ticks = Array.from({ length: Math.floor(most) + 1 }, (_, times) => times)
  return [
    text(left, top + 4, title, { fill: theme.text, weight: 600 }),
    ...ticks.map((tick) => `<path d="M${round(place(tick))} ${from}V${to}" stroke="${tick === 1 ? theme.reference : theme.line}"/>` +
      text(place(tick), to + 15, String(tick), { fill: theme.quiet, size: 11, anchor: 'middle' })),
    ...rows.map(({ name, bare, ours }, index) => {
      const y = from + index * rowHeight + (rowHeight - barHeight) / 2
      return [
        text(left, y + 11.5, name, { fill: theme.text, size: 12.5 }),
        bar(place(0), y, place(ours) - place(0), barHeight, theme.ours),
        mark(place(bare) - 1.5, y - 2, barHeight + 4, theme.bare, 3),
        text(left + panelWidth, y + 11.5, ours.toFixed(2), { fill: theme.ours, size: 14, weight: 600, anchor: 'end' })
      ].join('\n')
    })
  ].join('\n')
}

function bar (x, y, length, height, fill) {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(length)}" height="${height}" rx="2" fill="${fill}"/>`
}

function mark (x, y, height, fill, thickness) {
  return `<rect x="${round(x)}" y="${round(y)}" width="${thickness}" height="${height}" fill="${fill}"/>`
}

function text (x, y, content, { fill, size = 13, weight = 400, anchor = 'start' }) {
  return `<text x="${round(x)}" y="${round(y)}" fill="${fill}" font-size="${size}" font-weight="${weight}" ` +
    `text-anchor="${anchor}">${content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`
}

function round (value) {
  return Math.round(value * 10) / 10
}
