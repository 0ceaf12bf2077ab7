### Erreurs de synchronisation d’intégration, par cause, avec ce qu’il faut faire.

errors-title = Erreurs de synchronisation d’intégration

errors-sentence =
    { $count ->
        [0] Aucune erreur ouverte
        [one] { $count } erreur ouverte
       *[other] { $count } erreurs ouvertes
    }
errors-of-cause = Seulement : { $cause }
errors-all-causes = Toutes les causes
errors-empty-title = Aucune erreur ouverte
errors-empty-why = Les enregistrements qui n’ont pas pu être écrits figurent ici avec leur cause et le remède
errors-column-time = Quand
errors-column-cause = Cause
errors-column-attempts = Tentatives
errors-retry-all = Réessayer tout
errors-open = Ouverte
errors-closed = Close
errors-column-state = État
errors-column-message = Message
errors-column-status = Statut HTTP
errors-column-request = Identifiant de requête
errors-field = Champ
errors-service-code = Code du service
errors-code = Code
errors-open-only = Écritures ouvertes
errors-closed-too = Écritures fermées aussi
errors-handled = Traitée
errors-handled-only = Écritures traitées
errors-handled-note = Traitée { $when }. Note : { $note }
errors-column-note = Note
errors-both-values = Ce que les deux côtés contiennent là où ils diffèrent
