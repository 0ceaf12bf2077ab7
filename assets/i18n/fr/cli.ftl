### Ce que le programme de terminal dit à une personne.

cli-about = Garde Business Central et Dataverse synchronisés

## Aide : titres
cli-usage = Usage :
cli-verbs = Verbes
cli-verb = VERBE
cli-arguments = Arguments
cli-options = Options

## Aide : verbes
cli-verb-sandbox = Faire tourner les deux services, simulés, jusqu’à l’arrêt ; la première ligne dit où ils sont
cli-verb-demo = Jouer toute l’histoire avec des services simulés et vérifier qu’elle est vraie
cli-verb-connect = Essayer un fichier de connexion et l’enregistrer ; les secrets vont au trousseau
cli-verb-doctor = Vérifier le chemin vers les deux services, de l’adresse aux devises
cli-verb-schema = Montrer ce qu’un côté offre : ensembles d’entités, champs, types, longueurs, options
cli-verb-mappings = Lister, montrer, importer, exporter et modifier les mappages de table
cli-verb-mappings-list = Lister tous les mappages
cli-verb-mappings-show = Montrer un mappage tel qu’il est dans un fichier de mappages
cli-verb-mappings-import = Lire un fichier de mappages ; ceux du même nom sont remplacés
cli-verb-mappings-export = Écrire tous les mappages dans un fichier
cli-verb-mappings-defaults = Ajouter les mappages par défaut qui manquent
cli-verb-mappings-enable = Faire participer des mappages à la synchronisation
cli-verb-mappings-disable = Ne plus faire participer des mappages
cli-verb-mappings-set = Changer des réglages d’un mappage, écrits comme dans un fichier ; une valeur vide en retire un
cli-verb-couple = Coupler deux enregistrements à la main, ou tous ceux qui correspondent
cli-verb-create = Créer des partenaires pour certains enregistrements, quoi que le mappage fasse des nouveaux
cli-verb-uncouple = Supprimer des couplages, aussi de ce qui appartient aux paires ; les enregistrements restent
cli-verb-couplings = Montrer les couplages
cli-verb-couplings-list = Lister les couplages et où en est chaque paire
cli-verb-couplings-alone = Lister les enregistrements sans partenaire, et pourquoi ils n’en ont pas
cli-verb-plan = Dire ce qu’une synchronisation ferait ; rien n’est écrit d’aucun côté
cli-verb-sync = Synchroniser une fois, les mappages dans l’ordre de leurs dépendances
cli-verb-skipped = Regarder les enregistrements ignorés, dont les conflits, et décider
cli-verb-skipped-list = Lister les enregistrements ignorés, les plus récents d’abord
cli-verb-skipped-show = Montrer un enregistrement ignoré champ par champ
cli-verb-skipped-retry = Faire participer de nouveau des enregistrements ignorés
cli-verb-skipped-restore = Recréer le côté manquant
cli-verb-skipped-delete = Supprimer le côté restant
cli-verb-skipped-find-deleted = Chercher les paires dont un enregistrement a disparu
cli-verb-skipped-resolve = Décider un conflit et écrire le résultat ; tant qu’un champ est indécis, rien n’est écrit
cli-verb-errors = Regarder les erreurs d’intégration
cli-verb-errors-list = Lister les erreurs, chacune avec ce qu’il faut faire
cli-verb-errors-clear = Oublier des erreurs
cli-verb-jobs = Regarder ce que les exécutions ont fait
cli-verb-jobs-list = Lister les projets de synchronisation, les plus récents d’abord
cli-verb-jobs-show = Montrer un projet et tout ce qu’il a écrit
cli-verb-history = Regarder chaque écriture, avant et après, et revenir sur l’une d’elles
cli-verb-history-list = Lister les écritures, les plus récentes d’abord
cli-verb-history-revert = Revenir sur une écriture, une fusion ou tout un travail par de nouvelles écritures, protégées comme les autres
cli-verb-full = Tout synchroniser depuis le début, par vagues
cli-verb-full-review = Dire par quoi commencer ; rien n’est écrit
cli-verb-full-start = Commencer, ou reprendre où l’on s’est arrêté ; un mappage commence quand ce dont il dépend a réussi
cli-verb-jobs-clear = Oublier les projets terminés ; ceux que citent des enregistrements ignorés restent
cli-verb-schedule = Montrer l’horaire, ou dire à quel rythme synchroniser
cli-verb-schedule-run = Synchroniser sans cesse jusqu’à l’arrêt, pour un gestionnaire de services
cli-verb-status = Montrer les comptes par état, jusqu’où chaque côté a été lu, et la dernière exécution
cli-verb-backup = Copier le cache local dans un fichier ; il ne contient aucun secret
cli-verb-restore = Remplacer le cache local par une sauvegarde
cli-verb-folder = Afficher où se trouve le dossier de données, ou le déplacer
cli-verb-folder-move = Déplacer le dossier de données : il est copié, la copie vérifiée, puis l’ancien emplacement vidé ; il retient le nouveau
cli-verb-diagnostics = Enregistrer en zip ce qui aide à trouver une erreur : versions, nombres, réglages et journal ; aucun secret, aucune valeur d’un enregistrement

