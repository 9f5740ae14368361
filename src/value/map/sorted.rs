//! The map's default back end: members sorted by their names' bytes.
//!
//! Most objects are small, and most are only read: these are a sorted `Vec`, which costs one
//! allocation of the members' size, is built in one go and walked in a straight line. Those of more than
//! [`RUN`] members are read into several ([`Runs`]), until they are first changed. A map of more than
//! [`FEW`] members becomes a B-tree when it is first changed in the middle, so that no series of
//! changes takes quadratic time.

use alloc::boxed::Box;
use alloc::collections::btree_map::{self, BTreeMap};
use alloc::string::String;
use alloc::vec::Vec;
use core::borrow::Borrow;
use core::fmt::{self, Debug};
use core::hash::{Hash, Hasher};
use core::mem;

use super::sorted_orders::{Orders, is_before};
use super::sorted_runs::{self as runs, RUN, Runs};
use super::{Map, gather, take_from};
use crate::value::Value;

pub(super) use super::sorted_iter::{IntoIter, IntoValues, Iter, IterMut, Keys, Values, ValuesMut};

/// Members that a `Vec` may move when one is inserted or removed in the middle: some 2 KB.
const FEW: usize = 32;

/// The members.
pub(super) enum Members<K = String, V = Value> {
    /// Sorted, no two of one name.
    Few(Vec<(K, V)>),
    /// Sorted, no two of one name, more than [`RUN`], and not yet changed.
    Runs(Runs<K, V>),
    /// Boxed, so that a [`Value`] is no larger than with a `Vec` alone.
    #[expect(clippy::box_collection, reason = "the box is one word, as the Vec's niche asks")]
    Many(Box<BTreeMap<K, V>>),
}

use Members::{Few, Many};

