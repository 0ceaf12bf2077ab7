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
        [0] Tout est décidé
        [one] { $open } champ encore ouvert sur { $total }
       *[other] { $open } champs encore ouverts sur { $total }
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
merge-limit-bc = jusqu’à { $max } caractères dans Business Central
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
