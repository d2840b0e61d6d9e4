# The policy: what may be kept, why and for how long.
policy-fields = Data
policy-purposes = Purposes
policy-basis-line = Lawful basis: { $bases }
policy-retention = Kept { $period } after the last contact
policy-assessment-title = Balancing test: { $purpose }
policy-assessment-text = Legitimate interest may be used only once you have read the assessment and stand by it.
policy-assessment-read = Read the assessment
policy-assessment-interest = Your interest
policy-assessment-necessity = Why it is necessary
policy-assessment-balancing = Weighed against the person
policy-assessment-safeguards = Safeguards
policy-assessment-confirm = I have read the assessment and stand by it
policy-assessment-later = Without it no contact can be saved under legitimate interest. You can confirm later in Settings.
policy-assessment-confirmed = Read and confirmed
policy-assessment-confirm-act = Confirm
policy-version = Policy version { $version }
period-years = 
    { $count ->
        [one] { $count } year
       *[other] { $count } years
    }
period-months = 
    { $count ->
        [one] { $count } month
       *[other] { $count } months
    }
period-days = 
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
