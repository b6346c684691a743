'use strict'

// How does a handler's program run?

const { describe } = require('./describe')
const { observe } = require('./observe')

// A step gets a context: req, res, next, log, session (the module under test) and run (the scenario under way).
// One that takes a third parameter calls it when the program may go on.
const steps = {
  ...require('./session-steps'),
  ...require('./store-steps'),
  ...require('./response-steps'),
  ...require('./earlier-steps')
}

// A step that throws is written down and the program goes on; the step `throw` is meant for the chain around.
function runProgram (context, program) {
  const [step, ...rest] = program
  if (!step) return observe(context.session, context.req, context.log)
  const act = steps[step.do]
  let goesOn = false
  const goOn = () => {
    if (goesOn) return
    goesOn = true
    runProgram(context, rest)
  }

  if (step.do === 'throw') return act()
  try {
    if (act.length === 3) {
      act(context, step, goOn)
      return
    }
    act(context, step)
  } catch (error) {
    context.log('step threw', `${step.do}: ${describe(error)}`)
  }
  goOn()
}

module.exports = { runProgram }
