# Import.
import-stage-pick = Fil
import-stage-map = Kolumner
import-stage-trial = Provkörning
import-stage-done = Klart
import-pick-title = Hämta in en lista
import-pick-text = En CSV-fil med rubriker på svenska eller engelska. Kartotek känner igen kolumnerna och visar vad som händer innan något sparas.
import-pick = Välj fil
import-pick-safe = Samma fil en gång till skapar inga dubbletter.
import-file =
    { $count ->
        [one] En rad, { $encoding }
       *[other] { $rows } rader, { $encoding }
    }
import-column = Kolumn
import-sample = Exempel
import-becomes = Blir
import-becomes-for = { $column } blir
import-more-columns = Visa { $count } kolumner till
import-dropped = 
    { $count -> 
        [one] En kolumn finns inte i policyn och följer inte med: { $columns }
       *[other] { $count } kolumner finns inte i policyn och följer inte med: { $columns }
    }
import-person-type = Typ av kontakter
import-person-type-hint = Gäller de rader som inte själva säger något.
import-person-type-auto = Anställd om raden har en organisation, annars konsument
import-bases-auto = Ändamål och rättslig grund blir policyns förval för varje typ.
import-try = Provkör
import-running = { $done } av { $of } rader
import-trial-title = Så här blir det. Inget är sparat än.
import-done-title = Importen är klar
import-would-create = blir nya kontakter
import-created = nya kontakter
import-unchanged = finns redan, oförändrade
import-refused = tas inte in
import-line = Rad
import-outcome = Utfall
import-why = Varför
import-row-unchanged = Oförändrad
import-row-refused = Inte intagen
import-run = 
    { $count -> 
        [one] Importera en kontakt
       *[other] Importera { $shown } kontakter
    }
import-another = Importera en fil till
target-given-name = Förnamn
target-family-name = Efternamn
target-street = Gatuadress
target-postal-code = Postnummer
target-town = Ort
target-country = Land
target-tags = Taggar
target-note = Anteckning
target-person-type = Typ av kontakt
target-skip = Ta inte med
target-not-in-policy = Finns inte i policyn
