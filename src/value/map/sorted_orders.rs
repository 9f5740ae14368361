//! The orders in which objects had to be sorted.
//!
//! Documents repeat their objects' shapes, and a type has one: to check an order is cheaper than to find it.

use alloc::string::String;
use alloc::vec::Vec;
#[cfg(feature = "std")]
use core::cell::Cell;

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

/// Members of which a thread keeps the order: of [`ORDERS`] objects 4 KB each, at most.
#[cfg(feature = "std")]
const MANY: usize = 1024;

#[cfg(feature = "std")]
std::thread_local! {
    /// The orders of the objects that this thread has made, not read.
    static KEPT: Cell<Orders> = const { Cell::new(Orders::NEW) };
}

/// Sorts members, no two of one name, in place, by the orders that this thread has kept. False if that was not to be done.
#[cfg(feature = "std")]
#[inline]
pub(super) fn sort(members: &mut [(String, Value)]) -> bool {
    if members.len() > MANY {
        return false;
    }
    // In a thread that ends there are none to be had.
    let done = KEPT.try_with(|kept| {
        let mut orders = kept.take();
        let done = orders.of(members).map(|order| permute(members, order)).is_some();
        kept.set(orders);
        done
    });
    done.unwrap_or(false)
}

/// There are no threads to keep any.
#[cfg(not(feature = "std"))]
pub(super) fn sort(_: &mut [(String, Value)]) -> bool {
    false
}

/// Moves what stands at `order[i]` to `i`, for all places, of which there are no more than `MANY`.
#[cfg(feature = "std")]
fn permute<T>(items: &mut [T], order: &[u32]) {
    let mut moved = [0u64; MANY / 64];
    for start in 0..order.len() {
        let mut to = start;
        while moved[to / 64] >> (to % 64) & 1 == 0 {
            moved[to / 64] |= 1 << (to % 64);
            let from = order[to] as usize;
            // What stood at the start is handed on, until it comes to its place.
            if from != start {
                items.swap(to, from);
            }
            to = from;
        }
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