/// Members that may be changed in the middle.
enum Settled<'a> {
    Few(&'a mut Vec<(String, Value)>),
    Many(&'a mut BTreeMap<String, Value>),
}

/// Names are looked up by what a `String` can be borrowed as.
pub(super) trait Name: Ord + Eq + Hash {}
impl<Q: ?Sized + Ord + Eq + Hash> Name for Q {}

impl Members {
    /// Of members with one name the last one stays.
    #[inline]
    pub(super) fn in_text_order(mut members: Vec<(String, Value)>) -> Self {
        if members.is_sorted_by(|a, b| is_before(&a.0, &b.0)) {
            return Few(members);
        }
        sort_by_name(&mut members);
        keep_last(&mut members);
        Few(members)
    }

    /// The members in a form that may be changed in the middle: more than a few move to a tree.
    #[inline]
    fn settle(&mut self) -> Settled<'_> {
        if let Members::Runs(members) = self {
            *self = Few(mem::take(members).into_vec());
        }
        if let Few(members) = self
            && members.len() > FEW
        {
            *self = Many(Box::new(mem::take(members).into_iter().collect()));
        }
        match self {
            Few(members) => Settled::Few(members),
            Many(members) => Settled::Many(members),
            Members::Runs(_) => unreachable!("made a `Vec` above"),
        }
    }

    pub(super) fn clear(&mut self) {
        match self {
            Few(members) => members.clear(),
            Members::Runs(_) => *self = Few(Vec::new()),
            Many(members) => members.clear(),
        }
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        match self {
            Few(members) => members.len(),
            Members::Runs(members) => members.len(),
            Many(members) => members.len(),
        }
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    pub(super) fn get_key_value<Q: ?Sized + Name>(&self, name: &Q) -> Option<(&String, &Value)>
    where
        String: Borrow<Q>,
    {
        match self {
            Few(members) => find(members, name),
            Members::Runs(members) => members.get_key_value(name),
            Many(members) => members.get_key_value(name),
        }
    }

    #[inline]
    pub(super) fn get<Q: ?Sized + Name>(&self, name: &Q) -> Option<&Value>
    where
        String: Borrow<Q>,
    {
        self.get_key_value(name).map(|(_, value)| value)
    }

    #[inline]
    pub(super) fn contains_key<Q: ?Sized + Name>(&self, name: &Q) -> bool
    where
        String: Borrow<Q>,
    {
        self.get_key_value(name).is_some()
    }

    #[inline]
    pub(super) fn get_mut<Q: ?Sized + Name>(&mut self, name: &Q) -> Option<&mut Value>
    where
        String: Borrow<Q>,
    {
        match self {
            Few(members) => find_mut(members, name),
            Members::Runs(members) => members.get_mut(name),
            Many(members) => members.get_mut(name),
        }
    }

    pub(super) fn insert(&mut self, name: String, value: Value) -> Option<Value> {
        if let Few(members) = self
            && members.last().is_none_or(|last| last.0 < name)
        {
            members.push((name, value));
            return None;
        }
        match self.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert(value);
                None
            }
            Entry::Occupied(mut entry) => Some(entry.insert(value)),
        }
    }

    pub(super) fn entry(&mut self, name: String) -> Entry<'_> {
        match self.settle() {
            Settled::Few(members) => match place(members, name.as_str()) {
                Ok(at) => Entry::Occupied(Occupied::Few { members, at }),
                Err(at) => Entry::Vacant(Vacant::Few { members, at, name }),
            },
            Settled::Many(members) => match members.entry(name) {
                btree_map::Entry::Occupied(entry) => Entry::Occupied(Occupied::Many(entry)),
                btree_map::Entry::Vacant(entry) => Entry::Vacant(Vacant::Many(entry)),
            },
        }
    }

    pub(super) fn retain(&mut self, mut keep: impl FnMut(&String, &mut Value) -> bool) {
        match self.settle() {
            Settled::Few(members) => members.retain_mut(|(name, value)| keep(name, value)),
            Settled::Many(members) => members.retain(keep),
        }
    }

    #[inline]
    pub(super) fn iter(&self) -> Iter<'_> {
        match self {
            Few(members) => Iter::Few(runs::Iter::new(members)),
            Members::Runs(members) => Iter::Few(members.iter()),
            Many(members) => Iter::Many(members.iter()),
        }
    }

    #[inline]
    pub(super) fn iter_mut(&mut self) -> IterMut<'_> {
        match self {
            Few(members) => IterMut::Few(runs::IterMut::new(members)),
            Members::Runs(members) => IterMut::Few(members.iter_mut()),
            Many(members) => IterMut::Many(members.iter_mut()),
        }
    }

    #[inline]
    pub(super) fn into_iter(self) -> IntoIter {
        match self {
            Few(members) => IntoIter::Few(members.into_iter()),
            Members::Runs(members) => IntoIter::Few(members.into_vec().into_iter()),
            Many(members) => IntoIter::Many(members.into_iter()),
        }
    }

    #[inline]
    pub(super) fn keys(&self) -> Keys<'_> {
        Keys(self.iter())
    }

    #[inline]
    pub(super) fn values(&self) -> Values<'_> {
        Values(self.iter())
    }

    #[inline]
    pub(super) fn values_mut(&mut self) -> ValuesMut<'_> {
        ValuesMut(self.iter_mut())
    }

    #[inline]
    pub(super) fn into_values(self) -> IntoValues {
        IntoValues(self.into_iter())
    }

    pub(super) fn extend(&mut self, members: impl IntoIterator<Item = (String, Value)>) {
        for (name, value) in members {
            self.insert(name, value);
        }
    }
}

/// Of sorted members with one name the last one stays.
fn keep_last(members: &mut Vec<(String, Value)>) {
    members.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            mem::swap(&mut later.1, &mut kept.1);
        }
        same
    });
}

/// Where the member is, or belongs.
#[inline]
fn place<Q: ?Sized + Ord>(members: &[(String, Value)], name: &Q) -> Result<usize, usize>
where
    String: Borrow<Q>,
{
    members.binary_search_by(|member| member.0.borrow().cmp(name))
}

