// What does `import` give? The very object that `require` gives, so that both share one set of classes.
import session from './index.js'

export default session
export const { Store, Cookie, Session, MemoryStore, PromiseStore, promised } = session
