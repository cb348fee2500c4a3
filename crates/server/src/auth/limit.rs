//! How fast may be guessed. The rules are told in `auth`; here they are counted. Every count is a lane of
//! the generic cell rate algorithm: one number, the moment at which the lane is empty again.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::time::Mono;
use lru::LruCache;
use store::SecretHash;

use super::Peer;

/// So many tries at once, then one in each interval.
struct Rate {
    burst: u64,
    interval: Duration,
}

const FAMILIAR: Rate = Rate { burst: 10, interval: Duration::from_secs(1) };
/// Six digits of which three are good at a time: with the password known, a guess of 330,000 hits. At this
/// pace that takes years.
const CODE: Rate = Rate { burst: 10, interval: Duration::from_secs(600) };
const CODE_FROM: Rate = Rate { burst: 10, interval: Duration::from_secs(60) };
const SESSION: Rate = Rate { burst: 5, interval: Duration::from_secs(10) };
const ADDRESS: Rate = Rate { burst: 10, interval: Duration::from_secs(5) };
const NETWORK: Rate = Rate { burst: 40, interval: Duration::from_secs(2) };
const FIRST_OF_ADDRESS: Rate = Rate { burst: 3, interval: Duration::from_secs(3600) };
const FIRST_OF_NETWORK: Rate = Rate { burst: 12, interval: Duration::from_secs(900) };
const ACCOUNT: Rate = Rate { burst: 10, interval: Duration::from_secs(2) };
const STRANGERS: Rate = Rate { burst: 30, interval: Duration::from_millis(200) };

/// How many addresses, accounts and familiar places are remembered, of each.
const REMEMBERED: NonZeroUsize = NonZeroUsize::MIN.saturating_add(9_999);

/// When the lane is empty again, monotonic nanoseconds.
type Lane = u64;

impl Rate {
    fn interval(&self) -> u64 {
        u64::try_from(self.interval.as_nanos()).unwrap_or(u64::MAX)
    }

    /// The lane after one more try, or how long to wait for it.
    fn take(&self, lane: Lane, now: Mono) -> Result<Lane, Duration> {
        let after = lane.max(now.0) + self.interval();
        match (after - now.0).saturating_sub(self.burst * self.interval()) {
            0 => Ok(after),
            wait => Err(Duration::from_nanos(wait)),
        }
    }
}

/// What is counted for one address or network.
#[derive(Clone, Copy, Default)]
struct Client {
    tries: Lane,
    first: Lane,
}

/// A client as far as it is told apart from others. A customer has a /64 of IPv6, often a /48.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum ClientKey {
    Local,
    Address(IpAddr),
    Network(Ipv6Addr),
}

impl ClientKey {
    fn of(peer: Peer) -> (Self, Option<Self>) {
        match peer.address() {
            None => (Self::Local, None),
            Some(IpAddr::V6(address)) => {
                let prefix = |bits: u32| Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << (128 - bits)));
                (Self::Address(prefix(64).into()), Some(Self::Network(prefix(48))))
            }
            Some(address) => (Self::Address(address), None),
        }
    }
}

/// The mark by which an address is remembered as familiar.
pub(crate) fn mark_of(peer: Peer) -> SecretHash {
    match ClientKey::of(peer).0 {
        ClientKey::Address(address) => SecretHash::of(&format!("address {address}")),
        ClientKey::Local | ClientKey::Network(_) => SecretHash::of("local"),
    }
}

/// What has a count of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// An account, and the mark of an address or device that logged in to it.
    Familiar {
        /// The account.
        account: SecretHash,
        /// The address or device.
        mark: SecretHash,
    },
    /// An open session.
    Session(SecretHash),
    /// Codes for an account from wherever no device of it is known.
    Code(SecretHash),
    /// Codes for an account from a device that logged in to it before.
    CodeFrom {
        /// The account.
        account: SecretHash,
        /// The device, by its cookie.
        device: SecretHash,
    },
}

impl Place {
    const fn rate(&self) -> &'static Rate {
        match self {
            Self::Familiar { .. } => &FAMILIAR,
            Self::Session(_) => &SESSION,
            Self::Code(_) => &CODE,
            Self::CodeFrom { .. } => &CODE_FROM,
        }
    }
}

/// A try to be admitted.
pub(crate) enum Try {
    /// One that is counted in its own place and nowhere else.
    At(Place),
    /// Anything else.
    Stranger {
        /// The client.
        peer: Peer,
        /// The account, if the try is for one.
        account: Option<SecretHash>,
    },
}

/// A try that was admitted; may be given back.
pub(crate) struct Admitted {
    tried: Try,
    /// It was one of the first of its address and took nothing that strangers share.
    first: bool,
    /// Strangers are many: leave a place for those we know.
    pub(crate) crowded: bool,
}

