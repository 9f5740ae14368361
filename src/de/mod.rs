//! Under construction.

mod error;
mod value_key;
mod value_number;
#[cfg(feature = "arbitrary_precision")]
mod value_number_text;
#[cfg(feature = "raw_value")]
mod value_raw;
mod value_text;
pub(crate) mod value_tree;
mod value_visit;

// Gives way to this room's own when they land.
mod standin;
pub use self::standin::{Deserializer, from_str};
