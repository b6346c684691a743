// Which inputs break a promise of the core, or trap its WebAssembly? Looks for them until the time is up.
//
//   npm run fuzz -- [--seconds N] [--keep] [TARGET ...]
//
// Targets are those of fuzz/targets, and `exports` for what the package calls in WebAssembly. What was found is kept in
// fuzz/corpus; --keep writes the few inputs that reach all the code to fuzz/seeds.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Failure, main, run, succeed } from './workspace/command.mjs'
import { filesIn } from './workspace/fingerprint.mjs'
import { buildPackage, packageIsCurrent } from './workspace/package.mjs'
import { installPrerequisites } from './workspace/prerequisites.mjs'
import { inProject } from './workspace/project.mjs'

const ofTheCore = readdirSync(inProject('fuzz', 'targets')).map((file) => path.basename(file, '.rs'))
const targets = [...ofTheCore, 'exports']
const corpusOf = (target) => inProject('fuzz', 'corpus', target)
const seedsOf = (target) => inProject('fuzz', 'seeds', target)

// By the code that an input reaches, not by how often it does: a handful of short inputs for each target.
const keepingLittle = ['-set_cover_merge=1', '-use_counters=0', '-max_len=160']

function options () {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { seconds: { type: 'string', default: '60' }, keep: { type: 'boolean', default: false } }
    })
    const unknown = positionals.filter((name) => !targets.includes(name))
    if (unknown.length > 0) throw new Error(`There is no target ${unknown.join(', ')}; there are ${targets.join(', ')}.`)
    const seconds = Number(values.seconds)
    if (!(seconds > 0)) throw new Error('--seconds wants a number above 0.')
    return { seconds, keep: values.keep, chosen: positionals.length > 0 ? positionals : targets }
  } catch (error) {
    throw new Failure(error.message)
  }
}

async function requireFuzzer () {
  await succeed('cargo', ['+nightly', '--version'], {
    hint: 'Fuzzing needs a nightly compiler: rustup toolchain install nightly',
    missingHint: 'It comes with rustup (https://rustup.rs).'
  })
  await succeed('cargo', ['fuzz', '--version'], { hint: 'Fuzzing needs cargo-fuzz: cargo install cargo-fuzz --locked' })
  await succeed('cargo', ['+nightly', 'fuzz', 'build'], { hint: 'cargo-fuzz wants Linux or macOS.' })
}

function fuzzer (target, folders, flags) {
  return run('cargo', ['+nightly', 'fuzz', 'run', target, ...folders, '--', ...flags])
}

async function fuzz (target, seconds) {
  mkdirSync(corpusOf(target), { recursive: true })
  const limits = [`-max_total_time=${seconds}`, '-max_len=2048', '-timeout=10', '-rss_limit_mb=1024']
  const { ok, text } = await fuzzer(target, [corpusOf(target), seedsOf(target)], limits)
  const [, runs = '0'] = /^Done (\d+) runs/m.exec(text) ?? []
  const covered = text.match(/cov: \d+ ft: \d+/g)?.at(-1) ?? ''
  return { ok: ok && Number(runs) > 0, line: `${runs} runs, ${covered}`, text }
}

async function keep (target) {
  const fewest = mkdtempSync(path.join(corpusOf(target), '..', 'fewest-'))
  try {
    const { ok, text } = await fuzzer(target, [fewest, corpusOf(target), seedsOf(target)], keepingLittle)
    const inputs = readdirSync(fewest)
    if (!ok || inputs.length === 0) throw new Failure(text)
    rmSync(seedsOf(target), { recursive: true })
    mkdirSync(seedsOf(target))
    for (const name of inputs) writeFileSync(path.join(seedsOf(target), name), readFileSync(path.join(fewest, name)))
  } finally {
    rmSync(fewest, { recursive: true })
  }
  const bytes = filesIn(seedsOf(target)).reduce((sum, file) => sum + statSync(file).size, 0)
  return `kept ${readdirSync(seedsOf(target)).length} inputs, ${bytes} bytes`
}

async function fuzzExports (seconds) {
  await installPrerequisites()
  if (!packageIsCurrent()) await buildPackage()
  const { ok, stdout, text } = await run(process.execPath, [inProject('tests', 'fuzz', 'run.js'), '--seconds', String(seconds)])
  return { ok, line: stdout.trim().split('\n').at(-1), text }
}

main(async () => {
  const { seconds, keep: keeps, chosen } = options()
  if (chosen.some((target) => target !== 'exports')) await requireFuzzer()
  for (const target of chosen) {
    const { ok, line, text } = target === 'exports' ? await fuzzExports(seconds) : await fuzz(target, seconds)
    const kept = ok && keeps && target !== 'exports' ? `, ${await keep(target)}` : ''
    console.log(`${target.padEnd(14)} ${ok ? 'nothing found' : 'FOUND'}: ${line}${kept}`)
    if (ok) continue
    console.log(text.slice(-4000).replace(/^/gm, '    '))
    process.exitCode = 1
  }
})
