// How do the results read, one row a store, grouped by what the stores keep sessions in?

import { createRequire } from 'node:module'

const { variants } = createRequire(import.meta.url)('../contract/variants')

/** @param {{ node: string, seconds: Record<string, number>, rows: object[], variants?: Record<string, object[]> }} results */
export function report ({ node, seconds, rows, variants: found = {} }) {
  const times = Object.entries(seconds).map(([command, time]) => `\`${command}\` took ${(time / 60).toFixed(1)} minutes`)
  return `# The stores, run

Made by \`npm run stores\`; see [README.md](README.md) for what each store is asked to do. Node.js ${node}, express-session 1.19.0.
${times.length > 0 ? `With everything installed ${times.join(', ')}, on two cores.\n` : ''}
${counts(rows)}

${storeTable(rows)}

## What differs

${differences(rows)}

${Object.entries(found).map(([variant, those]) => variantSection(variants[variant], variant, those)).join('')}## What the stores keep

The record of one session, written with this package, and the same byte for byte when it is written with express-session, but for
times and ids, for which a word stands here.

${records(rows)}
`
}

function variantSection ({ title, promise }, variant, rows) {
  const lines = rows.map(({ store, version, runs, reason, why }) => {
    const places = runs?.map(placeOf).join('; ') ?? 'not run'
    const found = runs ? [...new Set(runs.map(inVariant))].join('; ') : reason
    return `| ${[store, version].filter(Boolean).join(' ')} | ${places} | ${found}${why ? `: ${why}` : ''} |`
  })
  const ran = rows.flatMap(({ runs = [] }) => runs.filter(({ missing }) => !missing))
  return `## With ${title}

Made by \`npm run stores -- --with ${variant}\`: the same steps, and two more. ${promise} ${ran.filter(({ noWorse }) => noWorse).length} of ${ran.length} runs do all that they do
under express-session, and that.

| Store | Run against | with this package |
| --- | --- | --- |
${lines.join('\n')}

`
}

function inVariant ({ missing, noWorse, worse }) {
  if (missing) return missing
  if (noWorse) return 'all holds'
  return worse.length > 0 ? `does not hold: ${worse.map(({ step }) => step).join(', ')}` : 'cannot be made'
}

/** The table alone. */
export function storeTable (rows) {
  const groups = [...new Set(rows.map(({ group }) => group))]
  const lines = groups.flatMap((group) => [
    `| **${group}** | | | |`,
    ...rows.filter((row) => row.group === group).map(tableLine)
  ])
  return ['| Store | Run against | with express-session 1.19.0 | with this package |', '| --- | --- | --- | --- |', ...lines].join('\n')
}

function tableLine ({ store, version, runs, backend, reason, note }) {
  const full = [store, version, note && `(${note})`].filter(Boolean).join(' ')
  if (!runs) return `| ${full} | ${[backend, 'not run'].filter(Boolean).join(', ')} | ${reason} | ${reason} |`
  const reference = verdictsOf(runs, 'reference')
  const ours = verdictsOf(runs, 'ours')
  const differing = [...new Set(runs.flatMap((run) => run.differing ?? []).map(({ step }) => step))]
  const remark = differing.length > 0 ? `, in another way: ${differing.join(', ')}` : ''
  return `| ${full} | ${runs.map(placeOf).join('; ')} | ${reference} | ${ours === reference ? 'the same' : ours}${remark} |`
}

// With the backends behind them only where they differ between these.
function verdictsOf (runs, mode) {
  const backends = new Map()
  for (const run of runs) {
    const verdict = run.missing ?? run[mode]
    backends.set(verdict, [...backends.get(verdict) ?? [], run.backend])
  }
  if (backends.size === 1) return [...backends.keys()][0]
  return [...backends].map(([verdict, names]) => `${verdict} (${names.join(', ')})`).join('; ')
}

function placeOf ({ backend, backendVersion, kind }) {
  return `${backend}${backendVersion ? ` ${backendVersion}` : ''} (${kind})`
}

/** A store that runs on several backends counts for the first. */
export function counts (rows) {
  const tally = {}
  for (const { runs } of rows) {
    const kind = runs?.find((run) => !run.missing)?.kind ?? 'not run'
    tally[kind] = (tally[kind] ?? 0) + 1
  }
  const kinds = Object.entries(tally).map(([kind, number]) => `${number} ${kind}`).join(', ')
  const withBackend = rows.length - (tally['not run'] ?? 0) - (tally['fake client'] ?? 0)
  const worse = rows.filter(({ runs }) => runs?.some(({ noWorse }) => noWorse === false))
  const lasting = allRuns(rows).filter(({ crossesOver }) => crossesOver !== undefined)
  return `${rows.length} stores: ${kinds}. ${withBackend} ran against a backend that is no fake. ${worse.length} do worse with this package ` +
    `than with express-session. Of ${lasting.length} runs in which sessions outlive a process, ` +
    `they cross over from either module to the other in ${lasting.filter(({ crossesOver }) => crossesOver).length}.`
}

function differences (rows) {
  const lines = allRuns(rows).flatMap(({ store, differing = [] }) => differing.map(({ step, reference, ours }) => (
    `- ${store}, ${step}:\n  - express-session: ${code(reference)}\n  - this package: ${code(ours)}`
  )))
  return lines.length > 0 ? lines.join('\n') : 'Nothing.'
}

function records (rows) {
  return allRuns(rows).filter(({ record }) => record).map(({ store, backend, record }) => `- ${store}, ${backend}: ${code(record)}`).join('\n')
}

function allRuns (rows) {
  return rows.flatMap(({ store, runs = [] }) => runs.map((run) => ({ store, ...run })))
}

// More backticks around than within, in one line.
function code (text) {
  const fence = '`'.repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length)))
  return `${fence} ${text.replaceAll('\n', ' ').replaceAll('\r', '')} ${fence}`
}
