//! Under construction.

mod error;
mod value_build;
mod value_text;
mod value_tree;

#[cfg(feature = "raw_value")]
pub use self::value_build::to_raw_value;
pub use self::value_build::{ValueSerializer, to_value};

// Gives way to this room's own when they land.
mod standin;
pub use self::standin::{to_string, to_string_pretty};
