//! Where a [`Writer`](super::Writer) may write to.

use alloc::string::String;
use alloc::vec::Vec;

use super::buffer::Output;
use crate::error::{Error, Result};

/// Takes what a buffer holds when it is full. Each call gets whole UTF-8.
pub(crate) trait Sink {
    /// Takes all of `text`, or fails.
    fn take(&mut self, text: &[u8]) -> Result<()>;
}

#[cfg(feature = "std")]
impl<W: std::io::Write> Sink for W {
    fn take(&mut self, text: &[u8]) -> Result<()> {
        self.write_all(text).map_err(crate::Error::io)
    }
}

/// Where a [`Writer`](super::Writer) writes to: `Vec<u8>`, `String`, references to these, [`Slice`],
/// and `Stream`. Text is appended to what is there. Types outside this crate cannot be targets.
pub trait Target: Sized {
    /// What [`Writer::finish`](super::Writer::finish) gives back.
    type Finished;

    /// Where to append.
    #[doc(hidden)]
    #[expect(private_interfaces, reason = "so that nobody else can implement or call it")]
    fn output(&mut self) -> Output<'_>;

    /// Fails if what has been written cannot fit.
    #[doc(hidden)]
    #[inline]
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// Writing is over.
    #[doc(hidden)]
    fn finish(self) -> Result<Self::Finished>;
}

impl Target for Vec<u8> {
    type Finished = Self;

    #[inline]
    #[expect(private_interfaces, reason = "see the trait")]
    fn output(&mut self) -> Output<'_> {
        Output::new(self)
    }

    fn finish(self) -> Result<Self> {
        Ok(self)
    }
}

impl Target for String {
    type Finished = Self;

    #[inline]
    #[expect(private_interfaces, reason = "see the trait")]
    fn output(&mut self) -> Output<'_> {
        Output::text(self)
    }

    fn finish(self) -> Result<Self> {
        Ok(self)
    }
}

impl<T: Target> Target for &mut T {
    type Finished = Self;

    #[inline]
    #[expect(private_interfaces, reason = "see the trait")]
    fn output(&mut self) -> Output<'_> {
        (**self).output()
    }

    #[inline]
    fn check(&self) -> Result<()> {
        (**self).check()
    }

    fn finish(self) -> Result<Self> {
        Ok(self)
    }
}

/// Writes into a slice of fixed length: [`Writer::to_slice`](super::Writer::to_slice). Finished, it is
/// the length of the text.
#[derive(Debug)]
pub struct Slice<'a> {
    buffer: Vec<u8>,
    rest: Rest<'a>,
}

impl<'a> Slice<'a> {
    pub(super) fn new(slice: &'a mut [u8]) -> Self {
        Slice { buffer: Vec::new(), rest: Rest { slice, filled: 0 } }
    }
}

impl Target for Slice<'_> {
    type Finished = usize;

    #[inline]
    #[expect(private_interfaces, reason = "see the trait")]
    fn output(&mut self) -> Output<'_> {
        Output::with_sink(&mut self.buffer, &mut self.rest)
    }

    #[inline]
    fn check(&self) -> Result<()> {
        // The last comma becomes a bracket, or something follows it that needs room itself.
        let text = match self.buffer.last() {
            Some(b',') => self.buffer.len() - 1,
            _ => self.buffer.len(),
        };
        if self.rest.filled + text > self.rest.slice.len() { Err(full()) } else { Ok(()) }
    }

    fn finish(mut self) -> Result<usize> {
        self.output().flush()?;
        Ok(self.rest.filled)
    }
}

#[cold]
fn full() -> Error {
    Error::message("the JSON text is longer than the output".into())
}

/// The slice behind a [`Slice`], and how much of it is text.
#[derive(Debug)]
struct Rest<'a> {
    slice: &'a mut [u8],
    filled: usize,
}

impl Sink for Rest<'_> {
    fn take(&mut self, text: &[u8]) -> Result<()> {
        let end = self.filled + text.len();
        let room = self.slice.get_mut(self.filled..end).ok_or_else(full)?;
        room.copy_from_slice(text);
        self.filled = end;
        Ok(())
    }
}

/// Writes into an [`io::Write`](std::io::Write), in large pieces:
/// [`Writer::to_stream`](super::Writer::to_stream). Finished, it is the stream.
#[cfg(feature = "std")]
#[cfg_attr(docsrs, doc(cfg(feature = "std")))]
#[derive(Debug)]
pub struct Stream<W> {
    buffer: Vec<u8>,
    stream: W,
}

#[cfg(feature = "std")]
impl<W: std::io::Write> Stream<W> {
    pub(super) fn new(stream: W) -> Self {
        Stream { buffer: Vec::new(), stream }
    }
}

#[cfg(feature = "std")]
impl<W: std::io::Write> Target for Stream<W> {
    type Finished = W;

    #[inline]
    #[expect(private_interfaces, reason = "see the trait")]
    fn output(&mut self) -> Output<'_> {
        Output::with_sink(&mut self.buffer, &mut self.stream)
    }

    fn finish(mut self) -> Result<W> {
        self.output().flush()?;
        Ok(self.stream)
    }
}
