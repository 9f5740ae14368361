//! What a generic type is, where it may be one of which a kernel takes many values at once.
//!
//! serde tells a serializer nothing of the elements of an array before each is written, and asks a deserializer for one after the
//! other. An array of numbers is worth to be known before: eight of them are done in the time of two or four.
#![expect(unsafe_code, reason = "values of a type that is known to be another")]

use alloc::vec::Vec;
use core::any::TypeId;
use core::marker::PhantomData;
use core::mem::{self, ManuallyDrop};
use core::ptr::NonNull;

/// `value`, if it is a reference to a `K`. Known when the program is compiled, with optimization.
#[inline(always)]
pub(crate) fn known<K: ?Sized + 'static, T>(value: &T) -> Option<&K> {
    // SAFETY: `T` is `&K`, of some lifetime that `value`'s does not exceed, since a `&T` can only be had while a `T` is valid.
    (id::<T>() == TypeId::of::<&'static K>()).then(|| unsafe { *(&raw const *value).cast::<&K>() })
}

/// A type with a lifetime.
pub(crate) trait Borrowing {
    type Of<'a>;
}

/// Has `use_it` use `value`, if it is of type `K`; gives it back otherwise. Known when the program is compiled, with
/// optimization.
#[inline(always)]
pub(crate) fn used<K: Borrowing, T, O>(
    value: T,
    use_it: impl for<'a> FnOnce(K::Of<'a>) -> O,
) -> core::result::Result<O, T> {
    if id::<T>() != id::<K::Of<'static>>() {
        return Err(value);
    }
    let value = ManuallyDrop::new(value);
    // SAFETY: `T` is `K::Of` of some lifetime, and `use_it` takes that of any. The value is not dropped here.
    Ok(use_it(unsafe { (&raw const *value).cast::<K::Of<'_>>().read() }))
}

/// A type that names no lifetime.
///
/// # Safety
///
/// It does not: a function that takes a `&'static str`, for one, would pass for a function that takes any `&str`.
pub(crate) unsafe trait Whole: 'static {}

macro_rules! whole {
    ($($number:ty)*) => {$(
        // SAFETY: there is none in it.
        unsafe impl Whole for $number {}
    )*};
}

whole!(bool f32 f64 u8 u32 u64 usize i32 i64);

// SAFETY: it names what `T` does.
unsafe impl<T: Whole> Whole for (T, T) {}
// SAFETY: as above.
unsafe impl<T: Whole> Whole for (T, T, T) {}
// SAFETY: as above.
unsafe impl<T: Whole, const N: usize> Whole for [T; N] {}
// SAFETY: as above.
unsafe impl<T: Whole> Whole for Vec<T> {}

/// `value`, if `T` is `K`. Known when the program is compiled, with optimization.
#[inline(always)]
pub(crate) fn cast<K: Whole, T>(value: K) -> Option<T> {
    (id::<T>() == TypeId::of::<K>()).then(|| {
        let value = ManuallyDrop::new(value);
        // SAFETY: `T` is `K`, and names no lifetime, since `K` names none. The value is not dropped here.
        unsafe { (&raw const *value).cast::<T>().read() }
    })
}

/// Where a value goes of a type that is known by its identity only, so that who puts it there need not be compiled for each type.
pub(crate) struct Slot<'a> {
    /// The type's identity, with its lifetimes left out.
    id: TypeId,
    /// Invariant: an `Option` of that type.
    to: NonNull<()>,
    of: PhantomData<&'a mut ()>,
}

impl<'a> Slot<'a> {
    #[inline(always)]
    pub(crate) fn new<T>(to: &'a mut Option<T>) -> Self {
        Slot { id: id::<T>(), to: NonNull::from(to).cast(), of: PhantomData }
    }

    /// Whether it is for a `K`.
    pub(crate) fn is_for<K: 'static>(&self) -> bool {
        self.id == TypeId::of::<K>()
    }

    /// Puts the value there, if it is for such.
    pub(crate) fn put<K: Whole>(self, value: K) {
        if self.is_for::<K>() {
            // SAFETY: invariant of `to`; the type is `K`, and names no lifetime, since `K` names none.
            unsafe { *self.to.cast::<Option<K>>().as_mut() = Some(value) };
        }
    }
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
