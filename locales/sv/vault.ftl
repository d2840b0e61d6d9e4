# Första start.
start-promise = Bara det du får spara. Allt på din egen dator.
start-promise-text = Klart på två minuter, utan konto och utan nät.
start-steps = Steg
start-step-language = Språk
start-step-controller = Vem du är
start-step-policy = Vad som får sparas
start-step-passphrase = Lösenfras
start-step-recovery = Återställningskod
start-step-ready = Klart
start-step-state-done = klart
start-language-title = Välkommen till ditt kartotek
start-language-text = Välj språk. Det går att byta när som helst.
start-zone = Tidszon
start-zone-hint = Den bestämmer när en dag börjar och slutar, till exempel för svarstider.
start-controller-title = Vem ansvarar för uppgifterna?
start-controller-text = Den som bestämmer varför och hur är personuppgiftsansvarig: du eller ditt företag. Namnet står i brev, kvitton och registerutdrag.
start-policy-title = Det här får kartoteket innehålla
start-policy-text = Policyn är inbyggd i databasen. Det som inte står här går inte att spara, inte heller vid import.
start-passphrase-title = Välj en lösenfras
start-passphrase-text = Den låser upp kartoteket. Fyra ord som inte hör ihop är lätta att minnas och svåra att gissa.
passphrase = Lösenfras
passphrase-again = Lösenfrasen en gång till
passphrase-differs = De två är inte lika.
passphrase-show = Visa lösenfrasen
strength = Styrka
strength-0 = Minst tolv tecken eller fyra ord
strength-1 = Svag
strength-2 = Inte riktigt nog
strength-3 = Bra
strength-4 = Mycket bra
start-make = Skapa kartoteket
start-making = Skapar nycklar …
start-recovery-title = Skriv ner eller skriv ut din återställningskod
start-recovery-text = Med den öppnar du kartoteket om du glömmer lösenfrasen eller byter dator. Ingen annan har den, inte heller vi.
recovery-code = Återställningskod
recovery-group = Grupp { $number }
recovery-type-back = Skriv in grupp { $first } och grupp { $second }, så att vi vet att du har den
recovery-once = Koden visas bara den här gången. Förvara papperet skilt från datorn.
recovery-sheet-title = Återställningskod till Kartotek
recovery-sheet-text = Koden öppnar ditt Kartotek utan lösenfrasen: alla dina kontakter, på den här datorn och på varje annan som har filen eller en säkerhetskopia av den. Ingen annan har koden, och ingen kan göra den på nytt åt dig.
recovery-sheet-picture = Koden som bild för en telefons kamera
recovery-sheet-keep-title = Var du förvarar det
recovery-sheet-keep = Förvara det som en reservnyckel till butiken: i en låda som går att låsa, i ett kassaskåp eller hos någon du litar på. Inte tillsammans med datorn, inte som foto och inte i ett mejl.
recovery-sheet-forgot-title = Om du har glömt lösenfrasen
recovery-sheet-how = Välj Använd återställningskoden på låsskärmen och skriv alla nio grupperna. Stora bokstäver och mellanslag spelar ingen roll.
recovery-sheet-scan = Eller rikta en telefons kamera mot bilden: den visar samma nio grupper som text att skriva av. Spara inte texten i telefonen.
recovery-sheet-new-computer-title = På en ny dator
recovery-sheet-new-computer = Installera Kartotek, välj Jag har Kartotek på en annan dator, välj din säkerhetskopia och skriv koden. Då är dina kontakter tillbaka. Gör sedan en ny lösenfras i Inställningar.
recovery-sheet-old-title = När en ny kod har gjorts
recovery-sheet-old = Då öppnar det här papperet inte kartoteket längre, bara säkerhetskopior från tiden före. Riv det när de är borta.
recovery-sheet-print = Skriv ut bladet
recovery-sheet-printed = Bladet är utskrivet. Lägg undan det, inte vid datorn.
recovery-sheet-date = Utskriven { $date }
start-ready-title = Kartoteket är klart
start-ready-text = Det ligger krypterat på den här datorn och ingen annanstans.
keyring-choice = Lås upp med datorns nyckelring också
keyring-choice-hint = Bekvämt, men den som är inloggad på datorn kan då öppna kartoteket utan lösenfras. Går att ändra i Inställningar.
start-first-import = Importera en lista
start-first-import-text = En CSV-fil från ett kalkylprogram eller ett annat kundregister
start-first-contact = Skapa den första kontakten
start-first-contact-text = Skriv in en person för hand
start-open = Öppna kartoteket
start-moved = Jag har Kartotek på en annan dator

