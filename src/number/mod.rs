//! Numbers between text and binary: exact, the shortest text, the nearest float.
//!
//! This room knows neither reader nor writer: it takes bytes that begin with a number and returns
//! the number and the length of its text, or takes a number and room in the output. What a number
//! may look like is RFC 8259's grammar; how it looks when written is serde_json's text.

mod decimal;
mod digits_write;
mod float_edge;
mod float_read;
mod float_write;
mod grammar;
mod integer_read;
mod integer_write;
mod long_read;
mod numbers_read;
mod numbers_write;
mod plain_read;
mod scale;
mod shortest_write;
mod tables;
#[cfg(all(feature = "serde", feature = "std"))]
mod text_write;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod wide_write;

pub use self::float_edge::read;
pub use self::float_read::{Parsed, read_common, read_float};
pub use self::float_write::{
    FLOAT_ROOM, f32_text, f64_text, write_f32, write_f32_plainly, write_f64, write_f64_plainly,
};
pub use self::grammar::{is_decimal, is_delimiter, scan};
pub use self::integer_write::{
    INTEGER_ROOM, WIDE_ROOM, write_i64, write_i128, write_u64, write_u128,
};
pub use self::long_read::{has_exponent, read_plain_wide};
pub use self::numbers_read::{FLAT, Found, PAIRS, QUADRUPLES, ReadTogether, Shape, TRIPLES};
pub use self::numbers_write::{NUMBERS_ROOM, Numbers, Rests, Together};
pub use self::plain_read::{read_plain_float, read_plain_integer, read_plain_number};
pub(crate) use self::scale::is_tie;
pub use self::tables::{MAX_POWER, MIN_POWER, POWERS, Power};
#[cfg(all(feature = "serde", feature = "std"))]
pub use self::text_write::Digits;
