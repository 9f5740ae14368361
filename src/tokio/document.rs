//! One document from an asynchronous reader, or to an asynchronous writer.

use alloc::vec;
use alloc::vec::Vec;
use std::io;

use serde_core::de::DeserializeOwned;
use serde_core::ser::Serialize;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::error::{Error, Result};

/// Text up to this length is read or written on the spot: that takes some tens of microseconds. Also the length of the pieces in
/// which longer text is passed on.
const PIECE: usize = 64 << 10;

/// Pieces that may wait between the two sides.
const PIECES: usize = 4;

/// Reads a document from `reader`, to its end.
///
/// A document of less than 64 KiB is read into one buffer and parsed at once. The pieces of a longer one go to a thread that may
/// block, and are parsed as they come: the executor is never held up, and no more than a few pieces are in memory.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> fastjson_api::Result<()> {
/// let reader: &[u8] = b"{\"a\": [1, 2]}";
/// let value: fastjson_api::Value = fastjson_api::tokio::from_async_reader(reader).await?;
/// assert_eq!(value["a"][1], 2);
/// # Ok(()) }
/// ```
///
/// # Errors
/// Those of `from_slice` (of `from_reader`, for a long document), and `reader`'s own ([`Error::is_io`]).
///
/// # Panics
/// If a long document is read outside of a tokio runtime.
pub async fn from_async_reader<R, T>(mut reader: R) -> Result<T>
where
    R: AsyncRead + Unpin,
    T: DeserializeOwned + Send + 'static,
{
    let mut first = Vec::with_capacity(4 << 10);
    (&mut reader).take(PIECE as u64).read_to_end(&mut first).await.map_err(Error::io)?;
    if first.len() < PIECE {
        return crate::from_slice(&first);
    }

    let (pieces, receiver) = mpsc::channel(PIECES);
    let source = Pieces { receiver, piece: first, read: 0 };
    let parser = spawn_blocking(move || crate::from_reader(source));
    loop {
        let mut piece = vec![0; PIECE];
        let count = reader.read(&mut piece).await;
        let piece = count.map(|count| {
            piece.truncate(count);
            piece
        });
        let was_last = piece.as_ref().map_or(true, Vec::is_empty);
        // The parser hangs up when it has found an error: that is the answer then.
        if pieces.send(piece).await.is_err() || was_last {
            break;
        }
    }
    drop(pieces);
    parser.await.map_err(joined)?
}

/// What the parser reads from: the pieces, until an empty one.
struct Pieces {
    receiver: mpsc::Receiver<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
    /// Bytes of `piece` that have been read.
    read: usize,
}

impl io::Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.read == self.piece.len() {
            let Some(piece) = self.receiver.blocking_recv() else {
                // Only if the future was dropped, which nobody waits for any more.
                return Err(io::ErrorKind::BrokenPipe.into());
            };
            self.piece = piece?;
            self.read = 0;
        }
        let count = io::Read::read(&mut &self.piece[self.read..], into)?;
        self.read += count;
        Ok(count)
    }
}

/// Writes `value` to `writer` as JSON, and flushes it.
///
/// A value whose text is no longer than 64 KiB is written at once. A longer one is handed to a thread that may block and
/// comes back in pieces: the executor is never held up, and no more than a few pieces are in memory. That is why `value` is
/// taken whole: an `Arc` will do (with serde's feature `rc`).
///
/// That a text is longer is known when it is, and it is then begun anew: the value is serialized a second time, from its
/// start. It must have the same text then. One that can be asked only once, such as an iterator that is drained, is better
/// written by `to_vec`.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> fastjson_api::Result<()> {
/// let mut output = Vec::new();
/// fastjson_api::tokio::to_async_writer(&mut output, vec![1, 2]).await?;
/// assert_eq!(output, b"[1,2]");
/// # Ok(()) }
/// ```
///
/// # Errors
/// Those of `to_vec`, and `writer`'s own ([`Error::is_io`]). A long value may have been written in part.
///
/// # Panics
/// If a long value is written outside of a tokio runtime.
pub async fn to_async_writer<W, T>(mut writer: W, value: T) -> Result<()>
where
    W: AsyncWrite + Unpin,
    T: Serialize + Send + 'static,
{
    let mut start = Bounded(Vec::with_capacity(1 << 10));
    match crate::to_writer(&mut start, &value) {
        Ok(()) => {
            writer.write_all(&start.0).await.map_err(Error::io)?;
            return writer.flush().await.map_err(Error::io);
        }
        Err(error) if error.is_io() => {}
        Err(error) => return Err(error),
    }

    drop(start);
    let (sender, mut pieces) = mpsc::channel(PIECES);
    let printer = spawn_blocking(move || {
        let mut sink = Sink { sender, piece: Vec::with_capacity(PIECE) };
        crate::to_writer(&mut sink, &value)?;
        io::Write::flush(&mut sink).map_err(Error::io)
    });
    while let Some(piece) = pieces.recv().await {
        writer.write_all(&piece).await.map_err(Error::io)?;
    }
    printer.await.map_err(joined)??;
    writer.flush().await.map_err(Error::io)
}

/// Takes up to `PIECE` bytes, and fails on more.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > PIECE {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What the printer writes to: hands on full pieces.
struct Sink {
    sender: mpsc::Sender<Vec<u8>>,
    piece: Vec<u8>,
}

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.piece.len() == PIECE {
            self.flush()?;
        }
        let count = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        let piece = core::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.sender.blocking_send(piece).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

/// The thread panicked, or the runtime is shutting down.
#[cold]
fn joined(error: tokio::task::JoinError) -> Error {
    match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(error) => Error::io(io::Error::other(error)),
    }
}