## Aide : arguments
cli-arg-help = Montrer cette aide
cli-arg-version = Montrer la version
cli-arg-data_dir = Dossier de données ; celui de la plateforme à défaut
cli-arg-lang = Langue : en ou fr ; celle du système à défaut
cli-arg-json = Écrire exactement un document JSON
cli-arg-verbose = Journaliser davantage sur la sortie d’erreur ; peut se répéter
cli-arg-records = Nombre de clients
cli-arg-seed = Nombre qui décide de tout le reste ; la même graine donne les mêmes données
cli-arg-bc_port = Port de Business Central ; n’importe quel port libre à défaut
cli-arg-dv_port = Port de Dataverse ; n’importe quel port libre à défaut
cli-arg-colleagues = Laisser des collègues simulés modifier les deux côtés
cli-arg-broken = Paramétrage défectueux de départ, par son nom dans docs/sandbox.md ; peut être répété
cli-arg-faults = Fichier (TOML) qui dit ce qui doit mal se passer
cli-arg-sandbox-tls = Mettre les deux services sous TLS ; le certificat de leur autorité est écrit dans ce dossier sous le nom ca.pem
cli-arg-sandbox-certificate = Avec --tls : comment est leur certificat (good, wrong-host, expired, not-yet-valid)
cli-arg-sandbox-no_gzip = Ne jamais compresser les réponses, même pour les clients qui l’acceptent
cli-arg-file = Fichier
cli-arg-start_anew = Abandonne les couplages faits avec un autre environnement ou une autre société ; mappages et historique restent
cli-arg-same_environment = Garde les couplages : c’est le même environnement sous une autre adresse
cli-arg-session_secrets = Garder les secrets en mémoire et relire les variables à chaque démarrage
cli-arg-doctor-checks = Vérifications à faire : proxy, reachable, tls, clock, tenant, sign_in, audience, api_version, administration_mode, registered, identity, company, base_currency, environment, user, administrator, privileges, readable, tables, required_fields, change_tracking, duplicate_rules, language, field_lengths, options, exchange_rates, local_currency, currency_precision, same_currency ; toutes si aucune n’est nommée
cli-arg-doctor-side = Seulement celles d’un côté : bc ou dv
cli-arg-side = Côté : bc ou dv
cli-arg-set = Ensemble d’entités, par exemple customers
cli-arg-name = Nom du mappage
cli-arg-names = Noms de mappages
cli-arg-settings = Réglages, par exemple direction=to_dataverse
cli-arg-mapping = Nom du mappage
cli-arg-plan-mapping = Seulement ce mappage ; peut se répéter
cli-arg-sync-mapping = Seulement ce mappage ; peut se répéter
cli-arg-couplings-list-mapping = Seulement ce mappage
cli-arg-couplings-alone-mapping = Seulement ce mappage
cli-arg-skipped-find-deleted-mapping = Seulement ce mappage
cli-arg-bc = Identifiant de l’enregistrement Business Central
cli-arg-dv = Identifiant de la ligne Dataverse
cli-arg-couple-take = Côté dont les deux prennent les valeurs : bc, dv ou none
cli-arg-match = Coupler ce qui correspond selon les champs de correspondance du mappage
cli-arg-create = Créer ce qui ne trouve pas de partenaire
cli-arg-preview = Dire seulement ce qui serait fait
cli-arg-alone = Laisser les paires qui leur appartiennent : personnes d’une société, lignes d’un document
cli-arg-history-revert-id = Une écriture, par son identifiant dans la liste
cli-arg-history-revert-job = Toutes les écritures de ce travail
cli-arg-merge = Aussi ce que le même passage a écrit de l’autre côté de la paire
cli-arg-all = Tous
cli-arg-which = Lesquels
cli-arg-every = Pause entre les passages : 90s, 30m, 4h, 1d
cli-arg-off = Arrêter l’horaire
cli-arg-runs = S’arrêter après tant de passages
cli-arg-anyway = Commencer ce mappage même si ce dont il dépend n’a pas réussi ; répétable
cli-arg-again = Tout recommencer
cli-arg-instead = Abandonner les couplages actuels des deux enregistrements
cli-arg-allow_large = Laisser passer un passage que le frein de sécurité arrêterait, et créer des partenaires qui existent peut-être déjà
cli-arg-full = Tout relire au lieu de ce qui a changé
cli-arg-record = Seulement la paire de cet enregistrement ; peut se répéter
cli-arg-history-list-record = Seulement la paire de cet enregistrement
cli-arg-take = Prendre les valeurs de ce côté partout où les côtés diffèrent : bc ou dv
cli-arg-skipped-resolve-take = Ce qui est pris pour les champs ouverts non nommés : bc, dv ou base
cli-arg-field = Décision pour un champ, par exemple phoneNumber=bc ou creditLimit=value:12500 ; peut se répéter
cli-arg-id = Identifiant, tel que la liste le montre
cli-arg-ids = Identifiants, tels que la liste les montre
cli-arg-state = Seulement dans cet état : in_step, pending, conflict, skipped, error ou broken ; peut se répéter
cli-arg-cause = Seulement de cette cause, par son code, par exemple too_long
cli-arg-older_than = Seulement celles plus anciennes que : 7d, 12h, 30m
cli-arg-include_open = Aussi celles qui sont encore ouvertes
cli-arg-renderer = Dessiner avec : glow, ou software sans la carte graphique
cli-arg-measure = Mesurer la fenêtre sur un grand cache
cli-arg-part = Partie de la mesure que fait ce processus
cli-arg-since = Heure de démarrage du processus, en microsecondes depuis 1970
cli-arg-connection = Fichier de connexion
cli-arg-in_step = Paires concordantes en plus

