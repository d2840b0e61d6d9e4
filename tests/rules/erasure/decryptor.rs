//! The independent reader of the faults, asked how often something stands there.

pub(crate) use crate::faults::clear::Clear;

impl Clear {
    /// How often `needle` stands in the clear pages and frames.
    pub(crate) fn count(&self, needle: &[u8]) -> usize {
        assert!(needle.len() > 3, "too short to mean anything");
        let finder = memchr::memmem::Finder::new(needle);
        self.places()
            .map(|(_, page)| finder.find_iter(page).count())
            .sum()
    }
}
