# Ord som används överallt.
app-name = Kartotek
loading = Läser …
try-again = Försök igen
close = Stäng
cancel = Avbryt
back = Tillbaka
next = Fortsätt
save = Spara
saved = Sparat
undo = Ångra
undone = Ångrat
add = Lägg till
edit = Ändra
remove = Ta bort
copy = Kopiera
copied = Kopierat
print = Skriv ut
show = Visa
hide = Dölj
done = Klart
optional = frivilligt
more = Mer
yes = Ja
no = Nej
date-pick = Välj datum
date-before = Föregående månad
date-after = Nästa månad
discard-title = Kasta det du har skrivit?
discard-text = Ändringarna är inte sparade.
discard = Kasta
keep-writing = Fortsätt skriva

# Persontyper.
person-type-consumer = Konsument
person-type-sole-trader = Enskild firma
person-type-employee = Anställd
person-type-role-mailbox = Funktionsadress
person-type-consumer-hint = En privatperson
person-type-sole-trader-hint = En människa med egen firma
person-type-employee-hint = Arbetar på en organisation
person-type-role-mailbox-hint = Till exempel info@ eller order@
language-sv = Svenska
language-en = Engelska

# Rättsliga grunder, GDPR artikel 6.1.
basis-6-1-a = samtycke
basis-6-1-b = avtal
basis-6-1-c = rättslig förpliktelse
basis-6-1-d = grundläggande intresse
basis-6-1-e = allmänt intresse
basis-6-1-f = berättigat intresse

# Kanaler.
channel-email = e-post
channel-sms = sms
channel-phone = telefon
channel-post = brev
channel-any = alla vägar
