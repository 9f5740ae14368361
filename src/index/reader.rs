//! Sources over `std::io::Read`: the exact one, for sockets and hand-written framing, and the block
//! one, for functions that own their reader to its end.
//!
//! Both keep the bytes from the last consumed token on, and no others: memory is a window and the
//! longest string. Strings are lent, never borrowed for `'de`.

use super::Tokens;
use super::exact::{State, Step, is_in_numbers};
use super::source::{Place, Read, Reference, START, private};
use crate::error::Error;
use alloc::vec::Vec;
use std::io::{self, ErrorKind};
use std::panic::AssertUnwindSafe;

/// One `read` that is not given up for an interrupt.
pub(crate) fn read_some(reader: &mut impl io::Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(into) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Ok(count) if count > into.len() => {
                return Err(io::Error::other("a reader said it read more than there is room for"));
            }
            other => return other,
        }
    }
}

/// The most bytes that are kept: as many as positions reach, and where `usize` has 32 bits, as many as a
/// vector holds that has doubled.
const MOST: usize = if usize::BITS > 32 { u32::MAX as usize } else { 1 << 30 };

/// JSON input source that reads from a `std::io::Read`, never a byte past the value it is asked for
/// (one past a number).
pub struct IoRead<R: io::Read> {
    reader: R,
    buffer: Vec<u8>,
    /// How many bytes of `buffer` the scanner took.
    next: usize,
    origin: Place,
    state: State,
    held: Option<usize>,
    /// Shown to nobody before it is taken out.
    failure: AssertUnwindSafe<Option<io::Error>>,
    ended: bool,
}

/// The exact source lets go of consumed bytes once there are this many.
const KEEP: usize = 4096;

impl<R: io::Read> IoRead<R> {
    /// Reads from `reader`, byte by byte: wrap a file or socket in a `BufReader`.
    pub fn new(reader: R) -> Self {
        IoRead {
            reader,
            buffer: Vec::new(),
            next: 0,
            origin: START,
            state: State::Between,
            held: None,
            failure: AssertUnwindSafe(None),
            ended: false,
        }
    }

    /// The next byte to scan, if there is one.
    fn byte(&mut self) -> Option<u8> {
        self.byte_at_position(self.next)
    }

    /// The byte at `pos`, which is read if it is the next one.
    fn byte_at_position(&mut self, pos: usize) -> Option<u8> {
        if pos == self.buffer.len() && !self.ended {
            let mut byte = [0];
            match read_some(&mut self.reader, &mut byte) {
                Ok(0) => self.ended = true,
                Ok(_) => self.buffer.push(byte[0]),
                Err(error) => {
                    *self.failure = Some(error);
                    self.ended = true;
                }
            }
        }
        self.buffer.get(pos).copied()
    }
}

impl<R: io::Read> private::Sealed for IoRead<R> {}

impl<'de, R: io::Read> Read<'de> for IoRead<R> {
    const EXACT: bool = true;
    const COUNTS_PEEKED: bool = true;

    fn bytes(&self) -> &[u8] {
        &self.buffer
    }

    fn refill(&mut self, tokens: &mut Tokens, need: usize) {
        tokens.compact();
        let gone = tokens.pos_at(0).min(self.held.unwrap_or(usize::MAX));
        if gone >= KEEP {
            self.origin = self.origin.after(&self.buffer[..gone]);
            self.held = self.held.map(|pos| pos - gone);
            self.buffer.drain(..gone);
            self.next -= gone;
            tokens.rebase(gone);
        }
        while !tokens.has(need) && !tokens.ended {
            loop {
                // A text that does not fit ends here.
                if self.buffer.len() >= MOST {
                    *self.failure = Some(io::Error::other("a string is too long for its buffer"));
                    self.ended = true;
                    self.next = self.buffer.len();
                }
                let Some(byte) = self.byte() else {
                    if self.failure.is_some() && matches!(self.state, State::Number(_)) {
                        // Nobody knows whether it went on.
                        tokens.pop();
                        self.state = State::Between;
                    }
                    tokens.end(self.buffer.len());
                    break;
                };
                let step = self.state.step(byte, self.next, tokens);
                self.next += usize::from(step != Step::CompleteBefore);
                if step != Step::More {
                    break;
                }
            }
        }
    }

    fn refill_exact(&mut self, tokens: &mut Tokens, need: usize) {
        self.refill(tokens, need);
    }

    fn lend<'s>(&'s self, start: usize, end: usize) -> Reference<'de, 's, [u8]> {
        Reference::Copied(&self.buffer[start..end])
    }

    fn is_utf8(&mut self) -> bool {
        false
    }

    fn scanned(&self) -> usize {
        self.next
    }

    fn resume(&mut self) {
        self.ended = false;
    }

    fn byte_at(&mut self, pos: usize) -> Option<u8> {
        self.byte_at_position(pos)
    }

    fn hold(&mut self, pos: usize) {
        self.held = Some(pos);
    }

    fn held(&self, end: usize) -> (&[u8], usize) {
        let start = self.held.unwrap_or(end);
        (&self.buffer[start..end], start)
    }

    fn take_held(&mut self, end: usize) -> Reference<'de, '_, [u8]> {
        let start = self.held.take().unwrap_or(end);
        Reference::Copied(&self.buffer[start..end])
    }

    fn origin(&self) -> Place {
        self.origin
    }

    fn take_failure(&mut self) -> Option<Error> {
        self.failure.take().map(Error::io)
    }
}

