### La coque de la fenêtre : navigation, boutons, états, unités.

app-name = Raccord
app-demo-badge = Démo

## Navigation
nav = Pages
nav-home = Accueil
nav-conflicts = Conflits
nav-errors = Erreurs
nav-couplings = Couplages
nav-mappings = Mappages
nav-match = Correspondance
nav-jobs = Projets
nav-history = Historique
nav-settings = Paramètres
nav-about = À propos
nav-count = { $page }, { $count }

## Boutons
action-apply = Appliquer
action-back = Retour
action-cancel = Annuler
action-clear = Effacer
action-close = Fermer
action-columns = Colonnes…
action-continue = Continuer
action-copy = Copier
action-copy-details = Copier les détails
action-delete = Supprimer
action-details = Détails
action-edit = Modifier
action-export = Exporter…
action-filter = Filtrer
action-help = Aide
action-more = Plus
action-open = Ouvrir
action-open-bc = Ouvrir dans Business Central
action-open-dv = Ouvrir dans Dataverse
action-redo = Rétablir
action-refresh = Actualiser
action-restore = Restaurer
action-retry = Réessayer
action-retry-all = Réessayer tout
action-revert = Revenir en arrière
action-revert-merge = Revenir en arrière des deux côtés
action-review = Examiner
action-save = Enregistrer
action-search = Rechercher
action-select-all = Tout sélectionner
action-settings = Paramètres
action-skip = Ignorer pour le moment
action-stop = Arrêter
action-sync-now = Synchroniser maintenant
action-try-again = Recommencer
action-undo = Annuler l’action

## Les quatre états d’une page
state-loading = Chargement…
state-stale = État au { $when } ; actualisation en cours
state-error-what = Ce qui s’est passé
state-error-next = Que faire
state-error-code = Code { $code }

## Avis et notifications
notice-info = À savoir
notice-success = Terminé
notice-warning = Attention
notice-error = Problème
notice-dismiss = Masquer
notifications = Notifications
notifications-empty = Rien ne s’est encore passé
notifications-clear = Vider la liste
toast-copied = { $rows ->
    [one] { $rows } ligne copiée
   *[other] { $rows } lignes copiées
}

## Barre d’état
status = État
status-bc = Business Central
status-dv = Dataverse
status-connected = { $side } connecté
status-connecting = { $side } : connexion…
status-offline = { $side } injoignable
status-signed-out = { $side } déconnecté
status-demo = { $side } simulé
status-next-sync = Prochaine synchronisation { $when }
status-no-schedule = Aucune planification
status-progress = { $done } sur { $total }
status-progress-open = { $done } jusqu’ici
status-remaining = encore { $span } environ
status-stopping = Fin de l’enregistrement en cours, puis arrêt
status-idle = Tout est calme

## Confirmation
confirm-type-number = Saisissez { $number } pour confirmer
confirm-irreversible = Cette action est définitive

## Champs
field-required = Obligatoire
field-reveal = Afficher { $field }
field-hide = Masquer { $field }
field-copy = Copier { $field }
field-help = Aide sur { $field }

## Tableaux
table-rows = { $rows ->
    [0] Aucune ligne
    [one] { $rows } ligne
   *[other] { $rows } lignes
}
table-selected = { $rows ->
    [one] { $rows } sélectionnée
   *[other] { $rows } sélectionnées
}
table-row = Ligne { $row }
table-row-loading = Ligne { $row }, chargement
table-row-failed = Lecture impossible
table-sorted-ascending = { $column }, tri croissant
table-sorted-descending = { $column }, tri décroissant
table-sort-hint = Cliquez pour trier ; un troisième clic rétablit l’ordre
table-sort-ascending = Trier par ordre croissant
table-sort-descending = Trier par ordre décroissant
table-move-left = Déplacer vers la gauche
table-move-right = Déplacer vers la droite
table-group-open = { $group }, déplié
table-group-closed = { $group }, replié
table-reset-columns = Rétablir les colonnes
table-empty = Rien à afficher
table-column-width = Largeur de la colonne { $column }
table-select-row = Sélectionner { $row }
table-copy-rows = Copier les lignes

