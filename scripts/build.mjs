// What does the package in pkg/ consist of, and how large is it?

import { main } from './workspace/command.mjs'
import { buildPackage, packedSizes } from './workspace/package.mjs'
import { installPrerequisites } from './workspace/prerequisites.mjs'

main(async () => {
  await installPrerequisites()
  const modules = await buildPackage()
  const { unpackedBytes, tarballBytes } = await packedSizes()
  const wasm = Object.entries(modules).map(([name, { length }]) => `${name} ${length}`).join(' and ')
  console.log(`pkg/: wasm ${wasm} bytes, unpacked ${unpackedBytes} bytes, tarball ${tarballBytes} bytes`)
})
