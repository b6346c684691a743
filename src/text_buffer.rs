//! How does text cross the boundary without an allocation for every string?

use std::ptr;

/// One stretch of memory that both sides know: JavaScript writes the text of an argument at its start and reads the
/// text of a result from there.
#[derive(Debug, Default)]
pub struct TextBuffer {
    bytes: Vec<u8>,
}

impl TextBuffer {
    /// A buffer without room.
    pub const fn new() -> TextBuffer {
        TextBuffer { bytes: Vec::new() }
    }

    /// Makes room for `length` bytes or more, and says where the buffer begins; null when there is no memory for it.
    pub fn reserve(&mut self, length: usize) -> *mut u8 {
        let missing = length.saturating_sub(self.bytes.len());
        if self.bytes.try_reserve(missing).is_err() {
            return ptr::null_mut();
        }
        self.bytes.resize(length.max(self.bytes.len()), 0);
        self.bytes.as_mut_ptr()
    }

    /// The first `length` bytes; empty where they are not UTF-8 or not there.
    pub fn read(&self, length: usize) -> &str {
        self.bytes.get(..length).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// Puts `text` at the start and returns its length in bytes.
    pub fn write(&mut self, text: &str) -> usize {
        self.reserve(text.len());
        if let Some(start) = self.bytes.get_mut(..text.len()) {
            start.copy_from_slice(text.as_bytes());
        }
        text.len()
    }
}
