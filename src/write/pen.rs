//! What a pen does by what else it does: elements and truth values.

use super::buffer::{Pen, Place};
use crate::error::Result;

impl<'b, 's> Pen<'b, 's> {
    /// Lets `write` write a value, and puts a comma behind it.
    #[inline(always)]
    pub(crate) fn element<F>(&mut self, write: F) -> Result<()>
    where
        F: for<'c> FnOnce(Pen<'c, 's>) -> Result<Place<'c>>,
    {
        self.followed(b',', write)
    }

    /// Lets `write` write each of `items`, and puts commas between them; tells whether there were any.
    #[inline(always)]
    pub(crate) fn elements<I, F>(
        &mut self,
        items: impl Iterator<Item = I>,
        write: F,
    ) -> Result<bool>
    where
        F: for<'c> Fn(Pen<'c, 's>, I) -> Result<Place<'c>>,
    {
        self.each(items, false, write)
    }

    /// Steps back over the comma behind the last element, if there is one.
    #[inline(always)]
    pub(crate) fn uncomma(&mut self) -> bool {
        self.take_back(b',')
    }

    /// Writes a truth value.
    #[inline]
    pub(crate) fn bool(self, value: bool) -> Result<Place<'b>> {
        match value {
            true => self.verbatim("true"),
            false => self.verbatim("false"),
        }
    }
}
