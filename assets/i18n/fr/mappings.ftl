### Mappages de tables et leur éditeur.

mappings-sentence =
    { $count ->
        [0] Aucun mappage ne dit encore ce qui reste synchronisé avec quoi
        [one] { $count } mappage dit ce qui reste synchronisé avec quoi
       *[other] { $count } mappages disent ce qui reste synchronisé avec quoi
    }
mappings-empty-title = Aucun mappage
mappings-empty-why = Un mappage dit quelle table de Business Central reste synchronisée avec quelle table de Dataverse, champ par champ
mappings-file = Fichier
mappings-import = Importer des mappages…
mappings-export = Exporter les mappages…
mappings-import-title = Choisir un fichier de mappages
mappings-export-title = Enregistrer les mappages sous
mappings-defaults = Ajouter les mappages par défaut manquants
mappings-new = Nouveau…
mappings-new-title = Nouveau mappage
mappings-new-name = Nom
mappings-new-bc = Table de Business Central
mappings-new-dv = Table de Dataverse
mappings-new-taken = Un mappage porte déjà ce nom
mappings-new-make = Commencer
mappings-on = actif
mappings-unsaved = Non enregistré
mappings-changed = Modifié
mappings-takes-part = { $mapping } participe
mappings-records = { $bc } / { $dv } enreg.
mappings-counts = { $pairs ->
    [one] { $pairs } paire
   *[other] { $pairs } paires
}. Sans partenaire : { $bc } dans Business Central, { $dv } dans Dataverse
mappings-filter-bc = Filtre dans Business Central
mappings-filter-dv = Filtre dans Dataverse
mappings-filter-help = Conditions OData, par exemple : statecode eq 0. Vide : tous les enregistrements participent
mappings-save-look = Enregistrer…
mappings-why-faulty = Il faut d’abord corriger ce qui suit
mappings-why-unchanged = Rien n’est modifié
mappings-discard = Abandonner les modifications
mappings-reset = Revenir au mappage par défaut
mappings-try = Montrer ce qu’il ferait
mappings-trying = Calcul de ce que ferait le mappage modifié. Rien n’est écrit
mappings-read-fields = Relire les champs des deux tables
mappings-on-conflict = Si les deux changent
mappings-on-deletion = Si l’un est supprimé
mappings-detection = Conflits par
policy-ask = Demander
policy-bc = Business Central l’emporte
policy-dv = Dataverse l’emporte
policy-newest = Le plus récent l’emporte
policy-restore = Le recréer
policy-uncouple = Supprimer le couplage
policy-delete = Supprimer l’autre aussi
detection-field = Champ
detection-record = Enregistrement
mappings-fields = Mappages de champs
mappings-no-example = Aucun enregistrement n’a encore été lu : il n’y a pas d’exemple
mappings-example-of = Exemple : { $record } ({ $place } sur { $count })
mappings-example-before = Exemple précédent
mappings-example-next = Exemple suivant
mappings-example-unread = pas encore lu
mappings-example-through = { $value }… par { $mapping }
mappings-column-rules = Règles
mappings-column-example = Exemple
mappings-add-field = Ajouter un champ
mappings-remove-field = Retirer
mappings-row-drag = Glisser à une autre place ; au clavier Alt+↑ et Alt+↓
mappings-row-on = { $field } participe
mappings-row-direction = { $field } : { $direction }. Changer le sens
mappings-row-one-way = La table n’a qu’un sens
mappings-is-criterion = Critère
mappings-is-lookup = Par { $mapping }
mappings-constant = toujours { $value }
mappings-pick-bc = Champ de Business Central, ligne { $row }
mappings-pick-dv = Champ de Dataverse, ligne { $row }
mappings-used = utilisé
mappings-make = Nature
mappings-make-pair = un champ de chaque côté
mappings-make-constant-dv = une valeur fixe dans Dataverse
mappings-make-constant-bc = une valeur fixe dans Business Central
mappings-make-name = un nom que Dataverse garde en deux parties
mappings-first-part = Première partie
mappings-last-part = Dernière partie
mappings-match = Critère de correspondance
mappings-case = Majuscules et minuscules doivent concorder
mappings-never-clear = Ne jamais transférer une valeur vide
mappings-owner = L’emporte sans demander
mappings-owner-nobody = personne
mappings-owner-note = { $field } ne fait jamais l’objet d’une question : la valeur de son propriétaire est écrite
mappings-group = Décidé avec les champs du groupe
mappings-lookup = Référence par
mappings-lookup-none = pas de référence
lookup-key = Contenu du champ de Business Central
lookup-key-id = l’id
lookup-key-key = numéro ou code
lookup-key-company = numéro du contact société
unresolved = S’il n’est pas couplé
unresolved-fail = une erreur
unresolved-clear = vider le champ
unresolved-keep = garder ce qui s’y trouve
unresolved-wait = attendre en silence
mappings-rules-to = En allant vers { $side }
mappings-add-rule = Ajouter une règle
mappings-rule-up = Monter : { $rule }
mappings-rule-remove = Retirer : { $rule }
mappings-pair-add = Ajouter une valeur
mappings-pair-remove = Retirer cette valeur
mappings-runs = Comportement des exécutions
mappings-brake-changes = Modifiés au plus, en %
mappings-brake-deletions = Supprimés au plus, en %
mappings-brake-from = À partir de tant d’enregistrements
mappings-skip-after = Ignorer après tant d’échecs
mappings-every = Pause entre exécutions
mappings-when-quiet = Pause si rien à faire
mappings-runs-help = Les pauses s’écrivent 90s, 30m, 4h ou 1d ; vide : comme la planification. 100 % n’arrête jamais, 0 échec n’ignore jamais un enregistrement
mappings-problems =
    { $count ->
        [one] { $count } point à regarder
       *[other] { $count } points à regarder
    }