## Mauvais usage
cli-usage-next = Ajoutez --help pour voir ce qui peut être donné.
cli-usage-value = La valeur { $value } ne convient pas à { $argument }.
cli-usage-unknown = Il n’y a pas d’argument { $argument } ici.
cli-usage-unknown-verb = Il n’y a pas de verbe { $verb }.
cli-usage-missing = Il manque un argument : { $argument }.
cli-usage-missing-verb = Il manque un verbe.
cli-usage-conflict = { $argument } et { $other } s’excluent.
cli-usage-count = Le nombre de valeurs de { $argument } ne convient pas.
cli-usage-other = Ces arguments ne se comprennent pas.
cli-usage-valid = Possible : { $values }.
cli-usage-meant = Vouliez-vous dire { $other } ?
cli-usage-every = La pause doit être plus longue que rien.
cli-usage-schedule-off = L’horaire est arrêté. Lancez-le avec schedule --every 30m.
cli-usage-couple = Dites quoi coupler : --bc ID avec --dv ID, ou --match.
cli-no-display = Cette machine n’a pas d’écran pour une fenêtre. Utilisez raccord-cli dans un terminal, ou raccord demo pour voir l’histoire ici.

## Erreurs et arrêt
cli-error = Erreur : { $message }
cli-error-next = Que faire : { $next }
cli-error-answer = Réponse : { $parts }
cli-error-said = Dans ses propres mots : { $said }
cli-error-output = Le résultat n’a pas pu être écrit : { $problem }
cli-stopping = Arrêt après la requête en cours. Une seconde fois arrête tout de suite ; rien n’est perdu.

