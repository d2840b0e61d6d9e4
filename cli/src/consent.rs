//! `consent`: a yes with its words, a withdrawal, and what holds.

use std::path::PathBuf;

use kartotek_core::consent::{self, Method, No, Yes};
use kartotek_core::policy::{self, Channel, FieldKind, Language};
use kartotek_core::vault::{Op, ReadTx, Vault};
use kartotek_core::{Code, EventId, PersonId, ValueId, contact};

use crate::console::{Console, Failure};
use crate::{exit, input, texts};

#[derive(clap::Subcommand)]
pub(crate) enum Consent {
    /// Record that a person said yes
    Give(Give),
    /// Record that a person took a yes back, or said no
    Withdraw(Withdraw),
    /// What holds for every purpose and channel
    Show { id: PersonId },
}

#[derive(clap::Args)]
pub(crate) struct Give {
    id: PersonId,
    /// A purpose of the policy
    #[arg(long)]
    purpose: String,
    /// email, sms, phone or post
    #[arg(long, value_parser = input::word::<Channel>)]
    channel: Channel,
    /// paper, web_form, double_opt_in, email_reply, verbal_call, verbal_visit or other
    #[arg(long, value_parser = input::word::<Method>)]
    method: Method,
    /// The product it is about, where consent is asked per product
    #[arg(long, default_value = "", hide_default_value = true)]
    product: String,
    /// The e-mail or phone it is bound to (an id from `contact show`); without it, the person's first for the channel
    #[arg(long, value_name = "VALUE-ID")]
    address: Option<ValueId>,
    /// A file with the exact words that were shown or read out; without it, the policy's words
    #[arg(long, value_name = "FILE")]
    wording: Option<PathBuf>,
    /// The language of those words, sv or en; without it, the person's
    #[arg(long, value_parser = input::word::<Language>)]
    language: Option<Language>,
    /// A file that says where the evidence is
    #[arg(long, value_name = "FILE")]
    evidence: Option<PathBuf>,
    /// When it was said (2026-03-31T14:05:00+02:00); without it, now
    #[arg(long, value_name = "TIME", value_parser = input::instant)]
    at: Option<i64>,
    /// The day until which the person agreed, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = input::day)]
    valid_until: Option<String>,
    /// By this the person also took back an earlier no
    #[arg(long)]
    lifts_no: bool,
}

#[derive(clap::Args)]
pub(crate) struct Withdraw {
    id: PersonId,
    /// A purpose of the policy
    #[arg(long)]
    purpose: String,
    /// email, sms, phone, post or any
    #[arg(long, value_parser = input::word::<Channel>, default_value = "any")]
    channel: Channel,
    /// The product it is about, where consent is asked per product
    #[arg(long, default_value = "", hide_default_value = true)]
    product: String,
    /// How it was said; as for give
    #[arg(long, value_parser = input::word::<Method>)]
    method: Option<Method>,
    /// When it was said (2026-03-31T14:05:00+02:00); without it, now
    #[arg(long, value_name = "TIME", value_parser = input::instant)]
    at: Option<i64>,
}

#[derive(serde::Serialize)]
struct Recorded {
    event: EventId,
}

impl Consent {
    pub(crate) fn run(&self, vault: &Vault, console: &Console) -> Result<u8, Failure> {
        match self {
            Self::Give(give) => {
                let yes = give.yes(vault)?;
                let event = vault
                    .write(Op::GiveConsent, |tx| consent::give(tx, &yes))?
                    .value;
                recorded(console, event, "consent-given")?;
            }
            Self::Withdraw(withdraw) => {
                let no = withdraw.no();
                let event = vault
                    .write(Op::WithdrawConsent, |tx| consent::withdraw(tx, &no))?
                    .value;
                recorded(console, event, "consent-withdrawn")?;
            }
            Self::Show { id } => show(vault, console, *id)?,
        }
        Ok(exit::DONE)
    }
}

impl Give {
    fn yes(&self, vault: &Vault) -> Result<Yes, Failure> {
        let person = vault.read(|tx| contact::get(tx, self.id))?;
        let language = self.language.unwrap_or(person.language);
        let wording = match &self.wording {
            Some(file) => input::text(Some(file))?.trim().to_owned(),
            None => vault.read(|tx| words(tx, &self.purpose, language))?,
        };
        let evidence = match &self.evidence {
            Some(file) => input::text(Some(file))?.trim().to_owned(),
            None => String::new(),
        };
        let kind = match self.channel {
            Channel::Email => Some(FieldKind::Email),
            Channel::Sms | Channel::Phone => Some(FieldKind::Phone),
            Channel::Post => Some(FieldKind::Address),
            Channel::Any => None,
        };
        let first = person
            .values
            .iter()
            .find(|value| Some(value.kind) == kind)
            .map(|value| value.id);
        Ok(Yes {
            person: self.id,
            purpose: self.purpose.clone(),
            product: self.product.clone(),
            channel: self.channel,
            value: self.address.or(first),
            wording,
            language,
            method: self.method,
            evidence,
            happened_at: self.at,
            valid_until_on: self.valid_until.clone(),
            lifts_no: self.lifts_no,
        })
    }
}

/// The policy's own question for a purpose.
fn words(tx: &ReadTx<'_>, purpose: &str, language: Language) -> kartotek_core::Result<String> {
    let active = policy::active(tx)?.policy;
    let purpose = active
        .purposes
        .into_iter()
        .find(|p| p.key == purpose)
        .ok_or(Code::PolicyPurpose)?;
    let words = purpose.consent_wording.ok_or(Code::WordingRequired)?;
    Ok(match language {
        Language::Sv => words.sv,
        Language::En => words.en,
    })
}

impl Withdraw {
    fn no(&self) -> No {
        No {
            person: self.id,
            purpose: self.purpose.clone(),
            product: self.product.clone(),
            channel: self.channel,
            method: self.method,
            evidence: String::new(),
            happened_at: self.at,
        }
    }
}

fn recorded(console: &Console, event: EventId, sentence: &str) -> Result<(), Failure> {
    if console.json {
        return console.print_json(&Recorded { event });
    }
    console.tell(sentence);
    Ok(())
}

fn show(vault: &Vault, console: &Console, id: PersonId) -> Result<(), Failure> {
    let lines = vault.read(|tx| consent::panel(tx, id))?;
    if console.json {
        return console.print_json(&lines);
    }
    for line in lines {
        let state = console.texts.say(&format!(
            "consent-state-{}",
            texts::word(line.shown).replace('_', "-")
        ));
        console.print(&format!(
            "{}  {}  {}  {state}  {}",
            line.purpose,
            line.product,
            texts::word(line.channel),
            line.address
        ))?;
    }
    Ok(())
}
