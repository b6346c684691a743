// Does all of it work in a thread that is not the main one?

import { Worker } from 'node:worker_threads'

const [file] = process.argv.slice(2)
new Worker(new URL(file, import.meta.url))