## Avancement
cli-reading = lecture de { $side }
cli-writing = écriture dans { $side }
cli-planning = comparaison
cli-more-problems = … et { $count } autres problèmes ; raccord-cli errors list les montre.
cli-mapping-done = terminé

## Colonnes
cli-col-recommendation = Recommandation
cli-col-waits-for = Attend
cli-col-likeness = Ressemblance
cli-col-every = Rythme
cli-col-next-run = Prochain passage
cli-col-quiet-runs = Passages sans rien
cli-col-id = N°
cli-col-side = Côté
cli-col-name = Nom
cli-col-user = Utilisateur
cli-col-currency = Devise
cli-col-address = Adresse
cli-col-status = Statut
cli-col-check = Vérification
cli-col-found = Constat
cli-col-set = Ensemble d’entités
cli-col-field = Champ
cli-col-fields = Champs
cli-col-type = Type
cli-col-written = Écriture
cli-col-enabled = Participe
cli-col-matched = Correspond par
cli-col-record = Enregistrement
cli-col-action = Action
cli-col-before = Avant
cli-col-after = Après
cli-col-base = Dernier accord
cli-col-pick = Pris
cli-col-result = Résultat
cli-col-state = État
cli-col-last-synced = Dernier accord
cli-col-time = Date
cli-col-message = Message
cli-col-reason = Raison
cli-col-open-fields = Champs ouverts
cli-col-since = Depuis
cli-col-ended = Fin
cli-col-conflicts = Conflits
cli-col-coupled = Couplés
cli-col-merged = Champs fusionnés
cli-col-errors = Erreurs
cli-col-skipped = Ignorés
cli-col-broken = Rompues
cli-col-in-step = Synchronisés
cli-col-pending = En attente
cli-col-alone-bc = Seuls dans BC
cli-col-alone-dv = Seuls dans DV
cli-col-last-run = Dernière exécution

## Mots dans les colonnes
cli-status-ok = ok
cli-status-warning = à voir
cli-status-failed = ÉCHEC
cli-status-unknown = inconnu
cli-state-in_step = synchronisé
cli-state-pending = en attente
cli-state-conflict = conflit
cli-state-skipped = ignoré
cli-state-error = erreur
cli-state-broken = rompu
cli-reason-conflict = conflit
cli-reason-deleted_in_bc = supprimé dans Business Central
cli-reason-deleted_in_dv = supprimé dans Dataverse
cli-reason-repeated_failure = échecs répétés
cli-reason-blocked = bloqué
cli-reason-invalid = valeur non valide
cli-action-insert = insérer
cli-action-modify = modifier
cli-action-delete = supprimer
cli-action-couple = coupler
cli-action-uncouple = découpler
cli-action-conflict = conflit
cli-action-skip = ignorer
cli-action-fail = échec
cli-action-decide = décider
cli-pick-undecided = ?
cli-pick-leave = (laissé tel quel)
cli-pick-base = dernier accord
cli-pick-bc = Business Central
cli-pick-dv = Dataverse
cli-pick-both = les deux
cli-pick-value = valeur
cli-error-open = ouverte
cli-error-closed = close
cli-job-done = terminé
cli-job-running = en cours
cli-field-read-only = jamais
cli-field-required = obligatoire
cli-disabled = { $name } (arrêté)
cli-kind-text = texte
cli-kind-text-max = texte, { $max } caractères
cli-kind-enum = parmi { $members }
cli-kind-boolean = oui ou non
cli-kind-integer = nombre entier
cli-kind-decimal = nombre décimal
cli-kind-date = date
cli-kind-moment = instant
cli-kind-id = identifiant
cli-kind-lookup = référence à { $target }

