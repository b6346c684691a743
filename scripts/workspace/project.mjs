// Where does everything in this project stand?

import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(fileURLToPath(new URL('../..', import.meta.url)))
export const inProject = (...parts) => path.join(root, ...parts)

export const wasmTarget = 'wasm32-unknown-unknown'

export const toolsTarget = inProject('tools', 'target')
export const toolsFolder = path.join(toolsTarget, 'debug')
export const tool = (name) => path.join(toolsFolder, process.platform === 'win32' ? `${name}.exe` : name)

export const packageFolder = inProject('pkg')

/** The shim and its core as they are before they are bundled: for those who look at one module of it. */
export const shimFolder = inProject('target', 'shim')
