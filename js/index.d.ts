// What do the types of `express-session-wasm` promise? What those of @types/express-session 1.19 do: code written for
// them compiles unchanged. One file serves `require` and `import`, so that an application's SessionData is one interface.

// From version 6 on TypeScript reads no types that nobody names.
/// <reference types="node" />

import { BinaryLike, KeyObject, webcrypto } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { IncomingMessage, ServerResponse } from 'node:http'

declare global {
  namespace Express {
    /** A store that a middleware uses, which gave it a `generate`. */
    type SessionStore = session.Store & { generate: (req: Request) => void }

    // Declared here, so that Express's own types are not needed; they merge with this where they are installed.
    interface Request {
      /**
       * The session of this request.
       *
       * It is there behind the middleware only, and not while the store is disconnected or where the path of the
       * request lies outside of the cookie's `path`. Declare what you keep in it in {@link session.SessionData}.
       */
      session: session.Session & Partial<session.SessionData>

      /** The id of the session, unsigned. It is a secret of the client's: do not log it. */
      sessionID: string

      /** The store that the middleware uses. */
      sessionStore: SessionStore
    }
  }
}

export = session

/**
 * Makes a session middleware.
 *
 * @typeParam Data what your application keeps in a session, where it is not declared in {@link session.SessionData}; in a handler,
 * `req.session as session.Session & Data`
 * @param options `secret` at least; give `resave` and `saveUninitialized` too, whose defaults are deprecated
 * @throws TypeError if `genid` is not a function, `unset` is neither `'destroy'` nor `'keep'`, `secret` is an empty array,
 * `name` is no name of a cookie, or an attribute in `cookie` has a value that no header can carry
 * @example
 * app.use(session({ secret: process.env.SESSION_SECRET!, resave: false, saveUninitialized: false }))
 */
declare function session<Data = session.SessionData> (options?: session.SessionOptions): session.RequestHandler<Data>

declare namespace session {
  /** What {@link session} makes: a middleware for Express, Connect or a plain `node:http` server. */
  interface RequestHandler<Data = SessionData> {
    /**
     * @param next called once; with an error if the store fails or there is no secret. Called again with an error if the
     * session could not be saved or its cookie not be written
     */
    (
      req: IncomingMessage & { session?: Session & Partial<Data> },
      res: ServerResponse,
      next: (error?: any) => void
    ): void
  }

  /** A secret in any form that `crypto.createHmac` takes; a `KeyObject` or `CryptoKey` has to be of type `'secret'`. */
  type Secret = BinaryLike | KeyObject | ArrayBufferLike | webcrypto.CryptoKey

  /** What {@link session} takes. */
  interface SessionOptions {
    /**
     * The secret that signs session ids (HMAC-SHA256); at least 32 random bytes.
     *
     * In an array the first signs and every one verifies. The array is live: put a new secret in front of it to rotate
     * without losing sessions.
     *
     * A secret of a wrong type throws a TypeError when it is first used. Without a secret, which is deprecated, the
     * middleware takes `req.secret` (cookie-parser's), or else calls `next` with an error.
     */
    secret: Secret | Secret[]

    /**
     * Makes the id of a new session; it must be unique, and must not be guessable.
     *
     * @param req the request: `any`, so that these types need no framework's; annotate it to have it checked
     * @returns the id, or a promise of it: new sessions of a request wait for it, `store.generate(req)` throws a TypeError.
     * Anything but a string makes a session that is not saved and sets no cookie
     * @defaultValue 192 random bits as 32 characters of base64url
     */
    genid?(req: any): string | Promise<string>

    /**
     * Name of the session cookie. Give each application on a host its own: cookies do not tell ports apart.
     *
     * A name that is no HTTP token is a TypeError. Browsers keep a cookie whose name begins with `__Host-` or `__Secure-`
     * only if it is `secure`, the former only with the path `/` and without a domain.
     *
     * @defaultValue `'connect.sid'`
     */
    name?: string | undefined

    /**
     * Where sessions are kept.
     *
     * @defaultValue a new {@link MemoryStore}, which is for development only
     */
    store?: Store | undefined

    /**
     * Attributes of the session cookie, or a function that gives them for a request. The function is called for every
     * request, and once more for a new session; a promise from it is a TypeError.
     *
     * @defaultValue `{ path: '/', httpOnly: true, secure: false, maxAge: null }`
     */
    cookie?: CookieOptions | ((req: any) => CookieOptions) | undefined

