//! Consent: immutable events per person × purpose × product × channel × address. A yes is bound to the address, a no to the person.

mod against;
mod chain;
mod codes;
pub mod decide;
mod give;
mod panel;
mod record;
mod refuse;
mod store;
mod suppression;

#[cfg(test)]
mod tests;

use crate::policy::{Channel, Language};
use crate::{EventId, PersonId, ValueId};

pub(crate) use against::{Against, Kept};
pub use give::give;
pub use panel::{events, holds, panel, verify_chain};
pub use record::{MAX_PRODUCT, MAX_WORDS};
pub(crate) use refuse::doubt;
pub use refuse::{object, refuse, withdraw};

/// The ten states of ISO/IEC TS 27560 that are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum State {
    Unknown,
    Requested,
    Deferred,
    Given,
    Renewed,
    Refused,
    Withdrawn,
    Revoked,
    Expired,
    Invalidated,
}

/// The five states that are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    DidNotAsk,
    Given,
    Refused,
    Withdrawn,
    Expired,
}

/// How the person said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Paper,
    WebForm,
    DoubleOptIn,
    EmailReply,
    VerbalCall,
    VerbalVisit,
    Other,
}

/// A yes, as the seller records it.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct Yes {
    pub person: PersonId,
    pub purpose: String,
    #[serde(default)]
    pub product: String,
    pub channel: Channel,
    /// The address it is bound to (an e-mail for e-mail, a phone for sms and phone, an address for post); absent:
    /// the only one the person has.
    pub value: Option<ValueId>,
    /// The exact words shown or read out.
    pub wording: String,
    pub language: Language,
    pub method: Method,
    #[serde(default)]
    pub evidence: String,
    /// Milliseconds UTC; absent: now.
    #[serde(default)]
    pub happened_at: Option<i64>,
    /// A promised end, `YYYY-MM-DD`: the first day in the home zone on which the yes no longer counts.
    #[serde(default)]
    pub valid_until_on: Option<String>,
    /// The person took back an earlier no by this act, with evidence; without it a standing no refuses the yes.
    #[serde(default)]
    pub lifts_no: bool,
}

/// A no or a withdrawal. Needs nothing but what it is about.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct No {
    pub person: PersonId,
    pub purpose: String,
    #[serde(default)]
    pub product: String,
    pub channel: Channel,
    #[serde(default)]
    pub method: Option<Method>,
    #[serde(default)]
    pub evidence: String,
    #[serde(default)]
    pub happened_at: Option<i64>,
}

/// One line of the consent panel.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct ConsentLine {
    pub purpose: String,
    pub product: String,
    pub channel: Channel,
    /// The address a yes is bound to, as people read it.
    pub address: String,
    pub value: Option<ValueId>,
    pub shown: Shown,
    pub since: Option<i64>,
    pub valid_until_on: Option<String>,
    /// The event that decides, with its words.
    pub event: Option<EventId>,
    pub wording: String,
    pub method: Option<Method>,
}

/// One event as it was recorded.
#[derive(Clone, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
pub struct ConsentEvent {
    pub id: EventId,
    pub purpose: String,
    pub product: String,
    pub channel: Channel,
    pub address: String,
    pub state: State,
    pub method: Method,
    pub wording: String,
    pub wording_language: String,
    pub evidence: String,
    pub happened_at: i64,
    pub recorded_at: i64,
    pub valid_until_on: Option<String>,
    pub lifts: Vec<EventId>,
}
