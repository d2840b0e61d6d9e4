# The sidebar and what surrounds the screens.
nav-label = Main menu
nav-contacts = Contacts
nav-follow-up = Follow up
nav-bin = Bin
nav-import = Import
nav-settings = Settings
nav-search = Search
nav-new = New contact
nav-due = 
    { $count ->
        [one] { NUMBER($count) } to follow up today or earlier
       *[other] { NUMBER($count) } to follow up today or earlier
    }
skip-to-content = Skip to content
encrypted-here = Encrypted on this computer
lock = Lock
lost-title = There is no such page
lost-back = To the contacts

# Keys.
keys-title = Keys
keys-everywhere = Everywhere
keys-list = In the list
keys-card = On a contact
keys-palette = Search everything and commands
keys-search = Search the list
keys-help = Show the keys
keys-new = New contact
keys-lock = Lock the vault
keys-print = Print
keys-move = Next and previous
keys-open = Open the contact
keys-pick = Mark the row
keys-back = Back, unmark
keys-note = Write a note
keys-call = Call
keys-call-end = End the call, locked or not
keys-edit = Edit
key-ctrl = Ctrl
key-space = Space
key-enter = Enter
key-esc = Esc