## Valeurs
value-empty = (vide)
value-unchanged = (inchangé)
value-yes = Oui
value-no = Non
value-none = —

## Temps et tailles
date-full = { $day } { $month } { $year }
date-short = { $day } { $month }
date-and-time = { $date } { $time }
time-now = à l’instant
time-ago = il y a { $span }
time-ahead = dans { $span }
span-seconds-exact = { $n } s
span-seconds = { $n } s
span-minutes = { $n } min
span-hours = { $n } h
span-days = { $n } j
month-1 = janv.
month-2 = févr.
month-3 = mars
month-4 = avr.
month-5 = mai
month-6 = juin
month-7 = juill.
month-8 = août
month-9 = sept.
month-10 = oct.
month-11 = nov.
month-12 = déc.
unit-byte = o
unit-kilobyte = ko
unit-megabyte = Mo
unit-gigabyte = Go
unit-terabyte = To

nav-welcome = Bienvenue
status-not-connected = { $side } non connecté
status-last-run = Dernière synchronisation { $when }
running-connecting = Connexion des deux côtés…
running-synchronising = Synchronisation…
running-coupling = { $mapping } : recherche de correspondances…
running-deciding = Écriture de la décision…
running-reading = { $mapping } : lecture…
running-writing = { $mapping } : écriture…
running-comparing = { $mapping } : comparaison…
waiting-requests = Attente de { $seconds } s : { $side } admet { $allowed } requêtes en { $minutes ->
    [one] une minute
   *[other] { $minutes } minutes
}
waiting-work = Attente de { $seconds } s : { $side } admet { $allowed ->
    [one] une minute
   *[other] { $allowed } minutes
} de travail en { $minutes ->
    [one] une minute
   *[other] { $minutes } minutes
}
waiting-asked = Attente de { $seconds } s : { $side } a demandé une pause
running-working = En cours…
toast-synced =
    { $written ->
        [0] Synchronisé ; rien à écrire
        [one] Synchronisé ; { $written } enregistrement écrit
       *[other] Synchronisé ; { $written } enregistrements écrits
    }{ $waiting ->
        [0] { "" }
        [one] . { $waiting } vous attend
       *[other] . { $waiting } vous attendent
    }
toast-moved-on = Un côté a changé entre-temps. Vos choix restent là où leurs valeurs n’ont pas changé
toast-resolved = { $record } : les deux côtés concordent de nouveau
toast-skipped =
    { $count ->
        [one] { $count } enregistrement participe de nouveau
       *[other] { $count } enregistrements participent de nouveau
    }
toast-cleared =
    { $count ->
        [one] { $count } écriture supprimée
       *[other] { $count } écritures supprimées
    }
toast-reverted = Les valeurs précédentes sont rétablies
toast-reverted-together = { $left ->
    [0] { $count ->
        [one] Une écriture est annulée
       *[other] { $count } écritures sont annulées
    }
   *[other] Annulées : { $count } ; laissées telles quelles : { $left }
}
name-and-value = { $name } : { $value }
toast-connected = Connecté : { $name }
toast-demo-ready = La démonstration est prête. Des collègues ont modifié les deux côtés, et { $count ->
    [one] un conflit vous attend
   *[other] { $count } conflits vous attendent
}
question-delete-title = Supprimer les enregistrements restants
question-delete-consequence = L’enregistrement qui existe encore de l’autre côté y est supprimé, et le couplage est retiré. L’historique garde ses valeurs
question-delete-verb =
    { $count ->
        [one] Supprimer { $count } enregistrement
       *[other] Supprimer { $count } enregistrements
    }
question-brake-title = Laisser passer un grand passage
question-brake-verb =
    { $count ->
        [one] Écrire dans { $count } paire
       *[other] Écrire dans { $count } paires
    }
