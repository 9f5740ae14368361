//! Errors that a person can act on: the path of the value that failed, and a report with a caret.
//!
//! Nothing here runs before it is asked for. An [`Error`] knows its line and column only; path and report
//! walk the input again, up to that place. The walk never fails, whatever the input holds.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Display, Write};

use crate::error::{Category, Error};

impl Error {
    /// Where in the document this error happened, as a path from its root.
    ///
    /// `input` is the document the error came from. For a value of the wrong type this is the path of that value; for a
    /// missing member it is that of the object, for an unknown one that of the member. An error without a place
    /// (of writing, or from a `Value`) has the root's path.
    ///
    /// ```
    /// let input = r#"{"users": [{"name": "a"}, {"name": 7}]}"#;
    /// # #[derive(serde::Deserialize, Debug)] struct User { name: String }
    /// # #[derive(serde::Deserialize, Debug)] struct Users { users: Vec<User> }
    /// let error = fastjson_api::from_str::<Users>(input).unwrap_err();
    /// let path = error.path(input.as_bytes());
    /// assert_eq!(path.to_string(), "users[1].name");
    /// assert_eq!(path.to_pointer(), "/users/1/name");
    /// ```
    pub fn path(&self, input: &[u8]) -> Path {
        match place(self, input) {
            Some(place) => Path { segments: walk(input, place.consumed, self.classify()) },
            None => Path { segments: Vec::new() },
        }
    }

    /// The name that this error misses the colon behind, if that is what it is about.
    #[cfg(feature = "axum")]
    pub(crate) fn name_without_colon(&self, input: &[u8]) -> Option<String> {
        let consumed = match self.classify() {
            Category::Syntax => place(self, input)?.consumed.checked_sub(1)?,
            Category::Eof => input.len(),
            _ => return None,
        };
        match way(input, consumed).levels.pop()? {
            Level::Object { name: Some(name), expect: Expect::Colon } => Some(unescape(name)),
            _ => None,
        }
    }

    /// This error for a log or a terminal: message, path, line and column, and the line with a caret
    /// under the byte.
    ///
    /// `input` is the document the error came from. A long line is cut to the part around the error; control
    /// characters and invalid UTF-8 come out as U+FFFD, so that the report cannot disturb a terminal.
    ///
    /// ```
    /// let input = "{\n  \"port\": \"80\"\n}";
    /// # #[derive(serde::Deserialize, Debug)] struct Config { port: u16 }
    /// let error = fastjson_api::from_str::<Config>(input).unwrap_err();
    /// assert_eq!(error.report(input.as_bytes()).to_string(), "\
    /// invalid type: string \"80\", expected u16
    ///  --> port, line 2 column 14
    ///   |
    /// 2 |   \"port\": \"80\"
    ///   |              ^");
    /// ```
    pub fn report<'a>(&'a self, input: &'a [u8]) -> Report<'a> {
        Report { error: self, input }
    }
}

/// The way from a document's root to a value in it; see [`Error::path`].
///
/// Displayed as `users[3].name`, and as `.` for the root itself.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Path {
    segments: Vec<Segment>,
}

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Segment {
    /// The member of an object that has this name.
    Name(String),
    /// The element of an array that has this index.
    Index(usize),
}

impl Path {
    #[cfg(feature = "axum")]
    pub(crate) fn new(segments: Vec<Segment>) -> Self {
        Path { segments }
    }

    /// The steps from the root.
    ///
    /// ```
    /// use fastjson_api::report::Segment;
    /// let error = fastjson_api::from_str::<Vec<u8>>("[1, true]").unwrap_err();
    /// assert_eq!(error.path(b"[1, true]").segments(), [Segment::Index(1)]);
    /// ```
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// This path as a JSON Pointer (RFC 6901); the root's is the empty text.
    ///
    /// ```
    /// # use std::collections::BTreeMap;
    /// let input = r#"{"a/b": null}"#;
    /// let error = fastjson_api::from_str::<BTreeMap<String, u8>>(input).unwrap_err();
    /// assert_eq!(error.path(input.as_bytes()).to_pointer(), "/a~1b");
    /// ```
    pub fn to_pointer(&self) -> String {
        let mut pointer = String::new();
        for segment in &self.segments {
            pointer.push('/');
            match segment {
                Segment::Name(name) => {
                    for char in name.chars() {
                        match char {
                            '~' => pointer.push_str("~0"),
                            '/' => pointer.push_str("~1"),
                            _ => pointer.push(char),
                        }
                    }
                }
                // Writing to a String cannot fail.
                Segment::Index(index) => _ = write!(pointer, "{index}"),
            }
        }
        pointer
    }
}

