# Sök.
search-label = Sök bland kontakter och anteckningar
search-placeholder = Namn, företag, telefon …
search-clear = Töm sökningen
search-people = Personer
search-notes = Anteckningar
search-none-title = Ingen träff
search-none-text = Prova en del av namnet, en tagg eller fyra siffror ur telefonnumret.
palette-placeholder = Sök en person eller skriv vad du vill göra
palette-results = Träffar
palette-theme = Växla mellan ljust och mörkt
