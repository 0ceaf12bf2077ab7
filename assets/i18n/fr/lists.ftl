### Longs tableaux : couplages, projets, historique.

couplings-sentence =
    { $count ->
        [one] { $count } couplage
       *[other] { $count } couplages
    }
couplings-empty-title = Aucun couplage pour l’instant
couplings-empty-why = Couplez par correspondance, ou synchronisez un mappage qui crée ce qui manque
couplings-column-state = État
pair-in-step = En phase
pair-pending = À faire
pair-conflict = Conflit
pair-skipped = Ignoré
pair-error = Erreur
pair-broken = Rompu
jobs-sentence = Ce que chaque exécution a fait, la plus récente d’abord
jobs-empty-title = Rien ne s’est encore exécuté
jobs-empty-why = Chaque synchronisation laisse ici une ligne par mappage et par sens
jobs-column-started = Début
jobs-column-kind = Type
jobs-column-inserted = Insérés
jobs-column-modified = Modifiés
jobs-column-unchanged = Inchangés
jobs-column-conflicts = Conflits
jobs-column-failed = Échecs
jobs-column-problem = Interrompu par
job-synchronization = Synchronisation
job-coupling = Couplage
job-uncoupling = Découplage
job-resolution = Décision
job-revert = Retour en arrière
history-sentence = Chaque écriture avec avant et après, la plus récente d’abord
history-revert-help = Rétablit les valeurs précédentes du changement choisi
history-empty-title = Rien n’a encore été écrit
history-empty-why = Chaque écriture de part et d’autre est conservée ici avec ce qu’il y avait avant
history-column-action = Quoi
history-column-changes = Changements
history-insert = Créé
history-modify = Modifié
history-delete = Supprimé
history-couple = Couplé
history-uncouple = Découplé
history-decide = Décidé
list-search = Nom ou identifiant
list-all-mappings = Tous les mappages
list-all-reasons = Toutes les raisons
list-all-states = Tous les états
list-all-kinds = Tous les types
list-drafts-only = Avec brouillon seulement
list-drafts-any = Brouillon ou non
list-group = Regroupement
list-group-none = Non groupés
list-group-cause = Par cause
list-group-reason = Par raison
list-group-mapping = Par mappage de table
list-widen = Tout afficher
list-no-match-title = Aucune ligne ne correspond au filtre
list-no-match-why = Il y a des lignes, mais le filtre les exclut toutes
list-details = Détails
list-back = Retour à la liste
couplings-column-bc-id = Identifiant dans Business Central
couplings-column-dv-id = Identifiant dans Dataverse
couplings-sync = Synchroniser
couplings-values = Valeurs
couplings-agreed = Dernier accord des deux côtés : { $when }
couplings-never-agreed = Les deux côtés n’ont jamais été d’accord
couplings-as-it-was = avant : { $value }
couplings-writes = Ce qui a été écrit
couplings-changed = Modifié
couplings-id = Identifiant
presence-unread = Pas encore lu
presence-exists = Existe
presence-deleted = Supprimé
presence-out-of-filter = Hors du filtre de table
jobs-column-time = Durée
jobs-running = En cours
jobs-any-result = Tous les résultats
jobs-result = Résultat
jobs-troubled-only = Avec échecs seulement
jobs-clear-month = Oublier les projets de plus de 30 jours…
jobs-clear-quarter = Oublier les projets de plus de 90 jours…
jobs-this-run = Cette exécution
jobs-run-before = Exécution précédente
question-jobs-title = Oublier les anciens projets
question-jobs-consequence = Les projets commencés il y a plus de { $days ->
        [one] { $days } jour
       *[other] { $days } jours
    } quittent le journal. Ceux qui ont des échecs restent tant qu’un enregistrement ignoré y renvoie
question-jobs-verb =
    { $count ->
        [one] Oublier { $count } projet
       *[other] Oublier { $count } projets
    }
history-field = Champ
history-before = Avant
history-after = Après
history-lost = { $field } : « { $value } » a été abandonné par une décision
coupling-title = Configurer le couplage : { $record }
coupling-help = Choisissez la ligne de Dataverse qui va avec cet enregistrement. Celle avec laquelle il est couplé devient libre
coupling-help-dv = Choisissez l’enregistrement de Business Central qui va avec cette ligne. Celui avec lequel elle est couplée devient libre
coupling-after = Ce qui se passe ensuite
coupling-after-nothing = Comparer seulement ; les différences deviennent un conflit
coupling-after-bc = Écrire les valeurs de Business Central
coupling-after-dv = Écrire les valeurs de Dataverse
coupling-search = Rechercher parmi les lignes sans partenaire
coupling-none = Aucune ligne sans partenaire n’est connue dans ce mappage de table
list-column-mapping = Mappage

## Comment une exécution a employé son temps
jobs-column-deleted = Supprimés
jobs-live = Suivre ce qui tourne
jobs-now = Ce qui tourne en ce moment
timeline-read = Lire dans { $side }
timeline-plan = Comparer
timeline-write = Écrire dans { $side }
timeline-wait-requests = Attente : { $side } n’accepte plus de demandes pour l’instant
timeline-wait-work = Attente : { $side } n’accepte plus de travail pour l’instant
timeline-wait-asked = Attente : { $side } a demandé une pause
timeline-numbers =
    { $count ->
        [one] { $count } enregistrement
       *[other] { $count } enregistrements
    } · { $time }
timeline-bar = { $what } : { $numbers }, { $after } après le début
timeline-requests =
    Demandes de toute l’exécution : { $bc } à Business Central, { $dv } à Dataverse ; { $throttled ->
        [0] aucune réponse n’a demandé
        [one] une réponse a demandé
       *[other] { $throttled } réponses ont demandé
    } une pause ; { $waited } d’attente
timeline-level = Messages
timeline-level-all = Tous
timeline-level-warnings = Avertissements et erreurs
timeline-level-errors = Erreurs
timeline-no-messages = Aucun message de ce genre
timeline-left-out =
    { $count ->
        [one] Un message de plus n’a pas été conservé ; les erreurs et les enregistrements ignorés l’ont
       *[other] { $count } messages de plus n’ont pas été conservés ; les erreurs et les enregistrements ignorés les ont
    }
timeline-unknown = Aucune chronologie n’a été enregistrée pour cette exécution
jobs-paused = Immobile pendant que vous lisez
jobs-follow = Suivre le plus récent
