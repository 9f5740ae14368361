//! `repeat.json`: the answer to a JSON-RPC call, a page of people. Cyrillic names, some of them more than once.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer<T, W> {
    pub id: u64,
    pub jsonrpc: W,
    pub total: u32,
    pub result: Vec<Person<T>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person<T> {
    pub id: u64,
    pub name: T,
}
