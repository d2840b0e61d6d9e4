# Contacts.
contacts-list = Contacts
contacts-count = 
    { $count -> 
        [one] { $shown } contact
       *[other] { $shown } contacts
    }
contact-region = The contact
contact-nameless = No name
contacts-none-title = The vault is empty
contacts-none-text = Type in your first contact, or bring in a list you already have.
contacts-empty-title = No contacts yet
contacts-empty-text = Those you type in or import appear here.
contact-choose-title = Choose a contact
contact-choose-text = J and K move through the list, Ctrl K finds anybody.
contact-mark = Mark { $name }
filter = Filter
filter-all = All
filter-more = More filters
filter-clear = Show all
filter-none-title = Nobody fits the filter
filter-none-text = Clear the filter to see everybody.
order = Sort
order-name = Name
order-last-contact = Last contact
order-town = Town
follow-up-text = Those who wait to hear from you, soonest first.
follow-up-none-title = Nothing to follow up
follow-up-none-text = Put a date on a call or a note, and the person appears here.
marked = { $shown } marked
marked-acts = With those marked
unmark = Unmark
tag-act = Tag
tag-title = 
    { $count -> 
        [one] Tag one contact
       *[other] Tag { $count } contacts
    }
tag-add = Add tags
tag-remove = Remove tags
tag-hint = Enter or a comma between tags
tag-take-off = Remove { $tag }
tagged = 
    { $count -> 
        [one] One contact tagged
       *[other] { $count } contacts tagged
    }
bin-act = Move to the bin
binned = 
    { $count -> 
        [one] One contact is in the bin
       *[other] { $count } contacts are in the bin
    }

# The card.
call = Call
export = Export
forget = Forget
edit-contact = Edit data and tags
log-call = Log an earlier call
edited = The change is saved
facts = Data
facts-none = No data beyond the name.
fact-origin-typed = typed { $date }
fact-origin-imported = imported { $date }
fact-origin-enriched = enriched { $date }
fact-verified = verified { $date }
fact-unverified = not verified
fact-as-typed = kept as typed
fact-verify = Verify that it is right
fact-verified-now = Verified
fact-copy = Copy { $value }
fact-edit = Edit { $label }
fact-acts = More about { $label }
fact-open = Open
fact-remove = Remove this value
fact-removed = The value is removed
fact-add = Add data
source = Source
source-line = { $how }, { $date }
source-line-place = { $how }: { $place }, { $date }
source-how-met = Meeting
source-how-call = Call
source-how-email = E-mail
source-how-web-form = Web form
source-how-card = Business card
source-how-referral = Referral
source-how-list = List
source-how-register = Public register
source-how-web = The web
source-how-import = Import
source-how-other = Other
language-of-person = Language
tags = Tags
as-typed = Keep as I typed it
follow-up-on = Follow up { $date }
basis-since = since { $date }
basis-of-none = no basis
address-street = Street address
address-postal-code = Postal code
address-town = Town

# The form.
person-type = Kind of contact
form-new-title = New contact
form-edit-title = Edit { $name }
form-create = Save the contact
form-name-hint = No name? Leave it empty, or write for example “the man at the gate”.
form-another = { $label } { $number }
form-more = Add { $label }
form-take-away = Remove { $label } { $number }
form-language-hint = Letters and consent texts are written in it.
form-source = Where do the data come from?
form-source-how = How
form-source-on = When
form-source-place = Where
form-source-place-example = Trade fair, Östersund
form-bases = Why may they be kept?
form-basis-for = Lawful basis for { $purpose }
form-unconfirmed = Read and confirm the assessment, or choose another basis.
contact-created = The contact is saved

# The bin.
bin-text = Not in lists or search. After 30 days the person is forgotten for good.
bin-none-title = The bin is empty
bin-none-text = Contacts that you put here can be brought back for 30 days.
bin-more = Show more
restore = Restore
restore-person = Restore { $name }
restored = { $name } is back in the vault
