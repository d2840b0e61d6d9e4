//! The list itself, leaf first. `?1` is the person's row number. In a collected column, a name ending in `_at` is an
//! instant, one in `?` a yes or no, one in `{}` JSON.

use super::{Shared, Statements};
use crate::inventory::{Category, Claim, Entry};

pub(in crate::inventory) const ENTRIES: &[Entry] = &[
    Entry {
        kind: "search",
        category: Category::Derived,
        claims: &[Claim {
            table: "person_fts",
            columns: &["name", "organization", "email", "tags", "phone"],
            withheld: &[],
        }],
        sql: Statements {
            count: "SELECT count(*) FROM person_fts WHERE rowid = ?1",
            collect: "SELECT name, organization, email, tags, phone FROM person_fts WHERE rowid = ?1",
            texts: Some(
                "SELECT name FROM person_fts WHERE rowid = ?1 UNION ALL SELECT organization FROM person_fts WHERE rowid = ?1
                 UNION ALL SELECT email FROM person_fts WHERE rowid = ?1 UNION ALL SELECT phone FROM person_fts WHERE rowid = ?1",
            ),
            shared: None,
            erase: &["DELETE FROM person_fts WHERE rowid = ?1"],
        },
    },
    // What was typed and not saved. Taking part in somebody else's draft ends with the person, too.
    Entry {
        kind: "drafts",
        category: Category::Communication,
        claims: &[
            Claim {
                table: "draft_with",
                columns: &["draft_id"],
                withheld: &["person_id"],
            },
            Claim {
                table: "draft",
                columns: &["uid", "place", "about", "text", "rest", "kept_at"],
                withheld: &["id", "person_id"],
            },
        ],
        sql: Statements {
            count: "SELECT (SELECT count(*) FROM draft WHERE person_id = ?1) + (SELECT count(*) FROM draft_with WHERE person_id = ?1)",
            collect: "SELECT uid AS id, place, about, text, rest, kept_at, person_id IS NOT ?1 AS 'takes_part?'
                      FROM draft WHERE person_id = ?1 OR id IN (SELECT draft_id FROM draft_with WHERE person_id = ?1) ORDER BY kept_at, id",
            texts: Some(
                "SELECT text FROM draft WHERE person_id = ?1 AND text <> '' UNION ALL SELECT rest FROM draft WHERE person_id = ?1 AND rest <> '{}'",
            ),
            shared: None,
            erase: &["DELETE FROM draft_with WHERE person_id = ?1", "DELETE FROM draft WHERE person_id = ?1"],
        },
    },
    Entry {
        kind: "lifts",
        category: Category::Consent,
        claims: &[Claim {
            table: "event_lift",
            columns: &["event_id", "lifts_id"],
            withheld: &["person_id"],
        }],
        sql: Statements {
            count: "SELECT count(*) FROM event_lift WHERE person_id = ?1",
            collect: "SELECT y.uid AS yes, n.uid AS lifts FROM event_lift l JOIN consent_event y ON y.id = l.event_id JOIN consent_event n ON n.id = l.lifts_id
                      WHERE l.person_id = ?1 ORDER BY l.event_id, l.lifts_id",
            texts: None,
            shared: None,
            erase: &["DELETE FROM event_lift WHERE person_id = ?1"],
        },
    },
    Entry {
        kind: "suppressions",
        category: Category::Consent,
        claims: &[Claim {
            table: "suppression",
            columns: &["uid", "token", "key_id", "channel", "reason", "since_month", "review_on", "event_id"],
            withheld: &["id", "person_id"],
        }],
        sql: Statements {
            count: "SELECT count(*) FROM suppression WHERE person_id = ?1",
            collect: "SELECT s.uid AS id, s.channel, s.reason, s.since_month, s.review_on, s.token, s.key_id, e.uid AS event
                      FROM suppression s LEFT JOIN consent_event e ON e.id = s.event_id WHERE s.person_id = ?1 ORDER BY s.id",
            texts: None,
            shared: None,
            erase: &["DELETE FROM suppression WHERE person_id = ?1"],
        },
    },
    Entry {
        kind: "consents",
        category: Category::Consent,
        claims: &[Claim {
            table: "consent_event",
            columns: &[
                "uid", "purpose_id", "product", "channel", "value_id", "state", "polarity", "wording_id", "method", "evidence", "happened_at",
                "valid_until_on", "recorded_at", "recorded_by", "policy_id", "prev", "mac",
            ],
            withheld: &["id", "person_id"],
        }],
        sql: Statements {
            count: "SELECT count(*) FROM consent_event WHERE person_id = ?1",
            collect: "SELECT e.uid AS id, coalesce(p.key, e.purpose_id) AS purpose, e.product, e.channel, v.content AS address, v.uid AS value, e.state,
                        e.polarity, w.body AS wording, w.language AS wording_language, w.sha256 AS wording_sha256, e.method, e.evidence, e.happened_at,
                        e.valid_until_on, e.recorded_at, a.label AS recorded_by, y.version AS policy_version, e.prev AS chain_previous, e.mac AS chain_mac
                      FROM consent_event e LEFT JOIN active_purpose p ON p.id = e.purpose_id LEFT JOIN value v ON v.id = e.value_id
                        LEFT JOIN wording w ON w.id = e.wording_id LEFT JOIN actor a ON a.id = e.recorded_by LEFT JOIN policy y ON y.id = e.policy_id
                      WHERE e.person_id = ?1 ORDER BY e.id",
            texts: Some("SELECT evidence FROM consent_event WHERE person_id = ?1"),
            shared: None,
            erase: &["DELETE FROM consent_event WHERE person_id = ?1"],
        },
    },
    Entry {
        kind: "verifications",
        category: Category::ContactDetails,
        claims: &[Claim {
            table: "verification",
            columns: &["uid", "value_id", "verified_at", "verified_by"],
            withheld: &["id", "person_id"],
        }],
        sql: Statements {
            count: "SELECT count(*) FROM verification WHERE person_id = ?1",
            collect: "SELECT n.uid AS id, v.uid AS value, n.verified_at, a.label AS verified_by
                      FROM verification n JOIN value v ON v.id = n.value_id LEFT JOIN actor a ON a.id = n.verified_by WHERE n.person_id = ?1 ORDER BY n.id",
            texts: None,
            shared: None,
            erase: &["DELETE FROM verification WHERE person_id = ?1"],
        },
    },
    Entry {
        kind: "hidden_values",
        category: Category::ContactDetails,
        claims: &[Claim {
            table: "hidden_value",
            columns: &["value_id", "hidden_at"],
            withheld: &["person_id"],
        }],
        sql: Statements {
            count: "SELECT count(*) FROM hidden_value WHERE person_id = ?1",
            collect: "SELECT v.uid AS value, h.hidden_at FROM hidden_value h JOIN value v ON v.id = h.value_id WHERE h.person_id = ?1 ORDER BY h.value_id",
            texts: None,
            shared: None,
            erase: &["DELETE FROM hidden_value WHERE person_id = ?1"],
        },
    },
    Entry {
        kind: "values",
        category: Category::ContactDetails,
        claims: &[Claim {
            table: "value",
            columns: &[
                "uid", "field_id", "content", "norm", "as_typed", "origin", "reason", "position", "recorded_at", "recorded_by", "policy_id",
                "supersedes",
            ],
            withheld: &["id", "person_id"],
        }],
        sql: Statements {
            count: "SELECT count(*) FROM value WHERE person_id = ?1",
            collect: "SELECT v.uid AS id, coalesce(f.key, v.field_id) AS field, v.content,
                        CASE WHEN f.kind = 'address' THEN v.content END AS 'address{}', v.norm AS normalised, v.as_typed AS 'as_typed?', v.origin,
                        v.reason, v.position, v.recorded_at, a.label AS recorded_by, y.version AS policy_version, v.supersedes
                      FROM value v LEFT JOIN active_field f ON f.id = v.field_id LEFT JOIN actor a ON a.id = v.recorded_by
                        LEFT JOIN policy y ON y.id = v.policy_id
                      WHERE v.person_id = ?1 ORDER BY v.field_id, v.position, v.id",
            texts: Some("SELECT content FROM value WHERE person_id = ?1 UNION SELECT norm FROM value WHERE person_id = ?1 AND norm IS NOT NULL"),
            shared: None,
            erase: &["DELETE FROM value WHERE person_id = ?1"],
        },
    },
    Entry {
        kind: "bases",
        category: Category::LawfulBasis,
        claims: &[Claim {
            table: "basis",
            columns: &["uid", "purpose_id", "basis", "valid_from", "valid_to", "decided_by"],
            withheld: &["id", "person_id"],
        }],
        sql: Statements {
            count: "SELECT count(*) FROM basis WHERE person_id = ?1",
            collect: "SELECT b.uid AS id, coalesce(p.key, b.purpose_id) AS purpose, b.basis, b.valid_from AS valid_from_at, b.valid_to AS valid_to_at,
                        a.label AS decided_by
                      FROM basis b LEFT JOIN active_purpose p ON p.id = b.purpose_id LEFT JOIN actor a ON a.id = b.decided_by
                      WHERE b.person_id = ?1 ORDER BY b.id",
            texts: None,
            shared: None,
            erase: &["DELETE FROM basis WHERE person_id = ?1"],
        },
    },
    // A tag's name may say who wore it: one that nobody else wears goes along.
    Entry {
        kind: "tags",
        category: Category::Sorting,
        claims: &[
            Claim {
                table: "person_tag",
                columns: &["tag_id"],
                withheld: &["person_id"],
            },
            Claim {
                table: "tag",
                columns: &["uid", "name"],
                withheld: &["id"],
            },
        ],
        sql: Statements {
            count: "SELECT count(*) FROM person_tag WHERE person_id = ?1",
            collect: "SELECT t.uid AS id, t.name FROM person_tag p JOIN tag t ON t.id = p.tag_id WHERE p.person_id = ?1 ORDER BY t.name",
            texts: Some("SELECT t.name FROM person_tag p JOIN tag t ON t.id = p.tag_id WHERE p.person_id = ?1"),
            shared: Some(Shared {
                alone: "SELECT tag_id FROM person_tag p WHERE person_id = ?1
                        AND NOT EXISTS (SELECT 1 FROM person_tag o WHERE o.tag_id = p.tag_id AND o.person_id <> ?1)",
                erase: "DELETE FROM tag WHERE id = ?1",
            }),
            erase: &["DELETE FROM person_tag WHERE person_id = ?1"],
        },
    },
    Entry {
        kind: "card",
        category: Category::Derived,
        claims: &[Claim {
            table: "card",
            columns: &[
                "display_name", "subtitle", "town", "name_key", "town_key", "key_version", "last_contact_at", "follow_up_on",
            ],
            withheld: &["person_id"],
        }],
        sql: Statements {
            count: "SELECT count(*) FROM card WHERE person_id = ?1",
            collect: "SELECT display_name, subtitle, town, name_key AS name_sort_key, town_key AS town_sort_key, key_version AS sort_key_version,
                        nullif(last_contact_at, 0) AS last_contact_at, follow_up_on
                      FROM card WHERE person_id = ?1",
            texts: Some(
                "SELECT display_name FROM card WHERE person_id = ?1 UNION ALL SELECT subtitle FROM card WHERE person_id = ?1
                 UNION ALL SELECT town FROM card WHERE person_id = ?1",
            ),
            shared: None,
            erase: &["DELETE FROM card WHERE person_id = ?1"],
        },
    },
    // The last participant takes the activity along (and its search row, by trigger); otherwise only the participation goes.
    Entry {
        kind: "activities",
        category: Category::Communication,
        claims: &[
            Claim {
                table: "participant",
                columns: &["at", "activity_id"],
                withheld: &["person_id"],
            },
            Claim {
                table: "activity",
                columns: &[
                    "uid", "kind", "at", "ended_at", "running", "direction", "outcome", "text", "follow_up_on", "follow_up_done_at", "recorded_at",
                    "recorded_by", "edited_at", "indexed", "session",
                ],
                withheld: &["id"],
            },
            Claim {
                table: "note_fts",
                columns: &["text"],
                withheld: &[],
            },
            Claim {
                table: "searchable_note",
                columns: &["text"],
                withheld: &["id"],
            },
        ],
        sql: Statements {
            count: "SELECT count(*) FROM participant WHERE person_id = ?1",
            collect: "SELECT a.uid AS id, a.kind, a.at AS at, a.ended_at, a.running AS 'running?', a.direction, a.outcome, a.text, a.follow_up_on,
                        a.follow_up_done_at, a.recorded_at, c.label AS recorded_by, a.edited_at, a.indexed AS 'searchable?', a.session,
                        (SELECT count(*) > 1 FROM participant o WHERE o.activity_id = a.id) AS 'shared?'
                      FROM participant p JOIN activity a ON a.id = p.activity_id LEFT JOIN actor c ON c.id = a.recorded_by
                      WHERE p.person_id = ?1 ORDER BY p.at, p.activity_id",
            texts: Some(
                "SELECT a.text FROM participant p JOIN activity a ON a.id = p.activity_id
                 WHERE p.person_id = ?1 AND NOT EXISTS (SELECT 1 FROM participant o WHERE o.activity_id = a.id AND o.person_id <> ?1)",
            ),
            shared: Some(Shared {
                alone: "SELECT activity_id FROM participant p WHERE person_id = ?1
                        AND NOT EXISTS (SELECT 1 FROM participant o WHERE o.activity_id = p.activity_id AND o.person_id <> ?1)",
                erase: "DELETE FROM activity WHERE id = ?1",
            }),
            erase: &["DELETE FROM participant WHERE person_id = ?1"],
        },
    },
    Entry {
        kind: "disclosures",
        category: Category::Disclosure,
        claims: &[Claim {
            table: "disclosure",
            columns: &["uid", "kind", "recipient", "location", "at", "by"],
            withheld: &["id", "person_id"],
        }],
        sql: Statements {
            count: "SELECT count(*) FROM disclosure WHERE person_id = ?1",
            collect: "SELECT d.uid AS id, d.kind, d.recipient, d.location, d.at AS at, a.label AS by
                      FROM disclosure d LEFT JOIN actor a ON a.id = d.by WHERE d.person_id = ?1 ORDER BY d.id",
            texts: Some("SELECT recipient FROM disclosure WHERE person_id = ?1 UNION ALL SELECT location FROM disclosure WHERE person_id = ?1"),
            shared: None,
            erase: &["DELETE FROM disclosure WHERE person_id = ?1"],
        },
    },
    // The subject key lies in this one row and nowhere else: with it goes every link from the journal.
    Entry {
        kind: "person",
        category: Category::Identity,
        claims: &[Claim {
            table: "person",
            columns: &[
                "uid", "handle", "scope_id", "person_type", "language", "source_how", "source_on", "source_where", "recorded_by", "recorded_at",
                "policy_id", "enrichment", "binned_at", "fingerprint",
            ],
            withheld: &["id", "subject_key"],
        }],
        sql: Statements {
            count: "SELECT count(*) FROM person WHERE id = ?1",
            collect: "SELECT p.uid AS id, p.handle AS journal_handle, s.uid AS scope, p.person_type, p.language, p.source_how, p.source_on, p.source_where,
                        a.label AS recorded_by, p.recorded_at, y.version AS policy_version, p.enrichment AS 'enrichment?', p.binned_at, p.fingerprint
                      FROM person p LEFT JOIN actor a ON a.id = p.recorded_by LEFT JOIN policy y ON y.id = p.policy_id LEFT JOIN scope s ON s.id = p.scope_id
                      WHERE p.id = ?1",
            texts: Some("SELECT source_where FROM person WHERE id = ?1"),
            shared: None,
            erase: &["DELETE FROM person WHERE id = ?1"],
        },
    },
];

