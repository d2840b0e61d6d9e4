//! What a user does, by name: the code in the journal, and what it may change.

/// Every user action by name; the journal keeps the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    CreateVault,
    ChangeSettings,
    ConfirmAssessment,
    CreateContact,
    EditContact,
    BinContact,
    RestoreContact,
    TagContacts,
    GiveConsent,
    RefuseConsent,
    WithdrawConsent,
    StartCall,
    ContinueCall,
    StopCall,
    EndCall,
    LogCall,
    WriteNote,
    EditNote,
    DeleteNote,
    FollowUp,
    KeepDraft,
    Enrich,
    UndoEnrichment,
    Import,
    Export,
    UndoExport,
    Print,
    Forget,
    ProveErasure,
    RotateKey,
    NewKeyDue,
    Recall,
    Backup,
    SeeBackups,
    LeaveFolder,
    Restore,
    Salvage,
    Rehearse,
    DeletePutAside,
    ClockJump,
}

/// What the window re-reads after a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[cfg_attr(feature = "doors", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    Contacts,
    Consents,
    Timeline,
    FollowUps,
    Calls,
    Settings,
    Policy,
    Erasures,
    Backups,
    /// The file itself.
    Vault,
}

impl Op {
    /// The code in the journal; for ever.
    pub fn code(self) -> &'static str {
        match self {
            Self::CreateVault => "vault.create",
            Self::ChangeSettings => "settings.change",
            Self::ConfirmAssessment => "assessment.confirm",
            Self::CreateContact => "contact.create",
            Self::EditContact => "contact.edit",
            Self::BinContact => "contact.bin",
            Self::RestoreContact => "contact.restore",
            Self::TagContacts => "contact.tag",
            Self::GiveConsent => "consent.give",
            Self::RefuseConsent => "consent.refuse",
            Self::WithdrawConsent => "consent.withdraw",
            Self::StartCall => "call.start",
            Self::ContinueCall => "call.continue",
            Self::StopCall => "call.stop",
            Self::EndCall => "call.end",
            Self::LogCall => "call.log",
            Self::WriteNote => "note.write",
            Self::EditNote => "note.edit",
            Self::DeleteNote => "note.delete",
            Self::FollowUp => "follow_up.change",
            Self::KeepDraft => "draft.keep",
            Self::Enrich => "enrichment.accept",
            Self::UndoEnrichment => "enrichment.undo",
            Self::Import => "import.run",
            Self::Export => "person.export",
            Self::UndoExport => "person.export.undo",
            Self::Print => "person.print",
            Self::Forget => "person.forget",
            Self::ProveErasure => "erasure.prove",
            Self::RotateKey => "key.rotate",
            Self::NewKeyDue => "key.due",
            Self::Recall => "passphrase.recall",
            Self::Backup => "backup.take",
            Self::SeeBackups => "backup.see",
            Self::LeaveFolder => "backup.leave",
            Self::Restore => "backup.restore",
            Self::Salvage => "vault.salvage",
            Self::Rehearse => "backup.rehearse",
            Self::DeletePutAside => "vault.put_aside.delete",
            Self::ClockJump => "clock.jump",
        }
    }

    /// The topics that this action may change.
    pub fn topics(self) -> &'static [Topic] {
        use Topic::{
            Backups, Calls, Consents, Contacts, Erasures, FollowUps, Policy, Settings, Timeline,
        };
        match self {
            Self::CreateVault | Self::Import | Self::Forget | Self::Restore | Self::Salvage => &[
                Contacts, Consents, Timeline, FollowUps, Calls, Settings, Policy, Erasures, Backups,
            ],
            Self::ChangeSettings | Self::RotateKey => &[Settings],
            Self::Backup | Self::Rehearse | Self::DeletePutAside | Self::LeaveFolder => &[Backups],
            Self::ConfirmAssessment => &[Policy],
            Self::CreateContact
            | Self::EditContact
            | Self::BinContact
            | Self::RestoreContact
            | Self::Enrich
            | Self::UndoEnrichment => &[Contacts, Consents, Timeline, FollowUps],
            Self::TagContacts => &[Contacts],
            Self::GiveConsent | Self::RefuseConsent | Self::WithdrawConsent => {
                &[Consents, Timeline]
            }
            Self::StartCall
            | Self::ContinueCall
            | Self::StopCall
            | Self::EndCall
            | Self::LogCall => &[Calls, Timeline, Contacts, FollowUps],
            Self::WriteNote | Self::EditNote | Self::DeleteNote | Self::FollowUp => {
                &[Timeline, Contacts, FollowUps]
            }
            Self::Export | Self::UndoExport | Self::Print => &[Timeline],
            Self::ProveErasure => &[Erasures],
            Self::ClockJump
            | Self::KeepDraft
            | Self::Recall
            | Self::NewKeyDue
            | Self::SeeBackups => &[],
        }
    }

    /// Whether the journal has an entry of it. A draft is no act yet, and every pause in typing keeps one; that the
    /// passphrase was typed is kept at every unlock; that a new key is due is no more than a reminder; which backups are there
    /// was only looked at; and where they may lie is only remembered.
    pub(super) fn is_act(self) -> bool {
        !matches!(
            self,
            Self::KeepDraft | Self::Recall | Self::NewKeyDue | Self::SeeBackups | Self::LeaveFolder
        )
    }
}
