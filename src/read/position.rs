//! The second look at a text that the fast path refused: what is wrong, and where serde_json says so.
//!
//! `Trace` is a plain byte reader that takes the steps of serde_json's own reader in its order: `peek`
//! looks at a byte, `next` takes it, an error stands at the last byte taken or the one looked at. It
//! runs only when there is an error to report, over one scalar, so it may be as slow as it is plain.

use crate::error::ErrorCode;

/// What is wrong, and after how many of the bytes it is said to be.
pub(crate) type Fault = (ErrorCode, usize);
type Checked<T = ()> = core::result::Result<T, Fault>;

/// A byte reader that remembers whether it looked one byte ahead.
pub(crate) struct Trace<'b> {
    /// The source's byte at a position. What is wrong may be said of bytes behind the token, which a
    /// source that reads exactly does not have yet.
    byte_at: &'b mut dyn FnMut(usize) -> Option<u8>,
    pub(crate) index: usize,
    peeked: bool,
    /// Errors count a byte that was looked at as read.
    counts_peeked: bool,
}

impl<'b> Trace<'b> {
    pub(crate) fn new(
        byte_at: &'b mut dyn FnMut(usize) -> Option<u8>,
        index: usize,
        counts_peeked: bool,
    ) -> Self {
        Trace { byte_at, index, peeked: false, counts_peeked }
    }

    fn next(&mut self) -> Option<u8> {
        let byte = (self.byte_at)(self.index);
        self.index += usize::from(byte.is_some());
        self.peeked = false;
        byte
    }

    pub(crate) fn peek(&mut self) -> Option<u8> {
        let byte = (self.byte_at)(self.index);
        self.peeked = byte.is_some();
        byte
    }

    /// An error after the bytes taken so far.
    pub(crate) fn here(&self, code: ErrorCode) -> Fault {
        (code, self.index + usize::from(self.counts_peeked && self.peeked))
    }

    /// An error at the byte looked at.
    fn at_peeked(&mut self, code: ErrorCode) -> Fault {
        (code, self.index + usize::from(self.peek().is_some()))
    }

    fn digit_ahead(&mut self) -> bool {
        matches!(self.peek(), Some(b'0'..=b'9'))
    }

    fn skip_digits(&mut self) -> usize {
        let mut count = 0;
        while self.digit_ahead() {
            self.next();
            count += 1;
        }
        count
    }

