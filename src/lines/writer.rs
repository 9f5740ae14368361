//! One record a line, buffered.

use alloc::vec::Vec;
use std::io;

use serde_core::ser::Serialize;

use crate::error::{Error, Result};

/// Writes records, one a line, in large writes.
///
/// Dropping it writes what is still buffered and ignores errors, as a `BufWriter` does; [`Writer::flush`] or
/// [`Writer::into_inner`] tell them.
///
/// ```
/// let mut writer = fastjson_api::lines::Writer::new(Vec::new());
/// writer.write(&[1, 2])?;
/// writer.write("three")?;
/// assert_eq!(writer.into_inner()?, b"[1,2]\n\"three\"\n");
/// # Ok::<(), fastjson_api::Error>(())
/// ```
#[derive(Debug)]
pub struct Writer<W: io::Write> {
    /// `None` only after `into_inner`.
    output: Option<W>,
    buffer: Vec<u8>,
    /// During a call of the output: after a panic in it, dropping must not write again.
    writing: bool,
}

/// Buffered bytes from which on they are written.
const FULL: usize = 32 << 10;

impl<W: io::Write> Writer<W> {
    /// A writer of records to `output`.
    pub fn new(output: W) -> Self {
        Writer { output: Some(output), buffer: Vec::new(), writing: false }
    }

    /// Writes one record and its line feed.
    ///
    /// # Errors
    /// * `record` cannot be written as JSON: nothing of it comes out, the records before and after do.
    /// * The output failed; [`Error::is_io`].
    pub fn write<T: ?Sized + Serialize>(&mut self, record: &T) -> Result<()> {
        crate::to_vec_into(&mut self.buffer, record)?;
        self.buffer.push(b'\n');
        if self.buffer.len() < FULL { Ok(()) } else { self.empty().map_err(Error::io) }
    }

    /// Writes what is buffered, and flushes the output.
    ///
    /// # Errors
    /// The output failed; what it did not take stays buffered.
    pub fn flush(&mut self) -> Result<()> {
        self.empty().map_err(Error::io)?;
        self.output.as_mut().map_or(Ok(()), io::Write::flush).map_err(Error::io)
    }

    /// Writes what is buffered and gives the output back.
    ///
    /// # Errors
    /// The output failed.
    pub fn into_inner(mut self) -> Result<W> {
        self.empty().map_err(Error::io)?;
        match self.output.take() {
            Some(output) => Ok(output),
            None => unreachable!("only into_inner takes the output, and it takes self"),
        }
    }

    /// Hands the buffer to the output; what it does not take stays.
    fn empty(&mut self) -> io::Result<()> {
        let Some(output) = &mut self.output else { return Ok(()) };
        let mut written = 0;
        let result = loop {
            if written == self.buffer.len() {
                break Ok(());
            }
            self.writing = true;
            let count = output.write(&self.buffer[written..]);
            self.writing = false;
            match count {
                Ok(0) => break Err(io::ErrorKind::WriteZero.into()),
                Ok(count) if count > self.buffer.len() - written => {
                    written = self.buffer.len();
                    break Err(io::Error::other("a writer said it wrote more than it was given"));
                }
                Ok(count) => written += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => break Err(error),
            }
        };
        self.buffer.drain(..written);
        result
    }
}

impl<W: io::Write> Drop for Writer<W> {
    fn drop(&mut self) {
        if !self.writing {
            // An error cannot be told from here.
            _ = self.empty();
        }
    }
}
