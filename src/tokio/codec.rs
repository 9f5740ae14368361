//! JSON lines as a codec of `tokio_util`.

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use std::io;

use bytes::{Buf, BytesMut};
use serde_core::de::DeserializeOwned;
use serde_core::ser::Serialize;
use tokio_util::codec::{Decoder, Encoder};

use crate::de::Scratch;
use crate::lines::{DEFAULT_MAX_LENGTH, Found, Framer, LineError, Step};

/// A codec of one JSON value a line: reads `In`, writes `Out`.
///
/// A record that cannot be read, or is too long, is an item of its own, `Err(LineError)`, and decoding goes on with the next
/// line; an error of the stream is that of the underlying reader. All state is in the codec and its buffer, so no record is
/// lost if a future that waits for one is dropped.
///
/// ```
/// use fastjson_api::tokio::JsonLinesCodec;
/// use futures_util::{SinkExt, StreamExt};
/// use tokio_util::codec::Framed;
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> std::io::Result<()> {
/// let (client, server) = tokio::io::duplex(64);
/// let mut client = Framed::new(client, JsonLinesCodec::<u64, Vec<u64>>::new());
/// let mut server = Framed::new(server, JsonLinesCodec::<Vec<u64>, u64>::new());
///
/// client.send(vec![1, 2, 3]).await?;
/// let numbers = server.next().await.unwrap()?.unwrap();
/// server.send(numbers.iter().sum()).await?;
/// assert_eq!(client.next().await.unwrap()?.unwrap(), 6);
/// # Ok(()) }
/// ```
pub struct JsonLinesCodec<In, Out = In> {
    framer: Framer,
    /// Both kept, so that reading allocates no more than the records do, and writing nothing, once it is warm.
    unescaped: Scratch,
    record: Vec<u8>,
    items: PhantomData<fn(Out) -> In>,
}

impl<In, Out> JsonLinesCodec<In, Out> {
    /// A codec for records of up to 16 MiB.
    pub fn new() -> Self {
        JsonLinesCodec {
            framer: Framer::new(DEFAULT_MAX_LENGTH),
            unescaped: Scratch::new(),
            record: Vec::new(),
            items: PhantomData,
        }
    }

    /// Sets the length in bytes, without the line feed, above which a record is skipped with an error.
    #[must_use]
    pub fn max_length(mut self, limit: usize) -> Self {
        self.framer.set_limit(limit);
        self
    }

    fn cut(&mut self, held: &mut BytesMut, is_last: bool) -> Option<Result<In, LineError>>
    where
        In: DeserializeOwned,
    {
        let Step { forget, found } = self.framer.step(held, is_last);
        held.advance(forget);
        match found {
            Found::Record { length, line_end, place } => {
                let result = self.unescaped.from_slice(&held[..length]);
                held.advance(length + line_end);
                Some(result.map_err(|error| LineError::of_json(error, place)))
            }
            Found::TooLong(error) => Some(Err(error)),
            Found::Part | Found::End => None,
        }
    }
}

impl<In: DeserializeOwned, Out> Decoder for JsonLinesCodec<In, Out> {
    type Item = Result<In, LineError>;
    type Error = io::Error;

    fn decode(&mut self, held: &mut BytesMut) -> io::Result<Option<Self::Item>> {
        Ok(self.cut(held, false))
    }

    fn decode_eof(&mut self, held: &mut BytesMut) -> io::Result<Option<Self::Item>> {
        Ok(self.cut(held, true))
    }
}

impl<In, Out: Serialize> Encoder<Out> for JsonLinesCodec<In, Out> {
    type Error = io::Error;

    /// # Errors
    /// `InvalidData` if `record` cannot be written as JSON; then nothing of it is.
    fn encode(&mut self, record: Out, output: &mut BytesMut) -> io::Result<()> {
        self.record.clear();
        crate::to_vec_into(&mut self.record, &record)?;
        self.record.push(b'\n');
        output.extend_from_slice(&self.record);
        // One huge record must not hold its memory for good.
        self.record.clear();
        self.record.shrink_to(KEPT);
        Ok(())
    }
}

/// Room for a record that is kept.
const KEPT: usize = 256 << 10;

impl<In, Out> Clone for JsonLinesCodec<In, Out> {
    fn clone(&self) -> Self {
        JsonLinesCodec { framer: self.framer.clone(), ..Self::new() }
    }
}

impl<In, Out> Default for JsonLinesCodec<In, Out> {
    fn default() -> Self {
        Self::new()
    }
}

impl<In, Out> fmt::Debug for JsonLinesCodec<In, Out> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLinesCodec").field("framer", &self.framer).finish_non_exhaustive()
    }
}
