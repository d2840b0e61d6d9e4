//! The invented people of the demo. Phones are the last two digits of 070-174 06 xx, a series given to nobody.

use kartotek_core::policy::PersonType::{self, Consumer, Employee, RoleMailbox, SoleTrader};

/// Somebody who does not exist.
pub(super) struct Person {
    pub(super) kind: PersonType,
    pub(super) name: &'static str,
    pub(super) organization: &'static str,
    pub(super) role: &'static str,
    pub(super) email: &'static str,
    /// 0: none.
    pub(super) phone: u8,
    pub(super) town: &'static str,
    pub(super) tags: &'static [&'static str],
    pub(super) relation: &'static str,
}

#[allow(clippy::too_many_arguments)] // a table row
const fn person(
    kind: PersonType,
    name: &'static str,
    organization: &'static str,
    role: &'static str,
    email: &'static str,
    phone: u8,
    town: &'static str,
    tags: &'static [&'static str],
    relation: &'static str,
) -> Person {
    Person {
        kind,
        name,
        organization,
        role,
        email,
        phone,
        town,
        tags,
        relation,
    }
}

#[rustfmt::skip]
pub(super) const PEOPLE: &[Person] = &[
    person(Employee, "Åsa Lindström", "Björkbacka Möbler", "Inköpare", "asa.lindstrom@bjorkbacka.example.se", 5, "Nässjö", &["möbler", "mässa 2026"], ""),
    person(SoleTrader, "Örjan Öberg", "Öbergs Snickeri", "Ägare", "orjan@oberg.example.se", 6, "Östersund", &["hantverk"], ""),
    person(Consumer, "Elin Ahlgren", "", "", "elin.ahlgren@example.com", 7, "Uppsala", &["villa"], "Ny kund"),
    person(Employee, "Mikael Bergqvist", "Vindkraft i Roslagen", "Driftchef", "mikael.bergqvist@roslagen.example.se", 8, "Norrtälje", &["energi", "stor kund"], ""),
    person(Consumer, "Karin Dahlström", "", "", "karin.dahlstrom@example.org", 9, "Gävle", &["villa"], ""),
    person(Employee, "Jonas Ekström", "Hedlunda Lantbruk", "Verkmästare", "jonas@hedlunda.example.se", 10, "Skövde", &["lantbruk"], ""),
    person(RoleMailbox, "", "Stationskaféet", "", "hej@stationskafeet.example.se", 11, "Linköping", &["kafé"], ""),
    person(Employee, "Ida Forsgren", "Lövsta Förskola", "Rektor", "ida.forsgren@lovsta.example.se", 12, "Enköping", &["offentlig"], ""),
    person(SoleTrader, "Tomas Granath", "Granaths Bygg", "Ägare", "tomas@granathsbygg.example.se", 13, "Västerås", &["hantverk", "återförsäljare"], ""),
    person(Consumer, "Birgitta Hallgren", "", "", "", 14, "Sala", &["villa"], "Ringer helst förmiddagar"),
    person(Employee, "Anton Isaksson", "Nordkust Rederi", "Teknisk chef", "anton.isaksson@nordkust.example.se", 15, "Härnösand", &["sjöfart"], ""),
    person(Employee, "Sofia Jernberg", "Arkitektgruppen Vy", "Arkitekt", "sofia@vy.example.se", 16, "Göteborg", &["arkitekt"], ""),
    person(Consumer, "Lars-Åke Kjellin", "", "", "lars-ake.kjellin@example.com", 17, "Ljusdal", &["fritidshus"], ""),
    person(SoleTrader, "Maja Lundmark", "Lundmarks Trädgård", "Trädgårdsmästare", "maja@lundmark.example.se", 18, "Simrishamn", &["trädgård"], ""),
    person(Employee, "Peter Malmsten", "Kalmar Kyl", "Inköpschef", "peter.malmsten@kalmarkyl.example.se", 19, "Kalmar", &["stor kund"], ""),
    person(Consumer, "Nadia Nasser", "", "", "nadia.nasser@example.org", 20, "Malmö", &["villa", "mässa 2026"], ""),
    person(Employee, "Olle Nyström", "Nyby Golf", "Banchef", "olle@nybygolf.example.se", 21, "Eskilstuna", &["fritid"], ""),
    person(Employee, "Pia Olofsdotter", "Bageri Tre Ax", "Butikschef", "pia@treax.example.se", 22, "Örebro", &["kafé"], ""),
    person(Consumer, "Ruben Palm", "", "", "ruben.palm@example.com", 23, "Umeå", &["fritidshus"], ""),
    person(SoleTrader, "Stina Qvist", "Qvists Redovisning", "Redovisningskonsult", "stina@qvist.example.se", 24, "Växjö", &["rådgivare"], ""),
    person(Employee, "Ali Rahimi", "Solkraft Mälardalen", "Projektledare", "ali.rahimi@solkraft.example.se", 25, "Strängnäs", &["energi"], ""),
    person(Employee, "Gunilla Sandell", "Falu Möbelsnickeri", "Vd", "gunilla@falumobel.example.se", 26, "Falun", &["möbler"], ""),
    person(Consumer, "Henrik Söderlund", "", "", "henrik.soderlund@example.org", 27, "Norrköping", &["villa"], ""),
    person(Employee, "Tove Tengvall", "Hotell Fyren", "Husfru", "tove@hotellfyren.example.se", 28, "Varberg", &["hotell", "mässa 2026"], ""),
    person(RoleMailbox, "", "Uppsala Elteknik", "", "order@uppsalaelteknik.example.se", 29, "Uppsala", &["återförsäljare"], ""),
    person(Consumer, "Ulrika Uggla", "", "", "ulrika.uggla@example.com", 30, "Karlstad", &[], ""),
    person(Employee, "Viktor Wallin", "Wallins Åkeri", "Trafikledare", "viktor@wallinsakeri.example.se", 31, "Helsingborg", &["transport"], ""),
    person(Employee, "Yasmin Yildiz", "Tandvården Leendet", "Klinikchef", "yasmin@leendet.example.se", 32, "Södertälje", &["vård"], ""),
    person(SoleTrader, "Åke Zetterman", "Zettermans Glas", "Ägare", "ake@zetterman.example.se", 33, "Kiruna", &["hantverk"], ""),
    person(Consumer, "Ängla Åström", "", "", "angla.astrom@example.org", 34, "Luleå", &["fritidshus"], ""),
    person(Employee, "Albin Börjesson", "Hallands Golv", "Säljare", "albin@hallandsgolv.example.se", 35, "Halmstad", &["återförsäljare"], ""),
    person(Consumer, "Cecilia Carlén", "", "", "cecilia.carlen@example.com", 36, "Borås", &["villa"], ""),
    person(Employee, "David Ericson", "Ericson & Döttrar", "Delägare", "david@ericsondottrar.example.se", 37, "Jönköping", &["stor kund"], ""),
    person(Consumer, "", "", "", "", 38, "Heby", &["lantbruk"], "Mannen vid grinden, röd traktor"),
    person(Employee, "Frida Fägerskiöld", "Slottsparken", "Intendent", "frida@slottsparken.example.se", 39, "Strömsholm", &["trädgård"], ""),
    person(Employee, "Göran Ek", "Ek Konsult", "Rådgivare", "goran@ekkonsult.example.se", 40, "Sundsvall", &["rådgivare"], ""),
    person(Consumer, "Hanna Högberg", "", "", "hanna.hogberg@example.org", 41, "Visby", &["fritidshus", "mässa 2026"], ""),
    person(SoleTrader, "Isak Ingvarsson", "Ingvarssons Biodling", "Biodlare", "isak@ingvarsson.example.se", 42, "Ystad", &["lantbruk"], ""),
    person(Employee, "Jenny Jonsson", "Vårdcentralen Eken", "Verksamhetschef", "jenny@eken.example.se", 43, "Motala", &["vård", "offentlig"], ""),
    person(Consumer, "Kurt Karlberg", "", "", "", 44, "Arboga", &["villa"], ""),
    person(Employee, "Lova Levin", "Levins Bokhandel", "Inköpare", "lova@levins.example.se", 45, "Lund", &["butik"], ""),
    person(Employee, "Mattias Månsson", "Månsson Marin", "Ägare", "mattias@manssonmarin.example.se", 46, "Karlskrona", &["sjöfart"], ""),
];

/// What a seller writes down after a conversation.
pub(super) const NOTES: &[&str] = &[
    "Vill ha offert på 24 stolar till matsalen, ljus ask. Levereras före midsommar.",
    "Nöjd med leveransen. Frågade om tillbehör till våren; skickar prislistan.",
    "Jämför med en leverantör till. Avgör på styrelsemötet i slutet av månaden.",
    "Ringde om garantin på maskinen från i fjol. Bokade besök torsdag förmiddag.",
    "Behöver ett förslag med montering. Mått kommer på mejl.",
    "Tackade nej den här gången men vill höras igen efter sommaren.",
    "Träffades i montern. Intresserad av den mindre modellen, har plats längs norra väggen.",
    "Bytte leveransadress: lastkajen på baksidan, öppet 7–15.",
    "Undrar om det går att hyra i stället för att köpa. Räknar på tre år.",
    "Bra samtal. Skickar två referenser och hör av sig när budgeten är klar.",
    "Vill se provbitar innan beställning. Tar med dem vid nästa besök.",
];