    /**
     * Whether every response carries the cookie, which starts its `maxAge` anew. A new session that was not modified
     * still needs {@link SessionOptions.saveUninitialized}.
     *
     * @defaultValue `false`
     */
    rolling?: boolean | undefined

    /**
     * Whether a session is saved although it did not change. Only a store that has no `touch` but expires sessions
     * needs that; it lets parallel requests overwrite each other's changes.
     *
     * @defaultValue `true`; leaving it out is deprecated
     */
    resave?: boolean | undefined

    /**
     * Whether to believe `X-Forwarded-Proto` when asking if a request is secure. `undefined` leaves it to Express's
     * `trust proxy`; `false` believes in nothing but TLS.
     *
     * @defaultValue `undefined`
     */
    proxy?: boolean | undefined

    /**
     * Whether a new session is saved, and its cookie set, although nothing was put in it.
     *
     * @defaultValue `true`; leaving it out is deprecated
     */
    saveUninitialized?: boolean | undefined

    /**
     * What happens in the store when `req.session` is deleted or set to null or undefined: with `'destroy'` the session
     * is removed when the response ends, with `'keep'` it stays as it was before the request.
     *
     * @defaultValue `'keep'`
     */
    unset?: 'destroy' | 'keep' | undefined

    /**
     * What becomes of a response when the store fails as it ends: with `'send'` it goes out as it is, and `next` gets the error
     * once that can hurt nobody; with `'fail'` no response claims what was not stored. It is left to the error handler,
     * without the headers that describe it; where headers have gone out already, the connection is closed.
     *
     * A `touch` that fails changes no response. A session that cannot be serialized is always left to the error handler.
     *
     * @defaultValue `'send'`
     */
    onSaveError?: 'send' | 'fail' | undefined

    /**
     * Whether a cookie that was signed with an older secret of the array is set again, signed with the first, so that the old
     * secret can be removed once all visitors have come back.
     *
     * @defaultValue `false`
     */
    resign?: boolean | undefined

    /**
     * How many milliseconds the store may take for an answer, from 1 to 2147483647. After that the call has failed with an error
     * whose `code` is `'ERR_SESSION_STORE_TIMEOUT'`, and a later answer is ignored. For time in which the event loop stood still
     * the store gets as much again.
     *
     * @defaultValue no limit
     */
    storeTimeout?: number | undefined

    /**
     * What becomes of a session that several requests change at the same time. `'last-write'`: the one that saves last saves all of
     * it, and brings back a session that was destroyed meanwhile. `'merge'`: each top-level key is as the request left it that
     * changed it, and what was destroyed stays so. `'reject'`: as `'merge'`, but a request that would have to be merged fails with
     * an error whose `code` is `'ERR_SESSION_CONFLICT'` and whose `status` is 409.
     *
     * @defaultValue `'last-write'`
     */
    concurrency?: 'last-write' | 'merge' | 'reject' | undefined

    /**
     * With `concurrency: 'merge'`: functions that make the value of a key that two requests changed; without one, the value of
     * the request that saves last stays. What they give has to be JSON; undefined deletes the key.
     *
     * @example
     * merge: { views: (base = 0, mine = 0, theirs = 0) => mine + theirs - base }
     */
    merge?: { [key: string]: (base: any, mine: any, theirs: any) => any } | undefined

    /**
     * Whether the response of a request that destroyed its session has the client drop the cookie, with every attribute that
     * it was set with.
     *
     * @defaultValue `false`
     */
    clearOnDestroy?: boolean | undefined

    /**
     * How many milliseconds after it was created a session ends, whatever it is used for; a session that was stored before this
     * was set begins when it is first seen. `regenerate` starts a new life. A session that is over is destroyed by the request
     * that brings its cookie, which starts anew; neither the cookie's expiry nor the store's lies behind the end.
     *
     * @defaultValue no limit
     */
    absoluteTimeout?: number | undefined

    /**
     * How many milliseconds after its last request a session ends, whatever the store's `touch` does. Uses are written down at
     * most once in a quarter of it, so that a session ends after no less than three quarters without a request.
     *
     * @defaultValue no limit
     */
    idleTimeout?: number | undefined

    /**
     * For how many milliseconds the store is not told again of a session that does not change, as far as this process told it:
     * a request that only reads asks the store once. It must be less than half of `idleTimeout` and of `cookie.maxAge`.
     *
     * @defaultValue the store is told in every request
     */
    touchAfter?: number | undefined

