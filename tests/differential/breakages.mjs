// How is one function of the shim broken? By the names in its code, so that nothing here changes when lines move or are written
// in another way: a name that is gone, or that stands for two things, is an error.

import ts from 'typescript'

/** @typedef {{ start: number, end: number, text: string }} Edit */
/** @typedef {(named: ts.FunctionLikeDeclaration, source: ts.SourceFile) => Edit} Breakage */

/**
 * @param {string} code of a module
 * @param {string} name of a function in it, as `nameOf` gives it
 * @param {Breakage} breakage
 * @returns {string} the module with that function broken
 * @throws {Error} when there is no such name, or more than one
 */
export function broken (code, name, breakage) {
  const source = ts.createSourceFile('module.js', code, ts.ScriptTarget.Latest, true)
  const named = only(`functions named ${name}`, within(source).filter((node) => nameOf(node) === name))
  const { start, end, text } = breakage(named, source)
  return code.slice(0, start) + text + code.slice(end)
}

/** Runs statements before those of the function: they may change its parameters, or return. */
export const first = (statements) => (named) => ({ start: named.body.getStart() + 1, end: named.body.getStart() + 1, text: ` ${statements}\n` })

/** Has the function do something else. */
export const body = (statements) => (named) => at(named.body, `{ ${statements} }`)

/** Gives something else back; in the expression the true result is called `result`. */
export const result = (expression) => (named) =>
  at(named.body, `{ return ((result) => (${expression}))((() => ${named.body.getText()})()) }`)

/** Takes the one condition that mentions a name for true. */
export const always = (name) => (named) => at(condition(named, name), 'true')

/** Takes the one condition that mentions a name for false. */
export const never = (name) => (named) => at(condition(named, name), 'false')

/** Takes what is missing for there: the one condition that is no more than `!name`. */
export const there = (name) => (named) => {
  const negations = within(named).filter((node) => ts.isPrefixUnaryExpression(node) && node.getText() === `!${name}`)
  return at(only(`!${name}`, negations), 'false')
}

/** Puts something else in the place of the one call of a function; `instead` gets the texts of its arguments. */
export const call = (name, instead) => (named) => {
  const calls = within(named).filter((node) => ts.isCallExpression(node) && spelled(node.expression) === name)
  const found = only(`calls of ${name}`, calls)
  return at(found, `(${instead(...found.arguments.map((argument) => argument.getText()))})`)
}

/** Gives the one assignment to something another value. */
export const assigned = (target, value) => (named) => at(assignment(named, target).right, value)

/** Leaves the one assignment to something out. */
export const unassigned = (target) => (named) => at(assignment(named, target), 'undefined')

function at (node, text) {
  return { start: node.getStart(), end: node.getEnd(), text }
}

function condition (named, name) {
  const mentions = (node) => [node, ...within(node)].some((part) => ts.isIdentifier(part) && part.text === name)
  const conditions = within(named).flatMap((node) => {
    if (ts.isIfStatement(node) || ts.isWhileStatement(node)) return terms(node.expression)
    if (ts.isConditionalExpression(node)) return terms(node.condition)
    return isLogical(node) ? terms(node) : []
  })
  return only(`conditions that mention ${name}`, [...new Set(conditions)].filter(mentions))
}

// What `&&` and `||` join.
function terms (node) {
  if (ts.isParenthesizedExpression(node)) return terms(node.expression)
  return isLogical(node) ? [...terms(node.left), ...terms(node.right)] : [node]
}

function isLogical (node) {
  const operators = [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken]
  return ts.isBinaryExpression(node) && operators.includes(node.operatorToken.kind)
}

function assignment (named, target) {
  const kinds = [ts.SyntaxKind.EqualsToken, ts.SyntaxKind.BarEqualsToken, ts.SyntaxKind.QuestionQuestionEqualsToken]
  return only(`assignments to ${target}`, within(named).filter((node) =>
    ts.isBinaryExpression(node) && kinds.includes(node.operatorToken.kind) && spelled(node.left) === target))
}

/** `Class.method`, `Class.get name`, `object.method`, or the name of a function that stands for itself. */
function nameOf (node) {
  if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) return node.name?.text
  const kind = ts.isGetAccessor(node) ? 'get ' : ts.isSetAccessor(node) ? 'set ' : ''
  if (!kind && !ts.isMethodDeclaration(node)) return undefined
  const name = kind + node.name.getText()
  if (ts.isClassDeclaration(node.parent)) return `${node.parent.name?.text}.${name}`
  let owner = node.parent.parent
  while (ts.isParenthesizedExpression(owner)) owner = owner.parent
  if (ts.isVariableDeclaration(owner)) return `${owner.name.getText()}.${name}`
  return ts.isBinaryExpression(owner) ? `${spelled(owner.left)}.${name}` : undefined
}

// How a chain of names is written, whatever the white space.
function spelled (node) {
  return node.getText().replace(/\s+/g, '')
}

function within (node) {
  const found = []
  const visit = (part) => { found.push(part); ts.forEachChild(part, visit) }
  ts.forEachChild(node, visit)
  return found
}

function only (what, nodes) {
  if (nodes.length !== 1) throw new Error(`there are ${nodes.length} ${what}, not one`)
  return nodes[0]
}
