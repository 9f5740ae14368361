//! The output: spare capacity of a `Vec<u8>`, and the pen that moves over it.
//!
//! Where the next byte goes is a pointer that travels by value, in a register: a [`Pen`] goes into the
//! writing of a value, a [`Place`] comes out of it. The copy in [`Output::at`] is only written on the
//! way, and read where a value failed. All that is ever appended is whole UTF-8: strings, and ASCII.
//!
//! Every write asks for its worst case first. A pen makes no other store than those its own methods
//! have asked room for, so a caller cannot get a size wrong.
#![expect(unsafe_code, reason = "stores into spare capacity, through a pointer that is the cursor")]

use alloc::string::String;
use alloc::vec::Vec;
use core::marker::PhantomData;
use core::mem::{self, MaybeUninit};
use core::ptr::NonNull;

use super::layout::{CHUNK, Indent};
use super::string;
use super::target::Sink;
use crate::error::{Error, Result};
use crate::number::{self, NUMBERS_ROOM, Numbers, Rests, Together};

/// Where a buffer with a [`Sink`] stops growing and is handed on.
pub(crate) const FULL: usize = 64 * 1024;

/// A vector that is being appended to. Dropped, it leaves in the vector what was written.
pub(crate) struct Output<'s> {
    /// Invariant: lies in `vec`'s allocation (or at its end), and all bytes before it are initialised.
    at: NonNull<u8>,
    /// End of `vec`'s allocation.
    end: NonNull<u8>,
    vec: &'s mut Vec<u8>,
    sink: Option<&'s mut dyn Sink>,
    /// Whether the sink has failed or panicked. It gets nothing more, and the buffer does not move any
    /// more.
    failed: bool,
    /// How the lines of this output begin, in the pretty layout. It lies elsewhere, since to make one and to drop it takes
    /// some twenty instructions, and few outputs have any.
    pub(super) indent: Option<&'s mut Indent<'s>>,
}

impl<'s> Output<'s> {
    /// Appends to `vec`.
    #[inline]
    pub(crate) fn new(vec: &'s mut Vec<u8>) -> Self {
        let mut output = Output {
            at: NonNull::dangling(),
            end: NonNull::dangling(),
            vec,
            sink: None,
            failed: false,
            indent: None,
        };
        output.find_ends();
        output
    }

    /// Appends to `string`.
    #[inline]
    pub(crate) fn text(string: &'s mut String) -> Self {
        // SAFETY: an output appends whole UTF-8 only, and removes at most a comma that it appended.
        Output::new(unsafe { string.as_mut_vec() })
    }

    /// Hands what is in `vec` on to `sink` whenever it is full.
    #[inline]
    pub(crate) fn with_sink(vec: &'s mut Vec<u8>, sink: &'s mut dyn Sink) -> Self {
        let mut output = Output::new(vec);
        output.sink = Some(sink);
        output
    }

    /// Sets how lines begin.
    #[inline]
    pub(crate) fn indented(mut self, indent: Option<&'s mut Indent<'s>>) -> Self {
        self.indent = indent;
        self
    }

    /// The right to write on.
    #[inline(always)]
    pub(crate) fn pen(&mut self) -> Pen<'_, 's> {
        Pen { at: self.at, out: self, brand: PhantomData }
    }

    /// Hands everything on that is still here, unless the sink has failed before; that is an error here too.
    pub(crate) fn flush(&mut self) -> Result<()> {
        self.settle();
        let result = self.unfailed().and_then(|()| self.hand_on(self.vec.len()));
        self.vec.clear();
        self.find_ends();
        result
    }

    /// Fails if the sink has: a `Serialize` may have kept its error, or its panic, to itself.
    #[inline]
    pub(super) fn unfailed(&self) -> Result<()> {
        if self.failed { Err(ignored()) } else { Ok(()) }
    }

