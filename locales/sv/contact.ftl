# Kontakter.
contacts-list = Kontakter
contacts-count = 
    { $count -> 
        [one] { $shown } kontakt
       *[other] { $shown } kontakter
    }
contact-region = Kontakten
contact-nameless = Utan namn
contacts-none-title = Kartoteket är tomt
contacts-none-text = Skriv in din första kontakt, eller hämta en lista du redan har.
contacts-empty-title = Inga kontakter än
contacts-empty-text = De du skriver in eller importerar visas här.
contact-choose-title = Välj en kontakt
contact-choose-text = Med J och K går du uppåt och nedåt i listan, med Ctrl K hittar du vem som helst.
contact-mark = Markera { $name }
filter = Filter
filter-all = Alla
filter-more = Fler filter
filter-clear = Visa alla
filter-none-title = Ingen passar filtret
filter-none-text = Ta bort filtret för att se alla.
order = Sortera
order-name = Namn
order-last-contact = Senaste kontakt
order-town = Ort
follow-up-text = De som väntar på att höra av dig, närmast först.
follow-up-none-title = Inget att följa upp
follow-up-none-text = Sätt ett datum på ett samtal eller en anteckning, så visas personen här.
marked = { $count ->
    [one] { $shown } markerad
   *[other] { $shown } markerade
  }
marked-acts = Med de markerade
unmark = Avmarkera
tag-act = Tagga
tag-title = 
    { $count -> 
        [one] Tagga en kontakt
       *[other] Tagga { $count } kontakter
    }
tag-add = Lägg till taggar
tag-remove = Ta bort taggar
tag-hint = Enter eller komma mellan taggarna
tag-take-off = Ta bort { $tag }
tagged = 
    { $count -> 
        [one] En kontakt taggad
       *[other] { $count } kontakter taggade
    }
bin-act = Lägg i papperskorgen
binned = 
    { $count -> 
        [one] En kontakt ligger i papperskorgen
       *[other] { $count } kontakter ligger i papperskorgen
    }

# Kortet.
call = Ring
export = Exportera
forget = Glöm
edit-contact = Ändra uppgifter och taggar
log-call = Anteckna ett tidigare samtal
edited = Ändringen är sparad
facts = Uppgifter
facts-none = Inga uppgifter utöver namnet.
fact-origin-typed = skrivet { $date }
fact-origin-imported = importerat { $date }
fact-origin-enriched = berikat { $date }
fact-verified = bekräftat { $date }
fact-unverified = ej bekräftat
fact-as-typed = sparat som det skrevs
fact-verify = Bekräfta att uppgiften stämmer
fact-verified-now = Bekräftat
fact-copy = Kopiera { $value }
fact-edit = Ändra { $label }
fact-acts = Mer om { $label }
fact-open = Öppna
fact-remove = Ta bort uppgiften
fact-removed = Uppgiften är borttagen
fact-add = Lägg till uppgift
source = Källa
source-line = { $how }, { $date }
source-line-place = { $how }: { $place }, { $date }
source-how-met = Träff
source-how-call = Samtal
source-how-email = E-post
source-how-web-form = Webbformulär
source-how-card = Visitkort
source-how-referral = Rekommendation
source-how-list = Lista
source-how-register = Offentligt register
source-how-web = Webben
source-how-import = Import
source-how-other = Annat
language-of-person = Språk
tags = Taggar
as-typed = Spara som jag skrev det
follow-up-on = Följ upp { $date }
basis-since = sedan { $date }
basis-of-none = ingen grund
address-street = Gatuadress
address-postal-code = Postnummer
address-town = Ort

# Formuläret.
person-type = Typ av kontakt
form-new-title = Ny kontakt
form-edit-title = Ändra { $name }
form-create = Spara kontakten
form-name-hint = Vet du inte namnet? Lämna tomt, eller skriv till exempel ”mannen vid grinden”.
form-another = { $label } { $number }
form-more = Lägg till { $label }
form-take-away = Ta bort { $label } { $number }
form-language-hint = Brev och samtyckestexter skrivs på det språket.
form-source = Varifrån kommer uppgifterna?
form-source-how = Hur
form-source-on = När
form-source-place = Var
form-source-place-example = Nolia, Östersund
form-bases = Varför får de sparas?
form-basis-for = Rättslig grund för { $purpose }
form-unconfirmed = Läs och bekräfta intresseavvägningen, eller välj en annan grund.
contact-created = Kontakten är sparad

# Papperskorgen.
bin-text = Syns inte i listor och sökningar. Efter 30 dagar glöms personen på riktigt.
bin-none-title = Papperskorgen är tom
bin-none-text = Kontakter som du lägger här kan hämtas tillbaka i 30 dagar.
bin-more = Visa fler
restore = Återställ
restore-person = Återställ { $name }
restored = { $name } är tillbaka i kartoteket
