//! The map's default back end: a B-tree, members in the order of their names' bytes.

use alloc::collections::btree_map;
use alloc::string::String;
use alloc::vec::Vec;
use core::borrow::Borrow;
use core::hash::{Hash, Hasher};

use crate::value::Value;

pub(super) type Members<K = String, V = Value> = alloc::collections::BTreeMap<K, V>;
pub(super) type Vacant<'a> = btree_map::VacantEntry<'a, String, Value>;
pub(super) type Occupied<'a> = btree_map::OccupiedEntry<'a, String, Value>;
pub(super) type Iter<'a> = btree_map::Iter<'a, String, Value>;
pub(super) type IterMut<'a> = btree_map::IterMut<'a, String, Value>;
pub(super) type IntoIter = btree_map::IntoIter<String, Value>;
pub(super) type Keys<'a> = btree_map::Keys<'a, String, Value>;
pub(super) type Values<'a> = btree_map::Values<'a, String, Value>;
pub(super) type ValuesMut<'a> = btree_map::ValuesMut<'a, String, Value>;
pub(super) type IntoValues = btree_map::IntoValues<String, Value>;

pub(super) use btree_map::Entry;

/// A B-tree has no capacity to reserve.
#[inline]
pub(super) fn with_capacity(_capacity: usize) -> Members {
    Members::new()
}

#[inline]
pub(super) fn remove_entry<Q>(members: &mut Members, name: &Q) -> Option<(String, Value)>
where
    String: Borrow<Q>,
    Q: ?Sized + Ord + Eq + Hash,
{
    members.remove_entry(name)
}

#[inline]
pub(super) fn remove_occupied(entry: Occupied<'_>) -> (String, Value) {
    entry.remove_entry()
}

#[inline]
pub(super) fn append(members: &mut Members, other: &mut Members) {
    members.append(other);
}

/// Always sorted.
pub(super) fn sort(_members: &mut Members) {}

pub(super) fn hash<H: Hasher>(members: &Members, state: &mut H) {
    members.hash(state);
}

/// Members on their way into a map, in the order of the text.
///
/// `BTreeMap::from_iter` sorts them (one pass if they are sorted already), keeps the last of those
/// with one name and builds the tree bottom-up, without a search per member.
pub(crate) struct Builder {
    members: Vec<(String, Value)>,
}

impl Builder {
    #[inline]
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Builder { members: Vec::with_capacity(capacity) }
    }

    #[inline]
    pub(crate) fn push(&mut self, name: String, value: Value) {
        self.members.push((name, value));
    }

    #[inline]
    pub(crate) fn finish(self) -> super::Map<String, Value> {
        self.members.into_iter().collect()
    }
}
