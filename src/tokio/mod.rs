//! JSON over tokio: a codec for JSON lines, and single documents from and to asynchronous readers and writers.
//!
//! * [`JsonLinesCodec`] with `tokio_util::codec::{Framed, FramedRead, FramedWrite}`: typed records both ways.
//! * [`from_async_reader`] and [`to_async_writer`]: one document. Small ones are done at once; long ones pass in
//!   pieces to a thread that may block, so that neither the executor waits for the parser nor the whole text is in memory.

mod codec;
mod document;

pub use self::codec::JsonLinesCodec;
pub use self::document::{from_async_reader, to_async_writer};
