//! The powers of ten, each held against exact arithmetic.

use fastjson_api::internals::number::{MAX_POWER, MIN_POWER, POWERS};

/// A natural number, 32 bits a limb, the least significant first.
#[derive(Clone, PartialEq, Eq)]
struct Natural(Vec<u32>);

impl Natural {
    fn new(value: u128) -> Self {
        Self((0..4).map(|limb| (value >> (32 * limb)) as u32).collect())
    }

    fn times(mut self, factor: u32) -> Self {
        let mut carry = 0;
        for limb in &mut self.0 {
            let product = u64::from(*limb) * u64::from(factor) + carry;
            *limb = product as u32;
            carry = product >> 32;
        }
        self.0.push(carry as u32);
        self
    }

    fn times_power_of_ten(self, power: i32) -> Self {
        (0..power).fold(self, |product, _| product.times(10))
    }

    fn times_power_of_two(self, power: i32) -> Self {
        let mut product = self.times(1 << (power % 32));
        product.0.splice(0..0, (0..power / 32).map(|_| 0));
        product
    }

    fn less_than(&self, other: &Self) -> bool {
        let limb = |natural: &Self, at: usize| natural.0.get(at).copied().unwrap_or(0);
        let top = self.0.len().max(other.0.len());
        let differ = (0..top).rev().find(|&at| limb(self, at) != limb(other, at));
        differ.is_some_and(|at| limb(self, at) < limb(other, at))
    }
}

/// `s ≤ 10^q · 2^(127 − e) < s + 1`, brought to whole numbers on both sides.
#[test]
fn powers_of_ten() {
    assert_eq!(POWERS.len() as i32, MAX_POWER - MIN_POWER + 1);
    for (power, entry) in (MIN_POWER..).zip(&POWERS) {
        let significand = u128::from(entry.hi) << 64 | u128::from(entry.lo);
        assert!(entry.hi >> 63 == 1, "10^{power}");
        // floor(log2(10^q)); a wrong one would break the inequalities, as the top bit is set.
        let exponent = ((i64::from(power) * 1_741_647) >> 19) as i32 - 127;
        let side = |value: u128| {
            let value = Natural::new(value).times_power_of_ten((-power).max(0));
            value.times_power_of_two(exponent.max(0))
        };
        let exact = Natural::new(1).times_power_of_ten(power.max(0));
        let exact = exact.times_power_of_two((-exponent).max(0));
        assert!(!exact.less_than(&side(significand)), "10^{power} is too large");
        let above = match significand.checked_add(1) {
            Some(next) => side(next),
            None => side(1 << 127).times(2),
        };
        assert!(exact.less_than(&above), "10^{power} is too small");
    }
}
