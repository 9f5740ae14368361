//! An input taken apart from its front: what a target's choices are made from. Past the end there are zeros.

pub struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Cursor(bytes)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn byte(&mut self) -> u8 {
        self.bytes(1).first().copied().unwrap_or(0)
    }

    /// Below `limit`, which is small.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::from(self.byte()) % limit
    }

    /// At most so many.
    pub fn bytes(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// Two to sixteen bytes' worth of a number, little-endian.
    pub fn integer(&mut self) -> u128 {
        let length = [1, 2, 4, 8, 16][self.below(5)];
        let mut bytes = [0; 16];
        let taken = self.bytes(length);
        bytes[..taken.len()].copy_from_slice(taken);
        u128::from_le_bytes(bytes)
    }

    /// Any float, if there are eight bytes; a power of ten or a small integer as likely.
    pub fn float(&mut self) -> f64 {
        match self.below(4) {
            0 => f64::from(self.byte()) - 100.0,
            1 => 10_f64.powi(i32::from(self.byte()) - 128),
            2 => f64::from(f32::from_bits(self.integer() as u32)),
            _ => f64::from_bits(self.integer() as u64),
        }
    }

    /// Up to 255 bytes as text.
    pub fn text(&mut self) -> String {
        let length = usize::from(self.byte());
        // Mostly short: long ones need their length said twice.
        let length = if length < 192 { length % 24 } else { 16 * (length - 191) };
        String::from_utf8_lossy(self.bytes(length)).into_owned()
    }
}
