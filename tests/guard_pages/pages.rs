//! Memory with an unmapped page on either side.
#![expect(unsafe_code, reason = "calls of mmap and mprotect, and slices of what they give")]

use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::slice;

/// Some bytes between two pages that nobody may touch.
pub struct Pages {
    /// The first of the three parts: a page that cannot be touched, the bytes, another such page.
    start: NonNull<u8>,
    page: usize,
    length: usize,
}

impl Pages {
    /// Room for at least `length` bytes.
    pub fn new(length: usize) -> Self {
        // SAFETY: asks for a number.
        let page = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap();
        let length = length.next_multiple_of(page);
        // SAFETY: a new mapping, at an address that the system chooses.
        let start = unsafe {
            let flags = libc::MAP_PRIVATE | libc::MAP_ANON;
            libc::mmap(std::ptr::null_mut(), length + 2 * page, libc::PROT_NONE, flags, -1, 0)
        };
        assert!(start != libc::MAP_FAILED);
        let start = NonNull::new(start.cast::<u8>()).unwrap();
        // SAFETY: the middle of the mapping, which nobody else knows yet.
        let opened = unsafe {
            let middle = start.as_ptr().add(page).cast();
            libc::mprotect(middle, length, libc::PROT_READ | libc::PROT_WRITE)
        };
        assert_eq!(opened, 0);
        Pages { start, page, length }
    }

    fn bytes(&mut self) -> &mut [u8] {
        // SAFETY: the middle can be read and written, is zero to begin with, and is lent for as long as
        // `self` is.
        unsafe { slice::from_raw_parts_mut(self.start.as_ptr().add(self.page), self.length) }
    }

    /// A copy of `text` that ends where the memory does.
    pub fn at_end(&mut self, text: &[u8]) -> &mut [u8] {
        let from = self.length - text.len();
        let room = &mut self.bytes()[from..];
        room.copy_from_slice(text);
        room
    }

    /// A copy of `text` that begins where the memory does.
    pub fn at_start(&mut self, text: &[u8]) -> &mut [u8] {
        let room = &mut self.bytes()[..text.len()];
        room.copy_from_slice(text);
        room
    }

    /// The last `N` bytes, as room for output.
    pub fn room<const N: usize>(&mut self) -> &mut [MaybeUninit<u8>; N] {
        let room = self.bytes().last_chunk_mut::<N>().unwrap();
        // SAFETY: bytes are as good as bytes that may be uninitialised; whoever writes into this writes
        // bytes, so they stay initialised.
        unsafe { &mut *std::ptr::from_mut(room).cast() }
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        // SAFETY: the mapping that `new` made; nothing borrows from it any more.
        unsafe { libc::munmap(self.start.as_ptr().cast(), self.length + 2 * self.page) };
    }
}

/// Whether a process that looks one byte beyond either end dies of it.
#[test]
fn the_pages_guard() {
    let pages = Pages::new(1);
    for outside in [-1, pages.length as isize] {
        // SAFETY: the child of the fork does nothing but to read one byte, as a crash is what is wanted
        // here, and to leave without running anything else of the process.
        let status = unsafe {
            let child = libc::fork();
            if child == 0 {
                let signals = [libc::SIGSEGV, libc::SIGBUS];
                let _ = signals.map(|signal| libc::signal(signal, libc::SIG_DFL));
                let first = pages.start.as_ptr().add(pages.page);
                first.offset(outside).read_volatile();
                libc::_exit(0);
            }
            let mut status = 0;
            assert_eq!(libc::waitpid(child, &raw mut status, 0), child);
            status
        };
        assert!(libc::WIFSIGNALED(status), "{outside}: {status}");
    }
}
