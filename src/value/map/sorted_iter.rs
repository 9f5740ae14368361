//! Iterators over sorted members, few or many.

use alloc::collections::btree_map;
use alloc::string::String;
use alloc::vec;
use core::slice;

use crate::value::Value;

#[derive(Clone, Debug)]
pub(super) enum Iter<'a> {
    Few(slice::Iter<'a, (String, Value)>),
    Many(btree_map::Iter<'a, String, Value>),
}

#[derive(Debug)]
pub(super) enum IterMut<'a> {
    Few(slice::IterMut<'a, (String, Value)>),
    Many(btree_map::IterMut<'a, String, Value>),
}

#[derive(Debug)]
pub(super) enum IntoIter {
    Few(vec::IntoIter<(String, Value)>),
    Many(btree_map::IntoIter<String, Value>),
}

#[derive(Clone, Debug)]
pub(super) struct Keys<'a>(pub(super) Iter<'a>);

#[derive(Clone, Debug)]
pub(super) struct Values<'a>(pub(super) Iter<'a>);

#[derive(Debug)]
pub(super) struct ValuesMut<'a>(pub(super) IterMut<'a>);

#[derive(Debug)]
pub(super) struct IntoValues(pub(super) IntoIter);

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
