
# Säkerhetskopior i Inställningar.
backups-title = Säkerhetskopior
backups-text = En kopia är ett förseglat kartotek i en fil. Den öppnas med lösenfrasen eller återställningskoden på vilken dator som helst, och ingen som är glömd följer med tillbaka.
backups-age = { $days ->
    [0] Den senaste kopian är från i dag.
    [one] Den senaste kopian är från i går.
   *[other] Den senaste kopian är { NUMBER($days) } dagar gammal.
}
backups-age-known = Mappen går inte att nå, så det går inte att se om kopian är kvar.
backups-none = Det finns ingen säkerhetskopia än.
backups-advice-old = Ta en ny: går datorn sönder finns bara det som står i kopian.
backups-advice-none = Går datorn sönder är allt borta. Ta en nu, helst på ett USB-minne eller en annan disk.
backups-work-take = Säkerhetskopian skrivs och läses tillbaka …
backups-work-renew = Säkerhetskopiorna skrivs på nytt utan dem som är glömda …
backups-work-rehearse = Säkerhetskopian öppnas vid sidan av och kontrolleras …
backups-work-restore = Återställer …
backups-work-rotate = Kartoteket krypteras på nytt …
backups-work-salvage = Det som går att läsa räddas …
stage-begin = Börjar …
stage-copy = Kopierar databasen
stage-seal = Krypterar
stage-check = Läser tillbaka
stage-renew = En kopia i taget
stage-open = Dekrypterar säkerhetskopian
stage-forget = Tar ur dem som är glömda
stage-read = Läser sida för sida
stage-fill = Skriver det som är kvar till ett nytt kartotek
backups-take = Ta en kopia nu
backups-taken = Säkerhetskopian är tagen och läst tillbaka.
backups-folder = Mapp
backups-folder-hint = En kopia på samma disk hjälper inte om disken går sönder. Välj gärna ett USB-minne eller en annan disk.
backups-choose = Välj mapp
backups-beside = Bredvid kartoteket
backups-moved = Nya kopior hamnar i den nya mappen. De gamla ligger kvar där de är. De står under Kvarlämnade och förnyas så länge mappen går att nå.
backups-often = Hur ofta
backups-often-never = Bara när jag säger till
backups-often-day = Varje dag
backups-often-week = Varje vecka
backups-often-hint = Kopian tas i bakgrunden när kartoteket är öppet, och alltid före en import.
backups-list = Kopior som finns
backups-people = { $count ->
    [one] 1 person
   *[other] { NUMBER($count) } personer
}
backups-forgotten = { $count ->
    [one] Kan ännu hålla 1 som är glömd
   *[other] Kan ännu hålla { NUMBER($count) } som är glömda
}
backups-renew = Skriv om
backups-renewed = Kopiorna är omskrivna. Den som ännu kan hålla någon glömd är märkt i listan.
backups-more = Visa fler
backups-damaged = { $count ->
    [one] En kopia är skadad och går inte att skriva om. Den kan hålla någon som är glömd: ta bort den.
   *[other] { NUMBER($count) } kopior är skadade och går inte att skriva om. De kan hålla någon som är glömd: ta bort dem.
}
backups-is-damaged = Skadad
backups-trouble = Säkerhetskopiorna behöver dig
backups-trouble-old = Säkerhetskopian är gammal
backups-trouble-none = Det finns ingen säkerhetskopia
backups-earlier = Från före den nya huvudnyckeln: den öppnas med den tidens lösenfras eller återställningskod och kan inte förnyas.
backups-delete = Ta bort
backups-delete-title = Ta bort säkerhetskopian?
backups-delete-text = Kopian från { $date } går inte att få tillbaka.
backups-left = Kvarlämnade
backups-left-text = Hit har säkerhetskopior gått. De förnyas när någon glöms, så länge mappen går att nå.
backups-left-away = Mappen går inte att nå. Det som ligger där kan fortfarande innehålla personer som är glömda.
aside-title = Undanlagda kartotek
aside-text = När en säkerhetskopia eller ett räddat kartotek tog över lades det förra undan, helt och med samma lösenfras. Det skrivs aldrig om: den som har glömts sedan dess kan finnas kvar i det. Ta bort det när du har sett att allt stämmer.
aside-holds = { $count ->
    [one] Kan ännu hålla 1 som har glömts sedan dess
   *[other] Kan ännu hålla { NUMBER($count) } som har glömts sedan dess
}
aside-delete-title = Ta bort det undanlagda kartoteket?
aside-delete-text = Kartoteket som lades undan { $date } går inte att få tillbaka. Det du arbetar i nu rörs inte.
aside-deleted = Det undanlagda kartoteket är borttaget.
certificate-aside = Undanlagda kartotek
certificate-aside-holds = { $count ->
    [one] Kan ännu finnas i 1 kartotek som har lagts undan. Ta bort det under Säkerhetskopior i Inställningar.
   *[other] Kan ännu finnas i { NUMBER($count) } kartotek som har lagts undan. Ta bort dem under Säkerhetskopior i Inställningar.
}
certificate-backups = Säkerhetskopior
certificate-backups-stale = { $count ->
    [0] Ingen kopia i de kända mapparna kan hålla någon som är glömd
    [one] Kan ännu finnas i 1 kopia, märkt i inställningarna
   *[other] Kan ännu finnas i { NUMBER($count) } kopior, märkta i inställningarna
}
certificate-backups-unreached = En mapp med kopior går inte att nå; de skrivs om när den går att nå igen