## Vérifications
cli-check-wrong = { $check } : { $message }
cli-error-who = Qui peut le faire : { $who }

## Résultats
cli-nothing = Rien.
cli-connected = Connecté avec { $name }.
cli-coupled = Les deux enregistrements sont couplés.
cli-uncoupled = { $count ->
    [one] { $count } couplage supprimé.
   *[other] { $count } couplages supprimés.
}
cli-reverted = { $reverted } annulées, { $left } laissées telles quelles.
cli-would-revert = Seraient annulées : { $reverted } ; laissées telles quelles : { $left }.
cli-match-done = { $coupled } couplés, { $created } créés, { $ambiguous } ambigus, { $failed } échecs ; seuls : { $unmatched_bc } dans Business Central, { $unmatched_dv } dans Dataverse.
cli-match-preview = Il y aurait : { $coupled } couplés, { $created } créés, { $ambiguous } ambigus, { $failed } échecs ; seuls : { $unmatched_bc } dans Business Central, { $unmatched_dv } dans Dataverse.
cli-plan-nothing = Rien ne serait écrit.
cli-requests = Requêtes : { $bc } · { $dv }
cli-requests-side = { $side } { $total } ({ $operations } opérations groupées, freiné { $throttled }×)
cli-needs-attention = À voir par une personne : { $conflicts ->
    [one] { $conflicts } conflit
   *[other] { $conflicts } conflits
}, { $errors ->
    [one] { $errors } erreur
   *[other] { $errors } erreurs
}, { $skipped ->
    [one] { $skipped } autre enregistrement ignoré
   *[other] { $skipped } autres enregistrements ignorés
}.
cli-needs-where = raccord-cli errors list et raccord-cli skipped list nomment chaque enregistrement, la raison et que faire.
cli-connect-doctor = Toutes les vérifications de cette connexion : raccord-cli doctor --connection { $path }
cli-all-quiet = Rien ne demande une personne.
cli-exported = { $count ->
    [one] { $count } mappage écrit
   *[other] { $count } mappages écrits
} dans { $path }
cli-full-full_synchronisation = créer ce qui manque
cli-full-couple_records = coupler, puis créer
cli-full-no_records = aucun enregistrement
cli-full-waiting = en attente
cli-full-in_process = en cours
cli-full-success = réussi
cli-full-error = erreur
cli-match-doubtful = plusieurs correspondent
cli-match-hints = À regarder par une personne :
cli-schedule-off = L’horaire est arrêté.
cli-schedule-every = Synchronisé toutes les { $every }, moins souvent où rien ne se passe.
cli-schedule-asleep = en sommeil
cli-schedule-ran = { $time }  { $mappings ->
    [one] { $mappings } mappage
   *[other] { $mappings } mappages
} : { $inserted } insérés, { $modified } modifiés, { $deleted } supprimés, { $failed ->
    [one] { $failed } échec
   *[other] { $failed } échecs
}, { $conflicts ->
    [one] { $conflicts } conflit
   *[other] { $conflicts } conflits
}
cli-no-mappings = Pas encore de mappages.
cli-no-couplings = Aucun couplage.
cli-no-alone = Chaque enregistrement a son partenaire.
cli-alone-skipped = ignoré
cli-alone-error = erreur
cli-alone-uncoupled = son couplage a été supprimé
cli-alone-other_mapping = couplé par un autre mappage
cli-alone-mapping_off = le mappage est désactivé
cli-alone-left_alone = le mappage ne crée pas de partenaires
cli-alone-waiting = en attente
cli-no-skipped = Aucun enregistrement ignoré.
cli-no-errors = Aucune erreur.
cli-no-jobs = Aucun projet de synchronisation.
cli-no-history = Rien n’a été écrit.
cli-more-rows = … et { $count } de plus ; --json les liste tous.
cli-errors-cleared = { $count ->
    [one] { $count } erreur oubliée
   *[other] { $count } erreurs oubliées
}.
cli-resolved = Résolu. Écrit :
cli-would-write = Serait écrit :
cli-nothing-to-write = Rien.
cli-still-open = Rien n’a été écrit : ces champs sont indécis : { $fields }
cli-moved-on = Rien n’a été écrit : un côté a changé entre-temps ; décidez de nouveau : { $fields }
cli-half-done = { $side } a été écrit, l’autre côté a échoué ; le reste est une erreur qui sera retentée.
cli-skipped-done = Fait pour { $count }.
cli-skipped-outside =
    { $count ->
        [one] Une paire est au repos, car un enregistrement a quitté son filtre : raccord-cli couplings list --state broken la nomme.
       *[other] { $count } paires sont au repos, car un enregistrement a quitté son filtre : raccord-cli couplings list --state broken les nomme.
    }
