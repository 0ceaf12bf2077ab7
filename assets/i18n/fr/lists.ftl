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
