# Berikning.
enrichment-contact = Berika den här kontakten
enrichment-none = Inga förslag just nu.
enrichment-accept = Lägg till
enrichment-undo = Ångra all berikning
enrichment-undone = 
    { $count -> 
        [one] En berikad uppgift borttagen
       *[other] { $count } berikade uppgifter borttagna
    }
enrichment-reason-phone-country = Landsnumret i { $from }
enrichment-reason-phone-line-type = Nummerserien för { $from }
enrichment-reason-email-domain-organization = Andra i kartoteket med { $from } arbetar där
enrichment-reason-email-domain-website = Domänen i { $from } är ingen allmän e-posttjänst