cli-status-connection = Connexion { $name }
cli-status-held = { $program } travaille ici depuis { $since } ; voici ce qui est enregistré jusqu’à présent.
cli-status-no-connection = Pas encore connecté. Pour commencer : raccord-cli connect FICHIER, ou raccord-cli connect --bc ADRESSE --dv ADRESSE avec n’importe quelle adresse copiée du navigateur ; --help en dit plus. Pour essayer sans compte : raccord-cli sandbox.
cli-status-since = { $message } (depuis { $since })
cli-diagnostics-done = Enregistré dans { $path } : { $list }
cli-backup-done = Copié dans { $path }
cli-restore-done = Restauré depuis { $path }. Ce qui a été couplé après cette copie est rapproché de nouveau par la prochaine synchronisation ; ce qui reste douteux ne reçoit aucun partenaire sans demande.
cli-folder-moved = Déplacé vers { $path }. Qui nomme { $was } y arrive.
cli-sandbox-runs = Les deux services tournent. Ctrl-C les arrête.
cli-sandbox-edit = { $side } : quelqu’un a modifié { $field } de { $record }

## Démo : une étape chacun ; les lignes après la première sont des détails
cli-demo-services = Deux services ont démarré sur cette machine.
    Business Central avec { $customers } clients à { $bc }
    Dataverse avec { $accounts } comptes à { $dv }
cli-demo-connected = Connecté : société { $bc }, organisation { $dv }.
cli-demo-matched = Couplées par correspondance : { $matched } paires.
    { $ambiguous } enregistrements correspondent à plusieurs autres et sont laissés à une personne.
cli-demo-first = Première synchronisation.
    Lus : { $read_bc } enregistrements dans Business Central, { $read_dv } dans Dataverse
    Créés : { $created_bc } dans Business Central, { $created_dv } dans Dataverse
    Modifiés : { $modified_bc } dans Business Central, { $modified_dv } dans Dataverse
    Laissés à une personne : { $conflicts } conflits, { $errors } erreurs, { $skipped } enregistrements ignorés
    Requêtes : { $requests_bc } + { $requests_dv }
cli-demo-edited = Des personnes ont modifié les deux côtés.
    { $bc_only } clients dans Business Central seul, { $dv_only } dans Dataverse seul
    { $merged } des deux côtés dans des champs différents
    { $conflicts } des deux côtés dans le même champ
cli-demo-second = Deuxième synchronisation.
    Modifiés : { $modified_bc } dans Business Central, { $modified_dv } dans Dataverse
    Champs fusionnés : { $merged_fields }
    Conflits : { $conflicts }
    Requêtes : { $requests_bc } + { $requests_dv }
