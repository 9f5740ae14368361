//! Iterators over sorted members, few or many.

use alloc::collections::btree_map;
use alloc::string::String;
use alloc::vec;
use core::fmt::{self, Debug};

use super::sorted_runs as runs;
use crate::value::Value;

#[derive(Clone)]
pub(super) enum Iter<'a> {
    Few(runs::Iter<'a>),
    Many(btree_map::Iter<'a, String, Value>),
}

pub(super) enum IterMut<'a> {
    Few(runs::IterMut<'a>),
    Many(btree_map::IterMut<'a, String, Value>),
}

pub(super) enum IntoIter {
    Few(vec::IntoIter<(String, Value)>),
    Many(btree_map::IntoIter<String, Value>),
}

#[derive(Clone)]
pub(super) struct Keys<'a>(pub(super) Iter<'a>);

#[derive(Clone)]
pub(super) struct Values<'a>(pub(super) Iter<'a>);

pub(super) struct ValuesMut<'a>(pub(super) IterMut<'a>);

pub(super) struct IntoValues(pub(super) IntoIter);

impl Debug for Keys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl Debug for Values<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl Debug for ValuesMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Debug for IntoValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The iterators over members: `$member` is what one of the few is, `$item` what it is given as.
macro_rules! members {
    ($($name:ident $(<$a:lifetime>)? => $item:ty, |$member:pat_param| $pair:expr;)*) => {$(
        impl $(<$a>)? Iterator for $name $(<$a>)? {
            type Item = $item;

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                match self {
                    Self::Few(members) => members.next().map(|$member| $pair),
                    Self::Many(members) => members.next(),
                }
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                match self {
                    Self::Few(members) => members.size_hint(),
                    Self::Many(members) => members.size_hint(),
                }
            }
        }

        impl $(<$a>)? DoubleEndedIterator for $name $(<$a>)? {
            #[inline]
            fn next_back(&mut self) -> Option<Self::Item> {
                match self {
                    Self::Few(members) => members.next_back().map(|$member| $pair),
                    Self::Many(members) => members.next_back(),
                }
            }
        }

        impl $(<$a>)? ExactSizeIterator for $name $(<$a>)? {}
    )*};
}

members! {
    Iter<'a> => (&'a String, &'a Value), |(name, value)| (name, value);
    IterMut<'a> => (&'a String, &'a mut Value), |(name, value)| (&*name, value);
    IntoIter => (String, Value), |member| member;
}

/// Each prints what is left, as a list.
macro_rules! debug {
    ($($name:ty, |$members:ident| $few:expr;)*) => {$(
        impl Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Self::Few($members) => $few.fmt(f),
                    Self::Many(members) => members.fmt(f),
                }
            }
        }
    )*};
}

debug! {
    Iter<'_>, |members| members;
    IterMut<'_>, |members| members;
    IntoIter, |members| members.as_slice();
}

/// The iterators over one half of each member.
macro_rules! halves {
    ($($name:ident $(<$a:lifetime>)? => $item:ty, $half:tt;)*) => {$(
        impl $(<$a>)? Iterator for $name $(<$a>)? {
            type Item = $item;

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                self.0.next().map(|member| member.$half)
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                self.0.size_hint()
            }
        }

        impl $(<$a>)? DoubleEndedIterator for $name $(<$a>)? {
            #[inline]
            fn next_back(&mut self) -> Option<Self::Item> {
                self.0.next_back().map(|member| member.$half)
            }
        }

        impl $(<$a>)? ExactSizeIterator for $name $(<$a>)? {}
    )*};
}

halves! {
    Keys<'a> => &'a String, 0;
    Values<'a> => &'a Value, 1;
    ValuesMut<'a> => &'a mut Value, 1;
    IntoValues => Value, 1;
}