#[inline]
pub(super) fn find<'a, Q: ?Sized + Ord>(
    members: &'a [(String, Value)],
    name: &Q,
) -> Option<(&'a String, &'a Value)>
where
    String: Borrow<Q>,
{
    let (name, value) = &members[place(members, name).ok()?];
    Some((name, value))
}

#[inline]
pub(super) fn find_mut<'a, Q: ?Sized + Ord>(
    members: &'a mut [(String, Value)],
    name: &Q,
) -> Option<&'a mut Value>
where
    String: Borrow<Q>,
{
    let at = place(members, name).ok()?;
    Some(&mut members[at].1)
}

impl<K, V> Default for Members<K, V> {
    #[inline]
    fn default() -> Self {
        Few(Vec::new())
    }
}

impl Clone for Members {
    fn clone(&self) -> Self {
        match self {
            Few(members) => Few(members.clone()),
            Members::Runs(members) => Members::Runs(members.clone()),
            Many(members) => Many(members.clone()),
        }
    }

    fn clone_from(&mut self, source: &Self) {
        match (self, source) {
            (Few(members), Few(source)) => members.clone_from(source),
            (members, source) => *members = source.clone(),
        }
    }
}

impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl FromIterator<(String, Value)> for Members {
    fn from_iter<T: IntoIterator<Item = (String, Value)>>(members: T) -> Self {
        Members::in_text_order(members.into_iter().collect())
    }
}

