//! How does text cross the boundary without an allocation for every string?

use std::ptr;

/// One stretch of memory that both sides know: JavaScript writes the text of an argument at its start and reads the
/// text of a result from there.
#[derive(Debug, Default)]
pub struct TextBuffer {
    bytes: Vec<u8>,
}

/// The largest start and length that fit into one integer together.
const MOST_NAMED: usize = 0x7fff;

/// Where a text stands in the buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    start: usize,
    length: usize,
}

impl TextBuffer {
    /// A buffer without room.
    ///
    /// ```
    /// use express_session_wasm::text_buffer::TextBuffer;
    ///
    /// assert_eq!(TextBuffer::new().read(0), "");
    /// ```
    pub const fn new() -> TextBuffer {
        TextBuffer { bytes: Vec::new() }
    }

    /// Makes room for `length` bytes or more, and says where the buffer begins; null when there is no memory for it.
    ///
    /// ```
    /// use express_session_wasm::text_buffer::TextBuffer;
    ///
    /// let mut buffer = TextBuffer::new();
    /// assert!(!buffer.reserve(8).is_null());
    /// assert_eq!(buffer.read(8), "\0".repeat(8));
    /// ```
    pub fn reserve(&mut self, length: usize) -> *mut u8 {
        let missing = length.saturating_sub(self.bytes.len());
        if self.bytes.try_reserve(missing).is_err() {
            return ptr::null_mut();
        }
        self.bytes.resize(length.max(self.bytes.len()), 0);
        self.bytes.as_mut_ptr()
    }

    /// The first `length` bytes; empty where they are not UTF-8 or not there.
    ///
    /// ```
    /// use express_session_wasm::text_buffer::TextBuffer;
    ///
    /// let mut buffer = TextBuffer::new();
    /// let length = buffer.write("é!");
    /// assert_eq!(buffer.read(length), "é!");
    /// // half a character
    /// assert_eq!(buffer.read(1), "");
    /// ```
    pub fn read(&self, length: usize) -> &str {
        self.bytes.get(..length).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// Where `part` of what was read stands.
    ///
    /// ```
    /// use express_session_wasm::text_buffer::TextBuffer;
    ///
    /// let mut buffer = TextBuffer::new();
    /// let length = buffer.write("sid=id");
    /// let part = buffer.read(length).split_once('=').map(|(_, value)| buffer.place_of(value));
    /// assert_eq!(part.map(|place| buffer.name(place, false)), Some(4 << 16 | 2 << 1));
    /// ```
    pub fn place_of(&self, part: &str) -> Place {
        Place { start: (part.as_ptr() as usize).wrapping_sub(self.bytes.as_ptr() as usize), length: part.len() }
    }

    /// One integer that says where `place` is, and a yes or no beside it: the length is in the bits from 1 on, the start in
    /// those from 16 on. Where either takes more than 15 bits, the text is copied to the start.
    ///
    /// ```
    /// use express_session_wasm::text_buffer::{TextBuffer, name_at_start};
    ///
    /// let mut buffer = TextBuffer::new();
    /// let length = buffer.write(&"x".repeat(40_000));
    /// let place = buffer.place_of(buffer.read(length));
    /// assert_eq!(buffer.name(place, true), name_at_start(40_000, true));
    /// ```
    pub fn name(&mut self, Place { start, length }: Place, mark: bool) -> i32 {
        if start <= MOST_NAMED && length <= MOST_NAMED {
            return (start << 16 | length << 1) as i32 | i32::from(mark);
        }
        if start.checked_add(length).is_some_and(|end| end <= self.bytes.len()) {
            self.bytes.copy_within(start..start + length, 0);
        }
        name_at_start(length, mark)
    }

    /// Puts `text` at the start and returns its length in bytes.
    ///
    /// ```
    /// use express_session_wasm::text_buffer::TextBuffer;
    ///
    /// let mut buffer = TextBuffer::new();
    /// assert_eq!(buffer.write("é"), 2);
    /// ```
    pub fn write(&mut self, text: &str) -> usize {
        self.reserve(text.len());
        if let Some(start) = self.bytes.get_mut(..text.len()) {
            start.copy_from_slice(text.as_bytes());
        }
        text.len()
    }
}

/// One integer that says that a text stands at the start, and a yes or no beside it: -16 less its length in the bits from 1
/// on.
///
/// ```
/// use express_session_wasm::text_buffer::name_at_start;
///
/// assert_eq!(name_at_start(2, false), -16 - 4);
/// assert_eq!(name_at_start(2, true), -16 - 5);
/// ```
pub fn name_at_start(length: usize, mark: bool) -> i32 {
    -16 - ((length << 1) as i32 | i32::from(mark))
}
