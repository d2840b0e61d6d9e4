# Import.
import-stage-pick = File
import-stage-map = Columns
import-stage-trial = Dry run
import-stage-done = Done
import-pick-title = Bring in a list
import-pick-text = A CSV file with Swedish or English headers. Kartotek recognises the columns and shows what will happen before anything is stored.
import-pick = Choose a file
import-pick-safe = The same file again creates no duplicates.
import-file =
    { $count ->
        [one] One row, { $encoding }
       *[other] { $rows } rows, { $encoding }
    }
import-column = Column
import-sample = Sample
import-becomes = Becomes
import-becomes-for = { $column } becomes
import-more-columns = Show { $count } more columns
import-dropped = 
    { $count -> 
        [one] One column is not in the policy and is left out: { $columns }
       *[other] { $count } columns are not in the policy and are left out: { $columns }
    }
import-person-type = Kind of contacts
import-person-type-hint = For the rows that do not say themselves.
import-person-type-auto = Employee when the row has an organization, else consumer
import-bases-auto = Purposes and lawful bases are the policy's defaults for each kind.
import-try = Dry run
import-running = { $done } of { $of } rows
import-trial-title = This is what will happen. Nothing is stored yet.
import-done-title = The import is done
import-would-create = become new contacts
import-created = new contacts
import-unchanged = are there already, unchanged
import-refused = are not taken in
import-line = Line
import-outcome = Outcome
import-why = Why
import-row-unchanged = Unchanged
import-row-refused = Not taken in
import-run = 
    { $count -> 
        [one] Import one contact
       *[other] Import { $shown } contacts
    }
import-another = Import another file
target-given-name = Given name
target-family-name = Family name
target-street = Street address
target-postal-code = Postal code
target-town = Town
target-country = Country
target-tags = Tags
target-note = Note
target-person-type = Kind of contact
target-skip = Leave out
target-not-in-policy = Not in the policy
