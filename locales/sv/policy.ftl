# Policyn: vad som får sparas, varför och hur länge.
policy-fields = Uppgifter
policy-purposes = Ändamål
policy-basis-line = Rättslig grund: { $bases }
policy-retention = Sparas { $period } efter senaste kontakt
policy-assessment-title = Intresseavvägning: { $purpose }
policy-assessment-text = Berättigat intresse får användas först när du har läst avvägningen och står för den.
policy-assessment-read = Läs avvägningen
policy-assessment-interest = Ditt intresse
policy-assessment-necessity = Varför det behövs
policy-assessment-balancing = Vägt mot personen
policy-assessment-safeguards = Skydd
policy-assessment-confirm = Jag har läst avvägningen och står för den
policy-assessment-later = Utan bekräftelse går kontakter inte att spara på berättigat intresse. Du kan bekräfta senare i Inställningar.
policy-assessment-confirmed = Läst och bekräftad
policy-assessment-confirm-act = Bekräfta
policy-version = Policyversion { $version }
period-years = 
    { $count ->
        [one] { $count } år
       *[other] { $count } år
    }
period-months = 
    { $count ->
        [one] { $count } månad
       *[other] { $count } månader
    }
period-days = 
    { $count ->
        [one] { $count } dag
       *[other] { $count } dagar
    }
