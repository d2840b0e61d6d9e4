# Sidofältet och det som omger skärmarna.
nav-label = Huvudmeny
nav-contacts = Kontakter
nav-follow-up = Följ upp
nav-bin = Papperskorg
nav-import = Importera
nav-settings = Inställningar
nav-search = Sök överallt
nav-new = Ny kontakt
nav-due = 
    { $count ->
        [one] { NUMBER($count) } att följa upp i dag eller tidigare
       *[other] { NUMBER($count) } att följa upp i dag eller tidigare
    }
skip-to-content = Hoppa till innehållet
encrypted-here = Krypterat på datorn
lock = Lås
lost-title = Den här sidan finns inte
lost-back = Till kontakterna

# Kortkommandon.
keys-title = Kortkommandon
keys-everywhere = Överallt
keys-list = I listan
keys-card = På en kontakt
keys-palette = Sök överallt och kommandon
keys-search = Sök i listan
keys-help = Visa kortkommandona
keys-new = Ny kontakt
keys-lock = Lås kartoteket
keys-print = Skriv ut
keys-move = Nästa och föregående
keys-open = Öppna kontakten
keys-pick = Markera raden
keys-back = Tillbaka, avmarkera
keys-note = Skriv en anteckning
keys-call = Ring
keys-edit = Ändra
keys-call-end = Avsluta samtalet, också när kartoteket är låst
key-ctrl = Ctrl
key-space = Blanksteg
key-enter = Enter
key-esc = Esc
