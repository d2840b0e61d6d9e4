//! A rescue of a vault that does not open: begun, looked into, and locked like an open vault.

use kartotek_core::Code;
use kartotek_core::salvage::{self, Rescue};
use kartotek_core::vault::ReadTx;
use kartotek_core::vault::locking::Locking;
use kartotek_core::vault::session::{Surroundings, Unlock};

use super::Desk;
use crate::copies::Work;
use crate::fault::Answer;

/// A rescue, from its beginning until it is adopted or let go: as good as an open vault to whoever locks.
#[derive(Default)]
pub(crate) enum Rescuing {
    #[default]
    No,
    /// Somebody is at work with it.
    Out,
    Here(Box<Rescue>),
}

impl Rescuing {
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self, Self::No)
    }

    /// Takes it out for work.
    pub(crate) fn take(&mut self) -> Answer<Box<Rescue>> {
        match std::mem::replace(self, Self::Out) {
            Self::Here(rescue) => Ok(rescue),
            other => {
                *self = other;
                Err(Code::Locked.into())
            }
        }
    }

    /// Puts it back after work; it goes when somebody locked meanwhile.
    pub(crate) fn put(&mut self, rescue: Box<Rescue>) -> Answer<()> {
        match self {
            Self::Out => {
                *self = Self::Here(rescue);
                Ok(())
            }
            _ => Err(Code::Locked.into()),
        }
    }
}

impl Desk {
    /// Rescues what is left of a vault that does not open; it is kept until it is adopted or let go. Call it off the main
    /// thread.
    pub(crate) fn salvage(&self, key: &Unlock) -> Answer<()> {
        self.hurry();
        let _door = self.before_door()?;
        if self.is_open() {
            return Err(Code::VaultExists.into());
        }
        self.open().rescue = Rescuing::Out;
        // Whoever goes away from it finds it locked, as the vault that it comes from would be.
        self.0.watch.want(Some(Locking::default()));
        let around = Surroundings::new(Self::clock());
        let rescue = self
            .copies()
            .along(self, Work::Salvage, &|| self.locks(), |course| {
                salvage::salvage(&self.dir(), key, &around, None, course)
            });
        match self.0.patience.judge(rescue) {
            Ok(rescue) => self.open().rescue.put(Box::new(rescue)),
            Err(fault) => {
                self.drop_rescue();
                Err(fault)
            }
        }
    }

    /// Lets go of what was rescued.
    pub(crate) fn drop_rescue(&self) {
        self.open().rescue = Rescuing::No;
        if !self.is_open() {
            self.0.watch.want(None);
        }
    }

    /// Reads in what was rescued.
    pub(crate) fn look_into_rescue<T>(
        &self,
        read: impl FnOnce(&ReadTx<'_>) -> kartotek_core::Result<T>,
    ) -> Answer<T> {
        match &self.open().rescue {
            Rescuing::Here(rescue) => Ok(rescue.vault().read(read)?),
            _ => Err(Code::Locked.into()),
        }
    }
}
