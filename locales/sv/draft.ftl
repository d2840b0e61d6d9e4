# Utkast: det som är skrivet och inte sparat.
draft-kept = Utkast från { $when }, inte sparat än.
draft-discard = Kasta utkastet
draft-discarded = Utkastet är kastat
draft-bar = Utkast
draft-bar-text = Det här hann du skriva men inte spara:
draft-of = { $place }, { $name }
draft-more = { $count ->
    [one] och ett till
   *[other] och { $count } till
  }
draft-place-new-contact = Ny kontakt
draft-place-contact = Ändring
draft-place-fact = Uppgift
draft-place-new-fact = Ny uppgift
draft-place-note = Anteckning
draft-place-entry = Ändrad anteckning
draft-place-follow-up = Uppföljning
draft-place-call = Samtal
draft-place-logged-call = Loggat samtal
draft-place-consent = Samtycke
draft-place-export = Export
draft-place-import = Import
draft-place-controller = Personuppgiftsansvarig
draft-place-tags = Taggar
draft-place-vault-name = Namn på ett kartotek
