// How does one section run in a process of its own, where no other has shaped the compiler's choices?
'use strict'

const [name] = process.argv.slice(2)

// Nobody waits for what it would find any more, or it has been told.
process.on('disconnect', () => process.exit())

process.once('message', (settings) => {
  require(`./${name}`)
    .run({ ...settings, progress: (step) => process.stderr.write(`${name}: ${step}\n`) })
    .then((result) => process.send(result, () => process.disconnect()))
    .catch((error) => {
      console.error(error)
      process.exitCode = 1
      process.disconnect()
    })
})
