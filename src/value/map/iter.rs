//! Iterators over a map's members, names and values: the back end's, under names of our own.

use alloc::string::String;
use core::iter::FusedIterator;

use super::{Map, back_end};
use crate::value::Value;

/// The members of a map.
#[derive(Clone, Debug)]
pub struct Iter<'a> {
    pub(super) iter: back_end::Iter<'a>,
}

/// The members of a map, their values to be changed.
#[derive(Debug)]
pub struct IterMut<'a> {
    pub(super) iter: back_end::IterMut<'a>,
}

/// The members of a map, taken out of it.
#[derive(Debug)]
pub struct IntoIter {
    pub(super) iter: back_end::IntoIter,
}

/// The names of a map's members.
#[derive(Clone, Debug)]
pub struct Keys<'a> {
    pub(super) iter: back_end::Keys<'a>,
}

/// The values of a map's members.
#[derive(Clone, Debug)]
pub struct Values<'a> {
    pub(super) iter: back_end::Values<'a>,
}

/// The values of a map's members, to be changed.
#[derive(Debug)]
pub struct ValuesMut<'a> {
    pub(super) iter: back_end::ValuesMut<'a>,
}

/// The values of a map's members, taken out of it.
#[derive(Debug)]
pub struct IntoValues {
    pub(super) iter: back_end::IntoValues,
}

macro_rules! delegate {
    ($($name:ident $(<$a:lifetime>)? => $item:ty;)*) => {$(
        impl $(<$a>)? Iterator for $name $(<$a>)? {
            type Item = $item;

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                self.iter.next()
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                self.iter.size_hint()
            }
        }

        impl $(<$a>)? DoubleEndedIterator for $name $(<$a>)? {
            #[inline]
            fn next_back(&mut self) -> Option<Self::Item> {
                self.iter.next_back()
            }
        }

        impl $(<$a>)? ExactSizeIterator for $name $(<$a>)? {
            #[inline]
            fn len(&self) -> usize {
                self.iter.len()
            }
        }

        impl $(<$a>)? FusedIterator for $name $(<$a>)? {}
    )*};
}

delegate! {
    Iter<'a> => (&'a String, &'a Value);
    IterMut<'a> => (&'a String, &'a mut Value);
    IntoIter => (String, Value);
    Keys<'a> => &'a String;
    Values<'a> => &'a Value;
    ValuesMut<'a> => &'a mut Value;
    IntoValues => Value;
}

impl<'a> IntoIterator for &'a Map<String, Value> {
    type Item = (&'a String, &'a Value);
    type IntoIter = Iter<'a>;

    #[inline]
    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl<'a> IntoIterator for &'a mut Map<String, Value> {
    type Item = (&'a String, &'a mut Value);
    type IntoIter = IterMut<'a>;

    #[inline]
    fn into_iter(self) -> IterMut<'a> {
        self.iter_mut()
    }
}

impl IntoIterator for Map<String, Value> {
    type Item = (String, Value);
    type IntoIter = IntoIter;

    #[inline]
    fn into_iter(self) -> IntoIter {
        IntoIter { iter: self.members.into_iter() }
    }
}
