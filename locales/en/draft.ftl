# Drafts: what was typed and not saved.
draft-kept = Draft from { $when }, not saved yet.
draft-discard = Discard the draft
draft-discarded = The draft is discarded
draft-bar = Drafts
draft-bar-text = You wrote this but did not save it:
draft-of = { $place }, { $name }
draft-more = { $count ->
    [one] and one more
   *[other] and { $count } more
  }
draft-place-new-contact = New contact
draft-place-contact = Edit
draft-place-fact = Fact
draft-place-new-fact = New fact
draft-place-note = Note
draft-place-entry = Changed note
draft-place-follow-up = Follow-up
draft-place-call = Call
draft-place-logged-call = Logged call
draft-place-consent = Consent
draft-place-export = Export
draft-place-import = Import
draft-place-controller = Controller
draft-place-tags = Tags
draft-place-vault-name = Name of a vault