    /**
     * For how many milliseconds the store keeps what a first visit saves; the first request that brings the cookie back gives
     * the session its full life. Works with stores that look at `cookie.expires`.
     *
     * @defaultValue as long as any session
     */
    probation?: number | undefined

    /**
     * With `'neutral'` a prefetch (`Sec-Purpose`, `Purpose` or `X-Moz`: `prefetch`) that does not change the session is no use of
     * it: the store is not told, and no cookie is set.
     *
     * @defaultValue a prefetch is a request like any other
     */
    prefetch?: 'neutral' | undefined

    /**
     * Says whose a session is, from its data: null or undefined for nobody's. For {@link RegenerateOptions.grace}.
     *
     * @param session a session, or its plain data
     */
    user?: ((session: any) => unknown) | undefined
  }

  /** What {@link Session.regenerate} takes over from the old session. */
  interface RegenerateOptions {
    /** The data that the new session has as well: all of it, or what has these names. */
    keep?: true | string[] | undefined

    /**
     * For how many milliseconds requests that bring the old id follow to the new session; they are not told its id. Both have to
     * be of one user, whom {@link SessionOptions.user} names: never at log-in, where who planted the old id would be let in.
     */
    grace?: number | undefined
  }

  /**
   * What your application keeps in a session. Add to it, under the name by which you import this module:
   *
   * @example
   * declare module 'express-session-wasm' {
   *   interface SessionData {
   *     views: number
   *   }
   * }
   */
  interface SessionData {
    /** The attributes of the cookie; the store keeps them with the data. */
    cookie: Cookie
  }

  /**
   * The session of a request. Its methods are not part of the data: no loop and no JSON shows them.
   */
  class Session {
    /**
     * Stores call {@link Store.createSession} instead, which also revives the cookie.
     *
     * @param request its `sessionID` and `sessionStore` are used
     * @param data names that the session already has are left out
     */
    constructor (request: Express.Request, data?: SessionData)

    /** The id; the same as `req.sessionID`. */
    readonly id: string

    /** The cookie, to be changed for this client alone. */
    cookie: Cookie

    // Without a callback each of the following gives a promise. One that nobody looks at raises no `unhandledRejection`.

    /**
     * Destroys this session and gives the request a new, empty one with a new id. Do this at every log-in, so that nobody
     * can know the id beforehand.
     *
     * @returns a promise of the new session; rejected with the store's error
     */
    regenerate (): Promise<Session & Partial<SessionData>>

    /**
     * The same, with a callback.
     *
     * @param callback called when `req.session` is the new session; the error is the store's
     */
    regenerate (callback: (error: any) => void): this

    /**
     * The same, and carries data over; without a callback gives a promise of the new session.
     *
     * @throws TypeError for wrong options, and where a grace may not be given
     */
    regenerate (options: RegenerateOptions, callback: (error: any) => void): this
    regenerate (options: RegenerateOptions): Promise<Session & Partial<SessionData>>

    /**
     * Has the session end at a time that somebody else sets, as an identity provider does. It can only bring the end forward.
     * There with {@link SessionOptions.absoluteTimeout} alone.
     *
     * @param date or milliseconds since the epoch
     * @throws TypeError for what is no date
     */
    expireAt? (date: Date | number): this

    /**
     * Removes the session from the store and from the request.
     *
     * @returns a promise; rejected with the store's error
     */
    destroy (): Promise<void>

    /**
     * The same, with a callback.
     *
     * @param callback called when the store has answered; the error is the store's
     */
    destroy (callback: (error: any) => void): this

    /** The same, with a callback or without. */
    destroy (callback: ((error: any) => void) | undefined): this | Promise<void>

    /**
     * Reads the session from the store again and drops unsaved changes. `req.session` is another object then.
     *
     * @returns a promise of that object; rejected if the store fails or no longer knows the session
     */
    reload (): Promise<Session & Partial<SessionData>>

    /**
     * The same, with a callback.
     *
     * @param callback called when that is done; with an error if the store fails or no longer knows the session
     */
    reload (callback: (error: any) => void): this

    /** Sets `cookie.maxAge` back to `cookie.originalMaxAge`. */
    resetMaxAge (): this

