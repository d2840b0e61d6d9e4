# Inställningar.
settings-look = Språk och utseende
settings-language = Språk
settings-appearance = Utseende
appearance-system = Som datorn
appearance-light = Ljust
appearance-dark = Mörkt
settings-controller = Personuppgiftsansvarig
settings-controller-text = Namnet står i brev, kvitton och registerutdrag.
settings-policy = Vad som får sparas
settings-security = Säkerhet
settings-security-text = Det som öppnar kartoteket. Prova en nyckel då och då, så att du kan den när det gäller.
settings-recovery-confirmed = Återställningskoden är nedskriven och bekräftad. Är papperet borta, gör en ny.
settings-recovery-unconfirmed = Återställningskoden bekräftades aldrig. Gör en ny och skriv ner den: utan lösenfras eller kod går kartoteket inte att öppna.
settings-passphrase-change = Byt lösenfras
passphrase-old = Nuvarande lösenfras
passphrase-new = Ny lösenfras
passphrase-new-again = Den nya en gång till
passphrase-changing = Byter …
passphrase-changed = Den nya lösenfrasen gäller. En säkerhetskopia med den tas nu; äldre kopior öppnas med den gamla.
settings-root = Huvudnyckel
settings-root-text = Den som har en gammal kopia av kartotekets mapp och kommer över lösenfrasen kan läsa den kopian, och med nyckeln i den också det som skrivs i dag. En ny huvudnyckel stänger det senare.
root-new = Ny huvudnyckel
root-new-text = Hela kartoteket krypteras om med en ny nyckel. Lösenfrasen och återställningskoden är desamma. Gör det när datorn eller mappen kan ha varit i andras händer, eller när du har fått använda återställningskoden.
root-new-while = Kartoteket är stängt så länge, och säkerhetskopian som tas först behåller dagens nyckel.
root-new-make = Byt huvudnyckel
root-new-making = Krypterar om …
root-new-done = Kartoteket har en ny huvudnyckel. Nyckeln i äldre kopior av mappen öppnar det inte längre.
root-offer-again = Bytet av huvudnyckel blev inte klart. Den gamla gäller och ingenting är ändrat; byt igen när du har en stund.
root-offer = Du öppnade med återställningskoden. Har någon annan kunnat se lösenfrasen eller kopiera mappen, byt lösenfras och huvudnyckel.
settings-enrichment = Berikning
settings-enrichment-on = Föreslå uppgifter som går att räkna ut
settings-enrichment-text = Bara ur det som redan finns i kartoteket, aldrig från nätet. Inget sparas utan att du säger ja, och allt går att ångra.
settings-file = Var filen ligger
settings-file-text = Allt finns i en krypterad mapp på den här datorn.
settings-file-copy = Kopiera sökvägen
settings-move = Flytta till en annan dator
settings-move-text = Steg för steg: en säkerhetskopia att ta med, en nyckel som du kan, och vad du gör där.
settings-erasures-text = Varje radering med sitt intyg, utan personuppgifter.
settings-about = Om Kartotek
settings-webview = Webbvy
settings-no-network = Kartotek använder inget nät och skickar ingenting någonstans.
settings-licences = Licenser
settings-report = Felrapport
settings-report-text = Versioner, inställningar och felkoder, inga personuppgifter. Läs igenom och skicka själv.

# Låsning.
auto-lock = Låsning
auto-lock-text = När det låser sig sparas det du håller på att skriva i kartoteket, och ett samtal går vidare.
auto-lock-idle = Lås när ingen har rört kartoteket på
auto-lock-idle-hint = Tiden räknas även när datorn sover.
auto-lock-minutes = { $count ->
    [one] en minut
    [60] en timme
   *[other] { $count } minuter
  }
auto-lock-never = Lås inte av sig självt
auto-lock-sleep = Lås när datorn går i vila
auto-lock-lid = Lås när locket stängs
auto-lock-sleep-lid = Lås när datorn går i vila eller locket stängs
auto-lock-screen = Lås när skärmen låses
auto-lock-deaf = Den här datorn talar inte om det för program, så Kartotek kan inte låsa då.
recall-setting = Fråga efter lösenfrasen ibland
recall-setting-text = När nyckelringen har öppnat kartoteket i två veckor, så att lösenfrasen inte glöms.