# Låsskärmen.
lock-title = Kartoteket är låst
lock-text = Skriv lösenfrasen för att öppna det.
lock-recovery-text = Skriv de nio grupperna från papperet. Mellanslag och små bokstäver går bra.
lock-wait = Vänta { $count ->
    [one] en sekund
   *[other] { $count } sekunder
  } före nästa försök.
lock-call = Samtalet
lock-call-stop = Stoppa tiden
lock-call-stopped = Samtalet är stoppat
lock-call-stopped-at = Samtalet stoppades { $time }
lock-call-taken = Tiden sparas när du låser upp.
recall-title = Minns du lösenfrasen?
recall-text = Nyckelringen har öppnat kartoteket. Skriv lösenfrasen en gång, så att du har den kvar den dag datorn är ny eller nyckelringen borta.
recall-check = Kontrollera och öppna
recall-skip = Hoppa över den här gången
recall-forgotten = Har du glömt den? Återställningskoden på papper öppnar kartoteket och gör en ny lösenfras.
recall-renew = Gör en ny med återställningskoden
recall-right = Rätt. Vi frågar igen om två veckor.
unlock = Lås upp
unlocking = Låser upp …
unlock-with-recovery = Använd återställningskoden
unlock-with-passphrase = Använd lösenfrasen
unlock-asking = Frågar nyckelringen …
unlock-with-keyring = Lås upp med nyckelringen
problem-title = Kartoteket går inte att öppna
problem-safe = Kartotek ändrar och tar inte bort något av sig självt.
open-folder = Öppna mappen

# Personuppgiftsansvarig.
controller-name = Namn på dig eller företaget
controller-sole-trader = Jag har enskild firma eller är privatperson
controller-sole-trader-hint = Organisationsnumret är då ett personnummer och sparas inte.
controller-organization-number = Organisationsnummer
controller-address = Adress
controller-email = E-post
controller-phone = Telefon
controller-name-missing = Skriv ett namn, så att brev och kvitton får en avsändare.

# Raden över skärmen när kartoteket har något att säga.
notice-damage = Skada
notice-security = Till Säkerhet
notice-title = Meddelande

# Ny återställningskod.
recovery-new = Ny återställningskod
recovery-new-text = Skriv lösenfrasen eller den nuvarande koden, så visas en ny kod. Den gamla öppnar tills du har skrivit in två grupper ur den nya.
recovery-new-show = Visa en ny kod
recovery-new-making = Kontrollerar …
recovery-new-adopt = Använd den nya koden
recovery-new-old = Fram till dess gäller den gamla. Sedan öppnar den bara säkerhetskopior som redan finns.
recovery-new-done = Den nya återställningskoden gäller. Den gamla öppnar inte kartoteket längre.

# Vägarna in, i Inställningar.
keys-ways = Det som öppnar kartoteket
keys-passphrase = Lösenfras
keys-passphrase-text = Den du skriver varje dag. Byt den om någon kan ha sett den.
keys-recovery = Återställningskod
keys-keyring = Den här datorns nyckelring
keys-keyring-text = Bekvämt, men den som är inloggad på datorn kan då öppna kartoteket utan lösenfras.
keys-since = Sedan { $date }
keys-not-in-use = Används inte
keys-test = Prova
keys-test-what = Prova: { $what }
keys-test-text = Skriv som på låsskärmen. Ingenting ändras, hur det än går.
keys-opens = Den öppnar kartoteket.
keys-does-not-open = Den öppnar inte kartoteket.
keys-keyring-add = Lägg till
keys-keyring-added = Nyckelringen öppnar kartoteket från och med nu.
keys-keyring-remove = Ta bort nyckelringen
keys-keyring-remove-title = Ta bort nyckelringen?
keys-keyring-remove-text = Nyckeln tas bort ur datorns nyckelring. Sedan öppnas kartoteket med lösenfrasen eller återställningskoden.
keys-keyring-removed = Nyckelringen öppnar inte kartoteket längre, och dess post är borttagen.
keys-never-removed = Lösenfrasen och återställningskoden går att byta men inte att ta bort: de öppnar kartoteket på vilken dator som helst, och var och en räddar dig när den andra är borta.
recovery-offer = Ingen har kontrollerat än att återställningskoden finns på papper. Den är enda vägen in om lösenfrasen glöms: gör en ny, skriv ut den och skriv in den.
keyring-offer = Datorns nyckelring har ingen nyckel till kartoteket längre.
keyring-renew = Lägg dit en ny nyckel

