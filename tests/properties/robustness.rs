//! Does every function answer, whatever it is given? A panic would end all sessions of a process.

use crate::inputs::{cases, secret, text};
use express_session_wasm::attributes::Attributes;
use express_session_wasm::decision::{self, Facts};
use express_session_wasm::digest::Digests;
use express_session_wasm::session_cookie::SessionCookie;
use express_session_wasm::signature::Key;
use express_session_wasm::{cookie_header, http_date, percent, set_cookie};
use proptest::prelude::*;

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn nothing_panics(
        one in text(), two in text(), bytes in secret(), number in any::<f64>(), bits in any::<u32>(),
    ) {
        let _ = cookie_header::values(&one, &two).next();
        let _ = percent::decode(&one);
        let _ = percent::encode(&one);
        let _ = http_date::format(number);
        let _ = decision::header_action(Facts::from_bits(bits));
        let _ = decision::end_action(Facts::from_bits(bits));

        let key = Key::new(&bytes);
        let _ = key.unsign(&key.sign(&one));
        let _ = key.unsign(&two);
        let _ = Digests::new().digest(&one, |_| Ok::<(), ()>(()));

        let attributes = Attributes {
            max_age: Some(number),
            domain: Some(&one),
            path: Some(&two),
            expires: Some(number),
            ..Attributes::from_flags(bits)
        };
        let _ = set_cookie::serialize(&one, &two, &attributes);
        let _ = set_cookie::serialize("a", &two, &Attributes { domain: None, ..attributes });
        let _ = set_cookie::serialize("a", &two, &Attributes { domain: None, path: None, ..attributes });

        let mut cookie = SessionCookie::new(one.clone());
        cookie.add_secret(&bytes);
        let _ = cookie.unsign(&two);
        let _ = cookie.serialize(&two, &attributes);
        let _ = cookie.read_id(&two);
        let _ = cookie.read_id(&format!("{one}=s:{two}"));
    }
}
