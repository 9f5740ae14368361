//! The members of a large object that has been read, and has not been changed: runs of less than a kilobyte.
//!
//! In one piece they would be a request of a kilobyte or more, at which glibc's allocator looks through all that was
//! freed before: with objects of forty members, that was up to half of the time of a document.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::borrow::Borrow;
use core::fmt::{self, Debug};
use core::slice;

use super::sorted::{find, find_mut};
use super::take_from;
use crate::value::Value;

/// Members in a run: 952 bytes of them.
pub(super) const RUN: usize = 17;

/// Sorted members, no two of one name: more than one run of them, all but the last one full.
#[derive(Clone, Default)]
pub(super) struct Runs<K = String, V = Value>(Box<[Vec<(K, V)>]>);

impl<K, V> FromIterator<Vec<(K, V)>> for Runs<K, V> {
    fn from_iter<T: IntoIterator<Item = Vec<(K, V)>>>(runs: T) -> Self {
        Runs(runs.into_iter().collect())
    }
}

impl<K, V> Runs<K, V> {
    /// Takes the members from `start` on, which are more than a run.
    pub(super) fn drain(members: &mut Vec<(K, V)>, start: usize) -> Self {
        let count = (members.len() - start).div_ceil(RUN);
        let mut runs: Box<[Vec<(K, V)>]> = (0..count).map(|_| Vec::new()).collect();
        // The last first: nothing has to move up.
        for (i, run) in runs.iter_mut().enumerate().rev() {
            *run = take_from(members, start + i * RUN);
        }
        Runs(runs)
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        (self.0.len() - 1) * RUN + self.0[self.0.len() - 1].len()
    }

    /// The members in one piece.
    pub(super) fn into_vec(self) -> Vec<(K, V)> {
        let mut members = Vec::with_capacity(self.len());
        self.0.into_iter().for_each(|mut run| members.append(&mut run));
        members
    }

    #[inline]
    pub(super) fn iter(&self) -> Iter<'_, K, V> {
        Iter { rest: self.0.iter(), ..Iter::new(&[]) }
    }

    #[inline]
    pub(super) fn iter_mut(&mut self) -> IterMut<'_, K, V> {
        IterMut { rest: self.0.iter_mut(), ..IterMut::new(&mut []) }
    }
}

impl Runs {
    /// The only run that may have the name.
    fn place<Q: ?Sized + Ord>(&self, name: &Q) -> Option<usize>
    where
        String: Borrow<Q>,
    {
        self.0.partition_point(|run| run[0].0.borrow() <= name).checked_sub(1)
    }

    pub(super) fn get_key_value<Q: ?Sized + Ord>(&self, name: &Q) -> Option<(&String, &Value)>
    where
        String: Borrow<Q>,
    {
        find(&self.0[self.place(name)?], name)
    }

    pub(super) fn get_mut<Q: ?Sized + Ord>(&mut self, name: &Q) -> Option<&mut Value>
    where
        String: Borrow<Q>,
    {
        let at = self.place(name)?;
        find_mut(&mut self.0[at], name)
    }
}

/// The members of one piece or of runs: the rest of the first, whole runs, the rest of the last.
pub(crate) struct Iter<'a, K = String, V = Value> {
    front: slice::Iter<'a, (K, V)>,
    rest: slice::Iter<'a, Vec<(K, V)>>,
    back: slice::Iter<'a, (K, V)>,
}

/// As [`Iter`], to be changed.
pub(super) struct IterMut<'a, K = String, V = Value> {
    front: slice::IterMut<'a, (K, V)>,
    rest: slice::IterMut<'a, Vec<(K, V)>>,
    back: slice::IterMut<'a, (K, V)>,
}

impl<K, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        Iter { front: self.front.clone(), rest: self.rest.clone(), back: self.back.clone() }
    }
}

macro_rules! members {
    ($($name:ident => $members:ty, $item:ty;)*) => {$(
        impl<'a, K, V> $name<'a, K, V> {
            /// Members in one piece.
            #[inline]
            pub(super) fn new(members: $members) -> Self {
                $name {
                    front: members.into_iter(),
                    rest: Default::default(),
                    back: Default::default(),
                }
            }

            #[cold]
            fn next_of_another_run(&mut self) -> Option<$item> {
                match self.rest.next() {
                    Some(run) => self.front = run.into_iter(),
                    None => return self.back.next(),
                }
                self.front.next()
            }
        }

        impl<'a, K, V> Iterator for $name<'a, K, V> {
            type Item = $item;

            #[inline]
            fn next(&mut self) -> Option<$item> {
                let member = self.front.next();
                if member.is_none() && self.rest.len() + self.back.len() > 0 {
                    return self.next_of_another_run();
                }
                member
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                // All runs but the last are full.
                let runs = match self.rest.as_slice() {
                    [full @ .., last] => full.len() * RUN + last.len(),
                    [] => 0,
                };
                let left = self.front.len() + runs + self.back.len();
                (left, Some(left))
            }
        }

        impl<K, V> DoubleEndedIterator for $name<'_, K, V> {
            fn next_back(&mut self) -> Option<Self::Item> {
                if let Some(member) = self.back.next_back() {
                    return Some(member);
                }
                match self.rest.next_back() {
                    Some(run) => self.back = run.into_iter(),
                    None => return self.front.next_back(),
                }
                self.back.next_back()
            }
        }

        impl<K: Debug, V: Debug> Debug for $name<'_, K, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_list()
                    .entries(self.front.as_slice())
                    .entries(self.rest.as_slice().iter().flatten())
                    .entries(self.back.as_slice())
                    .finish()
            }
        }
    )*};
}

members! {
    Iter => &'a [(K, V)], &'a (K, V);
    IterMut => &'a mut [(K, V)], &'a mut (K, V);
}
