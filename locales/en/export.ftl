# The page of the export: the answer that the person reads.
export-title = Data about { $name }
export-yes = Yes, we process data about you. Here is a copy of everything there is, with explanations.
export-controller = Controller
export-made = Drawn up
export-first-copy = Cost
export-first-copy-text = None: the first copy is always free (Articles 12(5) and 15(3)).
export-nothing = Nothing is stored.
export-mask = [data about another person]

export-contact = Contact details
export-contact-lead = Each piece of data with where it came from and when it was stored.
export-field = Field
export-content = Content
export-origin = Origin
export-recorded = Stored
export-verified = Verified
export-hidden = Replaced. Kept only because a consent refers to it.
export-origin-typed = Typed by hand
export-origin-imported = Read from a file
export-origin-enriched = Suggested by the program and accepted

export-source = Where the data came from
export-source-how = How
export-source-on = When
export-source-where = Where
export-recorded-by = Stored by
export-person-type = Kind of contact
export-language = Language
export-binned = Put in the bin
export-source-met = Meeting
export-source-call = Phone call
export-source-email = E-mail
export-source-web-form = Web form
export-source-card = Business card
export-source-referral = Tip from somebody else
export-source-list = Bought or borrowed list
export-source-register = Public register
export-source-web = Website
export-source-import = Import from a file
export-source-other = Other
export-type-consumer = Private person
export-type-sole-trader = Sole trader
export-type-employee = Employee of an organization
export-type-role-mailbox = Role mailbox
export-language-sv = Swedish
export-language-en = English

export-purposes = Why the data are held
export-purposes-lead = Each purpose with its lawful basis and how long data are kept after the last contact.
export-purpose = Purpose
export-basis = Lawful basis
export-since = Since
export-retention = Kept
export-interest = Our interest ({ $purpose }):
export-basis-6-1-a = Consent (Article 6(1)(a))
export-basis-6-1-b = Contract (Article 6(1)(b))
export-basis-6-1-c = Legal obligation (Article 6(1)(c))
export-basis-6-1-d = Vital interests (Article 6(1)(d))
export-basis-6-1-e = Public interest (Article 6(1)(e))
export-basis-6-1-f = Legitimate interests (Article 6(1)(f))
export-years =
    { $count ->
        [one] { $count } year
       *[other] { $count } years
    }
export-months =
    { $count ->
        [one] { $count } month
       *[other] { $count } months
    }
export-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }

export-consents = What you said yes and no to
export-consents-lead = Each answer with the words that you saw or heard. Answers are never changed afterwards.
export-wording = The words shown or read out:
export-product = Product
export-channel = Channel
export-address = Address or number
export-method = How you answered
export-evidence = Evidence
export-valid-until = Valid through
export-lifts = Earlier no
export-lifted = With this answer you took back an earlier no.
export-state-unknown = Unknown
export-state-requested = Asked
export-state-deferred = Answer pending
export-state-given = Yes
export-state-renewed = Yes, renewed
export-state-refused = No
export-state-withdrawn = Withdrawn
export-state-revoked = Revoked
export-state-expired = Expired
export-state-invalidated = Invalid
export-channel-email = E-mail
export-channel-sms = Text message
export-channel-phone = Phone
export-channel-post = Letter
export-channel-any = All channels
export-method-paper = On paper
export-method-web-form = In a web form
export-method-double-opt-in = In a web form, confirmed by e-mail
export-method-email-reply = By an e-mail reply
export-method-verbal-call = Spoken, on the phone
export-method-verbal-visit = Spoken, at a meeting
export-method-other = In another way
export-suppressions-lead = So that a no stays a no, your addresses are also on the suppression list, as codes that cannot be read.
export-why = Reason
export-review = Reviewed on
export-reason-objection = Objection or another no
export-reason-erasure = Erasure

export-activities = Calls and notes
export-activities-lead = Everything that was noted, oldest first.
export-kind-call = Call
export-kind-note = Note
export-direction = Direction
export-direction-outgoing = We called you
export-direction-incoming = You called us
export-ended = Ended
export-outcome = Outcome
export-outcome-reached = Reached you
export-outcome-no-answer = No answer
export-outcome-voicemail = Voicemail
export-outcome-wrong-number = Wrong number
export-outcome-call-back = Call back
export-follow-up = Follow-up
export-follow-up-done = Followed up
export-edited = Edited
export-shared = About several
export-shared-text = The note is about somebody else as well. The other person’s name has been taken out.

export-sorting = Tags
export-sorting-lead = Words that the seller sorts contacts by.

export-recipients = Who has received the data
export-recipients-lead = Each time data about you left as a file or on paper.
export-recipient = Recipient
export-recipient-self = You
export-how = How
export-when = When
export-where = Place
export-disclosure-export = File
export-disclosure-print = Print
export-print-card = Own sheet
export-print-list = List

export-rights = Your rights
export-rights-lead = Write to the controller above. The answer is due within a month and costs nothing.
export-right-rectification = Rectification: wrong data must be corrected and incomplete data completed (Article 16).
export-right-erasure = Erasure: data that are no longer needed must really be removed (Article 17).
export-right-restriction = Restriction: you can demand that data are stored but not used while a question is settled (Article 18).
export-right-objection = Objection: a no to marketing takes effect at once, without a reason. You can also object to other processing based on legitimate interests (Article 21).
export-right-withdraw = Withdrawing consent: a yes can be taken back at any time, as easily as it was given (Article 7(3)).
export-right-portability = Taking data along: data.json and contact.vcf in this file can be read by other systems (Article 20).
export-automated = Automated decisions
export-automated-text = There are none, and no profiling.
export-third-country = Transfers outside the EU/EEA
export-third-country-text = The data are not transferred. They lie encrypted on the seller’s own computer.
export-complaint = Complaint
export-complaint-text = You can complain to the Swedish Authority for Privacy Protection (IMY), Box 8114, 104 20 Stockholm, Sweden, imy@imy.se, imy.se.

export-technical = What the file holds
export-technical-lead = The same data are in data.json, with every technical field. The schema in export.schema.json explains them.
export-what = Kind
export-category = Category
export-count = Number
export-masked = Other people
export-masked-none = Nothing in the texts is masked.
export-masked-text =
    { $count ->
        [one] { $count } place in the texts is about somebody else and is masked (Article 15(4)).
       *[other] { $count } places in the texts are about others and are masked (Article 15(4)).
    }
export-withheld = Left out
export-withheld-text = Row numbers of the database, and the key that protects the chain of your answers. They say nothing about you.
export-policy = Policy version
export-journal = Head of the journal
export-made-with = Drawn up with Kartotek.
export-entry-search = Search rows
export-entry-lifts = Noes taken back
export-entry-suppressions = Suppression codes
export-entry-consents = Answers on consent
export-entry-verifications = Verifications
export-entry-hidden-values = Replaced values
export-entry-values = Values
export-entry-bases = Lawful bases
export-entry-tags = Tags
export-entry-card = Row of the list
export-entry-activities = Calls and notes
export-entry-drafts = Drafts
export-entry-disclosures = Disclosures
export-entry-person = The contact itself
export-category-identity = Identity and source
export-category-contact-details = Contact details
export-category-lawful-basis = Lawful basis
export-category-sorting = Sorting
export-category-consent = Consent
export-category-communication = Communication
export-category-disclosure = Disclosure
export-category-derived = Copies for lists and search
