// What does TypeScript say about some files? The declarations of Node.js and the language are read once for all questions.
'use strict'

const path = require('node:path')

/** @typedef {typeof import('typescript')} TypeScript */

class Compiler {
  /** @type {Map<string, import('typescript').SourceFile | undefined>} */
  #declarations = new Map()
  #ts

  /** @param {TypeScript} ts a version of TypeScript that can be called */
  constructor (ts) {
    this.#ts = ts
  }

  /**
   * @param {string} folder where the files are, with `node_modules`
   * @param {string[]} files
   * @param {object} options as in tsconfig.json
   * @returns {import('typescript').Program}
   */
  programOf (folder, files, options) {
    const ts = this.#ts
    const compilerOptions = { target: 'es2022', strict: true, noEmit: true, exactOptionalPropertyTypes: true, types: ['node'], ...options }
    const parsed = ts.parseJsonConfigFileContent({ compilerOptions, files }, ts.sys, folder)
    return ts.createProgram(parsed.fileNames, parsed.options, this.#hostFor(folder, parsed.options))
  }

  /**
   * The errors in all files below a folder: in its programs, and in the packages that were copied there.
   *
   * @param {import('typescript').Program} program
   * @param {string} folder
   * @returns {string[]}
   */
  errorsIn (program, folder) {
    const files = program.getSourceFiles().filter(({ fileName }) => path.resolve(fileName).startsWith(folder + path.sep))
    const errors = files.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    return [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics(), ...errors].map((error) => this.#described(error))
  }

  #hostFor (folder, options) {
    const host = this.#ts.createCompilerHost(options)
    const read = host.getSourceFile
    host.getCurrentDirectory = () => folder
    host.getSourceFile = (file, version, ...rest) => {
      if (file.startsWith(folder)) return read(file, version, ...rest)
      const key = `${file} ${version.impliedNodeFormat}`
      if (!this.#declarations.has(key)) this.#declarations.set(key, read(file, version, ...rest))
      return this.#declarations.get(key)
    }
    return host
  }

  #described ({ file, start, messageText }) {
    const message = this.#ts.flattenDiagnosticMessageText(messageText, '\n')
    if (!file) return message
    const { line } = file.getLineAndCharacterOfPosition(start)
    return `${path.basename(file.fileName)}:${line + 1}: ${message}`
  }
}

module.exports = { Compiler }
