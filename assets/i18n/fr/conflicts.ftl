### Liste des enregistrements ignorés et des conflits.

conflicts-title = Conflits

conflicts-sentence =
    { $conflicts ->
        [0] { $skipped ->
            [0] Aucun conflit
            [one] Aucun conflit ; { $skipped } enregistrement ignoré vous attend
           *[other] Aucun conflit ; { $skipped } enregistrements ignorés vous attendent
        }
        [one] { $conflicts } conflit{ $skipped ->
            [0] { "" }
            [one] { " " }et { $skipped } autre enregistrement ignoré
           *[other] { " " }et { $skipped } autres enregistrements ignorés
        }
       *[other] { $conflicts } conflits{ $skipped ->
            [0] { "" }
            [one] { " " }et { $skipped } autre enregistrement ignoré
           *[other] { " " }et { $skipped } autres enregistrements ignorés
        }
    }
conflicts-empty-title = Aucun conflit
conflicts-empty-why = Les enregistrements modifiés des deux côtés dans le même champ attendent ici votre décision
conflicts-column-record = Enregistrement
conflicts-column-reason = Pourquoi il attend
conflicts-column-fields = Champs ouverts
conflicts-column-since = Depuis
conflicts-column-draft = Brouillon
conflicts-draft-of = { $decided } sur { $total }
conflicts-draft-begun = Commencé
conflicts-resolve = Résoudre
conflicts-retry-help = Les enregistrements choisis participent de nouveau à la prochaine synchronisation
reason-conflict = Modifié dans Business Central { $bc } et dans Dataverse { $dv }, tous deux après la dernière synchronisation { $last }
reason-deleted-bc = Supprimé dans Business Central ; la ligne Dataverse existe encore
reason-deleted-dv = Supprimé dans Dataverse ; l’enregistrement Business Central existe encore
reason-repeated = A échoué plusieurs fois de suite pour la même raison
reason-blocked = Un enregistrement auquel il renvoie n’est pas couplé
reason-invalid = Ses valeurs ne conviennent pas à l’autre côté
conflicts-column-bc = Modifié dans Business Central
conflicts-column-dv = Modifié dans Dataverse
conflicts-column-last = Dernière synchronisation
reason-never = Les deux côtés diffèrent depuis leur couplage : Business Central { $bc }, Dataverse { $dv } ; ils n’ont jamais été synchronisés
reason-repeated-because = A échoué plusieurs fois de suite pour la même raison. { $why }
reason-brief-because = { $reason } : { $why }
reason-short-conflict = Modifié des deux côtés
reason-short-deleted-bc = Supprimé dans Business Central
reason-short-deleted-dv = Supprimé dans Dataverse
reason-short-repeated = Échecs répétés
reason-short-blocked = Attend autre chose
reason-short-invalid = Valeurs inadaptées
preview-ready = Tous les champs sont décidés
preview-open =
    { $count ->
        [one] { $count } champ ouvert : ← prend Business Central, → prend Dataverse
       *[other] { $count } champs ouverts : ← prend Business Central, → prend Dataverse
    }
preview-full = Éditeur de fusion
conflicts-show-error = Afficher son erreur
conflicts-open-mapping = Ouvrir le mappage
question-take-title = Remplacer un côté
question-take-consequence = Là où les deux côtés diffèrent, les valeurs de { $side } sont écrites et celles de { $other } remplacées. L’historique garde ce qui a été remplacé
question-take-verb =
    { $count ->
        [one] Remplacer { $count } enregistrement dans { $other }
       *[other] Remplacer { $count } enregistrements dans { $other }
    }
preview-apart = Les conflits se décident dans la fenêtre de l’éditeur de fusion
conflicts-by-rule = Décider par une règle…