    /// Gives the sink, if there is one, the first `length` bytes of `vec`, which do not move.
    fn hand_on(&mut self, length: usize) -> Result<()> {
        match &mut self.sink {
            Some(sink) if length != 0 => {
                // Until the sink returns: if it panics, nobody shall give it the same again.
                self.failed = true;
                sink.take(&self.vec[..length])?;
                self.failed = false;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Makes `vec` own what was written.
    #[inline]
    fn settle(&mut self) {
        debug_assert!(self.vec.as_ptr() <= self.at.as_ptr() && self.at <= self.end);
        // SAFETY: both pointers are of one allocation, and what lies between is initialised
        // (invariant of `at`).
        unsafe { self.vec.set_len(self.at.as_ptr().offset_from_unsigned(self.vec.as_ptr())) }
    }

    /// Follows `vec` after it changed.
    #[inline]
    fn find_ends(&mut self) {
        let (length, capacity) = (self.vec.len(), self.vec.capacity());
        // SAFETY: a vector's pointer is not null, and neither offset leaves its allocation.
        unsafe {
            let start = NonNull::new_unchecked(self.vec.as_mut_ptr());
            self.at = start.add(length);
            self.end = start.add(capacity);
        }
    }

    /// Makes room for `more` bytes behind what is in `vec`.
    fn lengthen(&mut self, more: usize) {
        /// Up to this capacity it is quicker to get a new allocation and copy than to lengthen the old.
        const SMALL: usize = 2048;
        let capacity = self.vec.capacity();
        if capacity > SMALL {
            return self.vec.reserve(more);
        }
        let mut vec = Vec::with_capacity((4 * capacity).max(self.vec.len() + more));
        vec.extend_from_slice(self.vec);
        *self.vec = vec;
    }

    /// A newline and the indentation; nothing, if lines were never said to begin with any.
    fn line(&self) -> &[u8] {
        self.indent.as_deref().map_or(&[], Indent::line)
    }

    /// Appends a newline and the indentation at `at`; returns where that ends.
    #[inline(never)]
    fn long_line(&mut self, at: NonNull<u8>) -> Result<NonNull<u8>> {
        let length = self.line().len();
        let mut at = at;
        if self.end.addr().get() - at.addr().get() <= length {
            at = self.grow(at, length)?;
        }
        debug_assert!(self.end.addr().get() - at.addr().get() > length);
        // SAFETY: there is room, and the line is not in the output's vector. It is UTF-8: a newline and
        // strings.
        unsafe {
            at.copy_from_nonoverlapping(NonNull::from(self.line()).cast(), length);
            self.at = at.add(length);
        }
        Ok(self.at)
    }

    /// Makes room for more than `room` bytes behind `at`; returns where that is now. If it fails, `at`
    /// is as good as before.
    #[cold]
    #[inline(never)]
    fn grow(&mut self, at: NonNull<u8>, room: usize) -> Result<NonNull<u8>> {
        self.at = at;
        self.settle();
        if self.sink.is_some() && self.vec.len() + room >= FULL {
            self.unfailed()?;
            // A comma at the end may still have to become a bracket.
            let kept = usize::from(self.vec.last() == Some(&b','));
            self.hand_on(self.vec.len() - kept)?;
            self.vec.clear();
            if kept != 0 {
                self.vec.push(b',');
            }
        }
        self.lengthen(room + 1);
        self.find_ends();
        debug_assert!(self.end.addr().get() - self.at.addr().get() > room);
        Ok(self.at)
    }
}

#[cold]
fn ignored() -> Error {
    Error::message("an error of the writer has been ignored".into())
}

impl Drop for Output<'_> {
    #[inline]
    fn drop(&mut self) {
        match self.failed {
            // Nobody shall hand on what is left.
            true => self.vec.clear(),
            false => self.settle(),
        }
    }
}

/// Makes lifetimes invariant, so that each is a name for one pen.
type Brand<'b> = PhantomData<fn(&'b ()) -> &'b ()>;

/// The right to append to an output. There is one at a time.
pub(crate) struct Pen<'b, 's> {
    /// Invariant: as [`Output::at`], and not before it unless a sink has been in between.
    at: NonNull<u8>,
    out: &'b mut Output<'s>,
    brand: Brand<'b>,
}

/// A pen that something else writes on from. If that fails or panics, the buffer may have moved, and
/// whoever catches the panic may write on: the pen is then set where the output is.
struct Lent<'p, 'b, 's>(&'p mut Pen<'b, 's>);

