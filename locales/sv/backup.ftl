
# Säkerhetskopior i Inställningar.
backups-title = Säkerhetskopior
backups-text = En kopia är ett förseglat kartotek i en fil. Den öppnas med lösenfrasen eller återställningskoden på vilken dator som helst, och ingen som är glömd följer med tillbaka.
backups-age = { $days ->
    [0] Den senaste kopian är från i dag.
    [one] Den senaste kopian är från i går.
   *[other] Den senaste kopian är { NUMBER($days) } dagar gammal.
}
backups-none = Det finns ingen säkerhetskopia än.
backups-advice-old = Ta en ny: går datorn sönder finns bara det som står i kopian.
backups-advice-none = Går datorn sönder är allt borta. Ta en nu, helst på ett USB-minne eller en annan disk.
backups-taking = Kopian skrivs och läses tillbaka …
backups-renewing = Kopiorna skrivs om utan dem som är glömda …
backups-take = Ta en kopia nu
backups-taken = Säkerhetskopian är tagen och läst tillbaka.
backups-folder = Mapp
backups-folder-hint = En kopia på samma disk hjälper inte om disken går sönder. Välj gärna ett USB-minne eller en annan disk.
backups-choose = Välj mapp
backups-beside = Bredvid kartoteket
backups-moved = Nya kopior hamnar i den nya mappen. De gamla ligger kvar där de är och skrivs inte om när någon glöms: ta bort dem själv.
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
backups-renewed = Ingen som är glömd finns kvar i kopiorna.
backups-more = Visa fler
backups-trouble = Säkerhetskopian kunde inte tas
backups-trouble-old = Säkerhetskopian är gammal
certificate-backups = Säkerhetskopior
certificate-backups-stale = { $count ->
    [0] Ingen kopia i mappen kan hålla någon som är glömd
    [one] Kan ännu finnas i 1 kopia, som skrivs om
   *[other] Kan ännu finnas i { NUMBER($count) } kopior, som skrivs om
}
certificate-backups-unreached = Mappen med kopior gick inte att nå; de skrivs om när den går att nå igen

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
restore-run = Återställ
restore-running = Återställer …
restore-running-text = Kopian öppnas, de som är glömda tas ur och allt läses tillbaka. Det kan ta en stund.
restored-title = Kartoteket är tillbaka
restored-people = { $count ->
    [one] 1 person, som det var { $date }
   *[other] { NUMBER($count) } personer, som det var { $date }
}
restored-forgotten = { $count ->
    [0] Ingen i kopian var glömd.
    [one] 1 som är glömd kom inte tillbaka.
   *[other] { NUMBER($count) } som är glömda kom inte tillbaka.
}
restored-folder = Det som låg i mappen förut finns kvar här. Ta bort det när du har sett att allt stämmer:
restored-open = Till låsskärmen
