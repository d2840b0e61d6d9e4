# Words used everywhere.
app-name = Kartotek
loading = Loading …
try-again = Try again
close = Close
cancel = Cancel
back = Back
next = Continue
save = Save
saved = Saved
undo = Undo
undone = Undone
add = Add
edit = Edit
remove = Remove
copy = Copy
copied = Copied
print = Print
show = Show
hide = Hide
done = Done
optional = optional
more = More
yes = Yes
no = No
date-pick = Choose a date
date-before = Previous month
date-after = Next month
discard-title = Discard what you typed?
discard-text = The changes are not saved.
discard = Discard
keep-writing = Keep writing

# Person types.
person-type-consumer = Consumer
person-type-sole-trader = Sole trader
person-type-employee = Employee
person-type-role-mailbox = Role mailbox
person-type-consumer-hint = A private person
person-type-sole-trader-hint = A person with a business of their own
person-type-employee-hint = Works at an organization
person-type-role-mailbox-hint = For example info@ or orders@
language-sv = Swedish
language-en = English

# Lawful bases, GDPR Article 6(1).
basis-6-1-a = consent
basis-6-1-b = contract
basis-6-1-c = legal obligation
basis-6-1-d = vital interest
basis-6-1-e = public interest
basis-6-1-f = legitimate interest

# Channels.
channel-email = e-mail
channel-sms = text message
channel-phone = phone
channel-post = letter
channel-any = any channel
