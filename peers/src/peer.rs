//! The libraries, and what each is asked to do.

/// A library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    Ours,
    SerdeJson,
    SonicRs,
    /// As a call of its `from_slice` is, which makes its buffers anew.
    SimdJson,
    /// With the buffers that it can keep from text to text (`from_slice_with_buffers`).
    SimdJsonKept,
    Jiter,
}

impl Peer {
    pub const ALL: [Self; 6] = [
        Self::Ours,
        Self::SerdeJson,
        Self::SonicRs,
        Self::SimdJson,
        Self::SimdJsonKept,
        Self::Jiter,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "fastjson-api",
            Self::SerdeJson => "serde_json",
            Self::SonicRs => "sonic-rs",
            Self::SimdJson => "simd-json",
            Self::SimdJsonKept => "simd-json kept",
            Self::Jiter => "jiter",
        }
    }
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
    /// Read into types that own their strings.
    Owned,
    /// Read into types that borrow their strings from the text.
    Borrowed,
    /// Read into `IgnoredAny`.
    Skip,
    /// Write the owning types.
    Write,
    /// Read each library's own value type, owning.
    ReadValue,
    /// Write each library's own value type.
    WriteValue,
    /// Read the owning types from an `io::Read`.
    Reader,
    /// Read a stream of values, one a line.
    Lines,
}

impl Work {
    pub const ALL: [Self; 8] = [
        Self::Owned,
        Self::Borrowed,
        Self::Skip,
        Self::Write,
        Self::ReadValue,
        Self::WriteValue,
        Self::Reader,
        Self::Lines,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Owned => "read owned",
            Self::Borrowed => "read borrowed",
            Self::Skip => "skip",
            Self::Write => "write",
            Self::ReadValue => "read Value",
            Self::WriteValue => "write Value",
            Self::Reader => "from_reader",
            Self::Lines => "JSON lines",
        }
    }
}