/// Reads large blocks and indexes them with the kernels. May read to the reader's end.
pub(crate) struct BlockRead<R> {
    reader: R,
    /// All of it is initialised; the text is `buffer[..len]`.
    buffer: Vec<u8>,
    len: usize,
    next: usize,
    origin: Place,
    /// Where `hold` was called.
    held: Option<usize>,
    /// The last token that was found. It is given out once the next one is known, so that the bytes of
    /// every token given out are there to their end.
    last: Option<(usize, u8)>,
    /// `buffer[..checked]` is UTF-8 if `valid`.
    checked: usize,
    valid: bool,
    failure: Option<io::Error>,
    ended: bool,
}

/// Bytes asked for at first: a message fits, and the block costs little to clear.
const FIRST_BLOCK: usize = 4 * 1024;
/// Bytes asked for at once in the long run. The L2 cache holds the block and what is made of it.
const BLOCK: usize = 64 * 1024;

impl<R: io::Read> BlockRead<R> {
    pub(crate) fn new(reader: R) -> Self {
        BlockRead {
            reader,
            buffer: Vec::new(),
            len: 0,
            next: 0,
            origin: START,
            held: None,
            last: None,
            checked: 0,
            valid: true,
            failure: None,
            ended: false,
        }
    }

    /// Lets go of what the tokens no longer need, and reads once.
    fn read(&mut self, tokens: &mut Tokens) {
        let gone = tokens.pos_at(0).min(self.checked).min(self.held.unwrap_or(usize::MAX));
        if gone > 0 {
            self.origin = self.origin.after(&self.buffer[..gone]);
            self.buffer.copy_within(gone..self.len, 0);
            tokens.rebase(gone);
            self.last = self.last.map(|(pos, kind)| (pos - gone, kind));
            self.held = self.held.map(|pos| pos - gone);
            self.len -= gone;
            self.next -= gone;
            self.checked -= gone;
        }
        self.read_on();
    }

    /// Reads once, behind the bytes that are there.
    fn read_on(&mut self) {
        if self.buffer.len() - self.len <= (self.buffer.len() / 2).min(BLOCK / 2) {
            // Doubles for a long string, so that its bytes are moved a constant number of times.
            let room = match self.buffer.len() {
                0 => FIRST_BLOCK,
                len if len < BLOCK => BLOCK,
                len => len * 2,
            };
            if room > MOST {
                self.failure = Some(io::Error::other("a string is too long for its buffer"));
                self.ended = true;
                return;
            }
            self.buffer.resize(room, 0);
        }
        match read_some(&mut self.reader, &mut self.buffer[self.len..]) {
            Ok(0) => self.ended = true,
            Ok(count) => self.len += count,
            Err(error) => {
                self.failure = Some(error);
                self.ended = true;
            }
        }
        self.validate();
    }

    fn validate(&mut self) {
        if !self.valid {
            self.checked = self.len;
            return;
        }
        match simdutf8::compat::from_utf8(&self.buffer[self.checked..self.len]) {
            Ok(_) => self.checked = self.len,
            Err(error) => {
                self.checked += error.valid_up_to();
                // A character may go on in the next block, but not beyond the end.
                self.valid = error.error_len().is_none() && !self.ended;
            }
        }
    }
}

impl<R> private::Sealed for BlockRead<R> {}

impl<'de, R: io::Read> Read<'de> for BlockRead<R> {
    const EXACT: bool = false;
    const COUNTS_PEEKED: bool = true;

    #[inline(always)]
    fn bytes(&self) -> &[u8] {
        &self.buffer[..self.len]
    }

    #[inline(never)]
    fn refill(&mut self, tokens: &mut Tokens, need: usize) {
        tokens.compact();
        while !tokens.has(need) && !tokens.ended {
            if let Some((pos, kind)) = self.last.take() {
                tokens.push(pos, kind);
            }
            self.next = tokens.fill(&self.buffer[..self.len], self.next, self.ended).0;
            if self.ended && self.next >= self.len {
                if self.failure.is_some()
                    && self.buffer[..self.len].last().is_some_and(|&byte| is_in_numbers(byte))
                    && tokens.ends_with_number()
                {
                    // Nobody knows whether it went on.
                    tokens.pop();
                }
                tokens.end(self.len);
                break;
            }
            if tokens.has(1) {
                self.last = Some(tokens.pop());
            }
            if !tokens.has(need) && self.len - self.next < 64 && !self.ended {
                self.read(tokens);
            }
        }
    }

    fn refill_exact(&mut self, tokens: &mut Tokens, need: usize) {
        self.refill(tokens, need);
    }

    #[inline(always)]
    fn lend<'s>(&'s self, start: usize, end: usize) -> Reference<'de, 's, [u8]> {
        Reference::Copied(&self.buffer[start..end])
    }

    #[inline(always)]
    fn is_utf8(&mut self) -> bool {
        self.valid
    }

    fn byte_at(&mut self, pos: usize) -> Option<u8> {
        while pos >= self.len && !self.ended {
            self.read_on();
        }
        self.buffer[..self.len].get(pos).copied()
    }

    fn hold(&mut self, pos: usize) {
        self.held = Some(pos);
    }

    fn held(&self, end: usize) -> (&[u8], usize) {
        let start = self.held.unwrap_or(end);
        (&self.buffer[start..end], start)
    }

    fn take_held(&mut self, end: usize) -> Reference<'de, '_, [u8]> {
        let start = self.held.take().unwrap_or(end);
        Reference::Copied(&self.buffer[start..end])
    }

    fn origin(&self) -> Place {
        self.origin
    }

    fn take_failure(&mut self) -> Option<Error> {
        self.failure.take().map(Error::io)
    }
}
