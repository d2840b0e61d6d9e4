# Sidan i exporten: svaret som personen läser.
export-title = Uppgifter om { $name }
export-yes = Ja, vi behandlar uppgifter om dig. Här är en kopia av allt som finns, med förklaringar.
export-controller = Personuppgiftsansvarig
export-made = Framtagen
export-first-copy = Kostnad
export-first-copy-text = Ingen: första kopian är alltid gratis (artikel 12.5 och 15.3).
export-nothing = Inget finns sparat.
export-mask = [uppgift om annan person]

export-contact = Kontaktuppgifter
export-contact-lead = Varje uppgift med var den kommer ifrån och när den sparades.
export-field = Uppgift
export-content = Innehåll
export-origin = Ursprung
export-recorded = Sparad
export-verified = Kontrollerad
export-hidden = Ersatt. Sparas bara för att ett samtycke hänvisar till den.
export-origin-typed = Inskriven för hand
export-origin-imported = Inläst från en fil
export-origin-enriched = Föreslagen av programmet och godkänd

export-source = Var uppgifterna kommer ifrån
export-source-how = Hur
export-source-on = När
export-source-where = Var
export-recorded-by = Sparad av
export-person-type = Typ av kontakt
export-language = Språk
export-binned = Lagd i papperskorgen
export-source-met = Möte
export-source-call = Telefonsamtal
export-source-email = E-post
export-source-web-form = Webbformulär
export-source-card = Visitkort
export-source-referral = Tips från någon annan
export-source-list = Köpt eller lånad lista
export-source-register = Offentligt register
export-source-web = Webbplats
export-source-import = Import från fil
export-source-other = Annat
export-type-consumer = Privatperson
export-type-sole-trader = Enskild näringsidkare
export-type-employee = Anställd hos en organisation
export-type-role-mailbox = Funktionsbrevlåda
export-language-sv = Svenska
export-language-en = Engelska

export-purposes = Varför uppgifterna finns
export-purposes-lead = Varje ändamål med sin rättsliga grund och hur länge uppgifterna sparas efter senaste kontakten.
export-purpose = Ändamål
export-basis = Rättslig grund
export-since = Gäller från
export-retention = Sparas
export-interest = Vårt intresse ({ $purpose }):
export-basis-6-1-a = Samtycke (artikel 6.1 a)
export-basis-6-1-b = Avtal (artikel 6.1 b)
export-basis-6-1-c = Rättslig förpliktelse (artikel 6.1 c)
export-basis-6-1-d = Skydd för grundläggande intressen (artikel 6.1 d)
export-basis-6-1-e = Allmänt intresse (artikel 6.1 e)
export-basis-6-1-f = Berättigat intresse (artikel 6.1 f)
export-years =
    { $count ->
        [one] { $count } år
       *[other] { $count } år
    }
export-months =
    { $count ->
        [one] { $count } månad
       *[other] { $count } månader
    }
export-days =
    { $count ->
        [one] { $count } dag
       *[other] { $count } dagar
    }

export-consents = Det du har sagt ja och nej till
export-consents-lead = Varje svar med de ord du fick se eller höra. Svaren ändras aldrig i efterhand.
export-wording = Orden som visades eller lästes upp:
export-product = Gäller produkt
export-channel = Kanal
export-address = Adress eller nummer
export-method = Hur du svarade
export-evidence = Underlag
export-valid-until = Gäller till och med
export-lifts = Tidigare nej
export-lifted = Genom det här svaret tog du tillbaka ett tidigare nej.
export-state-unknown = Okänt
export-state-requested = Tillfrågad
export-state-deferred = Svar väntar
export-state-given = Ja
export-state-renewed = Ja, förnyat
export-state-refused = Nej
export-state-withdrawn = Återkallat
export-state-revoked = Upphävt
export-state-expired = Utgånget
export-state-invalidated = Ogiltigt
export-channel-email = E-post
export-channel-sms = SMS
export-channel-phone = Telefon
export-channel-post = Brev
export-channel-any = Alla kanaler
export-method-paper = På papper
export-method-web-form = I ett webbformulär
export-method-double-opt-in = I ett webbformulär, bekräftat med e-post
export-method-email-reply = Med ett e-postsvar
export-method-verbal-call = Muntligt i telefon
export-method-verbal-visit = Muntligt vid ett möte
export-method-other = På annat sätt
export-suppressions-lead = För att ett nej ska förbli ett nej finns dina adresser också på spärrlistan, som koder som inte går att läsa.
export-why = Skäl
export-review = Ses över
export-reason-objection = Invändning eller nej
export-reason-erasure = Radering

