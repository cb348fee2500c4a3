//! The second factor in memory: the same rules as on disk.

use super::State;
use crate::{Ended, Entry, Factor, Name, NewTotp, SecondFactor, SecretHash, StoreError, Totp};

/// A second factor with its recovery codes.
#[derive(Debug)]
pub(super) struct Kept {
    totp: Totp,
    recovery_codes: Vec<SecretHash>,
}

impl State {
    pub(super) fn totp(&self, user: &Name) -> Option<Totp> {
        self.factors.get(user).map(|kept| kept.totp.clone())
    }

    /// Uses up what was proven beside the password; refuses what does not prove it.
    pub(super) fn consume(&mut self, user: &Name, factor: &Factor) -> Result<(), StoreError> {
        let kept = self.factors.get_mut(user);
        let used = match (factor, kept) {
            (Factor::Kept, _) | (Factor::None, None) => true,
            (Factor::Step(step), Some(kept)) if kept.totp.last_step < *step => {
                kept.totp.last_step = *step;
                true
            }
            (Factor::Recovery(hash), Some(kept)) => {
                let before = kept.recovery_codes.len();
                kept.recovery_codes.retain(|code| code != hash);
                kept.recovery_codes.len() < before
            }
            _ => false,
        };
        if !used {
            return Err(StoreError::FactorRefused { name: user.clone() });
        }
        self.tell_factor(user);
        Ok(())
    }

    pub(super) fn enable_totp(
        &mut self,
        name: &Name,
        totp: NewTotp,
        proven: u64,
        entry: Entry,
    ) -> Result<Ended, StoreError> {
        self.unchanged(name, proven)?;
        if self.factors.contains_key(name) {
            return Err(StoreError::FactorExists { name: name.clone() });
        }
        let NewTotp { secret, last_step, recovery_codes } = totp;
        self.factors.insert(name.clone(), Kept { totp: Totp { secret, last_step }, recovery_codes });
        if let Some(user) = self.users.get_mut(name) {
            user.second_factor = Some(SecondFactor { since: entry.at, recovery_codes: 0 });
        }
        Ok(self.factor_changed(name, entry))
    }

    pub(super) fn remove_totp(
        &mut self,
        name: &Name,
        proven: Option<(u64, Factor)>,
        entry: Entry,
    ) -> Result<Ended, StoreError> {
        self.known_user(name)?;
        if let Some((generation, factor)) = proven {
            self.unchanged(name, generation)?;
            self.consume(name, &factor)?;
        }
        if self.factors.remove(name).is_none() {
            return Err(StoreError::FactorMissing { name: name.clone() });
        }
        Ok(self.factor_changed(name, entry))
    }

    /// Ends what was proven before the change.
    fn factor_changed(&mut self, name: &Name, entry: Entry) -> Ended {
        self.tell_factor(name);
        let generation = self.generation();
        if let Some(user) = self.users.get_mut(name) {
            user.generation = generation;
        }
        let sessions = self.end_sessions(name);
        self.revision += 1;
        self.append(entry);
        Ended { sessions, tokens: Vec::new() }
    }

    /// Writes into the user what may be told of the factor.
    fn tell_factor(&mut self, name: &Name) {
        let left = self.factors.get(name).map(|kept| kept.recovery_codes.len());
        if let Some(user) = self.users.get_mut(name) {
            user.second_factor = user
                .second_factor
                .zip(left)
                .map(|(told, recovery_codes)| SecondFactor { recovery_codes, ..told });
        }
    }
}