    /**
     * Saves the session now and not at the end of the response: before a redirect, or where no response ends, as on a
     * WebSocket. The data has to be JSON: a BigInt or a cycle is an error.
     *
     * @returns a promise; rejected with the store's error, and then the end of the response saves again
     * @throws TypeError for data that is not JSON
     */
    save (): Promise<void>

    /**
     * The same, with a callback.
     *
     * @param callback called when the store has answered; the error is the store's
     */
    save (callback: (error: any) => void): this

    /** The same, with a callback or without. */
    save (callback: ((error: any) => void) | undefined): this | Promise<void>

    /** Starts the cookie's `maxAge` anew. The middleware does this in every request. */
    touch (): this

    /**
     * Tells the store now what becomes of the session, and nothing after that: for responses that last (event streams), which
     * would overwrite newer data when they end. `save` is an error then, whose `code` is `'ERR_SESSION_CLOSED'`.
     *
     * @param callback called when the store has answered; the error is the store's
     */
    close (callback: (error?: any) => void): this
    close (): Promise<void>
  }

  /**
   * Attributes of the session cookie, and when it expires. A wrong value is a TypeError: thrown by {@link session} where the
   * attributes are an object; for `next` where a function gave them, or a handler set them.
   */
  interface CookieOptions {
    /**
     * Milliseconds until the cookie expires. It goes out as `Expires`, from the server's clock. Without it the cookie
     * lasts until the browser ends. Of `maxAge` and `expires`, what comes last in the object counts.
     *
     * @defaultValue none
     * @throws TypeError if it is something else than a number, null or undefined
     */
    maxAge?: number | undefined

    /**
     * When the cookie expires. Use `maxAge`: a fixed date is soon past.
     *
     * @deprecated Give `maxAge`.
     */
    expires?: Date | null | undefined

    /**
     * `Path`: the requests that the cookie goes with. The middleware passes over a request outside of it.
     *
     * @defaultValue `'/'`
     */
    path?: string | undefined

    /**
     * `Domain`: a host, to include its subdomains. Without it the cookie is for the host that set it alone.
     *
     * Browsers drop a cookie for a host of somebody else.
     *
     * @defaultValue none
     */
    domain?: string | undefined

    /**
     * `HttpOnly`: scripts in the page cannot read the cookie.
     *
     * @defaultValue `true`
     */
    httpOnly?: boolean | undefined

    /**
     * `Secure`: browsers send the cookie over HTTPS only, and it is set in responses to secure requests only. `'auto'`:
     * as secure as the request that starts the session. Behind a proxy, see {@link SessionOptions.proxy}.
     *
     * @defaultValue `false`
     */
    secure?: boolean | 'auto' | undefined

    /**
     * `SameSite`: `true` or `'strict'`, `'lax'`, `'none'` (which browsers accept with `secure` only). `false` leaves it
     * out. `'auto'`: None if the request that starts the session is secure, else Lax.
     *
     * @defaultValue `false`
     */
    sameSite?: boolean | 'lax' | 'strict' | 'none' | 'auto' | undefined

    /**
     * `Partitioned` (CHIPS): in a frame, a cookie of its own for each top-level site. Browsers ask for `secure` too, and in
     * frames of other sites for `sameSite: 'none'`. `res.clearCookie` needs the same attributes.
     *
     * @defaultValue `false`
     */
    partitioned?: boolean | undefined

    /**
     * `Priority`: which cookies Chromium drops last when there are too many.
     *
     * @defaultValue none, which means medium
     */
    priority?: 'low' | 'medium' | 'high' | undefined

    /** @deprecated It has no effect: the session cookie is always signed. */
    signed?: boolean | undefined

    /** @deprecated It has no effect: values are percent-encoded. */
    encode?: ((value: string) => string) | undefined
  }

  /** The cookie of a session, with `maxAge` and `expires` as two views of one value. */
  class Cookie implements CookieOptions {
    /**
     * @param options attributes, also those that a store kept
     * @throws TypeError if `maxAge` is not a number
     */
    constructor (options?: CookieOptions)

    /** The `maxAge` that was set, in milliseconds; null for a cookie that lasts until the browser ends. */
    originalMaxAge: number | null

    /** Milliseconds from now until the cookie expires; negative when it has. Set it to give the cookie so much longer. */
    maxAge?: number | undefined

    /** When the cookie expires. Null makes it last until the browser ends. */
    expires?: Date | null | undefined

    /** `Path`, as in {@link CookieOptions.path}. */
    path?: string | undefined

