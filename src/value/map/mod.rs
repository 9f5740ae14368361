//! The members of a JSON object: a map from name to [`Value`].
//!
//! Members are sorted by name. With the feature `preserve_order` they keep the order of their
//! insertion instead (an `IndexMap`). The two back ends are the files `sorted` and
//! `ordered`, which export the same names; nothing else here knows which of them it is on.

mod entry;
mod iter;
#[cfg(feature = "preserve_order")]
mod ordered;
#[cfg(not(feature = "preserve_order"))]
mod sorted;
#[cfg(not(feature = "preserve_order"))]
mod sorted_iter;
#[cfg(not(feature = "preserve_order"))]
mod sorted_orders;
#[cfg(not(feature = "preserve_order"))]
mod sorted_runs;

use alloc::string::String;
use alloc::vec::Vec;
use core::borrow::Borrow;
use core::fmt::{self, Debug};
use core::hash::{Hash, Hasher};
use core::ops;

use crate::value::Value;

#[cfg(feature = "preserve_order")]
use self::ordered as back_end;
#[cfg(not(feature = "preserve_order"))]
use self::sorted as back_end;

pub(crate) use self::back_end::{Form, Gathered};
pub use self::entry::{Entry, OccupiedEntry, VacantEntry};
pub use self::iter::{IntoIter, IntoValues, Iter, IterMut, Keys, Values, ValuesMut};

/// Appends to what has been read of a document; the item is made where it belongs. Growth in many small steps is
/// hard on an allocator, so there is room for some at once; but not for a kilobyte, or that of glibc looks through
/// all that was freed, which was a fifth of the time of a small document.
#[inline]
pub(crate) fn gather<T>(items: &mut Vec<T>, make: impl FnOnce() -> T) {
    const SOME: usize = 16;
    if items.capacity() == 0 {
        items.reserve(SOME);
    }
    items.extend(core::iter::once_with(make));
}

/// Takes the items from `start` on into an allocation of just their size. Copied in one go, which neither collecting
/// a `Drain` does, nor `split_off` from the start of a vector that is to keep its room.
#[inline]
pub(crate) fn take_from<T>(items: &mut Vec<T>, start: usize) -> Vec<T> {
    if start > 0 {
        return items.split_off(start);
    }
    let mut taken = Vec::with_capacity(items.len());
    taken.append(items);
    taken
}

/// The members of a JSON object.
///
/// ```
/// use fastjson_api::{Map, Value, json};
///
/// let mut map = Map::new();
/// map.insert("b".to_owned(), json!(2));
/// map.insert("a".to_owned(), Value::Null);
/// assert_eq!(map["b"], 2);
/// assert_eq!(map.insert("b".to_owned(), json!(3)), Some(json!(2)));
/// assert_eq!(map.len(), 2);
/// ```
pub struct Map<K, V> {
    members: back_end::Members<K, V>,
}

impl Map<String, Value> {
    /// A map without members; does not allocate.
    #[inline]
    pub fn new() -> Self {
        Map { members: Default::default() }
    }

    /// A map with room for `capacity` members (without `preserve_order`, for no more than 32: a larger map is a tree).
    #[inline]
    pub fn with_capacity(capacity: usize) -> Self {
        Map { members: back_end::with_capacity(capacity) }
    }

    /// Removes all members.
    #[inline]
    pub fn clear(&mut self) {
        self.members.clear();
    }

    /// The value of the member `key`.
    ///
    /// ```
    /// # use fastjson_api::json;
    /// let value = json!({"a": 1});
    /// assert_eq!(value.as_object().unwrap().get("a"), Some(&json!(1)));
    /// ```
    #[inline]
    pub fn get<Q>(&self, key: &Q) -> Option<&Value>
    where
        String: Borrow<Q>,
        Q: ?Sized + Ord + Eq + Hash,
    {
        self.members.get(key)
    }

    /// Whether there is a member `key`.
    #[inline]
    pub fn contains_key<Q>(&self, key: &Q) -> bool
    where
        String: Borrow<Q>,
        Q: ?Sized + Ord + Eq + Hash,
    {
        self.members.contains_key(key)
    }

    /// The value of the member `key`, to be changed.
    #[inline]
    pub fn get_mut<Q>(&mut self, key: &Q) -> Option<&mut Value>
    where
        String: Borrow<Q>,
        Q: ?Sized + Ord + Eq + Hash,
    {
        self.members.get_mut(key)
    }

    /// The member `key`: its name as stored, and its value.
    #[inline]
    pub fn get_key_value<Q>(&self, key: &Q) -> Option<(&String, &Value)>
    where
        String: Borrow<Q>,
        Q: ?Sized + Ord + Eq + Hash,
    {
        self.members.get_key_value(key)
    }

    /// Inserts a member. If there was one of that name, its name stays, its value is replaced and
    /// returned.
    #[inline]
    pub fn insert(&mut self, k: String, v: Value) -> Option<Value> {
        self.members.insert(k, v)
    }

    /// Removes a member and returns its value. Under `preserve_order` the last member takes its
    /// place, as with `swap_remove`.
    #[inline]
    pub fn remove<Q>(&mut self, key: &Q) -> Option<Value>
    where
        String: Borrow<Q>,
        Q: ?Sized + Ord + Eq + Hash,
    {
        self.remove_entry(key).map(|(_, value)| value)
    }

