// Decide what happens to a session when headers go out and when the response ends.
'use strict'

const { internal } = require('../measure/sides')

const { EndAction, Fact, HeaderAction, endAction, headerAction } = internal('core/calls')

// A returning visitor, nothing modified, a snapshot taken.
const facts = Fact.StoreTouches | Fact.IdPresent | Fact.IdIsText | Fact.SessionPresent | Fact.Returning | Fact.SameId |
  Fact.SavedBefore | Fact.SnapshotTaken | Fact.Saved

const named = {
  saveUninitialized: false,
  rolling: false,
  unsetDestroy: false,
  storeTouches: true,
  id: 'an id',
  cookieId: 'an id',
  originalId: 'an id',
  session: { id: 'an id', cookie: { expires: null } },
  modified: false,
  savedBefore: true,
  saved: true
}

/** The same rules in JavaScript, over a session that has been compared already. */
function rules ({ saveUninitialized, rolling, unsetDestroy, storeTouches, id, cookieId, originalId, session, ...state }) {
  const isText = typeof id === 'string'
  const returning = cookieId === id
  const modified = session.id !== originalId || state.modified
  const setsCookie = isText && (returning ? rolling || session.cookie.expires != null && modified : saveUninitialized || modified)
  if (id && unsetDestroy && session == null) return [setsCookie, 'destroy']
  const isNew = !saveUninitialized && !state.savedBefore && !returning
  const saves = isText && (isNew ? modified : session.id !== originalId || !state.saved)
  return [setsCookie, saves ? 'save' : returning && storeTouches ? 'touch' : 'none']
}

module.exports = {
  name: 'decision',
  question: 'What do both decisions of a request cost?',
  notes: ['express-session has no function for this that could be called alone.'],
  async prepare () {
    return {
      'the same rules in JavaScript': () => rules(named),
      ours: () => [headerAction(facts) === HeaderAction.SetCookie, endAction(facts) === EndAction.Touch ? 'touch' : 'other']
    }
  }
}