impl Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.segments.is_empty() {
            return f.write_str(".");
        }
        for (depth, segment) in self.segments.iter().enumerate() {
            match segment {
                Segment::Name(name) if depth == 0 => f.write_str(name)?,
                Segment::Name(name) => write!(f, ".{name}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// An error beside the text it is about; see [`Error::report`].
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    error: &'a Error,
    input: &'a [u8],
}

/// Characters of the line shown before and after the error.
const BEFORE: usize = 60;
const AFTER: usize = 30;

impl Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (error, input) = (self.error, self.input);
        Display::fmt(error.text(), f)?;
        let Some(place) = place(error, input) else { return Ok(()) };

        let path = self.error.path(input);
        let (line, column) = (error.line(), error.column());
        let number = alloc::format!("{line}");
        let margin = number.len();
        write!(f, "\n{:margin$}--> {}, line {line} column {column}", "", Printable(&path))?;

        // The byte that the column names, or the end of the line before it (column 0, early end).
        let line_end = input[place.line_start..]
            .iter()
            .position(|&byte| byte == b'\n')
            .map_or(input.len(), |length| place.line_start + length);
        let at = place.consumed.saturating_sub(1).clamp(place.line_start, line_end);
        let (before, cut_before) = last_chars(&input[place.line_start..at], BEFORE);
        let (after, cut_after) = first_chars(&input[at..line_end], AFTER);

        write!(f, "\n{:margin$} |\n{number} | ", "")?;
        let mut indent = 0;
        if cut_before {
            f.write_char('…')?;
            indent += 1;
        }
        indent += write_printable(f, before)?;
        write_printable(f, after)?;
        if cut_after {
            f.write_char('…')?;
        }
        write!(f, "\n{:margin$} | {:indent$}^", "", "")
    }
}

/// A path whose names cannot disturb a terminal.
struct Printable<'a>(&'a Path);

impl Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = alloc::format!("{}", self.0);
        write_printable(f, text.as_bytes()).map(drop)
    }
}

/// Where an error is in its input.
struct Place {
    /// Bytes read when it happened: serde_json's column counts these, so the byte it names is one before.
    consumed: usize,
    line_start: usize,
}

/// From line and column, which every error with a place has (an error that came through another layer's `custom` has
/// no offset).
fn place(error: &Error, input: &[u8]) -> Option<Place> {
    let mut line_start = 0;
    for _ in 1..error.line() {
        line_start += input[line_start..].iter().position(|&byte| byte == b'\n')? + 1;
    }
    let consumed = line_start.checked_add(error.column())?.min(input.len());
    (error.line() > 0).then_some(Place { consumed, line_start })
}

/// An object or array that the walk is in.
enum Level<'a> {
    /// With the raw text of the last name, without its quotes.
    Object {
        name: Option<&'a [u8]>,
        expect: Expect,
    },
    Array {
        index: usize,
        expect: Expect,
    },
}

/// What comes next in an object or array.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Name,
    Colon,
    Value,
    /// A comma or the closing bracket.
    Comma,
}

impl Level<'_> {
    fn expect(&mut self) -> &mut Expect {
        match self {
            Level::Object { expect, .. } | Level::Array { expect, .. } => expect,
        }
    }
}

/// The path of the value that `input[..consumed]` ends in, or that comes next after it.
fn walk(input: &[u8], mut consumed: usize, category: Category) -> Vec<Segment> {
    // What ends a value too early is no step on the way: the `}` of `{"a":tru}`.
    if category == Category::Syntax && consumed > 0 && b",:]}".contains(&input[consumed - 1]) {
        consumed -= 1;
    }
    let Way { mut levels, at, ended } = way(input, consumed);
    // A type error about an array or object is noticed before its bracket is read.
    let next = input[at.min(input.len())..].iter().find(|byte| !byte.is_ascii_whitespace());
    let opens_next = matches!(next, Some(b'[' | b'{'));
    let in_name = levels.last_mut().is_some_and(|level| *level.expect() == Expect::Colon);
    let own = ended || in_name || opens_next || category != Category::Data;
    segments(levels, own)
}

/// How far a walk got.
struct Way<'a> {
    levels: Vec<Level<'a>>,
    at: usize,
    /// Whether a value or name ended with the last byte of the walk.
    ended: bool,
}