    /// Removes a member and returns it whole. Under `preserve_order` the last member takes its
    /// place, as with `swap_remove_entry`.
    #[inline]
    pub fn remove_entry<Q>(&mut self, key: &Q) -> Option<(String, Value)>
    where
        String: Borrow<Q>,
        Q: ?Sized + Ord + Eq + Hash,
    {
        back_end::remove_entry(&mut self.members, key)
    }

    /// Moves all members of `other` into this map; theirs win over those of the same name.
    #[inline]
    pub fn append(&mut self, other: &mut Self) {
        back_end::append(&mut self.members, &mut other.members);
    }

    /// The place of the member `key`, there or not, to be changed.
    ///
    /// ```
    /// # use fastjson_api::{Map, json};
    /// let mut seen = Map::new();
    /// for name in ["a", "b", "a"] {
    ///     let count = seen.entry(name).or_insert(json!(0));
    ///     *count = json!(count.as_u64().unwrap() + 1);
    /// }
    /// assert_eq!(seen["a"], 2);
    /// ```
    pub fn entry<S>(&mut self, key: S) -> Entry<'_>
    where
        S: Into<String>,
    {
        match self.members.entry(key.into()) {
            back_end::Entry::Vacant(vacant) => Entry::Vacant(VacantEntry { vacant }),
            back_end::Entry::Occupied(occupied) => Entry::Occupied(OccupiedEntry { occupied }),
        }
    }

    /// The number of members.
    #[inline]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are no members.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The members.
    #[inline]
    pub fn iter(&self) -> Iter<'_> {
        Iter { iter: self.members.iter() }
    }

    /// The members, in the iterator of the form that they have: one for all forms asks at each member which it is.
    #[inline]
    pub(crate) fn form(&self) -> Form<'_> {
        back_end::form(&self.members)
    }

    /// Where the members begin, if that is known without a look into memory.
    #[inline(always)]
    pub(crate) fn first_name(&self) -> Option<&String> {
        back_end::first_name(&self.members)
    }

    /// The members, their values to be changed.
    #[inline]
    pub fn iter_mut(&mut self) -> IterMut<'_> {
        IterMut { iter: self.members.iter_mut() }
    }

    /// The members' names.
    #[inline]
    pub fn keys(&self) -> Keys<'_> {
        Keys { iter: self.members.keys() }
    }

    /// The members' values.
    #[inline]
    pub fn values(&self) -> Values<'_> {
        Values { iter: self.members.values() }
    }

    /// The members' values, to be changed.
    #[inline]
    pub fn values_mut(&mut self) -> ValuesMut<'_> {
        ValuesMut { iter: self.members.values_mut() }
    }

    /// The members' values, taken out of the map.
    #[inline]
    pub fn into_values(self) -> IntoValues {
        IntoValues { iter: self.members.into_values() }
    }

    /// Keeps the members for which `f` says so.
    #[inline]
    pub fn retain<F>(&mut self, f: F)
    where
        F: FnMut(&String, &mut Value) -> bool,
    {
        self.members.retain(f);
    }

    /// Sorts the members by name; not those of objects within. Without `preserve_order` they are
    /// sorted already.
    #[inline]
    pub fn sort_keys(&mut self) {
        back_end::sort(&mut self.members);
    }
}

impl Map<String, Value> {
    /// The map of an object's members in the order of the text, the vector's allocation its own if
    /// the back end can use it. Of members with one name the last one's value stays.
    #[inline]
    pub(crate) fn from_members(members: Vec<(String, Value)>) -> Self {
        members.into_iter().collect()
    }
}

impl Default for Map<String, Value> {
    #[inline]
    fn default() -> Self {
        Map::new()
    }
}

impl Clone for Map<String, Value> {
    #[inline]
    fn clone(&self) -> Self {
        Map { members: self.members.clone() }
    }

    #[inline]
    fn clone_from(&mut self, source: &Self) {
        self.members.clone_from(&source.members);
    }
}

impl PartialEq for Map<String, Value> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.members == other.members
    }
}

impl Eq for Map<String, Value> {}

impl Hash for Map<String, Value> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        back_end::hash(&self.members, state);
    }
}

impl Debug for Map<String, Value> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.members.fmt(f)
    }
}

/// ```
/// # use fastjson_api::json;
/// # let value = json!({"type": "error"});
/// # let map = value.as_object().unwrap();
/// assert_eq!(map["type"], "error");
/// ```
///
/// # Panics
///
/// If there is no such member.
impl<Q> ops::Index<&Q> for Map<String, Value>
where
    String: Borrow<Q>,
    Q: ?Sized + Ord + Eq + Hash,
{
    type Output = Value;

    fn index(&self, index: &Q) -> &Value {
        self.members.get(index).expect("no entry found for key")
    }
}

/// # Panics
///
/// If there is no such member.
impl<Q> ops::IndexMut<&Q> for Map<String, Value>
where
    String: Borrow<Q>,
    Q: ?Sized + Ord + Eq + Hash,
{
    fn index_mut(&mut self, index: &Q) -> &mut Value {
        self.members.get_mut(index).expect("no entry found for key")
    }
}

impl FromIterator<(String, Value)> for Map<String, Value> {
    fn from_iter<T: IntoIterator<Item = (String, Value)>>(iter: T) -> Self {
        Map { members: iter.into_iter().collect() }
    }
}

impl Extend<(String, Value)> for Map<String, Value> {
    fn extend<T: IntoIterator<Item = (String, Value)>>(&mut self, iter: T) {
        self.members.extend(iter);
    }
}