mappings-show = Montrer { $field }
kind-enum = une de { $count } valeurs
kind-options = une de { $count } options
kind-lookup = référence
kind-read-only = lecture seule
kind-required = obligatoire
picker-choose = Choisir…
picker-type = Tapez une partie du nom
picker-nothing = Rien ne porte ce nom. Entrée reprend votre saisie
picker-suggested = suggéré
toast-mapping-saved = { $mapping } enregistré
toast-imported =
    { $count ->
        [one] { $count } mappage importé
       *[other] { $count } mappages importés
    }
toast-written = Écrit : { $path }
impact-title = Ce que la prochaine synchronisation en ferait
impact-nothing = Rien ne serait écrit
impact-insert =
    { $count ->
        [one] { $count } enregistrement serait créé dans { $side }
       *[other] { $count } enregistrements seraient créés dans { $side }
    }
impact-modify =
    { $count ->
        [one] { $count } enregistrement serait modifié dans { $side }
       *[other] { $count } enregistrements seraient modifiés dans { $side }
    }
impact-delete =
    { $count ->
        [one] { $count } enregistrement serait supprimé dans { $side }
       *[other] { $count } enregistrements seraient supprimés dans { $side }
    }
impact-couple =
    { $count ->
        [one] { $count } paire serait couplée
       *[other] { $count } paires seraient couplées
    }
impact-uncouple =
    { $count ->
        [one] { $count } couplage serait supprimé
       *[other] { $count } couplages seraient supprimés
    }
impact-conflict =
    { $count ->
        [one] { $count } paire serait en conflit
       *[other] { $count } paires seraient en conflit
    }
impact-skip =
    { $count ->
        [one] { $count } enregistrement serait ignoré
       *[other] { $count } enregistrements seraient ignorés
    }
impact-fail =
    { $count ->
        [one] { $count } enregistrement échouerait
       *[other] { $count } enregistrements échoueraient
    }
