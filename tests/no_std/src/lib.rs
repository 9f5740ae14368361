//! A `no_std` crate on fastjson-api: the core alone, and with serde. What it does is what firmware does:
//! read a setting, answer with a measurement.

#![no_std]

extern crate alloc;

use fastjson_api::{Error, Reader, Writer};

/// The member `rate` of a JSON object.
///
/// # Errors
///
/// If `json` is no object, or its `rate` no `u64`.
pub fn rate(json: &[u8]) -> Result<u64, Error> {
    let mut reader = Reader::from_slice(json);
    let mut rate = 0;
    reader.begin_object()?;
    while let Some(name) = reader.next_name()? {
        match &*name {
            "rate" => rate = reader.u64()?,
            _ => reader.skip()?,
        }
    }
    reader.end()?;
    Ok(rate)
}

/// Writes a measurement, and returns its text.
///
/// # Errors
///
/// None that can occur: every call stands where it belongs.
pub fn measurement(celsius: f64) -> Result<alloc::string::String, Error> {
    let mut writer = Writer::new(alloc::string::String::new());
    writer.begin_object()?;
    writer.name("celsius")?;
    writer.number(celsius)?;
    writer.end_object()?;
    writer.finish()
}

/// The same with serde.
#[cfg(feature = "serde")]
pub mod typed {
    use alloc::string::String;

    use fastjson_api::{Error, Value};
    use serde::{Deserialize, Serialize};

    /// What a device is told.
    #[derive(Deserialize, Serialize)]
    pub struct Settings<'a> {
        /// Measurements per hour.
        pub rate: u64,
        /// The device's name.
        pub name: &'a str,
    }

    /// Reads settings that borrow from their text.
    ///
    /// # Errors
    ///
    /// If `json` is not of that type.
    pub fn settings(json: &[u8]) -> Result<Settings<'_>, Error> {
        fastjson_api::from_slice(json)
    }

    /// Reads anything and writes it again.
    ///
    /// # Errors
    ///
    /// If `json` is not JSON.
    pub fn normal(json: &str) -> Result<String, Error> {
        fastjson_api::to_string(&fastjson_api::from_str::<Value>(json)?)
    }
}