impl<'s> Lent<'_, '_, 's> {
    /// A pen for whom this one is lent to.
    #[inline(always)]
    fn pen(&mut self) -> Pen<'_, 's> {
        Pen { at: self.0.at, out: &mut *self.0.out, brand: PhantomData }
    }
}

impl Drop for Lent<'_, '_, '_> {
    #[inline(always)]
    fn drop(&mut self) {
        self.0.at = self.0.out.at;
    }
}

/// What remains of a [`Pen`] when a value has been written: the place behind the value.
pub(crate) struct Place<'b> {
    /// Invariant: as [`Output::at`], and there is room for one byte more.
    at: NonNull<u8>,
    brand: Brand<'b>,
}

impl<'b, 's> Pen<'b, 's> {
    /// Where the next byte goes.
    #[inline(always)]
    pub(super) fn at(&self) -> NonNull<u8> {
        self.at
    }

    /// Whether there is no room for more than `room` bytes.
    #[inline(always)]
    pub(super) fn lacks(&self, room: usize) -> bool {
        self.out.end.addr().get() - self.at.addr().get() <= room
    }

    /// Makes room for more than `room` bytes.
    #[inline(always)]
    pub(super) fn reserve(&mut self, room: usize) -> Result<()> {
        if self.lacks(room) {
            // By value, so that the pen itself need not be in memory.
            self.at = self.out.grow(self.at, room)?;
        }
        Ok(())
    }

    /// Whether the output is handed on when it is full.
    #[inline]
    pub(super) fn has_sink(&self) -> bool {
        self.out.sink.is_some()
    }

    /// Moves over `length` bytes.
    ///
    /// # Safety
    ///
    /// They have been written, in room that [`reserve`](Self::reserve) made.
    #[inline(always)]
    pub(super) unsafe fn advance(&mut self, length: usize) {
        debug_assert!(self.out.end.addr().get() - self.at.addr().get() > length);
        // SAFETY: stays within the room, by the caller.
        self.at = unsafe { self.at.add(length) };
        self.out.at = self.at;
    }

