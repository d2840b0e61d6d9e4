-- Kartotek's first schema. Conventions:
--   id    INTEGER PRIMARY KEY: the row inside the file; AUTOINCREMENT where a number must never return
--   uid   BLOB(16): the UUID outside (UUIDv4 for a person, UUIDv7 for rows that die with the person)
--   _at   INTEGER: milliseconds since 1970-01-01T00:00:00Z;  _on  TEXT: a calendar day YYYY-MM-DD in the home zone
-- Every table about a person has person_id (or is reached through one) and an entry in inventory.rs.

-- ── The house ───────────────────────────────────────────────────────────────────────────────────
CREATE TABLE vault (
  id               INTEGER PRIMARY KEY CHECK (id = 1),
  uid              BLOB NOT NULL CHECK (length(uid) = 16),
  created_at       INTEGER NOT NULL,
  language         TEXT NOT NULL CHECK (language IN ('sv', 'en')),
  zone             TEXT NOT NULL,
  appearance       TEXT NOT NULL DEFAULT 'system' CHECK (appearance IN ('system', 'light', 'dark')),
  enrichment       INTEGER NOT NULL DEFAULT 0 CHECK (enrichment IN (0, 1)),
  recovery_confirmed_at INTEGER,
  backup_folder    TEXT NOT NULL DEFAULT '',
  backup_hours     INTEGER NOT NULL DEFAULT 24 CHECK (backup_hours >= 0),
  lock_minutes     INTEGER NOT NULL DEFAULT 15 CHECK (lock_minutes >= 0),
  lock_on_sleep    INTEGER NOT NULL DEFAULT 1 CHECK (lock_on_sleep IN (0, 1)),
  lock_on_screen   INTEGER NOT NULL DEFAULT 1 CHECK (lock_on_screen IN (0, 1)),
  open             INTEGER NOT NULL DEFAULT 0 CHECK (open IN (0, 1)), -- nobody has closed it since something was written
  recall           INTEGER NOT NULL DEFAULT 1 CHECK (recall IN (0, 1)),
  recall_at        INTEGER NOT NULL DEFAULT 0,
  new_key_due      TEXT CHECK (new_key_due IN ('recovery_used', 'cut_off')),
  -- The last rehearsal of a restore: when, of a backup from when, and how many people it held (NULL: it did not open).
  rehearsed_at     INTEGER,
  rehearsed_made_at INTEGER,
  rehearsed_people INTEGER,
  -- The newest backup as far as is known, and the folder it lies in: that folder is not always in reach.
  newest_backup_at INTEGER,
  newest_backup_folder TEXT NOT NULL DEFAULT ''
) STRICT;

-- Folders where backups went before; those that still lie there are renewed as long as they are reached.
CREATE TABLE left_folder (id INTEGER PRIMARY KEY, folder TEXT NOT NULL UNIQUE, left_at INTEGER NOT NULL) STRICT;

-- How many of those whom the ledger named at a restore the vault that it put aside did not know to be forgotten.
CREATE TABLE put_aside (at INTEGER PRIMARY KEY, forgotten INTEGER NOT NULL) STRICT;

CREATE TABLE controller (
  id               INTEGER PRIMARY KEY CHECK (id = 1),
  name             TEXT NOT NULL,
  address          TEXT NOT NULL,
  email            TEXT NOT NULL,
  phone            TEXT NOT NULL DEFAULT '',
  organization_number TEXT NOT NULL DEFAULT '',
  sole_trader      INTEGER NOT NULL DEFAULT 0 CHECK (sole_trader IN (0, 1))
) STRICT;

CREATE TABLE secret (
  key_id           INTEGER PRIMARY KEY AUTOINCREMENT,
  use              TEXT NOT NULL CHECK (use IN ('suppression', 'fingerprint', 'ledger')),
  key              BLOB NOT NULL CHECK (length(key) = 32),
  created_at       INTEGER NOT NULL
) STRICT;

CREATE TABLE actor  (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, label TEXT NOT NULL) STRICT;
CREATE TABLE device (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, created_at INTEGER NOT NULL) STRICT;
CREATE TABLE scope  (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE) STRICT;

