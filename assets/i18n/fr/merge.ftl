### Éditeur de fusion.

merge-field = Champ
merge-last-synced = Dernière synchronisation
merge-result = Résultat
merge-will-write = Sera écrit
merge-take-bc = Prendre Business Central
merge-take-dv = Prendre Dataverse
merge-keep-last-synced = Garder la dernière synchronisation
merge-custom-value = Valeur saisie
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
