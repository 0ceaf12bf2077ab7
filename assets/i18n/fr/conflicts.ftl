### Liste des enregistrements ignorés et des conflits.

conflicts-title = Conflits
