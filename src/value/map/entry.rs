//! One member's place in a map, there or not.

use alloc::string::String;

use super::back_end;
use crate::value::Value;

/// The place of a member in a [`Map`](super::Map), from [`Map::entry`](super::Map::entry).
pub enum Entry<'a> {
    /// There is no such member.
    Vacant(VacantEntry<'a>),
    /// There is.
    Occupied(OccupiedEntry<'a>),
}

/// The place of a member that is not there, part of [`Entry`].
pub struct VacantEntry<'a> {
    pub(super) vacant: back_end::Vacant<'a>,
}

/// A member that is there, part of [`Entry`].
pub struct OccupiedEntry<'a> {
    pub(super) occupied: back_end::Occupied<'a>,
}

impl<'a> Entry<'a> {
    /// The member's name.
    ///
    /// ```
    /// let mut map = fastjson_api::Map::new();
    /// assert_eq!(map.entry("fast").key(), "fast");
    /// ```
    pub fn key(&self) -> &String {
        match self {
            Entry::Vacant(entry) => entry.key(),
            Entry::Occupied(entry) => entry.key(),
        }
    }

    /// The member's value, `default` if it is not there yet.
    pub fn or_insert(self, default: Value) -> &'a mut Value {
        self.or_insert_with(|| default)
    }

    /// The member's value, the function's result if it is not there yet.
    pub fn or_insert_with<F>(self, default: F) -> &'a mut Value
    where
        F: FnOnce() -> Value,
    {
        match self {
            Entry::Vacant(entry) => entry.insert(default()),
            Entry::Occupied(entry) => entry.into_mut(),
        }
    }

    /// Changes the value of a member that is there.
    ///
    /// ```
    /// # use fastjson_api::{Map, json};
    /// let mut map = Map::new();
    /// for expected in ["once", "again"] {
    ///     map.entry("said").and_modify(|said| *said = json!("again")).or_insert(json!("once"));
    ///     assert_eq!(map["said"], expected);
    /// }
    /// ```
    pub fn and_modify<F>(mut self, f: F) -> Self
    where
        F: FnOnce(&mut Value),
    {
        if let Entry::Occupied(entry) = &mut self {
            f(entry.get_mut());
        }
        self
    }
}

impl<'a> VacantEntry<'a> {
    /// The name that the member would have.
    #[inline]
    pub fn key(&self) -> &String {
        self.vacant.key()
    }

    /// Inserts the member.
    #[inline]
    pub fn insert(self, value: Value) -> &'a mut Value {
        self.vacant.insert(value)
    }
}

impl<'a> OccupiedEntry<'a> {
    /// The member's name.
    #[inline]
    pub fn key(&self) -> &String {
        self.occupied.key()
    }

    /// The member's value.
    #[inline]
    pub fn get(&self) -> &Value {
        self.occupied.get()
    }

    /// The member's value, to be changed while the entry lives.
    #[inline]
    pub fn get_mut(&mut self) -> &mut Value {
        self.occupied.get_mut()
    }

    /// The member's value, to be changed while the map is borrowed.
    #[inline]
    pub fn into_mut(self) -> &'a mut Value {
        self.occupied.into_mut()
    }

    /// Replaces the member's value and returns the old one.
    #[inline]
    pub fn insert(&mut self, value: Value) -> Value {
        self.occupied.insert(value)
    }

    /// Removes the member and returns its value. Under `preserve_order` the last member takes its
    /// place, as with `swap_remove`.
    #[inline]
    pub fn remove(self) -> Value {
        self.remove_entry().1
    }

    /// Removes the member and returns it whole. Under `preserve_order` the last member takes its
    /// place, as with `swap_remove_entry`.
    #[inline]
    pub fn remove_entry(self) -> (String, Value) {
        back_end::remove_occupied(self.occupied)
    }
}