impact-one-insert = Serait créé dans { $side }
impact-one-modify = Serait modifié dans { $side }
impact-one-delete = Serait supprimé dans { $side }
impact-one-couple = Serait couplé
impact-one-uncouple = Son couplage serait supprimé
impact-one-conflict = Serait en conflit
impact-one-skip = Serait ignoré
impact-one-fail = Échouerait
finding-no-field = { $side } n’a pas de champ { $field }
finding-read-only = { $side } ne laisse personne écrire { $field } ; ne faites aller les valeurs que dans l’autre sens
finding-required = Les nouveaux enregistrements de { $side } doivent avoir { $field }, et rien ne lui donne de valeur
finding-refused = Sur { $of } enregistrements examinés, { $failed } { $failed ->
    [one] ne convient pas
   *[other] ne conviennent pas
} : { $why }
fault-syntax = Incompris : { $detail }
fault-blank = Il manque un nom
fault-unprintable = Un nom contient des caractères de contrôle
fault-same_name = Un autre mappage porte ce nom
fault-no_fields = Le mappage n’a aucun champ
fault-option_set_both_ways = Un groupe d’options n’a qu’un sens ; choisissez-le
fault-circle = Il devrait s’exécuter avant lui-même : { $detail }
fault-sides = Il faut deux champs, ou un champ et une valeur fixe
fault-name_parts = Seul Dataverse garde un nom en parties, et en deux seulement
fault-against_table = Le champ va contre le sens de sa table
fault-written_twice = Le champ est écrit par une autre ligne aussi ({ $detail })
fault-setting = Deux réglages s’excluent : { $detail }
fault-rule = Pas une règle : { $detail }
fault-pattern = Pas une expression régulière : { $detail }
fault-condition = La condition est incomprise : { $detail }
fault-filter = Apostrophe ou parenthèse non fermée dans le filtre : { $detail }
fault-value = Pas une valeur de champ : { $detail }
rule-trim = Couper les blancs aux deux bouts
rule-uppercase = Majuscules
rule-lowercase = Minuscules
rule-title-case = Une majuscule à chaque mot
rule-alphanumeric-only = Lettres et chiffres seulement
rule-replace = Remplacer un texte
rule-prefix = Mettre devant
rule-suffix = Mettre à la fin
rule-substring = Une partie du texte
rule-between = Ce qui est entre
rule-regex-replace = Remplacer par motif
rule-regex-match = Garder ce qui suit un motif
rule-map = Valeurs selon une liste
rule-default = Si vide
rule-round = Arrondir aux décimales
rule-round-to = Arrondir à un pas
rule-multiply = Multiplier
rule-at-least = Au moins
rule-at-most = Au plus
rule-parse-decimal = Texte en nombre
rule-format-decimal = Nombre en texte
rule-parse-date = Texte en date
rule-parse-date-time = Texte en instant
rule-format-date = Date en texte
rule-date-part = Partie d’une date
rule-from-unix-time = Secondes en instant
rule-to-unix-time = Instant en secondes
rule-text-find = Texte
rule-text-with = Devient
rule-text-pattern = Motif
rule-text-text = Texte
rule-text-first = À partir du caractère
rule-text-length = Caractères
rule-text-after = Après
rule-text-before = Avant
rule-text-otherwise = Tous les autres deviennent
rule-text-decimals = Décimales
rule-text-step = Pas
rule-text-rounding = nearest, up, down
rule-text-factor = Facteur
rule-text-number = Nombre
rule-text-point = Séparateur décimal
rule-text-group = Séparateur de milliers
rule-text-form = Format
rule-text-part = Partie (year … weekday)
rule-text-from = Valeur
rule-text-to = Devient
command-mapping = Mappages : { $what }
help-mappings =
    Un mappage garde une table de chaque système synchronisée, champ par champ. Choisissez-le à gauche, activez-le ou non, et modifiez-le à droite ; rien n’est gardé avant l’enregistrement.
    Chaque ligne de la grille associe deux champs. Tapez une partie d’un nom pour trouver un champ ; les partenaires probables viennent d’abord. La flèche est le sens, l’exemple un enregistrement réellement lu.
    Alt et les flèches déplacent une ligne, Suppr la retire, Ctrl+Z annule un pas, Ctrl+S enregistre. Une modification qui décide quels enregistrements participent montre d’abord ce qu’elle ferait.

## Versions
versions-title = Versions
versions-hide = Masquer les versions
versions-none = Aucune version n’est encore conservée. Chaque modification enregistrée désormais en sera une
versions-before = Avant que des versions soient conservées
versions-now = maintenant
versions-first = la première
versions-put-back = Rétablir
versions-put-back-help = Le brouillon redevient ce que la correspondance était depuis { $since }. Rien n’est stocké avant d’enregistrer
versions-lines = Ce qui a changé
versions-added =
    { $count ->
        [one] { $count } correspondance de champ ajoutée
       *[other] { $count } correspondances de champ ajoutées
    }
versions-removed =
    { $count ->
        [one] { $count } supprimée
       *[other] { $count } supprimées
    }
versions-changed =
    { $count ->
        [one] { $count } modifiée
       *[other] { $count } modifiées
    }
versions-table = paramètres de la table modifiés
