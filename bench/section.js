// How does one section run in a process of its own, where no other has shaped the compiler's choices?
'use strict'

const [name, quick] = process.argv.slice(2)

require(`./${name}`)
  .run({ quick: quick === 'quick', progress: (step) => process.stderr.write(`${name}: ${step}\n`) })
  .then((result) => process.send(result, () => process.disconnect()))
  .catch((error) => {
    console.error(error)
    process.exitCode = 1
    process.disconnect()
  })