-- One chain per writer (device + incarnation); ids, codes and commitments only.
CREATE TABLE journal (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  writer           BLOB NOT NULL CHECK (length(writer) = 16),
  n                INTEGER NOT NULL,
  at               INTEGER NOT NULL,
  actor_id         INTEGER NOT NULL REFERENCES actor (id),
  op               TEXT NOT NULL,
  handle           BLOB CHECK (handle IS NULL OR length(handle) = 16),
  ref              BLOB CHECK (ref IS NULL OR length(ref) = 16),
  commitment       BLOB CHECK (commitment IS NULL OR length(commitment) = 32),
  prev             BLOB NOT NULL CHECK (length(prev) = 32),
  hash             BLOB NOT NULL CHECK (length(hash) = 32),
  UNIQUE (writer, n)
) STRICT;
CREATE INDEX journal_commitment ON journal (handle, id) WHERE commitment IS NOT NULL AND handle IS NOT NULL;

-- ── Policy ──────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE policy (
  id               INTEGER PRIMARY KEY,
  version          INTEGER NOT NULL UNIQUE,
  sha256           BLOB NOT NULL CHECK (length(sha256) = 32),
  document         TEXT NOT NULL CHECK (json_valid(document)),
  recorded_at      INTEGER NOT NULL
) STRICT;

CREATE TABLE active_policy (
  id               INTEGER PRIMARY KEY CHECK (id = 1),
  policy_id        INTEGER NOT NULL REFERENCES policy (id),
  activated_at     INTEGER NOT NULL
) STRICT;

-- The policy compiled: what a value, a basis or a consent may name today.
CREATE TABLE active_field (
  id               INTEGER PRIMARY KEY,
  key              TEXT NOT NULL UNIQUE,
  kind             TEXT NOT NULL CHECK (kind IN ('text', 'email', 'phone', 'address', 'website', 'language')),
  max_chars        INTEGER NOT NULL CHECK (max_chars > 0)
) STRICT;

