# Glöm en person.
forget-title = Glöm { $name }
forget-text = Allt om personen raderas ur kartoteket, sökningen och loggarna på den här datorn. Det går inte att ångra.
forget-goes = Raderas nu
forget-outside = Utanför kartoteket
forget-exports = De här filerna har lämnats ut. Ta bort dem själv, eller be mottagaren:
forget-no-exports = Inga filer om personen har skrivits från kartoteket.
forget-prints = Utskrivet på papper. Förstör det, eller be mottagaren:
forget-print = { $date }, personens blad
forget-print-list = { $date }, i en lista
forget-aside = Kartotek som har lagts undan i mappen kan också innehålla personen. De skrivs inte om: ta bort dem under Säkerhetskopior i Inställningar.
forget-aside-on = Lades undan { $date }
forget-copies = Egna kopior av kartotekets mapp nås inte härifrån.
forget-mentions = 
    { $count -> 
        [one] En text om någon annan nämner personen
       *[other] { $count } texter om andra nämner personen
    }
forget-mentions-text = De står kvar, eftersom de handlar om andra också. Läs dem och ändra dem vid behov.
forget-drafts =
    { $count ->
        [one] Ett osparat utkast gäller personen
       *[other] { $count } osparade utkast gäller personen
    }
forget-drafts-text = Det som nämner personen raderas med personen. Vill du ha kvar något: avbryt och spara det först, utan personen.
forget-draft-goes = raderas
forget-draft-stays = blir kvar utan personen
forget-mentions-seen = Jag har läst texterna
forget-ground = Skäl
ground-a = Uppgifterna behövs inte längre
ground-b = Personen har återkallat sitt samtycke
ground-c = Personen har invänt mot behandlingen
ground-d = Uppgifterna har behandlats olagligt
ground-e = Lagen kräver att de raderas
ground-f = Uppgifter om ett barn i en onlinetjänst
ground-article = art. 17.1 { $letter }
forget-suppress = Kom ihåg nejet, så att personen inte kommer tillbaka med en ny lista
forget-suppress-hint = Bara ett hemligt kontrolltal av e-post och telefon sparas.
forget-suppress-required = Personen har sagt nej, så det här är inte valfritt. Bara ett hemligt kontrolltal sparas.
forget-copy = Ge personen en kopia först
forget-person = Glöm { $name }
forget-proving = Personen är borta ur alla vyer. Filen skrivs över och läses tillbaka …
forget-proven = Raderingen är bevisad

# Vad som räknas i en radering.
kind-search = Sökord
kind-lifts = Återtagna nej
kind-suppressions = Spärrar
kind-consents = Samtycken med text och bevis
kind-verifications = Bekräftelser
kind-hidden-values = Ersatta uppgifter
kind-values = Kontaktuppgifter
kind-bases = Rättsliga grunder
kind-tags = Taggar
kind-card = Raden i listan
kind-activities = Samtal och anteckningar
kind-drafts = Utkast
kind-disclosures = Utlämnanden
kind-person = Kontakten

# Intyget.
certificate-title = Intyg om radering
certificate-text = Siffrorna kommer från kontrolläsningen. Intyget innehåller inga personuppgifter.
certificate-show = Visa intyget
certificate-save = Spara intyget
certificate-residues = 
    { $count -> 
        [0] Inga rester hittades
        [one] En rest hittades
       *[other] { $count } rester hittades
    }
certificate-number = Nummer
certificate-accepted = Borta ur alla vyer
certificate-proven = Bevisat
certificate-erased = Raderade poster
certificate-suppressed = Nejet sparat
certificate-checks = Kontroller
certificate-read = Läst
certificate-read-value = { $pages } sidor, { $frames } loggramar, { $values } sökta värden
certificate-versions = Program
certificate-journal = Journalens huvud
check-structural = struktur
check-by-value = värden
check-references = hänvisningar

# Liggaren.
erasures-title = Raderingar
erasures-none = Ingen har glömts än.
erasure-proven = Bevisad { $date }
erasure-pending = Kontrolläsningen pågår
erasure-waiting = Inte bevisad än

# Varför beviset dröjer.
forget-waiting-disk-full = Personen är borta ur alla vyer, men disken är full och beviset dröjer. Frigör utrymme; Kartotek försöker igen varje minut.
forget-waiting-file-held = Personen är borta ur alla vyer, men ett annat program håller i kartotekets fil och beviset dröjer. Låt det programmet bli klart; Kartotek försöker igen varje minut.
forget-waiting-disk-failed = Personen är borta ur alla vyer, men disken svarade inte som den ska och beviset dröjer. Kartotek försöker igen varje minut.
forget-waiting-cancelled = Personen är borta ur alla vyer. Beviset fortsätter vid nästa upplåsning.
forget-waiting-read-only = Personen är borta ur alla vyer, men filen går inte att skriva i och beviset dröjer. Ge dig själv skrivrättighet; Kartotek fortsätter vid nästa upplåsning.
forget-place = Plats: { $place }
place-page = sida { $page }, byte { $byte }
place-index = sökindexet { $index }
place-log = skrivloggen
