### Les vérifications d'une connexion, par nom : ce qui est vérifié, et ce qui est dit quand tout va bien.
### Ce qui est dit sinon vient des causes. `$known` vaut `yes` si quelque chose a été trouvé.

check-unknown = n’a pas pu être vérifié : une étape précédente a échoué, ou le service ne le dit pas
check-proxy = Proxy
check-proxy-ok = { $known ->
    [yes] Le chemin passe par le proxy { $found }.
   *[no] Le chemin est direct, sans proxy.
}
check-reachable = Accès
check-reachable-ok = { $found } répond.
check-tls = Chiffrement
check-tls-ok = { $known ->
    [yes] Le certificat de { $found } est reconnu.
   *[no] Le service est sur cette machine, où aucun chiffrement n’est nécessaire.
}
check-clock = Horloges
check-clock-ok = { $known ->
    [yes] Les horloges diffèrent de { $found } s.
   *[no] Les horloges concordent.
}
check-tenant = Tenant
check-tenant-ok = { $known ->
    [yes] La connexion se fait au tenant { $found }.
   *[no] Aucun tenant n’est nécessaire.
}
check-sign_in = Identification
check-sign_in-ok = L’identification réussit ({ $found }).
check-audience = Jeton
check-audience-ok = Le service accepte le jeton.
check-api_version = Interface
check-api_version-ok = { $known ->
    [yes] L’interface est activée, version { $found }.
   *[no] L’interface est activée.
}
check-administration_mode = Mode d’administration
check-administration_mode-ok = L’environnement laisse entrer tout le monde.
check-registered = Inscription
check-registered-ok = { $known ->
    [yes] L’application ou l’utilisateur est inscrit et activé : { $found }.
   *[no] L’application ou l’utilisateur est inscrit et activé.
}
check-identity = Organisation
check-identity-ok = L’organisation est { $found }.
check-company = Société
check-company-ok = La société est { $found }.
check-base_currency = Devise locale
check-base_currency-ok = { $known ->
    [yes] Les comptes sont tenus en { $found }.
   *[no] La devise locale est connue.
}
check-environment = Environnement
check-environment-ok = { $known ->
    [yes] C’est celui auquel appartiennent les couplages de ce dossier : { $found }.
   *[no] Aucun couplage n’a été fait avec un autre.
}
check-user = Utilisateur
check-user-ok = { $found } est activé et peut travailler avec les données.
check-administrator = Pas d’administrateur
check-administrator-ok = { $known ->
    [yes] L’utilisateur n’est pas administrateur système ; ses rôles : { $found }.
   *[no] L’utilisateur n’est pas administrateur système.
}
check-privileges = Privilèges
check-privileges-ok = { $known ->
    [yes] L’utilisateur a les { $found } privilèges que demandent les mappages activés.
   *[no] L’utilisateur a tous les privilèges que demandent les mappages activés.
}
check-readable = Droit de lecture
check-readable-ok = Un enregistrement lu dans chacune : { $found }.
check-tables = Tables et champs
check-tables-ok = Toutes les tables et tous les champs mappés existent : { $found }.
check-required_fields = Champs obligatoires
check-required_fields-ok = Les nouveaux enregistrements reçoivent une valeur dans chaque champ obligatoire.
check-change_tracking = Suivi des modifications
check-change_tracking-ok = Chaque table mappée suit ses modifications.
check-duplicate_rules = Détection de doublons
check-duplicate_rules-ok = Aucune règle de doublons ne concerne ce qui sera créé.
check-language = Langue
check-language-ok = Les libellés arrivent dans la langue de l’organisation, { $found }.
check-field_lengths = Longueur des textes
check-field_lengths-ok = Chaque texte mappé tient dans son champ.
check-options = Options
check-options-ok = Chaque valeur mappée a un partenaire.
check-exchange_rates = Taux de change
check-exchange_rates-ok = Chaque devise utilisée a un taux de change.
check-local_currency = Devises de l’autre côté
check-local_currency-ok = { $known ->
    [yes] La devise locale de l’autre côté, { $found }, existe ici.
   *[no] Les devises de l’autre côté existent ici.
}
check-currency_precision = Décimales des montants
check-currency_precision-ok = Les montants gardent leurs décimales.
check-same_currency = Même devise locale
check-same_currency-ok = Les deux côtés tiennent leurs comptes en { $found }.