/// Tables of the house, column by column: a new column here is a decision, too.
pub(in crate::inventory) const HOUSE: &[(&str, &[&str])] = &[
    (
        "vault",
        &[
            "id",
            "uid",
            "created_at",
            "language",
            "zone",
            "appearance",
            "enrichment",
            "recovery_confirmed_at",
            "backup_folder",
            "backup_hours",
            "lock_minutes",
            "lock_on_sleep",
            "lock_on_screen",
            "open",
            "recall",
            "recall_at",
            "new_key_due",
            "rehearsed_at",
            "rehearsed_made_at",
            "rehearsed_people",
            "newest_backup_at",
            "newest_backup_folder",
        ],
    ),
    ("left_folder", &["id", "folder", "left_at"]),
    ("put_aside", &["at", "forgotten"]),
    (
        "controller",
        &[
            "id",
            "name",
            "address",
            "email",
            "phone",
            "organization_number",
            "sole_trader",
        ],
    ),
    ("secret", &["key_id", "use", "key", "created_at"]),
    ("tally", &["id", "cards"]),
    ("actor", &["id", "uid", "label"]),
    ("device", &["id", "uid", "created_at"]),
    ("scope", &["id", "uid"]),
    (
        "journal",
        &[
            "id",
            "writer",
            "n",
            "at",
            "actor_id",
            "op",
            "handle",
            "ref",
            "commitment",
            "prev",
            "hash",
        ],
    ),
    (
        "policy",
        &["id", "version", "sha256", "document", "recorded_at"],
    ),
    ("active_policy", &["id", "policy_id", "activated_at"]),
    ("active_field", &["id", "key", "kind", "max_chars"]),
    ("active_purpose", &["id", "key"]),
    ("active_basis", &["purpose_id", "person_type", "basis"]),
    (
        "assessment",
        &[
            "id",
            "uid",
            "purpose",
            "policy_id",
            "sha256",
            "confirmed_at",
            "confirmed_by",
        ],
    ),
    (
        "wording",
        &["id", "sha256", "language", "body", "recorded_at"],
    ),
    (
        "import_batch",
        &["id", "uid", "at", "by", "created", "unchanged", "refused"],
    ),
    (
        "erasure",
        &[
            "id",
            "uid",
            "person_uid",
            "ground",
            "state",
            "accepted_at",
            "proven_at",
            "counts",
            "certificate",
        ],
    ),
];
