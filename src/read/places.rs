//! The parser's errors, and the places that serde_json gives them.

use super::{Parser, Read};
use crate::error::{Error, ErrorCode};
use crate::index::source::{Place, error_at};
use crate::number;
use crate::read::position::Fault;

impl<'de, R: Read<'de>> Parser<R> {
    /// The place `index` bytes into the current bytes.
    #[cold]
    pub(crate) fn place(&mut self, index: usize) -> Place {
        self.erred = true;
        let bytes = self.source.bytes();
        self.source.origin().after(&bytes[..index.min(bytes.len())])
    }

    /// An error that `Trace` found, unless the reader failed there.
    #[cold]
    pub(crate) fn fault(&mut self, (code, index): Fault) -> Error {
        if index >= self.source.bytes().len()
            && let Some(error) = self.take_failure()
        {
            return error;
        }
        error_at(code, self.place(index))
    }

    /// An error at the first byte of the next token, or the end of input.
    #[cold]
    #[inline(never)]
    pub(crate) fn peek_error(&mut self, code: ErrorCode) -> Error {
        self.need(1);
        let index = (self.tokens.pos(0) + 1).min(self.source.bytes().len());
        match self.tokens.kind(0) {
            0 => self.fault((code, index)),
            _ => error_at(code, self.place(index)),
        }
    }

    /// An error before the next token.
    #[cold]
    #[inline(never)]
    pub(crate) fn error_before_token(&mut self, code: ErrorCode) -> Error {
        let index = self.index_before_token();
        self.fault((code, index))
    }

    /// serde_json's index when it has skipped the whitespace before the next token.
    pub(crate) fn index_before_token(&mut self) -> usize {
        self.need(1);
        let pos = self.tokens.pos(0);
        let peeked = R::COUNTS_PEEKED && pos < self.source.bytes().len();
        pos + usize::from(peeked)
    }

    /// serde_json's index when it has consumed the last token and nothing more.
    pub(crate) fn index_after_last(&self) -> usize {
        self.end_of_last(R::COUNTS_PEEKED)
    }

    /// Where the last consumed token's text ends; `peeked`: with the byte behind a number.
    pub(super) fn end_of_last(&self, peeked: bool) -> usize {
        let (kind, pos) = (self.tokens.last_kind(), self.tokens.last_pos());
        let bytes = self.source.bytes();
        match kind {
            0 => pos,
            b't' | b'n' => pos + 4,
            b'f' => pos + 5,
            b'-' | b'0'..=b'9' => {
                // An integer of 128 bits is read whatever follows, so that a number there may be malformed.
                let mut end = pos
                    + number::scan(bytes, pos).unwrap_or_else(|| {
                        1 + bytes[pos..].iter().skip(1).take_while(|b| b.is_ascii_digit()).count()
                    });
                if self.tokens.has(1) && self.tokens.pos(0) > pos {
                    // Only a part of it was read, and the rest made a token.
                    end = end.min(self.tokens.pos(0));
                }
                (end + usize::from(peeked)).min(bytes.len())
            }
            _ => pos + 1,
        }
    }

    /// Where the value that was read last ends, in the current bytes.
    pub(crate) fn index_behind_value(&self) -> usize {
        self.end_of_last(false)
    }

    /// Offset in the input of the next token.
    pub(crate) fn offset_before_token(&mut self) -> usize {
        self.need(1);
        self.source.byte_offset(self.tokens.pos(0))
    }

    /// Offset in the input behind the last consumed token.
    pub(crate) fn byte_offset(&self) -> usize {
        self.source.byte_offset(self.end_of_last(false))
    }

    /// The same, where nothing may have been consumed, and another parser have read from the source before.
    pub(crate) fn start_offset(&self) -> usize {
        match self.tokens.last_kind() {
            0 if R::EXACT => self.source.byte_offset(self.source.scanned()),
            _ => self.byte_offset(),
        }
    }

    /// Offset in the input of a position in the current bytes.
    pub(crate) fn source_offset(&self, pos: usize) -> usize {
        self.source.byte_offset(pos)
    }

    /// An error at an offset in the input.
    #[cold]
    pub(crate) fn error_at_offset(&mut self, code: ErrorCode, offset: usize) -> Error {
        let base = self.source.byte_offset(0);
        error_at(code, self.place(offset.saturating_sub(base)))
    }

    /// Gives an error that has no place the one behind the last consumed token.
    #[cold]
    #[inline(never)]
    pub(crate) fn fix_position(&mut self, error: Error) -> Error {
        let index = self.index_after_last();
        self.fix_at(error, index)
    }

    #[cold]
    pub(crate) fn fix_at(&mut self, error: Error, index: usize) -> Error {
        error.fix_position(|code| error_at(code, self.place(index)))
    }

    /// The error of a visitor that gave up inside an array or object: serde_json then looks for the
    /// end of the container, and places the error where that leaves it. `asked`: as for `end_object`.
    #[cold]
    #[inline(never)]
    pub(crate) fn leave_after_error(&mut self, error: Error, close: u8, asked: bool) -> Error {
        if close == b'}' && self.gives_colon_back(asked) {
            // serde_json has only looked at it.
            let index = self.tokens.pos(0) + usize::from(R::COUNTS_PEEKED);
            return self.fix_at(error, index);
        }
        // Also where the error has a place: not every visitor hands it on.
        let next = self.peek();
        let index = if next == close {
            self.tokens.advance(1);
            self.index_after_last()
        } else {
            if next == b',' && close == b']' {
                self.tokens.advance(1);
            }
            self.index_before_token()
        };
        self.fix_at(error, index)
    }

    #[cold]
    #[inline(never)]
    pub(super) fn colon_is_missing(&mut self, pos: u32) -> Result<(), Error> {
        self.missing_colon = None;
        // Else the visitor had left that object, whose value it did not ask for.
        if self.peek() != b':' && self.tokens.pos(0) == pos as usize {
            return Err(self.colon_error());
        }
        Ok(())
    }

    /// Whether the last token is a colon whose value nobody has asked for: it is given back then.
    pub(super) fn gives_colon_back(&mut self, asked: bool) -> bool {
        if R::EXACT || asked || self.tokens.last_kind() != b':' {
            return false;
        }
        self.tokens.put_back();
        true
    }

    /// What is wrong with a value that starts with the next token, which starts none.
    #[cold]
    #[inline(never)]
    pub(crate) fn value_error(&mut self) -> Error {
        match self.peek() {
            0 if self.tokens_ended() => self.peek_error(ErrorCode::EofWhileParsingValue),
            _ => self.peek_error(ErrorCode::ExpectedSomeValue),
        }
    }
}
