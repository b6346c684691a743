// How does V8 keep the properties that middlewares add to a request?
// @ts-check
'use strict'

/**
 * Before version 13 (Node.js 24) V8 makes a hidden class of its own for each property that is added to an object whose
 * prototype was changed, as Express changes that of every request and response: two microseconds and more than a kilobyte
 * for each, and every read that follows misses its cache.
 */
const areClassesDear = Number.parseInt(process.versions.v8, 10) < 13

/**
 * Has V8 keep a request of Express and its response as tables, where a property takes no hidden class: deleting one does
 * that. All that can be seen of it is that one property of each comes last.
 *
 * @param {any} req
 * @param {any} res
 */
function keepAsTables (req, res) {
  if (!areClassesDear || req.res !== res || res.req !== req) return
  if (Reflect.deleteProperty(req, 'res')) req.res = res
  if (Reflect.deleteProperty(res, 'req')) res.req = req
}

module.exports = { keepAsTables }