question-brake-more = … et { $count ->
    [one] { $count } autre
   *[other] { $count } autres
}
question-clear-title = Supprimer des écritures d’erreur
question-clear-consequence =
    { $open ->
        [0] Seules les écritures qui ne sont plus ouvertes sont supprimées
        [one] { $open } écriture est encore ouverte et est conservée
       *[other] { $open } écritures sont encore ouvertes et sont conservées
    }
settings-sentence = Les changements s’appliquent aussitôt
settings-language = Langue
settings-theme = Apparence
settings-theme-system = Comme le système
settings-theme-light = Clair
settings-theme-dark = Sombre
settings-theme-contrast = Contraste élevé
settings-folder = Dossier de données
settings-version = Version
action-show-here = Afficher dans Raccord
question-clear-include =
    { $open ->
        [one] Supprimer aussi l’écriture encore ouverte ({ $open })
       *[other] Supprimer aussi les { $open } écritures encore ouvertes
    }
question-clear-everything = Les écritures encore ouvertes sont supprimées aussi. Leurs enregistrements ne reviennent comme erreurs que s’ils échouent à nouveau
question-clear-export = Exporter d’abord toutes les écritures…
question-clear-verb =
    { $count ->
        [0] Ne rien supprimer
        [one] Supprimer { $count } écriture
       *[other] Supprimer { $count } écritures
    }
toast-parted =
    { $count ->
        [one] { $count } couplage supprimé ; les deux enregistrements sont inchangés
       *[other] { $count } couplages supprimés ; les enregistrements sont inchangés
    }
toast-coupled-again =
    { $count ->
        [0] Couplé
        [one] { $count } couplage est rétabli
       *[other] { $count } couplages sont rétablis
    }
toast-exported =
    { $rows ->
        [one] { $rows } ligne écrite dans { $file }
       *[other] { $rows } lignes écrites dans { $file }
    }

## Ce que le navigateur montre à la fin d’une connexion
sign-in-page-done = Vous êtes connecté. Vous pouvez fermer cette page et revenir à Raccord.
sign-in-page-failed = La connexion n’a pas abouti. Raccord dit pourquoi ; vous pouvez fermer cette page.
sign-in-browser-opened = Connectez-vous à { $side } dans le navigateur qui s’est ouvert, ou à cette adresse :
sign-in-browser = Ouvrez cette adresse dans un navigateur de cette machine et connectez-vous à { $side } :
sign-in-device = Allez sur { $page } avec n’importe quel appareil dans { $minutes ->
    [one] la minute
   *[other] les { $minutes } minutes
} et tapez ce code pour vous connecter à { $side } :
question-handle-title = Marquer comme traitées
question-handle-consequence = Les écritures sont closes et gardent votre note. Un enregistrement qui échoue à nouveau revient comme nouvelle écriture
question-handle-note = Note
question-handle-note-help = Pour qui demandera plus tard ; elle peut rester vide
question-handle-verb =
    { $count ->
        [one] Marquer { $count } écriture comme traitée
       *[other] Marquer { $count } écritures comme traitées
    }
question-clear-back = Jusqu’à la fermeture de Raccord, on peut les rétablir
toast-uncleared =
    { $count ->
        [0] Il ne restait rien à rétablir
        [one] { $count } écriture est rétablie
       *[other] { $count } écritures sont rétablies
    }
toast-handled =
    { $count ->
        [one] { $count } écriture marquée comme traitée
       *[other] { $count } écritures marquées comme traitées
    }
toast-reopened-errors =
    { $count ->
        [0] Rien n’est rouvert
        [one] { $count } écriture est rouverte
       *[other] { $count } écritures sont rouvertes
    }
toast-resolved-outside = { $record } : résolu ailleurs ; les deux côtés concordent à nouveau
toast-resolved-partly = { $record } : ce qui était décidé est écrit, le reste demeure un conflit
question-quit-go-on = Continuer et réduire la fenêtre
question-quit-go-on-help = Ce qui s’exécute continue, la planification aussi ; un second démarrage de Raccord ramène la fenêtre
status-rate = { $rate } par minute
status-left = encore { $left }
