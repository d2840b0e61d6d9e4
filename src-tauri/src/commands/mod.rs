//! The commands, a file a room: each takes what the page sent, calls the core, and answers. No rule lives here.

mod backups;
mod calls;
mod consents;
mod contacts;
mod drafts;
mod enrichment;
mod erasure;
mod export;
mod import;
mod keys;
mod links;
mod locking;
mod notes;
mod policy;
mod print;
mod restore;
mod salvage;
mod search;
pub(crate) mod session;
mod settings;
mod status;
mod vaults;

use kartotek_core::Code;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::events::{Changed, CopyProgress, ErasureProgress, ImportProgress, LockAsked};
use crate::fault::{Answer, Fault};

#[cfg(test)]
include!("names.rs");

/// Every command by name, as build.rs lists them.
#[cfg(test)]
pub(crate) fn names() -> &'static [&'static str] {
    COMMANDS
}

/// The contract with the page.
#[allow(clippy::too_many_lines)] // A line a command.
pub(crate) fn contract() -> Builder<tauri::Wry> {
    Builder::new()
        .commands(collect_commands![
            status::status,
            session::create_vault,
            session::new_recovery,
            session::confirm_recovery,
            session::unlock,
            session::stop_asking,
            session::change_passphrase,
            session::passphrase_strength,
            session::rotate_key,
            session::lock,
            keys::key_slots,
            keys::test_key,
            keys::recovery_picture,
            keys::print_recovery,
            keys::settle_offer,
            keys::key_copies,
            keys::restore_keys,
            vaults::vaults,
            vaults::go_to_vault,
            vaults::pick_vault,
            vaults::pick_new_vault,
            vaults::name_vault,
            vaults::leave_out_vault,
            vaults::allow_folder,
            settings::settings,
            settings::set_settings,
            settings::controller,
            settings::set_controller,
            settings::set_keyring,
            settings::about,
            settings::problem_report,
            policy::default_policy,
            policy::policy,
            policy::confirm_assessment,
            contacts::create_contact,
            contacts::edit_contact,
            contacts::verify_value,
            contacts::bin_contacts,
            contacts::restore_contacts,
            contacts::tag_contacts,
            contacts::contact,
            contacts::contacts,
            contacts::counts,
            contacts::tags,
            contacts::undo,
            search::search,
            consents::consents,
            consents::consent_events,
            consents::give_consent,
            consents::refuse_consent,
            consents::object_to,
            consents::withdraw_consent,
            calls::start_call,
            calls::end_call,
            calls::continue_call,
            calls::stop_call,
            calls::drop_call,
            calls::running_call,
            calls::log_call,
            calls::dial,
            notes::write_note,
            notes::edit_text,
            notes::delete_activity,
            notes::follow_up,
            notes::follow_up_done,
            notes::timeline,
            drafts::drafts,
            drafts::keep_draft,
            drafts::drop_draft,
            enrichment::suggestions,
            enrichment::accept_suggestion,
            enrichment::undo_enrichment,
            enrichment::set_enrichment,
            enrichment::set_contact_enrichment,
            import::pick_import_file,
            import::resume_import,
            import::run_import,
            import::cancel_import,
            export::export_person,
            print::person_sheet,
            print::list_sheet,
            print::print_sheet,
            erasure::preview_erasure,
            erasure::forget,
            erasure::erasures,
            erasure::save_certificate,
            backups::backups,
            backups::take_backup,
            backups::take_backup_along,
            backups::renew_backups,
            backups::rehearse_backup,
            restore::begin_restore,
            restore::lock_for,
            backups::delete_backup,
            backups::delete_put_aside,
            backups::stop_copies,
            backups::set_backup_hours,
            backups::choose_backup_folder,
            backups::reset_backup_folder,
            restore::pick_backup,
            restore::restore_backup,
            locking::locking,
            locking::set_locking,
            locking::present,
            locking::patience,
            locking::set_recalls,
            locking::recall_passphrase,
            locking::put_off_recall,
            salvage::salvage,
            salvage::rescued_people,
            salvage::rescued_person,
            salvage::save_salvage,
            salvage::adopt_salvage,
            salvage::drop_salvage,
            links::open_link,
            links::open_folder,
            links::copy,
        ])
        .events(collect_events![
            Changed,
            ImportProgress,
            ErasureProgress,
            LockAsked,
            CopyProgress
        ])
        .error_handling(ErrorHandlingMode::Result)
        .dangerously_cast_bigints_to_number()
        .disable_serde_phases()
}

/// The longest text that a command takes; what a field may hold is the policy's to say.
const TEXT_MAX: usize = 4_000_000;
/// The most people that one act takes.
const PEOPLE_MAX: usize = 200_000;

fn short(text: &str, max: usize) -> Answer<()> {
    within(text.len(), max)
}

fn within(length: usize, max: usize) -> Answer<()> {
    if length > max {
        return Err(Fault::from(Code::InvalidArgument));
    }
    Ok(())
}
