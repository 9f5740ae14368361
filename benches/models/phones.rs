//! `amazon_cellphones.ndjson` behind its first line: what a shop knows of a phone, an array a line.

use serde::{Deserialize, Serialize};

/// Number, brand, title, page, picture, rating, page of reviews, how many there are, prices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Phone<T, W>(pub W, pub T, pub T, pub W, pub W, pub f64, pub W, pub u32, pub T);