CREATE TABLE active_purpose (
  id               INTEGER PRIMARY KEY,
  key              TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE active_basis (
  purpose_id       INTEGER NOT NULL REFERENCES active_purpose (id),
  person_type      TEXT NOT NULL,
  basis            TEXT NOT NULL,
  PRIMARY KEY (purpose_id, person_type, basis)
) STRICT, WITHOUT ROWID;

-- A legitimate-interest assessment is inactive until somebody has read and confirmed it.
CREATE TABLE assessment (
  id               INTEGER PRIMARY KEY,
  uid              BLOB NOT NULL UNIQUE,
  purpose          TEXT NOT NULL,
  policy_id        INTEGER NOT NULL REFERENCES policy (id),
  sha256           BLOB NOT NULL CHECK (length(sha256) = 32),
  confirmed_at     INTEGER NOT NULL,
  confirmed_by     INTEGER NOT NULL REFERENCES actor (id),
  UNIQUE (purpose, policy_id)
) STRICT;

-- The exact words shown, stored once; never changed.
CREATE TABLE wording (
  id               INTEGER PRIMARY KEY,
  sha256           BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
  language         TEXT NOT NULL,
  body             TEXT NOT NULL,
  recorded_at      INTEGER NOT NULL
) STRICT;

-- ── A person ────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE person (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  uid              BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  handle           BLOB NOT NULL UNIQUE CHECK (length(handle) = 16),
  scope_id         INTEGER NOT NULL DEFAULT 1,
  person_type      TEXT NOT NULL CHECK (person_type IN ('consumer', 'sole_trader', 'employee', 'role_mailbox')),
  language         TEXT NOT NULL,
  source_how       TEXT NOT NULL CHECK (source_how IN ('met', 'call', 'email', 'web_form', 'card', 'referral', 'list', 'register', 'web', 'import', 'other')),
  source_on        TEXT NOT NULL,
  source_where     TEXT NOT NULL,
  recorded_by      INTEGER NOT NULL REFERENCES actor (id),
  recorded_at      INTEGER NOT NULL,
  policy_id        INTEGER NOT NULL REFERENCES policy (id),
  enrichment       INTEGER CHECK (enrichment IN (0, 1)),
  binned_at        INTEGER,
  subject_key      BLOB NOT NULL CHECK (length(subject_key) = 32),
  fingerprint      BLOB
) STRICT;
CREATE INDEX person_fingerprint ON person (fingerprint) WHERE fingerprint IS NOT NULL;
CREATE INDEX person_binned ON person (binned_at) WHERE binned_at IS NOT NULL;

CREATE TABLE value (
  id               INTEGER PRIMARY KEY,
  uid              BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  person_id        INTEGER NOT NULL REFERENCES person (id),
  field_id         INTEGER NOT NULL,
  content          TEXT NOT NULL,
  norm             TEXT,
  as_typed         INTEGER NOT NULL DEFAULT 0 CHECK (as_typed IN (0, 1)),
  origin           TEXT NOT NULL CHECK (origin IN ('typed', 'imported', 'enriched')),
  reason           TEXT NOT NULL DEFAULT '',
  position         INTEGER NOT NULL DEFAULT 0,
  recorded_at      INTEGER NOT NULL,
  recorded_by      INTEGER NOT NULL REFERENCES actor (id),
  policy_id        INTEGER NOT NULL REFERENCES policy (id),
  supersedes       BLOB
) STRICT;
CREATE INDEX value_person ON value (person_id, field_id, position);
CREATE INDEX value_norm ON value (norm) WHERE norm IS NOT NULL;

-- A superseded value that a consent still refers to is kept out of sight and goes with the event.
CREATE TABLE hidden_value (value_id INTEGER PRIMARY KEY REFERENCES value (id), person_id INTEGER NOT NULL, hidden_at INTEGER NOT NULL) STRICT;

CREATE TABLE verification (
  id               INTEGER PRIMARY KEY,
  uid              BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  person_id        INTEGER NOT NULL REFERENCES person (id),
  value_id         INTEGER NOT NULL REFERENCES value (id),
  verified_at      INTEGER NOT NULL,
  verified_by      INTEGER NOT NULL REFERENCES actor (id)
) STRICT;
CREATE INDEX verification_value ON verification (value_id);
CREATE INDEX verification_person ON verification (person_id);

CREATE TABLE basis (
  id               INTEGER PRIMARY KEY,
  uid              BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  person_id        INTEGER NOT NULL REFERENCES person (id),
  purpose_id       INTEGER NOT NULL,
  basis            TEXT NOT NULL CHECK (basis IN ('6_1_a', '6_1_b', '6_1_c', '6_1_d', '6_1_e', '6_1_f')),
  valid_from       INTEGER NOT NULL,
  valid_to         INTEGER,
  decided_by       INTEGER NOT NULL REFERENCES actor (id)
) STRICT;
CREATE INDEX basis_person ON basis (person_id, purpose_id);

CREATE TABLE tag (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  uid              BLOB NOT NULL UNIQUE,
  name             TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE person_tag (
  person_id        INTEGER NOT NULL REFERENCES person (id),
  tag_id           INTEGER NOT NULL REFERENCES tag (id),
  PRIMARY KEY (person_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_tag_tag ON person_tag (tag_id, person_id);

-- Derived: what a list shows, with its sort keys (ICU root collation tailored for Swedish). Only people who are not in the bin.
CREATE TABLE card (
  person_id        INTEGER PRIMARY KEY REFERENCES person (id),
  display_name     TEXT NOT NULL,
  subtitle         TEXT NOT NULL,
  town             TEXT NOT NULL,
  name_key         BLOB NOT NULL,
  town_key         BLOB NOT NULL,
  key_version      INTEGER NOT NULL,
  last_contact_at  INTEGER NOT NULL DEFAULT 0,
  follow_up_on     TEXT
) STRICT;
CREATE INDEX card_name ON card (name_key, person_id);
CREATE INDEX card_town ON card (town_key, name_key, person_id);
CREATE INDEX card_last_contact ON card (last_contact_at DESC, person_id);
CREATE INDEX card_follow_up ON card (follow_up_on, person_id) WHERE follow_up_on IS NOT NULL;

-- How many cards there are: counting them takes as long as reading them.
CREATE TABLE tally (id INTEGER PRIMARY KEY CHECK (id = 1), cards INTEGER NOT NULL CHECK (cards >= 0)) STRICT;
INSERT INTO tally (id, cards) VALUES (1, 0);
CREATE TRIGGER tally_insert AFTER INSERT ON card BEGIN UPDATE tally SET cards = cards + 1; END;
CREATE TRIGGER tally_delete AFTER DELETE ON card BEGIN UPDATE tally SET cards = cards - 1; END;

-- ── Consent ─────────────────────────────────────────────────────────────────────────────────────
CREATE TABLE consent_event (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  uid              BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  person_id        INTEGER NOT NULL REFERENCES person (id),
  purpose_id       INTEGER NOT NULL,
  product          TEXT NOT NULL DEFAULT '',
  channel          TEXT NOT NULL CHECK (channel IN ('email', 'sms', 'phone', 'post', 'any')),
  value_id         INTEGER REFERENCES value (id),
  state            TEXT NOT NULL CHECK (state IN ('unknown', 'requested', 'deferred', 'given', 'renewed', 'refused', 'withdrawn', 'revoked', 'expired', 'invalidated')),
  polarity         INTEGER NOT NULL CHECK (polarity IN (-1, 0, 1)),
  wording_id       INTEGER REFERENCES wording (id),
  method           TEXT NOT NULL CHECK (method IN ('paper', 'web_form', 'double_opt_in', 'email_reply', 'verbal_call', 'verbal_visit', 'other')),
  evidence         TEXT NOT NULL DEFAULT '',
  happened_at      INTEGER NOT NULL,
  valid_until_on   TEXT,
  recorded_at      INTEGER NOT NULL,
  recorded_by      INTEGER NOT NULL REFERENCES actor (id),
  policy_id        INTEGER NOT NULL REFERENCES policy (id),
  prev             BLOB NOT NULL CHECK (length(prev) = 32),
  mac              BLOB NOT NULL CHECK (length(mac) = 32),
  CHECK (polarity < 1 OR wording_id IS NOT NULL)
) STRICT;
CREATE INDEX consent_event_person ON consent_event (person_id, id);
CREATE INDEX consent_event_value ON consent_event (value_id) WHERE value_id IS NOT NULL;

-- A yes names every no in its scope that it lifts.
CREATE TABLE event_lift (
  event_id         INTEGER NOT NULL REFERENCES consent_event (id),
  lifts_id         INTEGER NOT NULL REFERENCES consent_event (id),
  person_id        INTEGER NOT NULL REFERENCES person (id),
  PRIMARY KEY (event_id, lifts_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_lift_person ON event_lift (person_id);
CREATE INDEX event_lift_lifts ON event_lift (lifts_id);

-- Keyed tokens of addresses that said no. Those with a person die with the person; those without stay.
CREATE TABLE suppression (
  id               INTEGER PRIMARY KEY,
  uid              BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  person_id        INTEGER REFERENCES person (id),
  token            BLOB NOT NULL CHECK (length(token) = 32),
  key_id           INTEGER NOT NULL REFERENCES secret (key_id),
  channel          TEXT NOT NULL CHECK (channel IN ('email', 'phone')),
  reason           TEXT NOT NULL CHECK (reason IN ('objection', 'erasure')),
  since_month      TEXT NOT NULL,
  review_on        TEXT NOT NULL,
  event_id         INTEGER
) STRICT;
CREATE INDEX suppression_token ON suppression (token);
CREATE INDEX suppression_person ON suppression (person_id) WHERE person_id IS NOT NULL;

-- ── Activities ──────────────────────────────────────────────────────────────────────────────────
CREATE TABLE activity (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  uid              BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  kind             TEXT NOT NULL CHECK (kind IN ('call', 'note')),
  at               INTEGER NOT NULL,
  ended_at         INTEGER,
  running          INTEGER NOT NULL DEFAULT 0 CHECK (running IN (0, 1)),
  session          BLOB CHECK (session IS NULL OR length(session) = 16),
  direction        TEXT CHECK (direction IN ('outgoing', 'incoming')),
  outcome          TEXT CHECK (outcome IN ('reached', 'no_answer', 'voicemail', 'wrong_number', 'call_back')),
  text             TEXT NOT NULL DEFAULT '',
  follow_up_on     TEXT,
  follow_up_done_at INTEGER,
  recorded_at      INTEGER NOT NULL,
  recorded_by      INTEGER NOT NULL REFERENCES actor (id),
  edited_at        INTEGER,
  indexed          INTEGER NOT NULL DEFAULT 1 CHECK (indexed IN (0, 1))
) STRICT;
-- One call runs at a time.
CREATE UNIQUE INDEX activity_running ON activity (running) WHERE running = 1;

CREATE TABLE participant (
  person_id        INTEGER NOT NULL REFERENCES person (id),
  at               INTEGER NOT NULL,
  activity_id      INTEGER NOT NULL REFERENCES activity (id),
  PRIMARY KEY (person_id, at, activity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_activity ON participant (activity_id);

-- ── Drafts ──────────────────────────────────────────────────────────────────────────────────────
-- What somebody typed and has not saved: one a spot, until it is saved, let go of or 30 days old. Those of a new contact, an import, the seller's own particulars, tags for many and a vault's name are nobody's.
CREATE TABLE draft (
  id               INTEGER PRIMARY KEY,
  uid              BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  person_id        INTEGER REFERENCES person (id),
  place            TEXT NOT NULL CHECK (place IN ('new_contact', 'contact', 'fact', 'new_fact', 'note', 'entry', 'follow_up', 'call', 'logged_call', 'consent', 'export', 'import', 'controller', 'tags', 'vault_name')),
  about            BLOB CHECK (about IS NULL OR length(about) = 16),
  text             TEXT NOT NULL,
  rest             TEXT NOT NULL,
  kept_at          INTEGER NOT NULL,
  CHECK ((place IN ('new_contact', 'import', 'controller', 'tags', 'vault_name')) = (person_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX draft_spot ON draft (coalesce(person_id, 0), place, coalesce(about, x''));
CREATE INDEX draft_person ON draft (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX draft_about ON draft (about) WHERE about IS NOT NULL;
CREATE TABLE draft_with (
  draft_id         INTEGER NOT NULL REFERENCES draft (id),
  person_id        INTEGER NOT NULL REFERENCES person (id),
  PRIMARY KEY (draft_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_with_person ON draft_with (person_id);
-- A draft goes with what it was to change, and its people with it.
CREATE TRIGGER draft_delete BEFORE DELETE ON draft BEGIN DELETE FROM draft_with WHERE draft_id = OLD.id; END;
CREATE TRIGGER draft_of_activity AFTER DELETE ON activity BEGIN DELETE FROM draft WHERE about = OLD.uid; END;
CREATE TRIGGER draft_of_value AFTER DELETE ON value BEGIN DELETE FROM draft WHERE about = OLD.uid; END;

-- ── Hand-overs, imports, erasures ───────────────────────────────────────────────────────────────
CREATE TABLE disclosure (
  id               INTEGER PRIMARY KEY,
  uid              BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  person_id        INTEGER NOT NULL REFERENCES person (id),
  kind             TEXT NOT NULL CHECK (kind IN ('export', 'print')),
  recipient        TEXT NOT NULL,
  location         TEXT NOT NULL,
  at               INTEGER NOT NULL,
  by               INTEGER NOT NULL REFERENCES actor (id)
) STRICT;
CREATE INDEX disclosure_person ON disclosure (person_id);

CREATE TABLE import_batch (
  id               INTEGER PRIMARY KEY,
  uid              BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  at               INTEGER NOT NULL,
  by               INTEGER NOT NULL REFERENCES actor (id),
  created          INTEGER NOT NULL,
  unchanged        INTEGER NOT NULL,
  refused          INTEGER NOT NULL
) STRICT;

-- The ledger: the person's random id is all that is kept.
CREATE TABLE erasure (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  uid              BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  person_uid       BLOB NOT NULL UNIQUE CHECK (length(person_uid) = 16),
  ground           TEXT NOT NULL CHECK (ground IN ('a', 'b', 'c', 'd', 'e', 'f')),
  state            TEXT NOT NULL CHECK (state IN ('pending', 'proven')),
  accepted_at      INTEGER NOT NULL,
  proven_at        INTEGER,
  counts           TEXT NOT NULL CHECK (json_valid(counts)),
  certificate      TEXT CHECK (certificate IS NULL OR json_valid(certificate))
) STRICT;

-- ── Search ──────────────────────────────────────────────────────────────────────────────────────
-- FTS5 'secure-delete' stays 0 (docs/vault-format.md): set to 1 it leaves term prefixes behind. A leaf ('pgsz') fits into a page of
-- 4096 bytes less the cipher's 80; the default would put the end of every leaf on a second page.
CREATE VIRTUAL TABLE person_fts USING fts5 (name, organization, email, tags, phone, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');

CREATE VIEW searchable_note AS SELECT id, text FROM activity WHERE indexed = 1;
CREATE VIRTUAL TABLE note_fts USING fts5 (text, content = 'searchable_note', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
INSERT INTO person_fts (person_fts, rank) VALUES ('pgsz', 3970);
INSERT INTO note_fts (note_fts, rank) VALUES ('pgsz', 3970);

CREATE TRIGGER note_fts_insert AFTER INSERT ON activity WHEN NEW.indexed = 1 BEGIN
  INSERT INTO note_fts (rowid, text) VALUES (NEW.id, NEW.text);
END;
CREATE TRIGGER note_fts_delete AFTER DELETE ON activity WHEN OLD.indexed = 1 BEGIN
  INSERT INTO note_fts (note_fts, rowid, text) VALUES ('delete', OLD.id, OLD.text);
END;
CREATE TRIGGER note_fts_update AFTER UPDATE OF text, indexed ON activity BEGIN
  INSERT INTO note_fts (note_fts, rowid, text) SELECT 'delete', OLD.id, OLD.text WHERE OLD.indexed = 1;
  INSERT INTO note_fts (rowid, text) SELECT NEW.id, NEW.text WHERE NEW.indexed = 1;
END;

-- ── The law of the house, for every door and for raw SQL ────────────────────────────────────────
-- RAISE messages are codes; the doors translate them.

-- One look-up a question: an OR inside would build a table for every row.

-- Only what the policy names may be stored.
CREATE TRIGGER value_insert BEFORE INSERT ON value BEGIN
  SELECT RAISE(ABORT, 'POLICY_FIELD') WHERE NOT EXISTS (SELECT 1 FROM active_field WHERE id = NEW.field_id);
  SELECT RAISE(ABORT, 'POLICY_TOO_LONG') WHERE length(NEW.content) > (SELECT max_chars FROM active_field WHERE id = NEW.field_id);
  SELECT RAISE(ABORT, 'NO_SUCH_PERSON') WHERE NOT EXISTS (SELECT 1 FROM person WHERE id = NEW.person_id);
  SELECT RAISE(ABORT, 'APPEND_ONLY') WHERE EXISTS (SELECT 1 FROM value WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM value WHERE uid = NEW.uid);
  -- Enrichment is off unless the contact or the vault says otherwise.
  SELECT RAISE(ABORT, 'ENRICHMENT_OFF') WHERE NEW.origin = 'enriched'
    AND coalesce((SELECT enrichment FROM person WHERE id = NEW.person_id), (SELECT enrichment FROM vault), 0) = 0;
END;
CREATE TRIGGER value_update BEFORE UPDATE ON value BEGIN SELECT RAISE(ABORT, 'VALUES_ARE_NOT_CHANGED'); END;
CREATE TRIGGER basis_insert BEFORE INSERT ON basis BEGIN
  SELECT RAISE(ABORT, 'APPEND_ONLY') WHERE EXISTS (SELECT 1 FROM basis WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM basis WHERE uid = NEW.uid);
  SELECT RAISE(ABORT, 'POLICY_BASIS') WHERE NOT EXISTS (
    SELECT 1 FROM active_basis b JOIN person p ON p.person_type = b.person_type
    WHERE p.id = NEW.person_id AND b.purpose_id = NEW.purpose_id AND b.basis = NEW.basis);
  -- Withdrawn consent is not replaced by legitimate interest (EDPB 05/2020).
  SELECT RAISE(ABORT, 'BASIS_SWAP') WHERE NEW.basis = '6_1_f' AND EXISTS (
    SELECT 1 FROM consent_event WHERE person_id = NEW.person_id AND purpose_id = NEW.purpose_id AND state IN ('withdrawn', 'revoked'));
END;
-- Closing a basis is its only change.
CREATE TRIGGER basis_update BEFORE UPDATE ON basis
WHEN OLD.valid_to IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.uid IS NOT OLD.uid OR NEW.person_id IS NOT OLD.person_id OR NEW.purpose_id IS NOT OLD.purpose_id
  OR NEW.basis IS NOT OLD.basis OR NEW.valid_from IS NOT OLD.valid_from OR NEW.decided_by IS NOT OLD.decided_by
BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;

CREATE TRIGGER person_insert BEFORE INSERT ON person BEGIN
  SELECT RAISE(ABORT, 'FORGOTTEN') WHERE EXISTS (SELECT 1 FROM erasure WHERE person_uid = NEW.uid);
  SELECT RAISE(ABORT, 'APPEND_ONLY') WHERE EXISTS (SELECT 1 FROM person WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM person WHERE uid = NEW.uid) OR EXISTS (SELECT 1 FROM person WHERE handle = NEW.handle);
END;
CREATE TRIGGER person_identity BEFORE UPDATE OF id, uid, handle, recorded_at, recorded_by, subject_key ON person
BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;
-- Nobody leaves except through the ledger.
CREATE TRIGGER person_delete BEFORE DELETE ON person
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE person_uid = OLD.uid)
BEGIN SELECT RAISE(ABORT, 'FORGET_ONLY'); END;

-- A forgotten person's rows come back through no door: their number never returns and has no person behind it.
CREATE TRIGGER verification_insert BEFORE INSERT ON verification WHEN NOT EXISTS (SELECT 1 FROM person WHERE id = NEW.person_id) BEGIN SELECT RAISE(ABORT, 'NO_SUCH_PERSON'); END;
CREATE TRIGGER person_tag_insert BEFORE INSERT ON person_tag WHEN NOT EXISTS (SELECT 1 FROM person WHERE id = NEW.person_id) BEGIN SELECT RAISE(ABORT, 'NO_SUCH_PERSON'); END;
CREATE TRIGGER card_insert BEFORE INSERT ON card BEGIN
  SELECT RAISE(ABORT, 'NO_SUCH_PERSON') WHERE NOT EXISTS (SELECT 1 FROM person WHERE id = NEW.person_id);
  -- INSERT OR REPLACE would be counted twice.
  SELECT RAISE(ABORT, 'APPEND_ONLY') WHERE EXISTS (SELECT 1 FROM card WHERE person_id = NEW.person_id);
END;
CREATE TRIGGER participant_insert BEFORE INSERT ON participant WHEN NOT EXISTS (SELECT 1 FROM person WHERE id = NEW.person_id) BEGIN SELECT RAISE(ABORT, 'NO_SUCH_PERSON'); END;
CREATE TRIGGER draft_insert BEFORE INSERT ON draft WHEN NEW.person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM person WHERE id = NEW.person_id) BEGIN SELECT RAISE(ABORT, 'NO_SUCH_PERSON'); END;
CREATE TRIGGER draft_with_insert BEFORE INSERT ON draft_with WHEN NOT EXISTS (SELECT 1 FROM person WHERE id = NEW.person_id) BEGIN SELECT RAISE(ABORT, 'NO_SUCH_PERSON'); END;
CREATE TRIGGER disclosure_insert BEFORE INSERT ON disclosure WHEN NOT EXISTS (SELECT 1 FROM person WHERE id = NEW.person_id) BEGIN SELECT RAISE(ABORT, 'NO_SUCH_PERSON'); END;
CREATE TRIGGER suppression_insert BEFORE INSERT ON suppression WHEN NEW.person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM person WHERE id = NEW.person_id) BEGIN SELECT RAISE(ABORT, 'NO_SUCH_PERSON'); END;
CREATE TRIGGER hidden_value_insert BEFORE INSERT ON hidden_value WHEN NOT EXISTS (SELECT 1 FROM value WHERE id = NEW.value_id AND person_id = NEW.person_id) BEGIN SELECT RAISE(ABORT, 'NO_SUCH_PERSON'); END;

-- Consent events are immutable; they leave only with their person.
CREATE TRIGGER consent_event_insert BEFORE INSERT ON consent_event BEGIN
  SELECT RAISE(ABORT, 'NO_SUCH_PERSON') WHERE NOT EXISTS (SELECT 1 FROM person WHERE id = NEW.person_id);
  SELECT RAISE(ABORT, 'POLICY_PURPOSE') WHERE NOT EXISTS (SELECT 1 FROM active_purpose WHERE id = NEW.purpose_id);
  SELECT RAISE(ABORT, 'APPEND_ONLY') WHERE EXISTS (SELECT 1 FROM consent_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM consent_event WHERE uid = NEW.uid);
END;
CREATE TRIGGER consent_event_update BEFORE UPDATE ON consent_event BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER consent_event_delete BEFORE DELETE ON consent_event
WHEN NOT EXISTS (SELECT 1 FROM erasure e JOIN person p ON p.uid = e.person_uid WHERE p.id = OLD.person_id)
BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER event_lift_insert BEFORE INSERT ON event_lift
WHEN NOT EXISTS (SELECT 1 FROM consent_event y JOIN consent_event n ON n.id = NEW.lifts_id
                 WHERE y.id = NEW.event_id AND y.polarity = 1 AND n.polarity = -1 AND y.person_id = n.person_id AND y.person_id = NEW.person_id)
BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER event_lift_update BEFORE UPDATE ON event_lift BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER event_lift_delete BEFORE DELETE ON event_lift
WHEN NOT EXISTS (SELECT 1 FROM erasure e JOIN person p ON p.uid = e.person_uid WHERE p.id = OLD.person_id)
BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;

CREATE TRIGGER suppression_update BEFORE UPDATE OF token, key_id, channel ON suppression BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;

CREATE TRIGGER wording_insert BEFORE INSERT ON wording WHEN EXISTS (SELECT 1 FROM wording WHERE id = NEW.id OR sha256 = NEW.sha256) BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER wording_update BEFORE UPDATE ON wording BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER wording_delete BEFORE DELETE ON wording BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER policy_insert BEFORE INSERT ON policy WHEN EXISTS (SELECT 1 FROM policy WHERE id = NEW.id OR version = NEW.version) BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER policy_update BEFORE UPDATE ON policy BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER policy_delete BEFORE DELETE ON policy BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;

-- INSERT OR REPLACE passes DELETE triggers when recursive_triggers is off, so the next number is guarded too.
CREATE TRIGGER journal_insert BEFORE INSERT ON journal
WHEN NEW.n IS NOT (SELECT coalesce(max(n), 0) + 1 FROM journal WHERE writer = NEW.writer) OR EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER journal_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER journal_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;

CREATE TRIGGER erasure_insert BEFORE INSERT ON erasure WHEN EXISTS (SELECT 1 FROM erasure WHERE id = NEW.id OR uid = NEW.uid OR person_uid = NEW.person_uid) BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER erasure_identity BEFORE UPDATE OF id, uid, person_uid, ground, accepted_at ON erasure BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;
CREATE TRIGGER erasure_delete BEFORE DELETE ON erasure BEGIN SELECT RAISE(ABORT, 'APPEND_ONLY'); END;
