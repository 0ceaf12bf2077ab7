### Éditeur de fusion.

merge-field = Champ
merge-last-synced = Dernier accord
merge-result = Résultat
merge-will-write = Sera écrit
merge-take-bc = Prendre Business Central
merge-take-dv = Prendre Dataverse
merge-keep-last-synced = Garder le dernier accord
merge-custom-value = Saisir une valeur
merge-choose = À choisir

## États d’un champ
merge-state-open = À décider
merge-state-done = Décidé
merge-state-auto = Fusionné automatiquement
merge-state-suggested = Suggéré
merge-state-invalid = Non valide
merge-state-locked = Sens unique
merge-state-blocked = Bloqué

## Une cellule lue à voix haute
merge-cell = { $side }, { $value }
merge-cell-taken = pris
merge-cell-changed = modifié
merge-cell-unchanged = inchangé

merge-open-count =
    { $open ->
        [0] Tout est décidé : Ctrl+Entrée l’écrit
        [one] { $open } champ encore ouvert sur { $total } : ← et → choisissent
       *[other] { $open } champs encore ouverts sur { $total } : ← et → choisissent
    }
merge-open-elsewhere =
    { $open ->
        [one] { $open } champ encore ouvert sur { $total } : N y mène
       *[other] { $open } champs encore ouverts sur { $total } : N mène au suivant
    }
merge-show-unchanged = Afficher les champs inchangés ({ $count })
merge-next = Conflit suivant
merge-previous = Conflit précédent
merge-position = { $n } sur { $of }
merge-since = Les deux côtés ont changé depuis leur dernier accord, { $when }
merge-never-synced = Ces deux enregistrements n’ont encore jamais concordé
merge-never = jamais synchronisé
merge-changed = modifié { $when }
merge-changed-by = modifié { $when } par { $who }
merge-take-both = Fusionner les deux
merge-reopen = Rouvrir
merge-type-value = Valeur pour { $field }
merge-limit-bc = { $max ->
    [one] un caractère
   *[other] jusqu’à { $max } caractères
} dans Business Central
merge-limit-dv = jusqu’à { $max } dans Dataverse
merge-writes-nothing = rien
merge-apply = Appliquer aux deux
merge-discard = Abandonner mes choix
merge-preview = Aperçu
merge-hindrance-open =
    { $count ->
        [one] Un champ est encore ouvert
       *[other] { $count } champs sont encore ouverts
    }
merge-hindrance-impossible = Le résultat de { $field } n’est pas possible d’un côté
class-same = Inchangé
class-bc-only = Seul Business Central l’a modifié
class-dv-only = Seul Dataverse l’a modifié
class-same-change = Les deux côtés l’ont modifié de la même façon
class-both-changed = Les deux côtés l’ont modifié
class-text-disjoint = Les deux côtés ont modifié des passages différents du texte
class-no-base = Les côtés diffèrent et n’ont jamais concordé
class-one-empty = Un seul côté a une valeur
class-one-way = Ne va que dans un sens
class-constant = Le mappage fixe la valeur
class-unresolvable = Renvoie à un enregistrement non couplé
class-invalid = Ne convient pas à l’autre côté

## Sections et outils
merge-section-general = Général
merge-section-address = Adresse
merge-section-contact = Contact
merge-section-terms = Prix et conditions
merge-take-all = tout prendre
merge-take-all-help = { $section } : prendre { $side } pour chaque champ modifié des deux côtés
merge-filter = Filtrer les champs
merge-nothing-shown = Aucun champ ne contient ces mots
merge-state-reopened = À décider de nouveau : un côté a changé depuis votre choix
merge-was = Vous aviez choisi : { $choice }
merge-same-but-written = Les deux côtés disent la même chose et l’écrivent autrement
merge-locked-why = La correspondance décide de ce champ
merge-not-coupled = enregistrement { $id }… (non couplé)

