// What does an experiment look like, and what came of it?
'use strict'

const html = require('./html')

/**
 * @param {import('./experiments').Experiment} experiment
 * @param {import('./laboratory')} laboratory
 * @param {{ base: string, token: string }} form
 */
function trialCard (experiment, laboratory, { base, token }) {
  const { name, title, what } = experiment
  return html`
      <article class="card trial" id="${name}" aria-labelledby="${name}-title">
        <h3 id="${name}-title">${title}</h3>
        <p>${what}</p>
        <form method="post" action="${base}/experiments/${name}" data-live>
          <input type="hidden" name="csrf" value="${token}">
          <button class="button quiet">Run on both<span class="hidden">: ${title}</span></button>
        </form>
        <dl class="results" aria-live="polite">
          ${resultCells(experiment, laboratory.results(experiment)).map(({ contestant, cell }) => html`
          <div>
            <dt>${contestant.title}${contestant.option && html` <code>${contestant.option}</code>`}</dt>
            <dd data-contestant="${contestant.key}">${cell}</dd>
          </div>`)}
        </dl>
      </article>`
}

/** @returns {{ contestant: import('./contestants').Contestant, cell: any }[]} */
function resultCells (experiment, results) {
  const fastest = Math.max(...results.map(({ outcome }) => outcome ? experiment.tell(outcome).rate ?? 0 : 0))
  return results.map(({ contestant, outcome }) => ({
    contestant,
    cell: contestant.isHere ? resultCell(experiment, outcome, fastest) : html`<p class="pending">This build does not have the option.</p>`
  }))
}

/** @param {number} fastest what a bar of full length stands for */
function resultCell (experiment, outcome, fastest) {
  if (!outcome) return html`<p class="pending">Not run yet.</p>`
  const { isGood, figure, words, rate } = experiment.tell(outcome)
  return html`
              <p class="figure${isGood === true && ' good'}${isGood === false && ' bad'}">${figure}</p>
              ${rate && bar(rate / fastest)}
              <p>${words}</p>`
}

/** Its length is an attribute: the page's own rules allow no style in it. */
function bar (share) {
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width="${(share * 100).toFixed(1)}" height="4"/></svg>`
}

module.exports = { resultCell, resultCells, trialCard }
