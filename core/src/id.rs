//! Ids as types, so that a person is never taken for a value.

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $new:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "doors", derive(specta::Type))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id.
            #[allow(clippy::new_without_default)]
            pub fn new() -> Self {
                Self($new)
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map(Self)
            }
        }
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                Uuid::column_result(value).map(Self)
            }
        }
    };
}

id!(
    /// A person. Random (UUIDv4): it outlives the person in the erasure ledger and must not carry a time.
    PersonId,
    Uuid::new_v4()
);
id!(
    /// A value of a person (UUIDv7: dies with the person).
    ValueId,
    Uuid::now_v7()
);
id!(
    /// A call or a note.
    ActivityId,
    Uuid::now_v7()
);
id!(
    /// A consent event.
    EventId,
    Uuid::now_v7()
);