# Återställning.
restore-title = Återställ en säkerhetskopia
restore-text = Välj kopian och skriv lösenfrasen eller återställningskoden som gällde när den togs.
restore-kept-text = Det som ligger i mappen nu tas inte bort. Det läggs åt sidan.
restore-have = Jag har en säkerhetskopia
restore-choose = Välj säkerhetskopian
restore-choose-other = Välj en annan kopia
restore-file = { $people ->
    [one] Från { $date }, 1 person
   *[other] Från { $date }, { NUMBER($people) } personer
}
restore-anyway = Återställ ändå
restore-anyway-hint = Den som har glömts sedan dess kan komma tillbaka, och den som har sagt nej sedan dess kan stå som ett ja. Glöm dem igen efteråt, och fråga på nytt: det har de rätt till.
restore-begin = Återställ …
restore-begin-title = Gå tillbaka till { $date }?
restore-begin-text = Kartoteket låses, och du skriver lösenfrasen en gång till. Det du har nu läggs åt sidan och försvinner inte; den som är glömd kommer inte tillbaka.
restore-begin-yes = Lås och återställ
restore-run = Återställ
restore-running = Återställer …
restore-running-text = Kopian öppnas, de som är glömda tas ur och allt läses tillbaka. Det kan ta en stund.
restored-title = Kartoteket är tillbaka
restored-people = { $count ->
    [one] 1 person, som det var { $date }
   *[other] { NUMBER($count) } personer, som det var { $date }
}
restored-forgotten = { $count ->
    [0] Ingen som Kartotek vet är glömd fanns i den.
    [one] 1 som är glömd kom inte tillbaka.
   *[other] { NUMBER($count) } som är glömda kom inte tillbaka.
}
restored-noes = { $count ->
    [one] 1 nej som har sagts sedan dess gäller fortfarande.
   *[other] { NUMBER($count) } nej som har sagts sedan dess gäller fortfarande.
}
restored-noes-unknown = Vad någon har sagt nej till sedan dess vet ingen här. Fråga på nytt innan du skickar reklam till någon.
restored-folder = Det som låg i mappen förut finns kvar här. Ta bort det när du har sett att allt stämmer:
restored-open = Till låsskärmen

# En återställning på prov.
rehearse-title = Öva en återställning
rehearse-text = Den nyaste kopian öppnas på en privat plats på den här disken, kontrolleras, jämförs med i dag och tas bort igen. Inget här ändras.
rehearse-run = Öva nu
rehearse-again = Det är dags att göra det igen.
rehearsed-people = { $count ->
    [one] Det fungerar: 1 kontakt, från { $date },
   *[other] Det fungerar: { NUMBER($count) } kontakter, från { $date },
}
rehearsed-same = lika många som nu.
rehearsed-fewer = { NUMBER($count) } färre än nu.
rehearsed-more = { NUMBER($count) } fler än nu.
rehearsed-forgotten = { $count ->
    [one] 1 i den är glömd sedan dess och skulle inte komma tillbaka.
   *[other] { NUMBER($count) } i den är glömda sedan dess och skulle inte komma tillbaka.
}
rehearsed-last = Senast övat { $date }, och det fungerade.
rehearsed-failed = Övningen { $date } misslyckades: kopian går inte att öppna. Ta en ny.
rehearsed-never = En återställning har aldrig övats. Först då är det säkert att kopian fungerar.