# En nyckelfil som är borta.
mend-keys-title = Hämta tillbaka nyckelfilen
mend-keys-text = Varje säkerhetskopia har med sig nyckelfilen. Skriv lösenfrasen eller återställningskoden: om den öppnar databasen läggs nyckelfilen tillbaka. Databasen rörs inte.
mend-keys-newest = Ur säkerhetskopiorna bredvid kartoteket, den senaste från { $date }
mend-keys-file = Från { $date }
mend-keys-none = Det finns ingen säkerhetskopia bredvid kartoteket. Välj en, till exempel på ett USB-minne.
mend-keys-run = Lägg tillbaka nyckelfilen
mend-keys-done = Nyckelfilen är tillbaka. Lås upp som vanligt.

# Mappar som synkroniseras.
allow-folder-title = Jag vet vad jag gör
allow-folder-text = Kartotek kan använda mappen ändå. Öppna då aldrig kartoteket på två datorer, vänta tills allt är kopierat innan du öppnar det på en annan, och räkna med att leverantören kan ha kvar gamla kopior med personer som du har glömt.
allow-folder-sure = Jag har läst det här och vill att kartoteket ligger här
allow-folder-yes = Använd mappen ändå

# Flera kartotek.
vaults-another = Ett annat kartotek
vaults-another-text = Till exempel om du håller två verksamheter isär. Ett kartotek i taget är öppet.
vaults-title = Flera kartotek
vaults-text = Ett i taget är öppet. När du går till ett annat låses det som är öppet.
vaults-known = Kända kartotek
vaults-here = Här är du
vaults-opened = Senast öppnat { $date }
vaults-label = Namn i listan
vaults-label-hint = Bara för dig, på den här datorn, och läsbart utan nyckel: välj ett namn som inte avslöjar något.
vaults-name = Namnge { $name }
vaults-leave-out = Ta bort { $name } ur listan
vaults-leave-out-title = Ta bort det ur listan?
vaults-leave-out-text = Ingenting raderas. Kartotekets mapp ligger kvar, och du kan öppna det igen med Öppna en mapp.
vaults-leave-out-yes = Ta bort ur listan
vaults-open-folder = Öppna en mapp
vaults-new = Nytt kartotek

# Till och från en annan dator.
move-in-title = Från en annan dator
move-in-text = Hur kom ditt kartotek hit?
restore-have-text = En fil som slutar på .kartotek-backup, till exempel på ett USB-minne
move-in-folder = Jag har kopierat mappen
move-in-folder-text = Hela kartotekets mapp, nu på den här datorns egen disk
move-in-key = Du behöver lösenfrasen eller återställningskoden. Nyckelringen blir kvar på den gamla datorn.
move-out-title = Flytta till en annan dator
move-out-text = Tre steg, två här och ett där. Ingenting raderas här.
move-out-backup = Säkerhetskopia
move-out-backup-text = Sätt i ett USB-minne och välj det. Kartoteket förseglas i en fil som läses tillbaka.
move-out-take = Välj var och säkerhetskopiera
move-out-key = Nyckel
move-out-key-text = Utan nyckel öppnar ingen säkerhetskopian, inte heller du. Prova den som du ska använda där.
move-out-test-passphrase = Prova lösenfrasen
move-out-test-recovery = Prova återställningskoden
move-out-there = På den nya datorn
move-out-there-text = Ta med minnet och bladet med återställningskoden:
move-out-there-1 = Installera Kartotek och starta det.
move-out-there-2 = Välj Jag har Kartotek på en annan dator, sedan Jag har en säkerhetskopia, och välj filen på minnet.
move-out-there-3 = Skriv lösenfrasen eller återställningskoden och se att dina kontakter är där.
move-out-there-4 = Ta sedan bort mappen på den här datorn och filen på minnet, så att personer som du glömmer inte blir kvar där.
arrived-title = Kartoteket är på den här datorn nu
arrived-text = Allt är här. Två saker återstår.
arrived-old = Den gamla datorn har kvar sin egen kopia, och minnet också. Ta bort dem när du ser att allt är här: den du glömmer från och med nu glöms bara här.
arrived-both = Arbeta inte vidare i båda: de är två kartotek från och med nu och lär sig inget av varandra.
