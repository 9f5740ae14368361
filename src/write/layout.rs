//! Compact or pretty: what stands between values.
//!
//! Elements leave a comma behind; closing a container turns the last comma into the bracket. So there
//! is nothing to remember between elements, and an empty container is the one without a comma.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::buffer::{Output, Pen, Place};
use crate::error::Result;

/// How a writer lays out what it writes.
pub(crate) trait Layout {
    /// What stands between a name and its value.
    const COLON: &'static str;
    /// Whether nothing stands between elements but a comma.
    const COMPACT: bool;

    /// Begins a container with `bracket`.
    fn open(pen: &mut Pen<'_, '_>, bracket: &str) -> Result<()>;

    /// Goes to where the next element or member begins.
    fn element(pen: &mut Pen<'_, '_>) -> Result<()>;

    /// Ends a container with `bracket`. If it has `any` elements, the pen stands behind the last one, its comma taken back.
    fn end<'b>(pen: Pen<'b, '_>, any: bool, bracket: &str) -> Result<Place<'b>>;

    /// Ends a container with `bracket`, which takes the place of the last element's comma.
    #[inline(always)]
    fn close<'b>(mut pen: Pen<'b, '_>, bracket: &str) -> Result<Place<'b>> {
        let any = pen.uncomma();
        Self::end(pen, any, bracket)
    }

    /// Ends a container inside another with `bracket`, and leaves its comma.
    #[inline(always)]
    fn close_inner(pen: &mut Pen<'_, '_>, bracket: &str) -> Result<()> {
        pen.element(|pen| Self::close(pen, bracket))
    }
}

/// A part of writing a value, in any layout.
pub(crate) trait Step {
    fn step<L: Layout>(self, pen: &mut Pen<'_, '_>) -> Result<()>;
}

/// Takes `step` in `output`.
#[inline]
pub(crate) fn take<L: Layout>(mut output: Output<'_>, step: impl Step) -> Result<()> {
    let mut pen = output.pen();
    step.step::<L>(&mut pen)?;
    pen.pause();
    output.unfailed()
}

/// No white space at all.
pub(crate) enum Compact {}

impl Layout for Compact {
    const COLON: &'static str = ":";
    const COMPACT: bool = true;

    #[inline(always)]
    fn open(pen: &mut Pen<'_, '_>, bracket: &str) -> Result<()> {
        pen.text(bracket)
    }

    #[inline(always)]
    fn element(_: &mut Pen<'_, '_>) -> Result<()> {
        Ok(())
    }

    #[inline(always)]
    fn end<'b>(pen: Pen<'b, '_>, _any: bool, bracket: &str) -> Result<Place<'b>> {
        pen.verbatim(bracket)
    }
}

/// Every element on a line of its own, indented by [`Indent`].
pub(crate) enum Pretty {}

impl Layout for Pretty {
    const COLON: &'static str = ": ";
    const COMPACT: bool = false;

    #[inline(always)]
    fn open(pen: &mut Pen<'_, '_>, bracket: &str) -> Result<()> {
        if let Some(indent) = pen.indent() {
            indent.step_in();
        }
        pen.text(bracket)
    }

    // Inline, or the pen would have to be in memory.
    #[inline(always)]
    fn element(pen: &mut Pen<'_, '_>) -> Result<()> {
        pen.line()
    }

    #[inline]
    fn end<'b>(mut pen: Pen<'b, '_>, any: bool, bracket: &str) -> Result<Place<'b>> {
        if let Some(indent) = pen.indent() {
            indent.step_out();
        }
        if any {
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
    depth: usize,
    /// Length of a newline and the indentation.
    length: usize,
    /// The first chunk of `line`, at hand.
    first: [u8; CHUNK],
    /// A newline, and `step` again and again, to the end: whole chunks, at least `length` bytes.
    line: Cow<'i, [u8]>,
}

/// Beginnings of lines are copied in chunks of so many bytes.
pub(super) const CHUNK: usize = 32;

/// A newline, and spaces for 31 levels.
static TWO_SPACES: [u8; 2 * CHUNK] = {
    let mut line = [b' '; 2 * CHUNK];
    line[0] = b'\n';
    line
};

impl<'i> Indent<'i> {
    /// `step` for each level, and already `depth` levels.
    pub(crate) fn new(step: &'i str, depth: usize) -> Self {
        let line = if step == "  " { Cow::Borrowed(&TWO_SPACES[..]) } else { Cow::default() };
        let first = TWO_SPACES.as_chunks().0[0];
        let mut indent = Indent { step, depth: 0, length: 0, first, line };
        indent.set(depth);
        indent
    }

    /// The same, so many levels deeper.
    #[cfg(all(feature = "serde", feature = "std"))]
    pub(crate) fn deeper(mut self, levels: usize) -> Self {
        self.set(self.depth + levels);
        self
    }

    #[inline]
    fn step_in(&mut self) {
        self.set(self.depth + 1);
    }

    #[inline]
    fn step_out(&mut self) {
        // Not below zero: a value that has failed may have left containers open.
        self.set(self.depth.saturating_sub(1));
    }

    /// Goes to another depth.
    #[inline]
    fn set(&mut self, depth: usize) {
        self.depth = depth;
        self.length = 1 + depth * self.step.len();
        if self.length > self.line.len() {
            self.lengthen();
        }
    }

    #[cold]
    fn lengthen(&mut self) {
        // Twice as many levels as are needed, and on to the end of the chunk.
        let length = (2 * self.length).next_multiple_of(CHUNK);
        let levels = self.step.bytes().cycle();
        let mut line: Vec<u8> = [b'\n'].into_iter().chain(levels).take(length).collect();
        // If a level is indented by nothing, only the newline counts.
        line.resize(length, b' ');
        self.first = line.as_chunks().0[0];
        self.line = Cow::Owned(line);
    }

    /// The newline and the indentation, if they fit into one chunk, and how many bytes of it count.
    #[inline(always)]
    pub(super) fn short_line(&self) -> Option<(&[u8; CHUNK], usize)> {
        (self.length <= CHUNK).then_some((&self.first, self.length))
    }

    /// The newline and the indentation.
    pub(super) fn line(&self) -> &[u8] {
        &self.line[..self.length]
    }
}
