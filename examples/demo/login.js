// How does a visitor log in and out?
'use strict'

const express = require('express')

// No secret: the page shows it. It stands for whatever proves to a real site who somebody is.
const PASSWORD = 'open sesame'
const LONGEST_NAME = 40

/** @param {import('./visits').Setting} setting */
function login ({ logbook, module: { base } }) {
  const router = express.Router()

  router.post('/login', (req, res, next) => {
    const fault = faultOf(req.body)
    if (fault) {
      req.session.notice = fault
      return saveAndLook(req, res, next)
    }

    const { views } = req.session
    const user = nameIn(req.body)
    // Against session fixation: an id from before the log-in, known to somebody else perhaps, ends here.
    req.session.regenerate((failure) => {
      if (failure) return next(failure)
      logbook.note('renewed', req.sessionID)
      Object.assign(req.session, { user, views })
      saveAndLook(req, res, next)
    })
  })

  // The cookie stays with the browser. It is worth nothing now, as the next page shows.
  router.post('/logout', (req, res, next) => {
    req.session.destroy((error) => error ? next(error) : res.redirect(303, `${base}/look`))
  })

  // Saved before the redirect, for express-session's sake: its redirect may reach the browser before its session is saved.
  function saveAndLook (req, res, next) {
    req.session.save((error) => error ? next(error) : res.redirect(303, `${base}/look`))
  }

  return router
}

/** @returns {{ text: string, field: 'user' | 'password', user: string } | undefined} what is wrong, and what need not be typed again */
function faultOf (form) {
  const user = nameIn(form)
  if (!user || [...user].length > LONGEST_NAME) {
    return { text: `A name has 1 to ${LONGEST_NAME} characters.`, field: 'user', user: [...user].slice(0, LONGEST_NAME).join('') }
  }
  return form.password === PASSWORD ? undefined : { text: 'That is not the password.', field: 'password', user }
}

/** A field that comes twice is an array. */
function nameIn ({ user }) {
  return typeof user === 'string' ? user.trim() : ''
}

module.exports = Object.assign(login, { LONGEST_NAME, PASSWORD })