    /// The place behind the value that has been written.
    ///
    /// # Safety
    ///
    /// The last thing that happened was `reserve` and an `advance` within it.
    #[inline(always)]
    pub(super) unsafe fn finish(self) -> Place<'b> {
        debug_assert!(self.at < self.out.end);
        Place { at: self.at, brand: PhantomData }
    }

    /// Stops here, for another pen to go on, or for good. A comma is only sure to stay with this.
    #[inline(always)]
    pub(crate) fn pause(self) {
        self.out.at = self.at;
    }

    /// Goes on behind a value, with `byte`.
    ///
    /// # Safety
    ///
    /// `at` is the place where a pen stopped that this one was lent as.
    #[inline(always)]
    unsafe fn follow(&mut self, at: NonNull<u8>, byte: u8) {
        debug_assert!(at < self.out.end);
        // SAFETY: a place has room for one byte.
        unsafe {
            at.write(byte);
            self.at = at.add(1);
        }
    }

    /// Lets `write` write a value, and puts `byte` behind it.
    #[inline(always)]
    pub(super) fn followed<F>(&mut self, byte: u8, write: F) -> Result<()>
    where
        F: for<'c> FnOnce(Pen<'c, 's>) -> Result<Place<'c>>,
    {
        let mut lent = Lent(self);
        let Place { at, .. } = write(lent.pen())?;
        // SAFETY: only the pen above could become a place of its brand, so this is where it stopped.
        unsafe { lent.0.follow(at, byte) };
        mem::forget(lent);
        Ok(())
    }

    /// Lets `write` write each of `items`, and puts a comma behind it, but for the last one only if there are `more`; tells
    /// whether there were any. An error leaves the loop at once: of [`element`](Self::element) in a loop, each result is made and
    /// looked at once more. (To take the last comma back in a function around this one: 1.1 times as long for `true` and `null`.)
    #[inline(always)]
    pub(crate) fn each<I, F>(
        &mut self,
        items: impl Iterator<Item = I>,
        more: bool,
        write: F,
    ) -> Result<bool>
    where
        F: for<'c> Fn(Pen<'c, 's>, I) -> Result<Place<'c>>,
    {
        let mut any = false;
        for item in items {
            let mut lent = Lent(self);
            let Place { at, .. } = write(lent.pen(), item)?;
            // SAFETY: as in `followed`.
            unsafe { lent.0.follow(at, b',') };
            mem::forget(lent);
            any = true;
        }
        if any && !more {
            // SAFETY: a comma has just been put there, and nothing hands the buffer on in between.
            self.at = unsafe { self.at.sub(1) };
        }
        Ok(any)
    }

    /// Lets `write` write a member's name, and puts `colon` behind it.
    #[inline(always)]
    pub(crate) fn named<F>(&mut self, colon: &str, write: F) -> Result<()>
    where
        F: for<'c> FnOnce(Pen<'c, 's>) -> Result<Place<'c>>,
    {
        self.followed(b':', write)?;
        self.out.at = self.at;
        match colon.strip_prefix(':') {
            None | Some("") => Ok(()),
            Some(space) => self.text(space),
        }
    }

    /// Lets `write` write a value.
    #[inline(always)]
    pub(crate) fn value<F>(&mut self, write: F) -> Result<()>
    where
        F: for<'c> FnOnce(Pen<'c, 's>) -> Result<Place<'c>>,
    {
        let mut lent = Lent(self);
        let Place { at, .. } = write(lent.pen())?;
        mem::forget(lent);
        // Only the pen above could become a place of its brand.
        self.at = at;
        Ok(())
    }

    /// Appends `text` as it is.
    #[inline(always)]
    pub(crate) fn text(&mut self, text: &str) -> Result<()> {
        self.reserve(text.len())?;
        // SAFETY: there is room, and a string never overlaps spare capacity.
        unsafe {
            self.at.copy_from_nonoverlapping(NonNull::from(text).cast(), text.len());
            self.advance(text.len());
        }
        Ok(())
    }

    /// How lines begin.
    #[inline(always)]
    pub(super) fn indent(&mut self) -> Option<&mut Indent<'s>> {
        self.out.indent.as_deref_mut()
    }

    /// Appends a newline and the indentation.
    #[inline(always)]
    pub(super) fn line(&mut self) -> Result<()> {
        self.reserve(CHUNK)?;
        match self.out.indent.as_deref().and_then(Indent::short_line) {
            // SAFETY: there is room for the chunk, of which `length` bytes count.
            Some((chunk, length)) => unsafe {
                self.at.cast().write(*chunk);
                self.advance(length);
            },
            None => self.at = self.out.long_line(self.at)?,
        }
        Ok(())
    }

    /// Writes a value that is `text` as it is.
    #[inline(always)]
    pub(crate) fn verbatim(mut self, text: &str) -> Result<Place<'b>> {
        if self.lacks(text.len()) {
            return self.verbatim_elsewhere(text);
        }
        self.text(text)?;
        // SAFETY: `text` did as it must be.
        Ok(unsafe { self.finish() })
    }

    /// The same where the output has to grow. All of it is one call, and the last one: what has room needs no frame, and
    /// looks at no result. The same below.
    #[cold]
    #[inline(never)]
    fn verbatim_elsewhere(mut self, text: &str) -> Result<Place<'b>> {
        self.reserve(text.len())?;
        self.verbatim(text)
    }

    /// Appends a member's name in quotes, and `colon`. Meant for names that are literals: the check
    /// is a loop that folds away.
    #[inline(always)]
    pub(crate) fn name(&mut self, name: &'static str, colon: &str) -> Result<()> {
        if !string::is_plain(name) {
            return self.other_name(name, colon);
        }
        self.reserve(name.len() + colon.len() + 2)?;
        // SAFETY: there is room for the quotes, the name and the colon; neither string overlaps it.
        unsafe {
            self.at.write(b'"');
            let to = self.at.add(1);
            to.copy_from_nonoverlapping(NonNull::from(name).cast(), name.len());
            let to = to.add(name.len());
            to.write(b'"');
            to.add(1).copy_from_nonoverlapping(NonNull::from(colon).cast(), colon.len());
            self.advance(name.len() + colon.len() + 2);
        }
        Ok(())
    }

    /// Steps back over the last byte, if it is `byte`.
    #[inline(always)]
    pub(crate) fn take_back(&mut self, byte: u8) -> bool {
        if self.at.as_ptr().cast_const() <= self.out.vec.as_ptr() {
            return false;
        }
        // SAFETY: there is a byte before `at`, initialised as all are.
        let last = unsafe { self.at.sub(1) };
        // SAFETY: as above.
        let found = unsafe { last.read() } == byte;
        if found {
            self.at = last;
            self.out.at = last;
        }
        found
    }

    /// Writes a number.
    ///
    /// # Safety
    ///
    /// `write` initialises as many bytes of the room, from its start, as it returns, and they are ASCII. `number`'s functions
    /// do.
    #[inline(always)]
    unsafe fn number<const ROOM: usize>(
        mut self,
        write: impl FnOnce(&mut [MaybeUninit<u8>; ROOM]) -> usize,
    ) -> Result<Place<'b>> {
        if self.lacks(ROOM) {
            // SAFETY: by the caller.
            return unsafe { self.number_elsewhere(write) };
        }
        // SAFETY: there is room, and `length` bytes of it have been written, by the caller.
        unsafe {
            let length = write(self.at().cast().as_mut());
            debug_assert!(length <= ROOM);
            self.advance(length);
            Ok(self.finish())
        }
    }

    /// # Safety
    ///
    /// As for `number`.
    #[cold]
    #[inline(never)]
    unsafe fn number_elsewhere<const ROOM: usize>(
        mut self,
        write: impl FnOnce(&mut [MaybeUninit<u8>; ROOM]) -> usize,
    ) -> Result<Place<'b>> {
        self.reserve(ROOM)?;
        // SAFETY: by the caller.
        unsafe { self.number(write) }
    }

    /// Writes an integer.
    #[inline]
    pub(crate) fn u64(self, value: u64) -> Result<Place<'b>> {
        // SAFETY: a function of `number`.
        unsafe { self.number(|room| number::write_u64(value, room)) }
    }

    /// Writes an integer.
    #[inline]
    pub(crate) fn i64(self, value: i64) -> Result<Place<'b>> {
        // SAFETY: a function of `number`.
        unsafe { self.number(|room| number::write_i64(value, room)) }
    }

    /// Writes an integer.
    pub(crate) fn u128(self, value: u128) -> Result<Place<'b>> {
        // SAFETY: a function of `number`.
        unsafe { self.number(|room| number::write_u128(value, room)) }
    }

    /// Writes an integer.
    pub(crate) fn i128(self, value: i128) -> Result<Place<'b>> {
        // SAFETY: a function of `number`.
        unsafe { self.number(|room| number::write_i128(value, room)) }
    }

    /// Writes a float, `null` if it is not finite.
    #[inline]
    pub(crate) fn f64(self, value: f64) -> Result<Place<'b>> {
        // SAFETY: a function of `number`.
        unsafe { self.number(|room| number::write_f64(value, room)) }
    }

    /// Writes a float, `null` if it is not finite.
    #[inline]
    pub(crate) fn f32(self, value: f32) -> Result<Place<'b>> {
        // SAFETY: a function of `number`.
        unsafe { self.number(|room| number::write_f32(value, room)) }
    }

    /// Appends numbers, `null` for what is not finite, and behind each its rest.
    #[inline(always)]
    pub(crate) fn numbers(
        &mut self,
        together: Together,
        numbers: Numbers<'_>,
        rests: &Rests,
    ) -> Result<()> {
        self.reserve(NUMBERS_ROOM)?;
        // SAFETY: there is room, and so many bytes of it have been written, all ASCII.
        unsafe {
            let room = self.at().cast().as_mut();
            self.advance(together.write(numbers, rests, room));
        }
        Ok(())
    }
}
