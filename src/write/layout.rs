//! Compact or pretty: what stands between values.
//!
//! Elements leave a comma behind; closing a container turns the last comma into the bracket. So there
//! is nothing to remember between elements, and an empty container is the one without a comma.

use alloc::borrow::Cow;
use alloc::string::String;

use super::buffer::{Pen, Place};
use crate::error::Result;

/// How a writer lays out what it writes.
pub(crate) trait Layout {
    /// What stands between a name and its value.
    const COLON: &'static str;

    /// Begins a container with `bracket`.
    fn open(pen: &mut Pen<'_, '_>, bracket: &str) -> Result<()>;

    /// Goes to where the next element or member begins.
    fn element(pen: &mut Pen<'_, '_>) -> Result<()>;

    /// Ends a container with `bracket`.
    fn close<'b>(pen: Pen<'b, '_>, bracket: &str) -> Result<Place<'b>>;

    /// Ends a container inside another with `bracket`, and leaves its comma.
    #[inline(always)]
    fn close_inner(pen: &mut Pen<'_, '_>, bracket: &str) -> Result<()> {
        pen.element(|pen| Self::close(pen, bracket))
    }
}

/// No white space at all.
pub(crate) enum Compact {}

impl Layout for Compact {
    const COLON: &'static str = ":";

    #[inline(always)]
    fn open(pen: &mut Pen<'_, '_>, bracket: &str) -> Result<()> {
        pen.text(bracket)
    }

    #[inline(always)]
    fn element(_: &mut Pen<'_, '_>) -> Result<()> {
        Ok(())
    }

    #[inline(always)]
    fn close<'b>(mut pen: Pen<'b, '_>, bracket: &str) -> Result<Place<'b>> {
        pen.uncomma();
        pen.verbatim(bracket)
    }
}

/// Every element on a line of its own, indented by [`Indent`].
pub(crate) enum Pretty {}

impl Layout for Pretty {
    const COLON: &'static str = ": ";

    #[inline]
    fn open(pen: &mut Pen<'_, '_>, bracket: &str) -> Result<()> {
        pen.indent().depth += 1;
        pen.text(bracket)
    }

    #[inline]
    fn element(pen: &mut Pen<'_, '_>) -> Result<()> {
        pen.line()
    }

    #[inline]
    fn close<'b>(mut pen: Pen<'b, '_>, bracket: &str) -> Result<Place<'b>> {
        let indent = pen.indent();
        indent.depth = indent.depth.saturating_sub(1);
        if pen.uncomma() {
            pen.line()?;
        }
        pen.verbatim(bracket)
    }
}

/// How a line begins.
#[derive(Clone, Default)]
pub(crate) struct Indent<'i> {
    /// What one level is indented by.
    step: &'i str,
    /// How many containers are open.
    pub(crate) depth: usize,
    /// A newline, and `step` as often as has been needed yet.
    line: Cow<'i, str>,
}

impl<'i> Indent<'i> {
    /// `step` for each level, and already `depth` levels.
    pub(crate) fn new(step: &'i str, depth: usize) -> Self {
        const TWO_SPACES: &str = "\n                                ";
        let line = if step == "  " { TWO_SPACES } else { "\n" };
        Indent { step, depth, line: Cow::Borrowed(line) }
    }

    /// The newline and the indentation.
    #[inline]
    pub(super) fn line(&mut self) -> &str {
        let length = 1 + self.depth * self.step.len();
        if length > self.line.len() {
            self.lengthen(length);
        }
        &self.line[..length]
    }

    #[cold]
    fn lengthen(&mut self, length: usize) {
        let line: &mut String = self.line.to_mut();
        while line.len() < length {
            line.push_str(self.step);
        }
    }
}
