//! Does the buffer give back what was put into it, and nothing where there is nothing?

use crate::inputs::{cases, text};
use express_session_wasm::text_buffer::TextBuffer;
use proptest::prelude::*;

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn what_was_written_last_is_read_back(texts in prop::collection::vec(text(), 1..5)) {
        let mut buffer = TextBuffer::new();
        for text in texts {
            let length = buffer.write(&text);
            prop_assert_eq!(length, text.len());
            prop_assert_eq!(buffer.read(length), text);
        }
    }

    #[test]
    fn a_length_that_cuts_a_character_reads_as_nothing(text in text(), length in 0_usize..48) {
        let mut buffer = TextBuffer::new();
        buffer.write(&text);
        prop_assert_eq!(buffer.read(length), text.get(..length).unwrap_or_default());
    }

    #[test]
    fn what_a_place_is_called_says_where_to_read_it(
        before in prop_oneof![0_usize..9, 32_760_usize..32_780], length in prop_oneof![0_usize..9, 32_760_usize..32_780],
        mark in any::<bool>(),
    ) {
        let mut buffer = TextBuffer::new();
        let written = buffer.write(&format!("{}{}-", "é".repeat(before / 2), "x".repeat(length)));
        let place = buffer.place_of(&buffer.read(written)[before / 2 * 2..written - 1]);
        let name = buffer.name(place, mark);
        let (start, low) = if name < 0 { (0, -16 - name) } else { (name >> 16, name & 0xffff) };
        prop_assert_eq!(low & 1 == 1, mark);
        prop_assert!(low >= 0);
        let end = (start + (low >> 1)) as usize;
        prop_assert_eq!(&buffer.read(end)[start as usize..], "x".repeat(length));
    }

    #[test]
    fn room_that_was_made_is_enough_and_keeps_what_is_there(text in text(), room in 0_usize..96) {
        let mut buffer = TextBuffer::new();
        buffer.write(&text);
        let start = buffer.reserve(room);
        prop_assert_eq!(buffer.read(text.len()), text);
        buffer.write(&"x".repeat(room));
        prop_assert_eq!(buffer.reserve(0), start);
    }
}