    /// A literal whose first letter is at the index.
    pub(crate) fn literal(&mut self, word: &[u8]) -> Checked {
        for &letter in word {
            match self.next() {
                None => return Err(self.here(ErrorCode::EofWhileParsingValue)),
                Some(byte) if byte != letter => {
                    return Err(self.here(ErrorCode::ExpectedSomeIdent));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// A number that is to be a value; its error if it is malformed, else that it is out of range.
    pub(crate) fn number(&mut self) -> Fault {
        match self.number_grammar() {
            Err(fault) => fault,
            Ok(()) => self.here(ErrorCode::NumberOutOfRange),
        }
    }

    fn number_grammar(&mut self) -> Checked {
        if self.peek() == Some(b'-') {
            self.next();
        }
        let mut zero = true;
        match self.next() {
            None => return Err(self.here(ErrorCode::EofWhileParsingValue)),
            Some(b'0') => {
                if self.digit_ahead() {
                    return Err(self.at_peeked(ErrorCode::InvalidNumber));
                }
            }
            Some(b'1'..=b'9') => {
                zero = false;
                self.skip_digits();
            }
            Some(_) => return Err(self.here(ErrorCode::InvalidNumber)),
        }
        if self.peek() == Some(b'.') {
            self.next();
            let mut digits = 0;
            while let Some(digit @ b'0'..=b'9') = self.peek() {
                self.next();
                zero &= digit == b'0';
                digits += 1;
            }
            if digits == 0 {
                return Err(match self.peek() {
                    Some(_) => self.at_peeked(ErrorCode::InvalidNumber),
                    None => self.at_peeked(ErrorCode::EofWhileParsingValue),
                });
            }
        }
        match self.peek() {
            Some(b'e' | b'E') => self.exponent(zero),
            _ => Ok(()),
        }
    }

    fn exponent(&mut self, zero: bool) -> Checked {
        self.next();
        let negative = self.peek() == Some(b'-');
        if matches!(self.peek(), Some(b'+' | b'-')) {
            self.next();
        }
        let mut value = match self.next() {
            None => return Err(self.here(ErrorCode::EofWhileParsingValue)),
            Some(digit @ b'0'..=b'9') => i64::from(digit - b'0'),
            Some(_) => return Err(self.here(ErrorCode::InvalidNumber)),
        };
        while self.digit_ahead() {
            let digit = self.next().map_or(0, |byte| byte - b'0');
            value = value * 10 + i64::from(digit);
            if value > i64::from(i32::MAX) {
                if !zero && !negative {
                    return Err(self.here(ErrorCode::NumberOutOfRange));
                }
                self.skip_digits();
                return Ok(());
            }
        }
        Ok(())
    }

    /// A number that is skipped: grammar only, and an early end is an invalid number there.
    pub(crate) fn skip_number(&mut self) -> Checked {
        if self.peek() == Some(b'-') {
            self.next();
        }
        match self.next() {
            Some(b'0') => {
                if self.digit_ahead() {
                    return Err(self.at_peeked(ErrorCode::InvalidNumber));
                }
            }
            Some(b'1'..=b'9') => {
                self.skip_digits();
            }
            _ => return Err(self.here(ErrorCode::InvalidNumber)),
        }
        if self.peek() == Some(b'.') {
            self.next();
            if self.skip_digits() == 0 {
                self.peek();
                return Err(self.at_peeked(ErrorCode::InvalidNumber));
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.next();
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.next();
            }
            match self.next() {
                Some(b'0'..=b'9') => self.skip_digits(),
                _ => return Err(self.here(ErrorCode::InvalidNumber)),
            };
        }
        Ok(())
    }

    /// An integer of up to 128 bits, after its sign; returns where its digits end.
    pub(crate) fn integer128(&mut self) -> Checked<usize> {
        match self.next() {
            Some(b'0') => {
                if self.digit_ahead() {
                    return Err(self.at_peeked(ErrorCode::InvalidNumber));
                }
            }
            Some(b'1'..=b'9') => {
                self.skip_digits();
            }
            _ => return Err(self.here(ErrorCode::InvalidNumber)),
        }
        Ok(self.index)
    }

    fn next_in_string(&mut self) -> Checked<u8> {
        self.next().ok_or_else(|| self.here(ErrorCode::EofWhileParsingString))
    }

    fn peek_in_string(&mut self) -> Checked<u8> {
        self.peek().ok_or_else(|| self.here(ErrorCode::EofWhileParsingString))
    }

    /// The inside of a string whose value is wanted, from behind its opening quote; `strict` for text,
    /// where control bytes and lone surrogates are errors.
    pub(crate) fn string(&mut self, strict: bool) -> Checked {
        loop {
            match self.next_in_string()? {
                b'"' => return Ok(()),
                b'\\' => self.escape(strict)?,
                0..0x20 if strict => {
                    return Err(self.here(ErrorCode::ControlCharacterWhileParsingString));
                }
                _ => {}
            }
        }
    }

    fn escape(&mut self, strict: bool) -> Checked {
        match self.next_in_string()? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(()),
            b'u' => self.unicode_escape(strict),
            _ => Err(self.here(ErrorCode::InvalidEscape)),
        }
    }

    fn unicode_escape(&mut self, strict: bool) -> Checked {
        let mut unit = self.hex()?;
        if !strict {
            // Lone surrogates are accepted; what follows is read as any other escape.
            return Ok(());
        }
        if (0xDC00..=0xDFFF).contains(&unit) {
            return Err(self.here(ErrorCode::LoneLeadingSurrogateInHexEscape));
        }
        if (0xD800..=0xDBFF).contains(&unit) {
            for expected in [b'\\', b'u'] {
                let byte = self.peek_in_string()?;
                self.next();
                if byte != expected {
                    return Err(self.here(ErrorCode::UnexpectedEndOfHexEscape));
                }
            }
            unit = self.hex()?;
            if !(0xDC00..=0xDFFF).contains(&unit) {
                return Err(self.here(ErrorCode::LoneLeadingSurrogateInHexEscape));
            }
        }
        Ok(())
    }

    /// Four hexadecimal digits.
    fn hex(&mut self) -> Checked<u16> {
        let mut unit = Some(0u16);
        for _ in 0..4 {
            let digit = char::from(self.next_in_string()?).to_digit(16);
            unit = unit.zip(digit).map(|(unit, digit)| unit << 4 | digit as u16);
        }
        unit.ok_or_else(|| self.here(ErrorCode::InvalidEscape))
    }

    /// The inside of a string that is skipped, from behind its opening quote.
    pub(crate) fn skip_string(&mut self) -> Checked {
        loop {
            match self.next_in_string()? {
                b'"' => return Ok(()),
                b'\\' => match self.next_in_string()? {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                    b'u' => {
                        self.hex()?;
                    }
                    _ => return Err(self.here(ErrorCode::InvalidEscape)),
                },
                0..0x20 => {
                    // A slice's reader stops before the byte, a stream's has taken it.
                    let (code, place) = self.here(ErrorCode::ControlCharacterWhileParsingString);
                    return Err((code, place - usize::from(!self.counts_peeked)));
                }
                _ => {}
            }
        }
    }
}
