//! JSON lines (NDJSON): one JSON value a line, read and written record by record.
//!
//! * [`from_slice`] reads the records of a slice, borrowing from it if the type does; with the feature `rayon`,
//!   `par_from_slice` does so on all cores.
//! * [`Reader`] reads them from an [`io::Read`] in bounded memory.
//! * [`Writer`] writes one record a line.
//! * [`Elements`] reads the elements of one long top-level array in bounded memory.
//!
//! A record that cannot be read is an `Err` of its own: reading goes on with the next line. Lines end with `\n` or
//! `\r\n`, the last one may end without; lines of nothing but whitespace are no records.
//!
//! ```
//! use fastjson_api::lines;
//!
//! let log = b"{\"level\": 1}\n{\"level\": oops}\n\n{\"level\": 3}\n";
//! # #[derive(serde::Deserialize)] struct Event { level: u8 }
//! let (mut levels, mut errors) = (Vec::new(), Vec::new());
//! for event in lines::from_slice::<Event>(log) {
//!     match event {
//!         Ok(event) => levels.push(event.level),
//!         Err(error) => errors.push(error),
//!     }
//! }
//! assert_eq!(levels, [1, 3]);
//! assert_eq!((errors[0].record(), errors[0].line(), errors[0].offset()), (2, 2, 23));
//! assert_eq!(errors[0].to_string(), "expected value at line 2 column 11 (record 2, byte 23)");
//! ```
//!
//! [`io::Read`]: std::io::Read

mod array;
mod buffer;
mod error;
mod framer;
#[cfg(feature = "rayon")]
mod parallel;
mod reader;
mod slice;
mod writer;

pub use self::array::Elements;
pub use self::error::LineError;
#[cfg(feature = "rayon")]
pub use self::parallel::par_from_slice;
pub use self::reader::{Reader, Records};
pub use self::slice::{Lines, from_slice};
pub use self::writer::Writer;

/// The longest record that readers take unless told otherwise: 16 MiB.
pub const DEFAULT_MAX_LENGTH: usize = 16 << 20;

#[cfg(any(feature = "axum", feature = "tokio"))]
pub(crate) use self::framer::{Found, Framer, Step};

/// Bytes that are looked at together for a line feed.
const BLOCK: usize = 64;

/// Folded without a branch per byte, which compilers turn into vector code for any target.
#[inline(always)]
fn holds_line_feed(block: &[u8; BLOCK]) -> bool {
    block.iter().fold(0, |found, &byte| found | u8::from(byte == b'\n')) != 0
}

/// Whether there is a line feed.
#[inline]
pub(crate) fn has_line_feed(bytes: &[u8]) -> bool {
    let (Some(last), (blocks, _)) = (bytes.last_chunk(), bytes.as_chunks()) else {
        return find_line_feed(bytes).is_some();
    };
    blocks.iter().any(holds_line_feed) || holds_line_feed(last)
}

/// The offset of the first line feed.
#[inline]
pub(crate) fn find_line_feed(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    for block in bytes.as_chunks::<BLOCK>().0 {
        if holds_line_feed(block) {
            break;
        }
        at += BLOCK;
    }
    let (words, tail) = bytes[at..].as_chunks::<8>();
    for word in words {
        let found = line_feeds(u64::from_le_bytes(*word));
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    tail.iter().position(|&byte| byte == b'\n').map(|within| at + within)
}

/// Where the last line feed is.
pub(crate) fn find_last_line_feed(bytes: &[u8]) -> Option<usize> {
    let (head, blocks) = bytes.as_rchunks::<BLOCK>();
    let last = |bytes: &[u8]| bytes.iter().rposition(|&byte| byte == b'\n');
    for (i, block) in blocks.iter().enumerate().rev() {
        if holds_line_feed(block) {
            return last(block).map(|within| head.len() + i * BLOCK + within);
        }
    }
    last(head)
}

/// The high bit of the first byte that is a line feed is set, and none before it.
#[inline]
fn line_feeds(word: u64) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let others = word ^ (ONES * b'\n' as u64);
    others.wrapping_sub(ONES) & !others & (ONES << 7)
}

/// Whether a line holds no record.
#[inline]
pub(crate) fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
}
