//! The orders in which objects had to be sorted.
//!
//! Documents repeat their objects' shapes: to check an order is cheaper than to find it.

use alloc::string::String;
use alloc::vec::Vec;

use crate::value::Value;

/// Orders that are kept.
const ORDERS: usize = 32;
/// Objects that had to be sorted before orders are kept: what the first of a document are not worth.
const SEVERAL: u32 = 4;

/// The last order for each number of members and length of the first name (their sum modulo [`ORDERS`]).
#[derive(Default)]
pub(super) struct Orders {
    /// Empty until there have been [`SEVERAL`] objects to be sorted.
    orders: Vec<Vec<u32>>,
    /// Objects that had to be sorted, up to [`SEVERAL`].
    unsorted: u32,
}

impl Orders {
    #[cfg(feature = "std")]
    pub(super) const NEW: Self = Orders { orders: Vec::new(), unsorted: 0 };

    /// In which order these members are sorted: the places that they have now. `None` if there have been few unsorted objects yet, or
    /// a name comes twice. (Found by insertion, which takes less to build: 0.96.)
    #[inline(never)]
    pub(super) fn of(&mut self, unsorted: &[(String, Value)]) -> Option<&[u32]> {
        let length = u32::try_from(unsorted.len()).ok()?;
        if self.unsorted < SEVERAL {
            self.unsorted += 1;
            return None;
        }
        let name = |at: u32| unsorted[at as usize].0.as_str();
        self.orders.resize_with(ORDERS, Vec::new);
        let order = &mut self.orders[(5 * length as usize + name(0).len()) % ORDERS];
        let fits = order.len() == unsorted.len()
            && order.windows(2).all(|pair| is_before(name(pair[0]), name(pair[1])));
        if !fits {
            order.clear();
            order.reserve_exact(length as usize);
            order.extend(0..length);
            order.sort_unstable_by_key(|&at| name(at));
            if order.windows(2).any(|pair| name(pair[0]) == name(pair[1])) {
                // A name twice: rare, and an order that no other object has.
                order.clear();
                return None;
            }
        }
        Some(order)
    }
}

/// Whether one name comes before another: of two that do not begin alike, as most, without a call.
#[inline]
pub(super) fn is_before(a: &str, b: &str) -> bool {
    match (a.as_bytes().first(), b.as_bytes().first()) {
        (Some(first), Some(second)) if first != second => first < second,
        _ => a < b,
    }
}
