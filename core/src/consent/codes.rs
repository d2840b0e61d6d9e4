//! States, methods and channels as they are stored.

use super::{Method, State};
use crate::policy::Channel;

impl State {
    /// Every state.
    pub const ALL: [Self; 10] = [
        Self::Unknown,
        Self::Requested,
        Self::Deferred,
        Self::Given,
        Self::Renewed,
        Self::Refused,
        Self::Withdrawn,
        Self::Revoked,
        Self::Expired,
        Self::Invalidated,
    ];

    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Requested => "requested",
            Self::Deferred => "deferred",
            Self::Given => "given",
            Self::Renewed => "renewed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::Invalidated => "invalidated",
        }
    }

    /// From its stored form.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 7] = [
        Self::Paper,
        Self::WebForm,
        Self::DoubleOptIn,
        Self::EmailReply,
        Self::VerbalCall,
        Self::VerbalVisit,
        Self::Other,
    ];

    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::WebForm => "web_form",
            Self::DoubleOptIn => "double_opt_in",
            Self::EmailReply => "email_reply",
            Self::VerbalCall => "verbal_call",
            Self::VerbalVisit => "verbal_visit",
            Self::Other => "other",
        }
    }

    /// From its stored form.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 5] = [Self::Email, Self::Sms, Self::Phone, Self::Post, Self::Any];

    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Phone => "phone",
            Self::Post => "post",
            Self::Any => "any",
        }
    }

    /// From its stored form.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}