# Det som är kvar av ett skadat kartotek.
rescue-title = Rädda det som går att läsa
rescue-text = Kartoteket läses sida för sida, och det som är helt blir ett nytt kartotek. Skriv lösenfrasen eller återställningskoden.
rescue-safe = Det skadade kartoteket ändras inte, och ingen som är glömd kommer tillbaka.
rescue-run = Rädda
rescue-running = Det som går att läsa räddas …
rescue-report = Det här räddades
rescue-pages = { $count ->
    [0] Alla { $of } sidor gick att läsa.
    [one] 1 av { $of } sidor gick inte att läsa.
   *[other] { NUMBER($count) } av { $of } sidor gick inte att läsa.
}
rescue-what = Vad
rescue-rescued = Räddat
rescue-lost = Förlorat
rescue-at-least = minst { NUMBER($count) }
rescue-contacts = Kontakter
rescue-values = Namn, adresser, nummer
rescue-consents = Samtycken och nej
rescue-activities = Samtal och anteckningar
rescue-noes = Adresser som sagt nej
rescue-noes-lost = Adresser som har sagt nej kan komma in igen utan att Kartotek säger till. Hör efter innan du importerar en gammal lista.
rescue-ledger = Listan över glömda
rescue-keys = Nycklar bakom nej och glömda (utan dem stoppas de adresserna inte vid import)
rescue-forgotten = { $count ->
    [one] 1 glömd person förblir glömd.
   *[other] { NUMBER($count) } glömda personer förblir glömda.
}
rescue-doubtful = { $count ->
    [one] För 1 kontakt kan ett nej ha gått förlorat. Inget tidigare ja gäller längre: fråga igen.
   *[other] För { NUMBER($count) } kontakter kan ett nej ha gått förlorat. Inget tidigare ja gäller längre: fråga igen.
}
rescue-loose = { $count ->
    [one] 1 uppgift har förlorat sin kontakt. Den finns bara i de öppna filerna.
   *[other] { NUMBER($count) } uppgifter har förlorat sin kontakt. De finns bara i de öppna filerna.
}
rescue-refused = { $count ->
    [one] 1 rad hålls utanför, eftersom policyn inte tillåter den.
   *[other] { NUMBER($count) } rader hålls utanför, eftersom policyn inte tillåter dem.
}
rescue-journal = En del av journalen är förlorad, så den kan inte längre bevisa allt.
rescue-look = Titta i det
rescue-look-hint = Namn, e-post, telefon eller något ur en anteckning. Att titta ändrar ingenting.
rescue-look-none = Ingen sådan räddades.
rescue-look-more = Det finns fler: skriv för att hitta någon.
rescue-look-text = Så som det räddades. Inget går att ändra här.
rescue-choose = Inget är bestämt än. Det som räddades kan bli ditt kartotek, sparas som öppna filer eller lämnas.
rescue-adopt = Fortsätt med det som räddades
rescue-save = Spara som öppna filer
rescue-saved = Sparat okrypterat i { $file }. Förvara det säkert.
rescue-backup = { $people ->
    [one] Den nyaste kopian som går att öppna är från { $date } och innehåller 1 person
   *[other] Den nyaste kopian som går att öppna är från { $date } och innehåller { NUMBER($people) } personer
}
rescue-backup-text = Den är hel, och det som kom efter den saknas.
rescue-backup-restore = Återställ kopian i stället
rescue-adopted = Det räddade kartoteket är på plats
rescue-adopted-text = Det öppnas med samma lösenfras och återställningskod som förut. Se igenom det, och ta en säkerhetskopia.