struct Lanes {
    clients: LruCache<ClientKey, Client>,
    accounts: LruCache<SecretHash, Lane>,
    places: LruCache<Place, Lane>,
    strangers: Lane,
}

/// The counts of all tries, bounded in memory.
pub(crate) struct Limiter {
    lanes: Mutex<Lanes>,
}

impl Limiter {
    pub(crate) fn new() -> Self {
        Self {
            lanes: Mutex::new(Lanes {
                clients: LruCache::sparse(REMEMBERED),
                accounts: LruCache::sparse(REMEMBERED),
                places: LruCache::sparse(REMEMBERED),
                strangers: 0,
            }),
        }
    }

    /// Counts a try, or says how long to wait. A try that is not admitted is not counted.
    pub(crate) fn admit(&self, tried: Try, now: Mono) -> Result<Admitted, Duration> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let (first, crowded) = match &tried {
            Try::At(place) => {
                lanes.at(place, now)?;
                (false, false)
            }
            Try::Stranger { peer, account } => {
                let first = lanes.stranger(*peer, account.as_ref(), now)?;
                (first, lanes.crowded(now))
            }
        };
        Ok(Admitted { tried, first, crowded })
    }

    /// Gives a try back that was no wrong guess.
    pub(crate) fn give_back(&self, admitted: &Admitted) {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let back = |lane: &mut Lane, rate: &Rate| *lane = lane.saturating_sub(rate.interval());
        match &admitted.tried {
            Try::At(place) => {
                if let Some(lane) = lanes.places.peek_mut(place) {
                    back(lane, place.rate());
                }
            }
            Try::Stranger { peer, account } => {
                let (address, network) = ClientKey::of(*peer);
                let rates =
                    [(Some(address), &ADDRESS, &FIRST_OF_ADDRESS), (network, &NETWORK, &FIRST_OF_NETWORK)];
                for (key, tries, first) in rates {
                    if let Some(client) = key.and_then(|key| lanes.clients.peek_mut(&key)) {
                        back(&mut client.tries, tries);
                        if admitted.first {
                            back(&mut client.first, first);
                        }
                    }
                }
                if !admitted.first {
                    back(&mut lanes.strangers, &STRANGERS);
                    if let Some(lane) = account.as_ref().and_then(|account| lanes.accounts.peek_mut(account))
                    {
                        back(lane, &ACCOUNT);
                    }
                }
            }
        }
    }
}

impl Lanes {
    fn at(&mut self, place: &Place, now: Mono) -> Result<(), Duration> {
        let lane = self.places.get(place).copied().unwrap_or_default();
        self.places.put(*place, place.rate().take(lane, now)?);
        Ok(())
    }

    /// Everything is asked before anything is counted. `true`: one of the first tries of its address.
    fn stranger(&mut self, peer: Peer, account: Option<&SecretHash>, now: Mono) -> Result<bool, Duration> {
        let (address, network) = ClientKey::of(peer);
        let room = self.has_room(now);
        let known = |lanes: &mut Self, key| lanes.clients.get(&key).copied();
        let (of_address, of_network) = (known(self, address), network.map(|key| known(self, key)));
        let remembered = room || of_address.is_some();

        let mut client = of_address.unwrap_or_default();
        let mut around = of_network.map(Option::unwrap_or_default);
        client.tries = ADDRESS.take(client.tries, now)?;
        if let Some(around) = &mut around {
            around.tries = NETWORK.take(around.tries, now)?;
        }

        let firsts = || -> Result<(Lane, Option<Lane>), Duration> {
            let of_address = FIRST_OF_ADDRESS.take(client.first, now)?;
            let of_network = around.map(|around| FIRST_OF_NETWORK.take(around.first, now)).transpose()?;
            Ok((of_address, of_network))
        };
        let first = match firsts() {
            Ok((of_address, of_network)) if remembered => {
                client.first = of_address;
                if let (Some(around), Some(first)) = (&mut around, of_network) {
                    around.first = first;
                }
                true
            }
            _ => {
                self.shared(account, now)?;
                false
            }
        };
        self.clients.put(address, client);
        if let (Some(key), Some(around)) = (network, around) {
            self.clients.put(key, around);
        }
        Ok(first)
    }

    /// What strangers share, for one account and for all.
    fn shared(&mut self, account: Option<&SecretHash>, now: Mono) -> Result<(), Duration> {
        let strangers = STRANGERS.take(self.strangers, now)?;
        if let Some(account) = account {
            let lane = self.accounts.get(account).copied().unwrap_or_default();
            self.accounts.put(*account, ACCOUNT.take(lane, now)?);
        }
        self.strangers = strangers;
        Ok(())
    }

    /// A new address can be remembered without forgetting one that is still being slowed.
    fn has_room(&self, now: Mono) -> bool {
        self.clients.len() < REMEMBERED.get()
            || self.clients.peek_lru().is_none_or(|(_, oldest)| oldest.tries.max(oldest.first) <= now.0)
    }