## Qui a décidé d’un champ
merge-by-comparison = Fusionné automatiquement : rien d’autre n’a changé
merge-by-mapping = Décidé par la correspondance
merge-by-owner = Décidé par la correspondance : { $side } est propriétaire de ce champ
merge-by-first = Décidé par la première synchronisation
merge-by-policy = Décidé par la règle de la correspondance : { $side } l’emporte
merge-by-proposal = Une suggestion. Prenez-la pour la confirmer
merge-by-you = Décidé par vous
merge-by-rule = Décidé par une règle pour plusieurs conflits : { $rule }
merge-by-nobody = Personne n’a encore décidé

## Saisir une valeur
merge-type-text = Saisissez une valeur. Entrée la prend, Échap laisse le champ tel quel
merge-type-number = Saisissez un montant. Entrée le prend, Échap laisse le champ tel quel
merge-type-day = Saisissez un jour, comme 23/11/2026 ou 23 nov. 2026. Entrée le prend, Échap laisse le champ tel quel
merge-type-lines = Ctrl+Entrée prend le texte, Échap laisse le champ tel quel
merge-take-text = Prendre ce texte
merge-list-keys = Haut et bas parcourent la liste, Entrée prend, Échap laisse le champ tel quel
merge-search-record = Chercher un enregistrement couplé pour { $field }
merge-no-record = Aucun enregistrement couplé ne contient ces mots. Couplez d’abord l’enregistrement
merge-not-a-number = Ce n’est pas un nombre
merge-not-a-date = Ce n’est pas un jour. Écrivez 23/11/2026 ou 23 nov. 2026
merge-piece = Endroit { $n } du texte
merge-piece-both = Les deux
merge-piece-removed = (supprimé)

## Ce qui s’est passé entre-temps
merge-moved-bc = Business Central a modifié { $fields } depuis l’ouverture{ $reopened ->
        [0] . Vos choix restent valables
        [one] . Un choix est à refaire
       *[other] . { $reopened } choix sont à refaire
    }
merge-moved-dv = Dataverse a modifié { $fields } depuis l’ouverture{ $reopened ->
        [0] . Vos choix restent valables
        [one] . Un choix est à refaire
       *[other] . { $reopened } choix sont à refaire
    }
merge-moved-both = { $fields } : modifié depuis votre passage{ $reopened ->
        [0] . Vos choix restent valables
        [one] . Un choix est à refaire
       *[other] . { $reopened } choix sont à refaire
    }
merge-alike =
    { $count ->
        [one] { $count } autre conflit n’attend que { $field }. Y prendre aussi { $side } ?
       *[other] { $count } autres conflits n’attendent que { $field }. Y prendre aussi { $side } ?
    }
merge-alike-action = Les examiner…

## Contenu exact
merge-preview-title = Exactement ce qui serait envoyé
merge-copy-json = Copier en JSON

## Supprimé d’un côté
merge-gone-bc = Supprimé dans Business Central après le dernier accord, { $when }
merge-gone-dv = Supprimé dans Dataverse après le dernier accord, { $when }
merge-gone-keep = Garder : recréer dans { $gone }
merge-gone-keep-then = { $gone } reçoit un nouvel enregistrement avec les valeurs de { $left }, et les deux restent couplés
merge-gone-delete = Supprimer aussi dans { $left }…
merge-gone-delete-then = L’enregistrement est supprimé également dans { $left }. Une confirmation vous est demandée. L’historique garde ses valeurs
merge-gone-uncouple = Découpler
merge-gone-uncouple-then = Rien n’est écrit. L’enregistrement dans { $left } reste et n’est plus synchronisé avec celui-ci
merge-gone-skip-then = Rien ne se passe. L’enregistrement attend ici
merge-gone-left-bc = Ce que Business Central contient encore
merge-gone-left-dv = Ce que Dataverse contient encore