cli-demo-decided = Un conflit a été décidé : { $field } de { $record }.
    Dernier accord : { $base }
    Business Central : { $bc }
    Dataverse : { $dv }
    Décision : { $decision }
cli-demo-third = Troisième synchronisation : { $written } enregistrements écrits.
    Requêtes : { $requests_bc } + { $requests_dv }
cli-demo-true = L’histoire est vraie : les deux services ont été relus, et les { $checks } vérifications tiennent.
cli-demo-false = L’histoire n’est PAS vraie : { $wrong } vérifications sur { $checks } ne tiennent pas.
cli-demo-check = { $check } : attendu { $expected }, trouvé { $found }

## Comment chaque côté est lu
cli-col-changes = Modifications
cli-col-deletions = Suppressions
cli-col-why = Pourquoi
cli-col-last-sweep = Ids comparés
cli-col-next-sweep = Prochain
reading-changes-delta-token = par le journal des modifications
reading-changes-modified-since = par date de dernière modification
reading-changes-whole = tout est lu
reading-alone = (une requête chacune : le service refuse ces lectures dans un lot)
reading-deletions-tombstones = par le journal des modifications
reading-deletions-count-and-sweep = par décompte ; les ids s’il diffère
reading-deletions-sweep = en comparant les ids (pas de décompte)
reading-deletions-whole = ce qui ne vient plus a disparu
reading-reason-change-log = le service tient un journal pour cette table
reading-reason-no-change-log = le service ne tient pas de journal
reading-reason-tracking-off = le suivi des modifications est désactivé pour cette table
reading-reason-no-modified-time = ses enregistrements n’ont pas de date de modification
reading-reason-option-set = un groupe d’options : quelques valeurs sans date
reading-reason-computed = un champ est calculé à partir d’une autre table
note-no-companies = il n’y a pas de sociétés ; l’adresse contient elle-même les jeux d’entités
note-no-entity-definitions = pas de définitions de tables ; le schéma vient de $metadata
note-root-elsewhere = l’API Web n’est pas à son chemin habituel
note-no-change-tracking = { $set } : pas de suivi des modifications ; elles sont trouvées par leur date
note-read-whole = { $set } : pas de date de modification ; tout est lu à chaque fois
note-other-batch-form = les lots ne sont acceptés que sous l’autre forme
note-no-batch = les lots sont refusés ; chaque requête part seule
note-no-etags = { $set } : pas de version des enregistrements ; ils sont relus avant chaque écriture
note-ids-ignored = { $set } : les ids choisis ici sont ignorés ; les nouveaux enregistrements sont recherchés
note-create-by-post = les enregistrements sont créés par POST
note-no-sorting = { $set } : le tri par date de modification est refusé
note-delta-expired = { $set } : le jeton du journal était trop ancien ; tout a été lu
note-page-size-ignored = { $set } : la taille de page demandée est ignorée
note-reads-alone = les lectures dans un lot sont refusées ; chacune est une requête
note-no-count = { $set } : pas de décompte complet ; les ids sont comparés à la place : chaque fois s’ils tiennent en une page, sinon à intervalle régulier

