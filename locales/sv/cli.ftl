# Kommandoraden: frågor, besked och kvitton.
ask-passphrase = Lösenfras:
ask-new-passphrase = Välj en lösenfras:
ask-passphrase-again = Samma lösenfras en gång till:
passphrases-differ = Lösenfraserna är olika, och inget kartotek skapades. Börja om.
passphrase-missing = Lösenfrasen saknas och här finns ingen terminal att fråga i. Ge den med --passphrase-fd.
passphrase-env-missing = Miljövariabeln med lösenfrasen finns inte. Sätt den, eller ge frasen med --passphrase-fd.
passphrase-fd-missing = Det gick inte att läsa någon lösenfras. Kontrollera numret efter --passphrase-fd.
vault-missing = Kartotekets mapp saknas. Ge den med --vault.
json-does-not-fit = Indata är inte JSON med den form som behövs (rad { $line }, tecken { $column }). Rätta det och försök igen; kommandots --help visar formen.
at-line-and-column = Rad { $line }, { $column }:
made-code-shown = Kartoteket är skapat. Skriv av återställningskoden ovan och förvara den på papper: den visas bara den här gången.
made-code-in-file = Kartoteket är skapat. Återställningskoden ligger i filen: skriv ut den, förvara papperet och ta bort filen.
made-unconfirmed = Intresseavvägningarna är inte bekräftade, så berättigat intresse går inte att använda ännu. Läs dem med policy show och bekräfta dem i fönstret.
column-dropped = Kolumnen ”{ $column }” finns inte i policyn och togs inte med.
import-done = { $created } nya, { $unchanged } fanns redan, { $refused } togs inte emot.
import-would = Provkörning, inget sparades: { $created } nya, { $unchanged } finns redan, { $refused } tas inte emot.
contact-edited = Ändringen är sparad.
consent-given = Samtycket är antecknat.
consent-withdrawn = Återkallelsen är antecknad och gäller från nu.
consent-state-did-not-ask = ej frågad
consent-state-given = ja
consent-state-refused = nej
consent-state-withdrawn = återkallat
consent-state-expired = utgånget
call-recorded = Samtalet är antecknat.
note-written = Anteckningen är sparad.
enrichment-on = Berikning är på. Den föreslår bara det som går att se i kartoteket självt.
enrichment-off = Berikning är av.
exported = Filen är skriven. Den är inte krypterad: lämna den till rätt person och ta sedan bort den.
forget-needs-yes = Inget är glömt ännu. { $mentions } andras texter nämner personen, { $exports } filer är utlämnade och { $aside } undanlagda kartotek kan också innehålla personen. Lägg till --yes när det är menat: det går inte att ångra.
forget-accepted = Personen är borta ur alla listor. Nu rensas filen och läses igenom.
forget-proven = Glömd: { $pages } sidor lästa, { $residues } rester.
forget-pending = Personen är borta ur alla listor, men beviset är inte klart. Kartotek fortsätter vid nästa start, och säkerhetskopiorna följer då.
forget-pending-disk-full = Personen är borta ur alla listor, men disken är full och beviset är inte klart. Frigör utrymme; Kartotek fortsätter vid nästa start, och säkerhetskopiorna följer då.
check-in-order = i ordning
check-at-fault = FEL
verify-in-order = Allt är i ordning.
verify-at-fault = Något är inte i ordning. Gör en kopia av mappen innan du gör något annat.
assessment-confirmed = Intresseavvägningen är läst och bekräftad:
assessment-unconfirmed = Intresseavvägningen är ett utkast som ingen har bekräftat:
ask-recovery = Återställningskod:
backup-taken = Säkerhetskopian är tagen och läst tillbaka.
backup-contents = { $people ->
    [one] 1 person
   *[other] { $people } personer
}{ $forgotten ->
    [0] {""}
   *[other] , högst { $forgotten } av dem glömda sedan dess
}
backup-renewed = Säkerhetskopiorna är skrivna på nytt: { $people ->
    [0] ingen glömd fanns i dem.
    [one] 1 glömd togs ur.
   *[other] { $people } glömda togs ur.
}
restored = Säkerhetskopian är återställd: { $people } personer. { $forgotten ->
    [0] Ingen som Kartotek vet är glömd fanns i den.
    [one] 1 som är glömd kom inte tillbaka.
   *[other] { $forgotten } som är glömda kom inte tillbaka.
}
noes-stand = { $noes ->
    [one] 1 nej som har sagts sedan dess gäller fortfarande.
   *[other] { $noes } nej som har sagts sedan dess gäller fortfarande.
}
noes-unknown = Vad någon har sagt nej till sedan dess vet ingen här: fråga på nytt innan du skickar reklam.
restored-kept = Det som låg där förut finns kvar i { $folder }.
backup-earlier-key = , från före den nya huvudnyckeln: den öppnas med det som gällde då och skrivs inte på nytt
import-backup = Säkerhetskopian från före importen: { $file }
forget-backups-later = Personen kan finnas kvar i säkerhetskopior. Kör backup renew när det går att komma åt dem.
forget-backups-away = I { $folder }, som inte går att nå, kan personen finnas kvar. Kör backup renew när den går att nå.
aside-contents = undanlagt { $date }, { $kilobytes } kB{ $forgotten ->
    [0] {""}
   *[other] , kan ännu hålla { $forgotten } som har glömts sedan dess
}
aside-deleted = Det undanlagda kartoteket är borttaget.
aside-holds-forgotten = Det undanlagda kartoteket i { $folder } kan ännu hålla { $forgotten } som har glömts sedan dess. Ta bort det med: backup aside --delete { $name }
backup-rehearsed = Säkerhetskopian från { $date } går att öppna och är hel: { $people ->
    [one] 1 kontakt
   *[other] { $people } kontakter
}{ $trend ->
    [fewer] , { $by } färre än nu.
    [more] , { $by } fler än nu.
   *[same] , lika många som nu.
}
headway-copy = Kopierar … { $percent } %
headway-seal = Krypterar … { $percent } %
headway-check = Läser tillbaka … { $percent } %
headway-renew = Skriver säkerhetskopiorna på nytt … { $percent } %
headway-open = Öppnar säkerhetskopian … { $percent } %
headway-forget = Tar bort de glömda … { $percent } %
headway-read = Läser det som är kvar … { $percent } %
headway-fill = Skriver det som är kvar till ett nytt kartotek … { $percent } %
salvage-pages = { $unreadable } av { $pages } sidor gick inte att läsa.
salvage-contacts = Kontakter: { $rescued } räddade, { $more ->
    [yes] minst { $lost } förlorade
   *[no] { $lost } förlorade
}
salvage-values = Uppgifter (namn, adresser, nummer): { $rescued } räddade, { $more ->
    [yes] minst { $lost } förlorade
   *[no] { $lost } förlorade
}
salvage-consents = Samtycken och nej: { $rescued } räddade, { $more ->
    [yes] minst { $lost } förlorade
   *[no] { $lost } förlorade
}
salvage-activities = Samtal och anteckningar: { $rescued } räddade, { $more ->
    [yes] minst { $lost } förlorade
   *[no] { $lost } förlorade
}
salvage-noes = Adresser som sagt nej: { $rescued } räddade, { $more ->
    [yes] minst { $lost } förlorade
   *[no] { $lost } förlorade
}
salvage-ledger = Listan över glömda: { $rescued } räddade, { $more ->
    [yes] minst { $lost } förlorade
   *[no] { $lost } förlorade
}
salvage-keys = Nycklar bakom nej och glömda (utan dem stoppas de adresserna inte vid import): { $rescued } räddade, { $more ->
    [yes] minst { $lost } förlorade
   *[no] { $lost } förlorade
}
salvage-refused = { $count } rader hålls utanför, eftersom policyn inte tillåter dem.
salvage-loose = { $count } rader har förlorat sin kontakt och finns bara i ZIP-filen.
salvage-forgotten = { $count } glömda personer förblir glömda.
salvage-doubtful = För { $count } personer kan ett nej ha gått förlorat, så inget av deras ja gäller längre.
salvage-exported = Det som är kvar finns i { $file }, okrypterat: förvara den säkert.
salvage-settled = Ett nytt kartotek med det som är kvar ligger i { $folder }.
salvage-backup = Den nyaste säkerhetskopian som går att öppna: { $file }
usage-missing = { $what } saknas.
usage-unknown = { $what } finns inte.
usage-value = { $value } går inte att använda för { $what }.
usage-conflict = { $what } går inte att använda tillsammans med { $other }.
usage-command-missing = Kommandot saknas.
usage-other = Kommandoraden går inte att förstå.
usage-help = Kör kommandot med --help för att se hur det skrivs.
keys-restored = Nyckelfilen är tillbaka bredvid sin databas.
key-passphrase = lösenfras, sedan { $since }
key-recovery = återställningskod, sedan { $since }
key-keyring = en dators nyckelring, sedan { $since }
key-opens = Den öppnar kartoteket.
forget-proven-now = En glömska som väntade är nu bevisad.