## Beaucoup de conflits par une règle
merge-rules = Règles…
merge-rules-help = Décider de beaucoup de conflits à la fois ; vous voyez d’abord ce qui se passerait
merge-rules-title = Décider de beaucoup de conflits par une règle
merge-rules-text = La règle ne répond qu’aux champs à décider. Vous voyez d’abord ce qu’elle déciderait ; puis elle remplit des brouillons ; écrire est une étape à part
merge-rules-reading = Lecture des conflits…
merge-rules-left-out = { $count ->
    [one] { $count } autre conflit est laissé
   *[other] { $count } autres conflits sont laissés
} de côté : on n’en examine pas plus de 500 ensemble
merge-rule = Règle
merge-rule-bc = Prendre Business Central
merge-rule-dv = Prendre Dataverse
merge-rule-later = Prendre l’enregistrement modifié en dernier (heure de l’enregistrement, pas du champ)
merge-rule-filled = Prendre le côté qui a une valeur
merge-rule-larger = Prendre le montant le plus grand ou le jour le plus tardif
merge-rule-smaller = Prendre le montant le plus petit ou le jour le plus proche
merge-rule-append = Ajouter le texte de Dataverse à celui de Business Central
merge-rules-field = Champ
merge-rules-every-field = Tous les champs à décider
merge-rules-would =
    Déciderait { $fields ->
        [one] { $fields } champ
       *[other] { $fields } champs
    } dans { $records ->
        [one] { $records } enregistrement
       *[other] { $records } enregistrements
    } ; { $open ->
        [one] { $open } reste à décider
       *[other] { $open } restent à décider
    } ; écrirait ensuite { $bc } dans Business Central, { $dv } dans Dataverse
merge-rules-filled =
    Les brouillons sont remplis, rien n’est encore écrit. { $ready ->
        [one] { $ready } conflit est décidé
       *[other] { $ready } conflits sont décidés
    } ; { $open ->
        [one] { $open } reste à décider
       *[other] { $open } restent à décider
    }
merge-rules-writes = { $bc } vers Business Central, { $dv } vers Dataverse
merge-rules-stays-open = reste à décider : { $fields }
merge-rules-fill =
    { $count ->
        [one] Remplir le brouillon de { $count } conflit
       *[other] Remplir les brouillons de { $count } conflits
    }
merge-rules-unfill = Reprendre les brouillons
merge-rules-write =
    { $count ->
        [one] Écrire { $count } conflit des deux côtés
       *[other] Écrire { $count } conflits des deux côtés
    }
merge-rules-written =
    { $done } sur { $total } résolus{ $failed ->
        [0] { "" }
       *[other] { "" } ; { $failed } non résolus attendent dans la liste
    }
toast-resolved-many =
    { $count ->
        [one] { $count } conflit résolu : les deux côtés concordent de nouveau
       *[other] { $count } conflits résolus : les deux côtés concordent de nouveau
    }

## Champs des correspondances livrées
caption-number = Numéro
caption-code = Code
caption-displayName = Nom
caption-addressLine1 = Adresse
caption-addressLine2 = Adresse, ligne 2
caption-postalCode = Code postal
caption-city = Ville
caption-state = État ou région
caption-country = Pays
caption-phoneNumber = Téléphone
caption-phoneNo = Téléphone
caption-mobilePhoneNumber = Téléphone mobile
caption-email = E-mail
caption-email2 = Second e-mail
caption-website = Site web
caption-currencyId = Devise
caption-paymentTermsId = Conditions de paiement
caption-shipmentMethodId = Conditions de livraison
caption-creditLimit = Crédit autorisé
caption-salespersonCode = Vendeur
caption-blocked = Bloqué
caption-jobTitle = Fonction
caption-companyNumber = Société
caption-type = Type
caption-inventory = Stock
caption-unitPrice = Prix unitaire
caption-unitCost = Coût unitaire
caption-baseUnitOfMeasureId = Unité de base
caption-unitOfMeasureId = Unité
caption-description = Description
caption-quantity = Quantité
caption-discountAmount = Remise
caption-dueDate = Échéance
caption-validUntilDate = Valable jusqu’au
caption-requestedDeliveryDate = Livraison demandée
caption-externalDocumentNumber = Numéro de document externe
caption-customerId = Client
caption-itemId = Article
caption-documentId = Document
caption-status = Statut
caption-estimatedValue = Valeur estimée
caption-estimatedClosingDate = Clôture estimée
caption-shipToName = Nom du destinataire
caption-shipToAddressLine1 = Adresse de livraison
caption-shipToAddressLine2 = Adresse de livraison, ligne 2
caption-shipToCity = Ville de livraison
caption-shipToState = État ou région de livraison
caption-shipToPostCode = Code postal de livraison
caption-shipToCountry = Pays de livraison
caption-billToName = Nom de facturation
caption-billToAddressLine1 = Adresse de facturation
caption-billToAddressLine2 = Adresse de facturation, ligne 2
caption-billToCity = Ville de facturation
caption-billToState = État ou région de facturation
caption-billToPostCode = Code postal de facturation
caption-billToCountry = Pays de facturation
merge-apply-decided = Appliquer seulement les champs décidés
merge-apply-decided-why-not = Décidez au moins un champ et laissez-en un autre ouvert ; les deux côtés doivent avoir concordé une fois