## Connexion de la personne
cli-verb-sign-in = Reconnecter la personne de la connexion
cli-verb-sign-out = Oublier sur cette machine la connexion de la personne
cli-arg-secrets = Où garder les secrets : key-store (trousseau), file (chiffrés par une phrase secrète, dans le dossier de données) ou session (en mémoire)
cli-arg-no_browser = Montrer l’adresse de connexion au lieu d’ouvrir un navigateur
cli-arg-list = Lister environnements, sociétés et organisations au lieu de connecter ; ne rien enregistrer
cli-arg-connect-file = Fichier de connexion ; sans lui, --bc et --dv décrivent la connexion
cli-arg-connect-name = Nom de la connexion
cli-arg-connect-bc = N’importe quelle adresse de Business Central : client web, API ou centre d’administration
cli-arg-connect-dv = N’importe quelle adresse de l’environnement Dataverse : application ou API
cli-arg-environment = Environnement de Business Central, s’il diffère de l’adresse
cli-arg-company = Société : nom, nom d’affichage ou identifiant
cli-arg-sign_in = Mode de connexion : browser, device-code, client-secret, certificate ou basic
cli-arg-bc_sign_in = Mode de connexion à Business Central, s’il diffère
cli-arg-tenant = Locataire : nom de domaine ou identifiant
cli-arg-authority = Service de connexion d’un autre nuage, ou adresse complète des jetons
cli-arg-client_id = Identifiant d’application (client) dans Microsoft Entra
cli-arg-connect-certificate = Fichier PEM avec le certificat de l’application et sa clé privée
cli-arg-secret_expires = Le jour où le secret client expire (2027-05-31), pour être averti à temps
cli-arg-user = Nom d’utilisateur, avec une clé d’accès aux services web dans RACCORD_BC_SECRET
cli-arg-ca_file = Fichier PEM d’une autorité supplémentaire à approuver
cli-arg-doctor-connection = Un fichier de connexion à vérifier sans l’enregistrer ; ses secrets sont lus dans leurs variables
cli-arg-to = Vers où : un dossier nouveau ou vide, ou un dossier où un sous-dossier Raccord est créé
cli-arg-proxy = Proxy : http://hôte:port, system ou none
cli-arg-no_proxy = Un hôte atteint sans le proxy ; peut être répété
cli-arg-proxy_user = Utilisateur annoncé au proxy ; le mot de passe est lu dans RACCORD_PROXY_SECRET, ou saisi, et conservé avec les autres secrets
cli-connect-company = Il y a plusieurs sociétés. Choisissez-en une avec --company : { $list }
cli-connected-next = Et maintenant : raccord-cli doctor fait toutes les vérifications, raccord-cli plan montre ce que la première synchronisation écrirait, raccord-cli sync l’écrit.
cli-connect-what = Nommez un fichier de connexion, ou les deux services avec --bc et --dv.
cli-connect-address = « { $address } » n’est pas une adresse de ce service, ou n’est pas chiffrée.
cli-connect-organisation = Cette page ne nomme pas l’adresse de l’organisation. Ouvrez l’application, ou cherchez l’URL de l’environnement dans le centre d’administration Power Platform.
cli-passphrase = Phrase secrète du fichier des secrets :
cli-proxy-password = Mot de passe de l’utilisateur du proxy :
cli-signed-in = { $known ->
    [no] Connecté.
   *[other] Connecté en tant que { $user }.
}
cli-signed-out = La connexion est oubliée sur cette machine. Les jetons déjà donnés s’éteignent d’eux-mêmes en une heure environ.
cli-col-offer = Genre
cli-offer-environment = Environnement
cli-offer-company = Société
cli-offer-organisation = Organisation
cli-arg-decided_only = Écrit ce qui est décidé bien que d’autres champs soient ouverts ; ceux-ci restent un conflit
cli-partly-resolved = Ce qui était décidé est écrit. Encore ouverts : { $fields }
cli-record-gone = (supprimé)
cli-arg-quiet = Laisser la planification au repos entre ces heures, chaque jour
cli-arg-no_quiet = Ne laisser la planification au repos à aucune heure
cli-schedule-quiet = Au repos chaque jour { $quiet }.
cli-arg-safe_mode = Laisser la planification au repos et dessiner sans la carte graphique
cli-arg-minimized = Commencer réduit
cli-arg-screenshot = Écrire l’image d’une page dans un fichier et terminer
cli-usage-page = Cette page n’existe pas. Il y a : { $pages }.
cli-window-raised = Raccord est déjà ouvert ; sa fenêtre passe au premier plan.
