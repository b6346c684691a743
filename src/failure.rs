//! Who answers a request whose session could not be stored?

use crate::codes::{bits, ordinals};

ordinals! {
    /// What failed when the response ended.
    pub enum Failure {
        /// The session itself: it cannot be serialized, or has lost its methods.
        Session,
        /// The store did not save the session.
        Save,
        /// The store did not destroy the session.
        Destroy,
        /// The store did not take note that the session is in use.
        Touch,
    }
}

bits! {
    /// What the rule depends on.
    pub enum Circumstance {
        /// Option `onSaveError: 'fail'`: no response claims what was not stored.
        Strict,
        /// The headers of the response have gone out.
        HeadersSent,
        /// The response is an error page: its status is 400 or more.
        ErrorPage,
    }
}

ordinals! {
    /// What becomes of the response.
    pub enum FailureAction {
        /// It goes out as it is, as in express-session 1.19.0.
        Send,
        /// The application's error handler answers instead.
        HandOver,
        /// The connection is closed, so that the client does not take what it has for the whole.
        Close,
    }
}

/// Decides what becomes of a response; `circumstances` is a sum of [`Circumstance`]s.
///
/// A session that cannot be serialized is handed over whatever the options say: in express-session the response never ends.
///
/// ```
/// use express_session_wasm::failure::{Circumstance, Failure, FailureAction, failure_action};
///
/// assert_eq!(failure_action(Failure::Save, 0), FailureAction::Send);
/// assert_eq!(failure_action(Failure::Save, Circumstance::Strict.code()), FailureAction::HandOver);
/// assert_eq!(failure_action(Failure::Session, 0), FailureAction::HandOver);
/// ```
pub fn failure_action(failure: Failure, circumstances: u32) -> FailureAction {
    let strict = Circumstance::Strict.is_in(circumstances);
    match failure {
        // The session is stored, and lives a little shorter.
        Failure::Touch => FailureAction::Send,
        Failure::Save | Failure::Destroy if !strict => FailureAction::Send,
        Failure::Session | Failure::Save | Failure::Destroy => {
            if Circumstance::HeadersSent.is_in(circumstances) {
                if strict { FailureAction::Close } else { FailureAction::Send }
            } else if Circumstance::ErrorPage.is_in(circumstances) {
                // It claims nothing, and is not to be replaced by the answer to another error.
                FailureAction::Send
            } else {
                FailureAction::HandOver
            }
        }
    }
}
