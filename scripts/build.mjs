// What does the package in pkg/ consist of, and how large is it?

import { main } from './workspace/command.mjs'
import { buildPackage, packedSizes } from './workspace/package.mjs'
import { installPrerequisites } from './workspace/prerequisites.mjs'

main(async () => {
  await installPrerequisites()
  const wasmBytes = await buildPackage()
  const { unpackedBytes, tarballBytes } = await packedSizes()
  console.log(`pkg/: wasm ${wasmBytes} bytes, unpacked ${unpackedBytes} bytes, tarball ${tarballBytes} bytes`)
})
