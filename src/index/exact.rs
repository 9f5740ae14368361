//! Tokens one by one, for sources that must not be read past the value.
//!
//! A state machine over single bytes. It tells after each byte whether a token is complete, so that
//! the source never asks for one byte more than the grammar needs: strings end at their quote,
//! literals at their last letter, and only a number needs the byte behind it.

use super::Tokens;
use crate::simd::{SUSPECT, is_space};

/// Where the scanner is between two bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Between,
    String {
        escaped: bool,
        marked: bool,
    },
    /// The first `seen` letters of the literal `word` have come.
    Literal {
        word: &'static [u8],
        seen: usize,
    },
    Number(Part),
}

/// Which part of a number was begun: it goes on while RFC 8259's grammar lets it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Sign,
    Zero,
    Whole,
    Point,
    Fraction,
    E,
    ExponentSign,
    Exponent,
}

impl Part {
    /// The part that `byte` belongs to, if it goes on with it.
    fn then(self, byte: u8) -> Option<Part> {
        Some(match (self, byte) {
            (Part::Sign, b'0') => Part::Zero,
            (Part::Sign | Part::Whole, b'0'..=b'9') => Part::Whole,
            (Part::Zero | Part::Whole, b'.') => Part::Point,
            (Part::Point | Part::Fraction, b'0'..=b'9') => Part::Fraction,
            (Part::Zero | Part::Whole | Part::Fraction, b'e' | b'E') => Part::E,
            (Part::E, b'+' | b'-') => Part::ExponentSign,
            (Part::E | Part::ExponentSign | Part::Exponent, b'0'..=b'9') => Part::Exponent,
            _ => return None,
        })
    }
}

/// Whether a number may have this byte in it.
#[inline]
pub(crate) fn is_in_numbers(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')
}

/// What one byte did.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// It was taken, and no token is complete yet.
    More,
    /// It was taken and completes a token.
    Complete,
    /// It was not taken (the same byte comes again), and the token before it is complete.
    CompleteBefore,
}

impl State {
    /// Takes the byte at `pos`.
    pub(super) fn step(&mut self, byte: u8, pos: usize, tokens: &mut Tokens) -> Step {
        match *self {
            State::Between => self.start(byte, pos, tokens),
            State::String { escaped, marked } => {
                let end = byte == b'"' && !escaped;
                if end {
                    tokens.push(pos, if marked { SUSPECT } else { b'"' });
                    *self = State::Between;
                    return Step::Complete;
                }
                let escaped = byte == b'\\' && !escaped;
                *self = State::String { escaped, marked: marked || byte == b'\\' || byte < 0x20 };
                Step::More
            }
            State::Literal { word, seen } => {
                // A wrong letter ends the token; the reader reports it from the bytes.
                if seen + 1 == word.len() || byte != word[seen] {
                    *self = State::Between;
                    return Step::Complete;
                }
                *self = State::Literal { word, seen: seen + 1 };
                Step::More
            }
            State::Number(part) => match part.then(byte) {
                Some(part) => {
                    *self = State::Number(part);
                    Step::More
                }
                None => {
                    *self = State::Between;
                    Step::CompleteBefore
                }
            },
        }
    }

    fn start(&mut self, byte: u8, pos: usize, tokens: &mut Tokens) -> Step {
        if is_space(byte) {
            return Step::More;
        }
        tokens.push(pos, byte);
        *self = match byte {
            b'"' => {
                *self = State::String { escaped: false, marked: false };
                return Step::Complete;
            }
            b't' => State::Literal { word: b"true", seen: 1 },
            b'f' => State::Literal { word: b"false", seen: 1 },
            b'n' => State::Literal { word: b"null", seen: 1 },
            b'-' => State::Number(Part::Sign),
            b'0' => State::Number(Part::Zero),
            b'1'..=b'9' => State::Number(Part::Whole),
            _ => return Step::Complete,
        };
        Step::More
    }
}
