# Enrichment.
enrichment-contact = Enrich this contact
enrichment-none = No suggestions right now.
enrichment-accept = Add
enrichment-undo = Undo all enrichment
enrichment-undone = 
    { $count -> 
        [one] One enriched value removed
       *[other] { $count } enriched values removed
    }
enrichment-reason-phone-country = The country code of { $from }
enrichment-reason-phone-line-type = The number range of { $from }
enrichment-reason-email-domain-organization = Others in the vault at { $from } work there
enrichment-reason-email-domain-website = The domain of { $from } is no public mail service