export-activities = Samtal och anteckningar
export-activities-lead = Allt som har antecknats, från äldst till nyast.
export-kind-call = Samtal
export-kind-note = Anteckning
export-direction = Riktning
export-direction-outgoing = Vi ringde dig
export-direction-incoming = Du ringde oss
export-ended = Slutade
export-outcome = Resultat
export-outcome-reached = Fick tag på dig
export-outcome-no-answer = Inget svar
export-outcome-voicemail = Röstbrevlåda
export-outcome-wrong-number = Fel nummer
export-outcome-call-back = Ring tillbaka
export-follow-up = Följs upp
export-follow-up-done = Uppföljt
export-edited = Ändrad
export-shared = Om flera
export-shared-text = Anteckningen handlar också om någon annan. Den andres namn är borttaget.

export-sorting = Etiketter
export-sorting-lead = Ord som säljaren sorterar sina kontakter med.

export-recipients = Vem som har fått uppgifterna
export-recipients-lead = Varje gång uppgifter om dig har lämnats ut som fil eller på papper.
export-recipient = Mottagare
export-recipient-self = Du själv
export-how = Hur
export-when = När
export-where = Plats
export-disclosure-export = Fil
export-disclosure-print = Utskrift
export-print-card = Eget blad
export-print-list = Lista

export-rights = Dina rättigheter
export-rights-lead = Hör av dig till den personuppgiftsansvarige ovan. Svaret ska komma inom en månad och kostar inget.
export-right-rectification = Rättelse: fel uppgifter ska rättas och ofullständiga kompletteras (artikel 16).
export-right-erasure = Radering: uppgifter som inte längre behövs ska tas bort på riktigt (artikel 17).
export-right-restriction = Begränsning: du kan kräva att uppgifter sparas men inte används medan en fråga utreds (artikel 18).
export-right-objection = Invändning: säger du nej till reklam gäller det direkt, utan skäl. Du kan också invända mot annat som stöds på berättigat intresse (artikel 21).
export-right-withdraw = Återkalla samtycke: ett ja kan tas tillbaka när som helst, lika lätt som det gavs (artikel 7.3).
export-right-portability = Flytta uppgifter: data.json och contact.vcf i samma fil kan läsas av andra system (artikel 20).
export-automated = Automatiska beslut
export-automated-text = Förekommer inte, och ingen profilering görs.
export-third-country = Överföring utanför EU/EES
export-third-country-text = Uppgifterna överförs inte. De ligger krypterade på säljarens egen dator.
export-complaint = Klagomål
export-complaint-text = Du kan klaga hos Integritetsskyddsmyndigheten (IMY), Box 8114, 104 20 Stockholm, imy@imy.se, imy.se.

export-technical = Vad filen innehåller
export-technical-lead = Samma uppgifter finns i data.json, med varje tekniskt fält. Schemat i export.schema.json förklarar dem.
export-what = Slag
export-category = Kategori
export-count = Antal
export-masked = Andra personer
export-masked-none = Inget i texterna är dolt.
export-masked-text =
    { $count ->
        [one] { $count } ställe i texterna handlar om någon annan och är dolt (artikel 15.4).
       *[other] { $count } ställen i texterna handlar om andra och är dolda (artikel 15.4).
    }
export-withheld = Utelämnat
export-withheld-text = Radnummer i databasen, och nyckeln som skyddar kedjan av dina svar. De säger inget om dig.
export-policy = Policyversion
export-journal = Journalens huvud
export-made-with = Framtagen med Kartotek.
export-entry-search = Sökrader
export-entry-lifts = Tillbakatagna nej
export-entry-suppressions = Spärrkoder
export-entry-consents = Svar på samtycke
export-entry-verifications = Kontroller
export-entry-hidden-values = Ersatta uppgifter
export-entry-values = Uppgifter
export-entry-bases = Rättsliga grunder
export-entry-tags = Etiketter
export-entry-card = Rad i listan
export-entry-activities = Samtal och anteckningar
export-entry-drafts = Utkast
export-entry-disclosures = Utlämnanden
export-entry-person = Kontakten själv
export-category-identity = Identitet och källa
export-category-contact-details = Kontaktuppgifter
export-category-lawful-basis = Rättslig grund
export-category-sorting = Sortering
export-category-consent = Samtycke
export-category-communication = Kommunikation
export-category-disclosure = Utlämnande
export-category-derived = Kopior för listor och sökning
