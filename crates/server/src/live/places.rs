//! Places for live streams: so many in all, so many of one user.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::lock;

/// Who holds how many places.
#[derive(Debug)]
pub(crate) struct Places {
    all: usize,
    each: usize,
    taken: Mutex<HashMap<String, usize>>,
}

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Full {
    /// All places are taken.
    All,
    /// The owner has all that one may have.
    Owner,
}

/// A place, free again when dropped.
#[derive(Debug)]
pub(crate) struct Place {
    places: Arc<Places>,
    owner: String,
}

impl Places {
    pub(crate) fn new(all: usize, each: usize) -> Self {
        Self { all, each, taken: Mutex::default() }
    }

    /// A place for `owner`.
    pub(crate) fn take(self: &Arc<Self>, owner: &str) -> Result<Place, Full> {
        let mut taken = lock(&self.taken);
        if taken.get(owner).is_some_and(|count| *count >= self.each) {
            return Err(Full::Owner);
        }
        if taken.values().sum::<usize>() >= self.all {
            return Err(Full::All);
        }
        *taken.entry(owner.to_owned()).or_default() += 1;
        Ok(Place { places: Arc::clone(self), owner: owner.to_owned() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = lock(&self.places.taken);
        if let Some(count) = taken.get_mut(&self.owner) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.owner);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_its_stream_ends() {
        let places = Arc::new(Places::new(3, 2));
        let first = places.take("a");
        let _second = places.take("a");
        assert_eq!(places.take("a").err(), Some(Full::Owner));
        let _third = places.take("b");
        assert_eq!(places.take("b").err(), Some(Full::All));
        drop(first);
        assert!(places.take("b").is_ok());
    }
}
