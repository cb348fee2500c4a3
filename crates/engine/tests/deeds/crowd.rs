//! More deeds at once than the desk takes.

use std::sync::Arc;

use domain::Role;
use domain::decide::Deed;
use engine::deeds::{DeedError, Happening};
use tokio::sync::broadcast::error::TryRecvError;

use crate::house::{House, Plan, asker, request, wait};
use crate::pet::{Pet, until};
use crate::stores::Moody;

/// Deeds that are under way at once, and that wait for them.
const PLACES: usize = 32 + 100;

#[test]
fn whom_a_full_desk_turns_away_hears_it_at_once_and_it_is_written_down() {
    let store = Arc::new(Moody::default());
    let house = House::with(Plan { policies: Some(store.clone()), ..Plan::default() });
    let pet = Pet::stubborn();
    let key = house.key(&pet);
    store.hang();
    // Nothing of these comes to anything: they hold their places as long as the store says nothing.
    let eve = asker("eve", Role::Viewer);
    let crowd: Vec<_> =
        (0..PLACES).map(|_| house.deeds.start(request(Deed::End, key), eve.clone())).collect();
    let mut happenings = house.deeds.happenings();
    let bob = asker("bob", Role::Operator);
    let mut turned_away: Vec<_> =
        (0..600).map(|_| house.deeds.start(request(Deed::Pause, key), bob.clone())).collect();
    assert!(turned_away.iter_mut().all(|answer| answer.try_recv() == Ok(Err(DeedError::Busy))));
    let of_bob = || {
        let rows = house.audit(key);
        rows.iter().filter(|row| row.actor.as_str() == "user:bob").map(crate::house::told).collect::<Vec<_>>()
    };
    // As of any other refusal, not all are written of somebody who asks all day.
    until("they are written down", || of_bob().len() >= 500);
    store.answer();
    assert!(crowd.into_iter().map(wait).all(|outcome| outcome.is_err()));
    assert!(of_bob().len() < 510 && of_bob().iter().all(|row| row == "pause refused busy"));
    let mut told = std::iter::from_fn(|| {
        loop {
            match happenings.try_recv() {
                Ok(happening) => return Some(happening),
                Err(TryRecvError::Lagged(_)) => {}
                Err(_) => return None,
            }
        }
    });
    let busy = Err((key, DeedError::Busy));
    let is_busy = |told: Happening| matches!(told, Happening::Done { outcome, .. } if outcome == busy);
    assert!(told.any(is_busy), "nobody who watches was told");
    assert_eq!((pet.said(), pet.lives()), (vec![], true));
}
