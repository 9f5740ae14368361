//! What a generic type is, where it may be one that is written in a way of its own.
//!
//! serde tells a serializer nothing of the elements of an array before each is written. An array of floats is worth to be known
//! before: eight of them are written in the time of four.
#![expect(unsafe_code, reason = "a reference to a type that is known to be another")]

use core::any::TypeId;
use core::marker::PhantomData;
use core::mem;

/// `value`, if it is a reference to a `K`. Known when the program is compiled, with optimization.
#[inline(always)]
pub(crate) fn known<K: ?Sized + 'static, T>(value: &T) -> Option<&K> {
    // SAFETY: `T` is `&K`, of some lifetime that `value`'s does not exceed, since a `&T` can only be had while a `T` is valid.
    (id::<T>() == TypeId::of::<&'static K>()).then(|| unsafe { *(&raw const *value).cast::<&K>() })
}

/// The identity of `T` with its lifetimes left out. (The crate `typeid` does so too. It needs a build script, which takes longer
/// than to compile all of this room.)
#[inline(always)]
fn id<T>() -> TypeId {
    trait Identified {
        fn id(&self) -> TypeId
        where
            Self: 'static;
    }

    impl<T> Identified for PhantomData<T> {
        #[inline(always)]
        fn id(&self) -> TypeId
        where
            Self: 'static,
        {
            TypeId::of::<T>()
        }
    }

    let value = PhantomData::<T>;
    let value: &dyn Identified = &value;
    // SAFETY: lifetimes have no influence on what `id` does: it has no value of `T`, and nothing with a lifetime comes out.
    unsafe { mem::transmute::<&dyn Identified, &(dyn Identified + 'static)>(value) }.id()
}

/// A slice that can be iterated in another way than slices are, and still be [`known`].
#[repr(transparent)]
pub(crate) struct Elements<T>(pub(crate) [T]);

impl<T> Elements<T> {
    #[inline(always)]
    pub(crate) fn of(slice: &[T]) -> &Self {
        // SAFETY: a transparent struct lies in memory as its field does.
        unsafe { &*(&raw const *slice as *const Self) }
    }
}