    /** `Domain`, as in {@link CookieOptions.domain}. */
    domain?: string | undefined

    /** `HttpOnly`, as in {@link CookieOptions.httpOnly}. */
    httpOnly?: boolean | undefined

    /** `Secure`, as in {@link CookieOptions.secure}. */
    secure?: boolean | 'auto' | undefined

    /** `SameSite`, as in {@link CookieOptions.sameSite}. */
    sameSite?: boolean | 'lax' | 'strict' | 'none' | undefined

    /** `Partitioned`, as in {@link CookieOptions.partitioned}. */
    partitioned?: boolean | undefined

    /** `Priority`, as in {@link CookieOptions.priority}. */
    priority?: 'low' | 'medium' | 'high' | undefined

    /** @deprecated It has no effect: the session cookie is always signed. */
    signed?: boolean | undefined

    // What follows is optional because SessionData speaks of the plain cookies in a store, too.

    /** The attributes as plain data, which is what a store keeps. */
    readonly data?: CookieData

    /**
     * The text of a Set-Cookie header with these attributes; the value is percent-encoded, and not signed.
     *
     * @throws TypeError for what cannot stand in a header
     */
    serialize? (name: string, value: string): string

    /** The same as `data`. */
    toJSON? (): CookieData
  }

  /** The attributes of a session's cookie, as a store keeps them. */
  type CookieData = Pick<
    Cookie,
    'originalMaxAge' | 'partitioned' | 'priority' | 'expires' | 'secure' | 'httpOnly' | 'domain' | 'path' | 'sameSite'
  >

  /**
   * What every session store extends.
   *
   * `get`, `set` and `destroy` are required, `touch` is recommended, the rest is for you. A store that loses its backend
   * emits `'disconnect'`, and `'connect'` when it is back: in between, requests have no session.
   */
  abstract class Store extends EventEmitter {
    /** For stores that are functions and not classes: `Store.call(this)` does not need `new`. */
    static call (store: object, ...options: any[]): void

    /**
     * Destroys the session of a request and gives it a new one.
     *
     * @param callback called when `req.session` is the new session; the error is that of `destroy`
     * @returns without a callback a promise of the new session; `any`, because a class that extends this one may want a callback
     */
    regenerate (req: Express.Request, callback?: (error?: any) => any): any

    /**
     * Loads a session outside of a request.
     *
     * @param callback with a {@link Session}, or with none if the store knows none by this id
     * @returns without a callback a promise of that; `any`, because a class that extends this one may want a callback
     */
    load (sid: string, callback?: (error: any, session?: SessionData) => any): any

    /**
     * Makes the data that a store kept the session of a request, with a live cookie.
     *
     * @throws TypeError if the data has no cookie
     */
    createSession (req: Express.Request, session: SessionData): Session & SessionData

    /**
     * Finds a session.
     *
     * @param callback with null or undefined for an unknown id; so counts an error whose `code` is `'ENOENT'`
     */
    abstract get (sid: string, callback: (error: any, session?: SessionData | null) => void): void

    /** Saves a session, whether the store knows the id already or not. */
    abstract set (sid: string, session: SessionData, callback?: (error?: any) => void): void

    /** Removes a session. An unknown id is no error. */
    abstract destroy (sid: string, callback?: (error?: any) => void): void

    /** Keeps an unmodified session from expiring: only `session.cookie` is new. */
    touch? (sid: string, session: SessionData, callback?: (error?: any) => void): void

    /**
     * Saves a session if the store still has what `get` gave as `previous`, in one step that nothing can come between. With it
     * `concurrency: 'merge'` loses no write between processes.
     *
     * @param callback with whether it was saved
     */
    setIf? (sid: string, session: SessionData, previous: SessionData, callback: (error: any, done?: boolean) => void): void

    /** Gives all sessions, as a list or by id. The middleware does not call it. */
    all? (callback: (error: any, sessions?: SessionData[] | { [sid: string]: SessionData } | null) => void): void

    /** Counts the sessions. The middleware does not call it. */
    length? (callback: (error: any, length?: number) => void): void

    /** Removes all sessions. The middleware does not call it. */
    clear? (callback?: (error?: any) => void): void
  }

  /**
   * What bounds a {@link MemoryStore}: numbers, 1 or more. What is left out, or `Infinity`, is no bound.
   */
  interface MemoryStoreOptions {
    /**
     * How many sessions are kept. Where there would be more, those used longest ago go.
     */
    max?: number | undefined

