//! The map's back end under `preserve_order`: a hash table that keeps the order of insertion.

use alloc::string::String;
use alloc::vec::Vec;
use core::borrow::Borrow;
use core::hash::{Hash, Hasher};
use core::mem;

use indexmap::map;

use super::{Map, OccupiedEntry};
use crate::value::Value;

pub(super) type Members<K = String, V = Value> = indexmap::IndexMap<K, V>;
pub(super) type Vacant<'a> = map::VacantEntry<'a, String, Value>;
pub(super) type Occupied<'a> = map::OccupiedEntry<'a, String, Value>;
pub(super) type Iter<'a> = map::Iter<'a, String, Value>;
pub(super) type IterMut<'a> = map::IterMut<'a, String, Value>;
pub(super) type IntoIter = map::IntoIter<String, Value>;
pub(super) type Keys<'a> = map::Keys<'a, String, Value>;
pub(super) type Values<'a> = map::Values<'a, String, Value>;
pub(super) type ValuesMut<'a> = map::ValuesMut<'a, String, Value>;
pub(super) type IntoValues = map::IntoValues<String, Value>;

pub(super) use map::Entry;

#[inline]
pub(super) fn with_capacity(capacity: usize) -> Members {
    Members::with_capacity(capacity)
}

#[inline]
pub(super) fn remove_entry<Q>(members: &mut Members, name: &Q) -> Option<(String, Value)>
where
    String: Borrow<Q>,
    Q: ?Sized + Ord + Eq + Hash,
{
    members.swap_remove_entry(name)
}

#[inline]
pub(super) fn remove_occupied(entry: Occupied<'_>) -> (String, Value) {
    entry.swap_remove_entry()
}

#[inline]
pub(super) fn append(members: &mut Members, other: &mut Members) {
    members.extend(mem::take(other));
}

pub(super) fn sort(members: &mut Members) {
    members.sort_unstable_keys();
}

/// The members: of one form only.
pub(crate) enum Form<'a> {
    Any(Iter<'a>),
}

#[inline]
pub(super) fn form(members: &Members) -> Form<'_> {
    Form::Any(members.iter())
}

/// The first name.
#[inline(always)]
pub(super) fn first_name(members: &Members) -> Option<&String> {
    members.first().map(|(name, _)| name)
}

/// Equal maps may differ in order, so their hash must not depend on it.
pub(super) fn hash<H: Hasher>(members: &Members, state: &mut H) {
    let mut sorted = Vec::from_iter(members);
    sorted.sort_unstable_by(|a, b| a.0.cmp(b.0));
    sorted.hash(state);
}

/// The members of the objects that are being read, one object within the other.
#[derive(Default)]
pub(crate) struct Gathered {
    members: Vec<(String, Value)>,
}

impl Gathered {
    #[cfg(feature = "std")]
    pub(crate) const NEW: Self = Gathered { members: Vec::new() };

    /// Members there is room for.
    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn capacity(&self) -> usize {
        self.members.capacity()
    }

    /// Where the members of an object that opens now will begin.
    #[inline]
    pub(crate) fn open(&self) -> usize {
        self.members.len()
    }

    /// Gives up the members from `start` on.
    pub(crate) fn truncate(&mut self, start: usize) {
        self.members.truncate(start);
    }

    /// Adds a member that has no value yet, and says which it is.
    #[inline]
    pub(crate) fn push(&mut self, name: String) -> usize {
        super::gather(&mut self.members, || (name, Value::Null));
        self.members.len() - 1
    }

    /// Gives a member its value.
    #[inline]
    pub(crate) fn set(&mut self, at: usize, make: impl FnOnce() -> Value) {
        let value = &mut self.members[at].1;
        // It was null, so that nothing is lost; the compiler would look.
        mem::forget(mem::replace(value, make()));
    }

    /// Makes a map of the innermost object's members, those from `start` on.
    #[inline]
    pub(crate) fn close(&mut self, start: usize) -> Map<String, Value> {
        self.members.drain(start..).collect()
    }
}

/// What only a map with an order of its own can do.
#[cfg_attr(docsrs, doc(cfg(feature = "preserve_order")))]
impl Map<String, Value> {
    /// Inserts a member at a place in the order, or moves the one of that name there.
    ///
    /// # Panics
    ///
    /// If `index` is out of bounds.
    #[inline]
    pub fn shift_insert(&mut self, index: usize, k: String, v: Value) -> Option<Value> {
        self.members.shift_insert(index, k, v)
    }

    /// Removes a member; the last member takes its place.
    #[inline]
    pub fn swap_remove<Q>(&mut self, key: &Q) -> Option<Value>
    where
        String: Borrow<Q>,
        Q: ?Sized + Ord + Eq + Hash,
    {
        self.members.swap_remove(key)
    }

    /// Removes a member and returns it whole; the last member takes its place.
    #[inline]
    pub fn swap_remove_entry<Q>(&mut self, key: &Q) -> Option<(String, Value)>
    where
        String: Borrow<Q>,
        Q: ?Sized + Ord + Eq + Hash,
    {
        self.members.swap_remove_entry(key)
    }

    /// Removes a member; those after it move up, which takes time in proportion to their number.
    #[inline]
    pub fn shift_remove<Q>(&mut self, key: &Q) -> Option<Value>
    where
        String: Borrow<Q>,
        Q: ?Sized + Ord + Eq + Hash,
    {
        self.members.shift_remove(key)
    }

    /// Removes a member and returns it whole; those after it move up.
    #[inline]
    pub fn shift_remove_entry<Q>(&mut self, key: &Q) -> Option<(String, Value)>
    where
        String: Borrow<Q>,
        Q: ?Sized + Ord + Eq + Hash,
    {
        self.members.shift_remove_entry(key)
    }
}

/// What only an entry in a map with an order of its own can do.
#[cfg_attr(docsrs, doc(cfg(feature = "preserve_order")))]
impl OccupiedEntry<'_> {
    /// Removes the member; the last member takes its place.
    #[inline]
    pub fn swap_remove(self) -> Value {
        self.occupied.swap_remove()
    }

    /// Removes the member; those after it move up.
    #[inline]
    pub fn shift_remove(self) -> Value {
        self.occupied.shift_remove()
    }

    /// Removes the member and returns it whole; the last member takes its place.
    #[inline]
    pub fn swap_remove_entry(self) -> (String, Value) {
        self.occupied.swap_remove_entry()
    }

    /// Removes the member and returns it whole; those after it move up.
    #[inline]
    pub fn shift_remove_entry(self) -> (String, Value) {
        self.occupied.shift_remove_entry()
    }
}