/// The place of a member, there or not.
pub(super) enum Entry<'a> {
    Vacant(Vacant<'a>),
    Occupied(Occupied<'a>),
}

pub(super) enum Vacant<'a> {
    Few { members: &'a mut Vec<(String, Value)>, at: usize, name: String },
    Many(btree_map::VacantEntry<'a, String, Value>),
}

pub(super) enum Occupied<'a> {
    Few { members: &'a mut Vec<(String, Value)>, at: usize },
    Many(btree_map::OccupiedEntry<'a, String, Value>),
}

impl<'a> Vacant<'a> {
    pub(super) fn key(&self) -> &String {
        match self {
            Vacant::Few { name, .. } => name,
            Vacant::Many(entry) => entry.key(),
        }
    }

    pub(super) fn insert(self, value: Value) -> &'a mut Value {
        match self {
            Vacant::Few { members, at, name } => {
                members.insert(at, (name, value));
                &mut members[at].1
            }
            Vacant::Many(entry) => entry.insert(value),
        }
    }
}

impl<'a> Occupied<'a> {
    pub(super) fn key(&self) -> &String {
        match self {
            Occupied::Few { members, at } => &members[*at].0,
            Occupied::Many(entry) => entry.key(),
        }
    }

    pub(super) fn get(&self) -> &Value {
        match self {
            Occupied::Few { members, at } => &members[*at].1,
            Occupied::Many(entry) => entry.get(),
        }
    }

    pub(super) fn get_mut(&mut self) -> &mut Value {
        match self {
            Occupied::Few { members, at } => &mut members[*at].1,
            Occupied::Many(entry) => entry.get_mut(),
        }
    }

    pub(super) fn into_mut(self) -> &'a mut Value {
        match self {
            Occupied::Few { members, at } => &mut members[at].1,
            Occupied::Many(entry) => entry.into_mut(),
        }
    }

    pub(super) fn insert(&mut self, value: Value) -> Value {
        mem::replace(self.get_mut(), value)
    }

    fn remove_entry(self) -> (String, Value) {
        match self {
            Occupied::Few { members, at } => members.remove(at),
            Occupied::Many(entry) => entry.remove_entry(),
        }
    }
}

/// A large map will be a tree, which has no capacity; and serde_json's has none at all, so that
/// callers ask for what they like.
#[inline]
pub(super) fn with_capacity(capacity: usize) -> Members {
    Few(Vec::with_capacity(capacity.min(FEW)))
}

pub(super) fn remove_entry<Q: ?Sized + Name>(
    members: &mut Members,
    name: &Q,
) -> Option<(String, Value)>
where
    String: Borrow<Q>,
{
    match members.settle() {
        Settled::Few(members) => place(members, name).ok().map(|at| members.remove(at)),
        Settled::Many(members) => members.remove_entry(name),
    }
}

#[inline]
pub(super) fn remove_occupied(entry: Occupied<'_>) -> (String, Value) {
    entry.remove_entry()
}

pub(super) fn append(members: &mut Members, other: &mut Members) {
    if members.is_empty() {
        mem::swap(members, other);
    }
    members.extend(mem::take(other).into_iter());
}

/// Always sorted.
pub(super) fn sort(_members: &mut Members) {}

/// The members, in one piece or in several, or in a tree.
pub(crate) enum Form<'a> {
    Pieces(runs::Iter<'a>),
    Any(btree_map::Iter<'a, String, Value>),
}

#[inline]
pub(super) fn form(members: &Members) -> Form<'_> {
    match members {
        Few(members) => Form::Pieces(runs::Iter::new(members)),
        Members::Runs(members) => Form::Pieces(members.iter()),
        Many(members) => Form::Any(members.iter()),
    }
}

/// The first name, where that is known without a look into memory.
#[inline(always)]
pub(super) fn first_name(members: &Members) -> Option<&String> {
    match members {
        Few(members) => members.first().map(|(name, _)| name),
        _ => None,
    }
}

pub(super) fn hash<H: Hasher>(members: &Members, state: &mut H) {
    members.len().hash(state);
    members.iter().for_each(|member| member.hash(state));
}

/// Stable, so that of one name's members the last one in the text stays the last. One function: it is large.
#[inline(never)]
fn sort_by_name(members: &mut [(String, Value)]) {
    members.sort_by(|a, b| a.0.cmp(&b.0));
}

/// The members of the objects that are being read, one object within the other.
#[derive(Default)]
pub(crate) struct Gathered {
    members: Vec<(String, Value)>,
    orders: Orders,
}

impl Gathered {
    #[cfg(feature = "std")]
    pub(crate) const NEW: Self = Gathered { members: Vec::new(), orders: Orders::NEW };

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
        gather(&mut self.members, || (name, Value::Null));
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
        let members = &self.members[start..];
        if members.is_sorted_by(|a, b| is_before(&a.0, &b.0)) {
            return self.close_sorted(start);
        }
        self.sort(start)
    }

    /// Sorts by moving each member once, if the order is known or worth to be.
    #[inline(never)]
    fn sort(&mut self, start: usize) -> Map<String, Value> {
        let unsorted = &mut self.members[start..];
        let Some(order) = self.orders.of(unsorted) else { return self.sort_in_place(start) };
        let mut members = order.iter().map(|&at| mem::take(&mut unsorted[at as usize]));
        let members = match order.len() {
            ..=RUN => Few(members.collect()),
            _ => Members::Runs(
                order.chunks(RUN).map(|run| members.by_ref().take(run.len()).collect()).collect(),
            ),
        };
        self.members.truncate(start);
        Map { members }
    }

    /// As [`close`](Self::close), of members that are sorted, no two of one name.
    #[inline]
    fn close_sorted(&mut self, start: usize) -> Map<String, Value> {
        if self.members.len() - start > RUN {
            return Map { members: Members::Runs(Runs::drain(&mut self.members, start)) };
        }
        Map { members: Few(take_from(&mut self.members, start)) }
    }

    /// Sorts the members where they are: what the first objects of a document are not worth more than.
    #[inline(never)]
    fn sort_in_place(&mut self, start: usize) -> Map<String, Value> {
        let members = &mut self.members[start..];
        sort_by_name(members);
        if members.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            let mut members = self.members.split_off(start);
            keep_last(&mut members);
            self.members.append(&mut members);
        }
        self.close_sorted(start)
    }
}
