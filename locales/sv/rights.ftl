# Registerutdrag: exportera en person.
export-person-title = Exportera { $name }
export-text = Allt som finns om personen i en fil, och ingenting om någon annan.
export-part-page = En sida som går att läsa, på personens språk
export-part-data = Samma uppgifter för andra system (JSON med schema)
export-part-card = Ett visitkort (vCard), samtycken med sina ord, samtal och anteckningar
export-handed-to = Lämnas till
export-recipient-hint = Tomt: personen själv. Mottagaren skrivs upp, så att rättelser och radering kan föras vidare.
export-run = Välj plats och exportera
export-written = Filen är skriven.
export-size = { $size } kB
export-outside = Filen ligger utanför det krypterade kartoteket. Lämna över den och ta sedan bort den.

# På papper.
print-person = Skriv ut kontakten
print-list = Skriv ut listan
print-nothing = Öppna en kontakt eller en lista, så går den att skriva ut.
print-part = De första { $shown } av { $total } kontakter
print-foot = Utskrivet ur Kartotek { $date }
print-long-title = Listan har { $total } kontakter
print-long-text = En utskrift rymmer { $most }. Filtrera listan om du vill ha andra än de första.
print-long-yes = Skriv ut de första { $most }
printed = Utskriven, och antecknat på tidslinjen