    /// Strangers have used up half of what they share.
    fn crowded(&self, now: Mono) -> bool {
        self.strangers.saturating_sub(now.0) > STRANGERS.burst * STRANGERS.interval() / 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Mono = Mono(1_000_000_000);

    fn v4(n: u32) -> Peer {
        Peer::Address(IpAddr::V4((0x0a00_0000 + n).into()))
    }

    fn account() -> Option<SecretHash> {
        Some(SecretHash::of("admin"))
    }

    fn guess(limiter: &Limiter, peer: Peer, now: Mono) -> bool {
        limiter.admit(Try::Stranger { peer, account: account() }, now).is_ok()
    }

    fn later(seconds: u64) -> Mono {
        Mono(START.0 + seconds * 1_000_000_000)
    }

    #[test]
    fn one_address_is_slowed_after_ten_tries_and_told_for_how_long() {
        let limiter = Limiter::new();
        let admitted = (0..100).filter(|_| guess(&limiter, v4(1), START)).count();
        assert_eq!(admitted, 10);
        let wait = limiter.admit(Try::Stranger { peer: v4(1), account: account() }, START).err().unwrap();
        assert!(wait > Duration::ZERO && wait <= Duration::from_secs(5), "{wait:?}");
        assert!(guess(&limiter, v4(1), later(5)), "the address is still shut after the wait");
    }

    #[test]
    fn a_thousand_addresses_together_get_little_more_than_their_first_tries() {
        let limiter = Limiter::new();
        let mut admitted = 0;
        for second in 0..60 {
            for n in 0..1000 {
                admitted += u32::from(guess(&limiter, v4(n), later(second)));
            }
        }
        assert!(admitted <= 3 * 1000 + 10 + 30 + 1, "{admitted} guesses in a minute");
        assert!(guess(&limiter, v4(5000), later(60)), "a new address pays for the others");
    }

    #[test]
    fn a_familiar_place_is_slowed_by_nobody_else() {
        let limiter = Limiter::new();
        for n in 0..2000 {
            for _ in 0..12 {
                guess(&limiter, v4(n), START);
            }
        }
        let place = Place::Familiar { account: SecretHash::of("admin"), mark: SecretHash::of("at home") };
        let admitted = (0..100).filter(|_| limiter.admit(Try::At(place), START).is_ok()).count();
        assert_eq!(admitted, 10);
        assert!(limiter.admit(Try::At(place), later(1)).is_ok());
    }

    #[test]
    fn the_addresses_of_one_ipv6_customer_count_together() {
        let limiter = Limiter::new();
        let peer = |n: u128| Peer::Address(IpAddr::V6((0x2001_0db8_0001_u128 << 80 | n).into()));
        let of_a_64 = (0..100).filter(|n| guess(&limiter, peer(*n), START)).count();
        assert_eq!(of_a_64, 10);
        let of_a_48 = (0..1000).filter(|n| guess(&limiter, peer(*n << 64), START)).count();
        assert!(of_a_48 <= 40, "{of_a_48}");
    }

    #[test]
    fn an_ipv4_address_is_the_same_written_as_ipv6() {
        let limiter = Limiter::new();
        let IpAddr::V4(plain) = "192.0.2.1".parse().unwrap() else { unreachable!() };
        let mapped = Peer::Address(IpAddr::V6(plain.to_ipv6_mapped()));
        for _ in 0..10 {
            guess(&limiter, mapped, START);
        }
        assert!(!guess(&limiter, Peer::Address(plain.into()), START));
        assert_eq!(mark_of(mapped), mark_of(Peer::Address(plain.into())));
    }

    #[test]
    fn more_addresses_than_are_remembered_get_no_free_tries() {
        let limiter = Limiter::new();
        let admitted = (0..100_000).filter(|n| guess(&limiter, v4(*n), START)).count();
        assert!(admitted <= REMEMBERED.get() + 50, "{admitted}");
        assert!(limiter.lanes.lock().unwrap().clients.len() <= REMEMBERED.get());
    }

    #[test]
    fn a_try_that_is_given_back_leaves_no_trace() {
        let limiter = Limiter::new();
        for _ in 0..1000 {
            let admitted = limiter.admit(Try::Stranger { peer: v4(1), account: account() }, START);
            limiter.give_back(&admitted.ok().unwrap());
        }
        assert_eq!((0..100).filter(|_| guess(&limiter, v4(1), START)).count(), 10);
    }

    #[test]
    fn a_crowd_of_strangers_is_noticed() {
        let limiter = Limiter::new();
        let crowded = |n| {
            let tried = Try::Stranger { peer: v4(n), account: None };
            limiter.admit(tried, START).is_ok_and(|admitted| admitted.crowded)
        };
        assert!(!crowded(1));
        for n in 0..40 {
            for _ in 0..5 {
                crowded(n);
            }
        }
        assert!(crowded(1000));
    }
}
