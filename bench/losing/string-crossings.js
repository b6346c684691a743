// Which ways to bring a string into WebAssembly lost?
'use strict'

const { internal } = require('../measure/sides')
const { cookieHeader, signedId } = require('../measure/visitors')

const header = cookieHeader(signedId())

const why = {
  'reused buffer, latin1Write': 'no faster, and wrong for other characters unless each string is checked first',
  'as wasm-bindgen does': 'allocates and frees for each string, and copies it character by character',
  'fresh memory, encodeInto': 'still allocates and frees, and the generated glue would have to be patched at each build'
}

function ways () {
  const { memory, __wbindgen_malloc: malloc, __wbindgen_free: free } = internal('dist/common/glue.cjs')().initSync({ module: internal('dist/common/wasm.cjs')() })
  const encoder = new TextEncoder()
  const start = malloc(4096, 1)
  const reused = Buffer.from(memory.buffer, start, 4096)
  // The memory does not grow while this runs, so that views of it stay valid.
  const bytes = new Uint8Array(memory.buffer)

  return {
    'reused buffer, encodeInto (chosen)': () => encoder.encodeInto(header, reused).written,
    'reused buffer, latin1Write': () => reused.latin1Write(header, 0),
    'as wasm-bindgen does': () => {
      const length = header.length
      const pointer = malloc(length, 1)
      let offset = 0
      for (; offset < length; offset++) {
        const code = header.charCodeAt(offset)
        if (code > 0x7f) break
        bytes[pointer + offset] = code
      }
      free(pointer, length, 1)
      return offset
    },
    'fresh memory, encodeInto': () => {
      const length = header.length * 3
      const pointer = malloc(length, 1)
      const { written } = encoder.encodeInto(header, bytes.subarray(pointer, pointer + length))
      free(pointer, length, 1)
      return written
    }
  }
}

module.exports = [{
  question: `How does a Cookie header of ${header.length} characters best get into WebAssembly?`,
  why,
  ways
}]
