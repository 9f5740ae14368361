//! A number from a text that is nothing else, and what is wrong with one that is not.

use crate::error::{Error, ErrorCode};

/// Whether `text` is a number and nothing else, by RFC 8259's grammar.
///
/// # Errors
///
/// If it is not. serde_json stops at the first fault, then finds that the text goes on and calls it
/// an invalid number at the next byte; only a fault at the end of the text keeps its own name.
pub(super) fn check(text: &str) -> Result<(), Error> {
    match scan(text.as_bytes()) {
        Ok(at) if at == text.len() => Ok(()),
        Ok(at) => Err(fault(text, ErrorCode::InvalidNumber, at)),
        Err((code, at)) => Err(fault(text, code, at)),
    }
}

/// The error for a well-formed number that is too large for an `f64`.
#[cfg(not(feature = "arbitrary_precision"))]
#[cold]
pub(super) fn out_of_range(text: &str) -> Error {
    fault(text, ErrorCode::NumberOutOfRange, overflow(text.as_bytes()))
}

#[cold]
fn fault(text: &str, code: ErrorCode, at: usize) -> Error {
    let (code, at) = match at < text.len() {
        true => (ErrorCode::InvalidNumber, at + 1),
        false => (code, at),
    };
    let before = &text.as_bytes()[..at];
    let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
    let column = before.iter().rev().take_while(|&&byte| byte != b'\n').count();
    Error::syntax(code, line, column, at)
}

/// Walks a number by RFC 8259's grammar: the offset behind it, or the fault and the offset behind
/// what was looked at.
fn scan(bytes: &[u8]) -> Result<usize, (ErrorCode, usize)> {
    let digits =
        |from: usize| from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    // A digit must be here; a wrong byte has been eaten when it is found to be wrong.
    let digit = |at: usize| match bytes.get(at) {
        Some(b'0'..=b'9') => Ok(at + 1),
        Some(_) => Err((ErrorCode::InvalidNumber, at + 1)),
        None => Err((ErrorCode::EofWhileParsingValue, at)),
    };
    let mut at = match bytes.first() {
        Some(b'-') => 1,
        Some(b'0'..=b'9') | None => 0,
        Some(_) => return Err((ErrorCode::InvalidNumber, 0)),
    };
    at = match bytes.get(at) {
        Some(b'0') => at + 1,
        _ => digits(digit(at)?),
    };
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        match bytes.get(at) {
            Some(b'0'..=b'9') => at = digits(at),
            Some(_) => return Err((ErrorCode::InvalidNumber, at)),
            None => return Err((ErrorCode::EofWhileParsingValue, at)),
        }
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        let is_zero = !bytes[..at].iter().any(|byte| matches!(byte, b'1'..=b'9'));
        at += 1;
        let is_negative = bytes.get(at) == Some(&b'-');
        if let Some(b'+' | b'-') = bytes.get(at) {
            at += 1;
        }
        at = digits(digit(at)?);
        if cfg!(not(feature = "arbitrary_precision")) && !is_zero && !is_negative {
            let noticed = overflow(&bytes[..at]);
            if noticed < at {
                return Err((ErrorCode::NumberOutOfRange, noticed));
            }
        }
    }
    Ok(at)
}

/// Where serde_json notices that a well-formed number is too large: at its end, or in an exponent
/// behind the digit that takes it past `i32`.
fn overflow(bytes: &[u8]) -> usize {
    let Some(start) = bytes.iter().position(|b| matches!(b, b'e' | b'E')) else {
        return bytes.len();
    };
    let mut exponent = 0_i32;
    for (at, byte) in bytes.iter().enumerate().skip(start + 1).filter(|(_, b)| b.is_ascii_digit()) {
        let next = exponent.checked_mul(10).and_then(|e| e.checked_add((byte - b'0').into()));
        match next {
            Some(next) => exponent = next,
            None => return at + 1,
        }
    }
    bytes.len()
}