## Ce qui vient d’être décidé, dit à voix haute
merge-said =
    { $field } : { $what }, { $open ->
        [0] plus aucun champ ouvert
        [one] encore un champ ouvert
       *[other] encore { $open } champs ouverts
    }
merge-said-bc = valeur de Business Central prise
merge-said-dv = valeur de Dataverse prise
merge-said-base = dernière synchronisation gardée
merge-said-both = les deux textes pris
merge-said-custom = { $value } saisi
merge-said-reopened = de nouveau ouvert
merge-said-several =
    { $count ->
        [one] Un champ modifié
       *[other] { $count } champs modifiés
    }, { $open ->
        [0] plus aucun champ ouvert
        [one] encore un champ ouvert
       *[other] encore { $open } champs ouverts
    }

## Textes de plusieurs lignes
merge-text-cut = { $head }… ({ $count } caractères)
merge-comparing = Comparaison des textes…
merge-text-too-long = Le texte est trop long pour être comparé ligne par ligne. Prenez un côté entier ou saisissez un texte
merge-place = Endroit { $n }, à partir de la ligne { $line }
merge-place-said = « { $before } » est devenu « { $now } »
merge-more-places =
    { $count ->
        [one] Encore un endroit : affichez le texte entier
       *[other] Encore { $count } endroits : affichez le texte entier
    }
merge-more-places-typed =
    { $count ->
        [one] Encore un endroit, pris comme proposé ; modifiez-le dans le texte ci-dessous
       *[other] Encore { $count } endroits, pris comme proposé ; modifiez-les dans le texte ci-dessous
    }
merge-whole = Texte entier
merge-whole-title = { $field } : le texte entier
merge-whole-places =
    { $count ->
        [0] Personne ne l’a modifié
        [one] Un endroit a été modifié. − y figurait, + est nouveau
       *[other] { $count } endroits ont été modifiés. − y figurait, + est nouveau
    }
merge-line-gone = Supprimé : { $line }
merge-line-new = Nouveau : { $line }

## Au-delà du conflit
merge-couple-first = Coupler d’abord…
merge-add-option = Ajouter à la correspondance d’options…
merge-open-field-mapping = Ouvrir la correspondance de champ
merge-own-from-now = Désormais, { $side } décide de ce champ
merge-own-from-now-help = La correspondance de champ est modifiée : quand les deux côtés modifient ce champ, { $side } l’emporte sans question. La notification permet de revenir en arrière
merge-searching = Recherche…
merge-apart = Ouvrir dans sa propre fenêtre
merge-together = Revenir dans la fenêtre principale
merge-command-apart = Mettre l’éditeur de fusion dans sa propre fenêtre, ou le ramener
merge-command-leave = Quitter l’éditeur de fusion en gardant le brouillon

## Relu, et côtés qui n’acceptent aucune modification
merge-hindrance-refused = { $side } n’accepte aucune modification : prenez ce qu’il a déjà
merge-cannot-win = Ne peut pas l’emporter : il faudrait modifier { $side }. { $why }
merge-writes-refused = { $fields } – n’accepte aucune modification. { $why }
merge-refused = { $side } n’accepte aucune modification de cet enregistrement : seules ses propres valeurs peuvent l’emporter. { $why }
merge-not-read-again = Les enregistrements n’ont pas pu être relus ; ce qui est affiché est peut-être ancien. { $why }
merge-command-look-again = Relire les deux enregistrements
merge-command-doubt = Redemander à { $side } s’il accepte des modifications
