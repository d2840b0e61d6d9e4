# Search.
search-label = Search contacts and notes
search-placeholder = Name, company, phone …
search-clear = Clear the search
search-people = People
search-notes = Notes
search-none-title = Nothing found
search-none-text = Try part of the name, a tag or four digits of the phone number.
palette-placeholder = Find a person or type what you want to do
palette-results = Results
palette-theme = Switch between light and dark
