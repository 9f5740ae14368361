//! A type that takes an error for a value.

use serde::{Deserialize, Deserializer};

/// What could be read, or why it could not.
#[derive(Debug, PartialEq)]
pub struct Told<T>(pub Result<T, String>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Told<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Told(T::deserialize(deserializer).map_err(|error| error.to_string())))
    }
}