    /**
     * How many bytes their ids and their JSON may have together, in UTF-8. Where there would be more, those used longest ago
     * go; a session that is too large by itself is not saved, and `set` reports an error.
     */
    maxBytes?: number | undefined

    /**
     * How many milliseconds a session is kept after it was saved or touched, if its cookie has no age. Others are kept until
     * their cookie expires.
     */
    ttl?: number | undefined
  }

  /**
   * The default store, in the memory of this process: it forgets everything when the process ends, and is not shared with
   * other processes. Expired sessions go while others are used.
   */
  class MemoryStore extends Store {
    /**
     * @param options not looked at when another class extends this one, which may have options of its own: such a class
     * calls {@link MemoryStore.limit}
     *
     * @throws TypeError for a wrong option
     */
    constructor (options?: MemoryStoreOptions)

    /**
     * The JSON of every session, by its id.
     */
    sessions: { [sid: string]: string }

    /**
     * Bounds what is kept, for a class that extends this one.
     *
     * @throws TypeError for a wrong option
     */
    limit (options: MemoryStoreOptions): void

    // Without a callback promises. `any`, because a class that extends this one may have methods that want their callback.

    get (sid: string, callback?: (error: any, session?: SessionData | null) => void): any
    set (sid: string, session: SessionData, callback?: (error?: any) => void): any
    destroy (sid: string, callback?: (error?: any) => void): any
    touch (sid: string, session: SessionData, callback?: (error?: any) => void): any
    all (callback?: (error: any, sessions?: { [sid: string]: SessionData } | null) => void): any
    length (callback?: (error: any, length?: number) => void): any
    clear (callback?: (error?: any) => void): any
    setIf (sid: string, session: SessionData, previous: SessionData, callback: (error: any, done?: boolean) => void): void
  }

  /** The methods of a store that is written with promises. A method may also return a value at once. */
  interface PromiseMethods<Data = SessionData> {
    /** Finds a session: null or undefined for an unknown id; so counts an error whose `code` is `'ENOENT'`. */
    get (sid: string): Promise<(SessionData & Data) | null | undefined>

    /** Saves a session, whether the store knows the id already or not. */
    set (sid: string, session: SessionData & Data): Promise<unknown>

    /** Removes a session. An unknown id is no error. */
    destroy (sid: string): Promise<unknown>

    /** Keeps an unmodified session from expiring: only `session.cookie` is new. */
    touch? (sid: string, session: SessionData & Data): Promise<unknown>

    /** Gives all sessions, as a list or by id. The middleware does not call it. */
    all? (): Promise<Array<SessionData & Data> | { [sid: string]: SessionData & Data }>

    /** Counts the sessions. The middleware does not call it. */
    length? (): Promise<number>

    /** Removes all sessions. The middleware does not call it. */
    clear? (): Promise<unknown>
  }

  /**
   * What a session store extends that is written with promises: its methods are `async`, and get no callback. They have to be
   * methods, not fields, and others may call them with a callback all the same.
   *
   * @typeParam Data what the application keeps in a session, where it is not declared in {@link SessionData}
   * @example
   * class MapStore extends session.PromiseStore {
   *   private readonly kept = new Map<string, string>()
   *   async get (sid: string) { return JSON.parse(this.kept.get(sid) ?? 'null') }
   *   async set (sid: string, session: session.SessionData) { this.kept.set(sid, JSON.stringify(session)) }
   *   async destroy (sid: string) { this.kept.delete(sid) }
   * }
   */
  abstract class PromiseStore<Data = SessionData> extends Store implements PromiseMethods<Data> {
    abstract get (sid: string): Promise<(SessionData & Data) | null | undefined>
    abstract set (sid: string, session: SessionData & Data): Promise<unknown>
    abstract destroy (sid: string): Promise<unknown>
    touch? (sid: string, session: SessionData & Data): Promise<unknown>
    all? (): Promise<Array<SessionData & Data> | { [sid: string]: SessionData & Data }>
    length? (): Promise<number>
    clear? (): Promise<unknown>
  }

  /**
   * Makes a store of an object whose methods return promises.
   *
   * @throws TypeError if it has no `get`, `set` or `destroy`
   */
  function promised<Data = SessionData> (object: PromiseMethods<Data>): PromiseStore<Data>
}