/// Walks over `input[..consumed]`, and to the end of the value that this ends in.
fn way(input: &[u8], consumed: usize) -> Way<'_> {
    let mut levels: Vec<Level<'_>> = Vec::new();
    let mut at = 0;
    let mut ended = false;
    while at < consumed {
        let byte = input[at];
        let start = at;
        at += 1;
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b'{' => levels.push(Level::Object { name: None, expect: Expect::Name }),
            b'[' => levels.push(Level::Array { index: 0, expect: Expect::Value }),
            b'}' | b']' => {
                levels.pop();
                ended = at == consumed;
                value_done(&mut levels);
            }
            b':' => {
                if let Some(level) = levels.last_mut() {
                    *level.expect() = Expect::Value;
                }
            }
            b',' => match levels.last_mut() {
                Some(Level::Array { index, expect }) => {
                    *index += 1;
                    *expect = Expect::Value;
                }
                Some(Level::Object { name, expect }) => {
                    *name = None;
                    *expect = Expect::Name;
                }
                None => {}
            },
            b'"' => {
                let closed;
                (at, closed) = string_end(input, at);
                ended = at >= consumed;
                match levels.last_mut() {
                    Some(Level::Object { name, expect: expect @ Expect::Name }) => {
                        *name = Some(&input[start + 1..at - usize::from(closed)]);
                        *expect = Expect::Colon;
                    }
                    _ => value_done(&mut levels),
                }
            }
            _ => {
                at += input[at..].iter().take_while(|&&byte| is_scalar(byte)).count();
                ended = at >= consumed;
                value_done(&mut levels);
            }
        }
    }
    Way { levels, at, ended }
}

/// Names each level's current child; the innermost one's only if it is meant itself.
fn segments(mut levels: Vec<Level<'_>>, own: bool) -> Vec<Segment> {
    if let Some(level) = levels.last_mut() {
        let started = match level {
            Level::Object { name, .. } => name.is_some(),
            Level::Array { .. } => true,
        };
        if !started || !own {
            levels.pop();
        }
    }
    let segment = |level| match level {
        Level::Object { name, .. } => Segment::Name(unescape(name.unwrap_or_default())),
        Level::Array { index, .. } => Segment::Index(index),
    };
    levels.into_iter().map(segment).collect()
}

fn value_done(levels: &mut [Level<'_>]) {
    if let Some(level) = levels.last_mut() {
        *level.expect() = Expect::Comma;
    }
}

/// The offset behind the closing quote of the string whose opening quote is before `at`, and whether there is one.
fn string_end(input: &[u8], mut at: usize) -> (usize, bool) {
    while let Some(&byte) = input.get(at) {
        at += match byte {
            b'"' => return (at + 1, true),
            b'\\' => 2,
            _ => 1,
        };
    }
    (input.len(), false)
}

fn is_scalar(byte: u8) -> bool {
    !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'{' | b'}' | b'[' | b']' | b':' | b',' | b'"')
}

/// A name as its text is meant; one that is not valid as it stands in the input, as far as possible.
fn unescape(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    if !text.contains('\\') {
        return text.into_owned();
    }
    let mut units: Vec<u16> = Vec::new();
    let mut name = String::new();
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        let plain = match char {
            '\\' => match chars.next() {
                Some('u') => {
                    let digits: String = chars.by_ref().take(4).collect();
                    units.push(u16::from_str_radix(&digits, 16).unwrap_or(0xFFFD));
                    continue;
                }
                Some('b') => '\u{8}',
                Some('f') => '\u{c}',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some(other) => other,
                None => '\\',
            },
            plain => plain,
        };
        name.push_str(&String::from_utf16_lossy(&units));
        units.clear();
        name.push(plain);
    }
    name.push_str(&String::from_utf16_lossy(&units));
    name
}

/// The last `count` characters of `bytes`, and whether there are more before. A byte that continues no character counts as
/// part of the one before it.
fn last_chars(bytes: &[u8], count: usize) -> (&[u8], bool) {
    let mut left = count;
    for (at, &byte) in bytes.iter().enumerate().rev() {
        if !is_continuation(byte) {
            if left == 0 {
                // Keep what follows this character: its continuation bytes go with it.
                let end =
                    at + 1 + bytes[at + 1..].iter().take_while(|&&b| is_continuation(b)).count();
                return (&bytes[end..], true);
            }
            left -= 1;
        }
    }
    (bytes, false)
}

/// The first `count` characters of `bytes`, and whether there are more behind.
fn first_chars(bytes: &[u8], count: usize) -> (&[u8], bool) {
    let starts = bytes.iter().enumerate().filter(|(_, byte)| !is_continuation(**byte));
    match starts.map(|(at, _)| at).nth(count) {
        Some(end) => (&bytes[..end], true),
        None => (bytes, false),
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Writes `bytes` so that they stay on their line, and returns how many characters that made.
fn write_printable(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> Result<usize, fmt::Error> {
    let mut count = 0;
    for char in String::from_utf8_lossy(bytes).chars() {
        let char = match char {
            '\t' => ' ',
            '\r' => continue,
            char if char.is_control() || is_direction(char) => char::REPLACEMENT_CHARACTER,
            char => char,
        };
        f.write_char(char)?;
        count += 1;
    }
    Ok(count)
}

/// Marks that reorder or hide text.
fn is_direction(char: char) -> bool {
    matches!(char, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
