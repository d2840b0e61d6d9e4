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
recovery-sheet-text = Koden öppnar kartoteket utan lösenfras. Förvara papperet som en husnyckel, och inte tillsammans med datorn.
recovery-sheet-how = På låsskärmen: välj Återställningskod och skriv alla nio grupperna. Stora och små bokstäver och mellanslag spelar ingen roll.
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

# Låsskärmen.
lock-title = Kartoteket är låst
lock-text = Skriv lösenfrasen för att öppna det.
lock-recovery-text = Skriv de nio grupperna från papperet. Mellanslag och små bokstäver går bra.
unlock = Lås upp
unlocking = Låser upp …
unlock-with-recovery = Använd återställningskoden
unlock-with-passphrase = Använd lösenfrasen
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
notice-security = Till Säkerhet
notice-title = Meddelande

# Ny återställningskod.
recovery-new = Ny återställningskod
recovery-new-text = Skriv lösenfrasen, så visas en ny kod. Den gamla öppnar tills du har skrivit in två grupper ur den nya.
recovery-new-show = Visa en ny kod
recovery-new-making = Kontrollerar …
recovery-new-adopt = Använd den nya koden
recovery-new-old = Fram till dess gäller den gamla. Sedan öppnar den bara säkerhetskopior som redan finns.
recovery-new-done = Den nya återställningskoden gäller. Den gamla öppnar inte kartoteket längre.
