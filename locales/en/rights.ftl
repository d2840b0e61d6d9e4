# Access answer: export a person.
export-person-title = Export { $name }
export-text = Everything there is about the person in one file, and nothing about anybody else.
export-part-page = A page to read, in the person's language
export-part-data = The same data for other systems (JSON with a schema)
export-part-card = A business card (vCard), consents with their words, calls and notes
export-handed-to = Handed to
export-recipient-hint = Empty: the person. The recipient is noted, so that corrections and erasure can be passed on.
export-run = Choose a place and export
export-written = The file is written.
export-size = { $size } kB
export-outside = The file lies outside the encrypted vault. Hand it over, then delete it.

# On paper.
print-person = Print the contact
print-list = Print the list
print-nothing = Open a contact or a list to print it.
print-part = The first { $shown } of { $total } contacts
print-foot = Printed from Kartotek { $date }
print-long-title = The list has { $total } contacts
print-long-text = A print holds { $most }. Filter the list to get others than the first.
print-long-yes = Print the first { $most }
printed = Printed, and noted on the timeline
