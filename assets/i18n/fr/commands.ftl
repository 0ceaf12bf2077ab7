### Tout ce qu’on peut demander à la fenêtre : palette, menus, liste des touches.

command-go = Aller à : { $what }
command-back = Page précédente
command-forward = Page suivante
command-try-demo = Essayer la démo
command-choose-connection-file = Connecter mes systèmes…
command-connect = Connecter
command-sync-now = Synchroniser maintenant
command-show-stopped-plan = Afficher le plan arrêté par le frein de sécurité…
command-sync-mapping = Synchroniser : { $what }
command-stop = Arrêter ce qui s’exécute
command-refresh = Actualiser la page
command-set-lang = Langue : { $what }
command-set-theme = Aspect : { $what }
command-open-url = Ouvrir dans le navigateur
command-open-skipped = Ouvrir
command-retry = Réessayer les enregistrements sélectionnés
command-retry-all = Réessayer tous les enregistrements ignorés
command-restore = Restaurer des enregistrements
command-ask-delete = Supprimer des enregistrements…
command-filter-errors = Afficher les erreurs : { $what }
command-ask-clear-errors = { $what }…
command-revert = Revenir en arrière
command-revert-merge = Revenir en arrière des deux côtés
command-confirm = Confirmer
command-decline = Annuler
command-dismiss-notice = Fermer l’avis
command-show-palette = Palette de commandes
command-show-shortcuts = Toutes les touches
command-show-notifications = Notifications
command-show-help = Aide de cette page
command-close-layer = Fermer
command-show-coupling-choice = Configurer le couplage
command-zoom-in = Plus grand
command-zoom-out = Plus petit
command-zoom-reset = Taille normale
command-toggle-full-screen = Plein écran
command-quit = Quitter
command-match = Couplage par correspondance
command-full = Synchronisation complète : { $what }
command-rules = Décider de beaucoup de conflits par une règle

merge-command-focus = Regarder un champ
merge-command-move = Champ suivant ou précédent
merge-command-next-open = Champ ouvert suivant
merge-command-next-open-back = Champ ouvert précédent
merge-command-take = Prendre { $side }
merge-command-take-base = Garder la dernière synchronisation
merge-command-take-both = Prendre les deux textes
merge-command-take-all-open = Prendre { $side } pour tous les champs ouverts
merge-command-take-section = Prendre { $side } pour une section
merge-command-take-section-here = Prendre { $side } pour cette section
merge-command-begin-edit = Saisir une valeur
merge-command-typed = Saisir
merge-command-highlight = Parcourir une liste
merge-command-choose = Prendre dans une liste
merge-command-take-piece = Prendre un endroit d’un texte
merge-command-commit-edit = Prendre la valeur saisie
merge-command-cancel-edit = Oublier la valeur saisie
merge-command-reopen = Rouvrir le champ
merge-command-undo = Annuler le dernier choix
merge-command-redo = Rétablir le choix
merge-command-toggle-unchanged = Afficher ou masquer les champs inchangés
merge-command-toggle-preview = Afficher ou masquer ce qui est écrit exactement
merge-command-toggle-detail = Afficher ou masquer les valeurs entières
merge-command-filter = Filtrer les champs
merge-command-review-moved = Examiner ce qu’un côté a modifié entre-temps
merge-command-dismiss-moved = Écarter l’avis de modification
merge-command-offer-alike = Même réponse pour les conflits semblables
merge-command-dismiss-alike = Écarter l’offre pour les conflits semblables
merge-command-uncouple = Découpler
merge-command-apply = Appliquer des deux côtés
merge-command-step = Conflit suivant
merge-command-step-back = Conflit précédent
merge-command-discard = Abandonner mes choix

## Pourquoi une demande est impossible maintenant
why-not-connected = Rien n’est connecté
why-running = Un travail est déjà en cours
why-nothing-runs = Rien n’est en cours
why-stopping = L’arrêt est déjà demandé
why-nothing-there = Il n’y a rien
why-nothing-chosen = Aucun enregistrement sélectionné ne s’y prête
why-nothing-stopped = Le frein de sécurité n’a rien arrêté
why-here-already = Cette page est affichée
why-so-already = C’est déjà le cas

## La palette
palette-title = Palette de commandes
palette-hint = Que souhaitez-vous faire ?
palette-nothing = Aucune commande ne porte ces mots dans son nom

## Quitter
question-quit-title = Quitter pendant un travail en cours
question-quit-consequence = L’enregistrement en cours est d’abord terminé et conservé. Le reste sera fait à la prochaine synchronisation
question-quit-verb = Terminer l’enregistrement et quitter

## La liste des touches
keys-title = Toutes les touches
keys-everywhere = Partout
keys-tables = Dans les tableaux
keys-table-move = Ligne précédente ou suivante
keys-table-ends = Première ou dernière ligne
keys-table-pages = Page précédente ou suivante
keys-table-toggle = Sélectionner la ligne, ou l’exclure
keys-table-extend = Étendre la sélection
keys-table-all = Sélectionner toutes les lignes du filtre
keys-table-open = Ouvrir la ligne
keys-table-details = Détails de la ligne, dans une fenêtre basse
keys-table-copy = Copier les lignes sélectionnées pour un tableur
keys-table-menu = Menu des lignes sélectionnées
keys-table-search = Filtrer la page
keys-table-export = Exporter les lignes dans un fichier
keys-merge = Dans l’éditeur de fusion
keys-merge-move = Champ précédent ou suivant
keys-merge-open = Champ ouvert suivant ou précédent
keys-merge-bc = Prendre Business Central
keys-merge-dv = Prendre Dataverse
keys-merge-base = Garder la dernière synchronisation
keys-merge-both = Prendre les deux textes
keys-merge-edit = Saisir une valeur
keys-merge-reopen = Rouvrir le champ
keys-merge-all = Tous les champs ouverts de ce côté
keys-merge-section = Toute la section de ce côté
keys-merge-undo = Annuler, rétablir
keys-merge-unchanged = Afficher ou masquer les champs inchangés
keys-merge-detail = Afficher ou masquer les valeurs entières
keys-merge-filter = Filtrer les champs par leur nom
keys-merge-preview = Ce qui est écrit exactement
keys-merge-apply = Appliquer des deux côtés, puis conflit suivant
keys-merge-skip = Passer pour l’instant ; le brouillon est gardé
keys-merge-step = Conflit suivant ou précédent
keys-merge-alike = Regarder les conflits qui attendent la même réponse, quand ils sont proposés
keys-merge-rules = Décider de nombreux conflits par une règle
keys-merge-rules-next = Là : remplir les brouillons, puis les écrire, puis revenir
keys-merge-apart = L’éditeur de fusion dans sa propre fenêtre, ou le ramener
keys-merge-leave = Retour à la liste ; le brouillon est gardé

## L’aide de chaque page. Chaque ligne est un paragraphe.
help-title = Aide : { $page }
help-welcome =
    Raccord garde Business Central et Dataverse synchronisés. Il lit les deux côtés, retient ce qu’ils contenaient lorsqu’ils étaient d’accord pour la dernière fois, et n’écrit que ce qui a changé.
    La démo utilise deux systèmes simulés sur cet ordinateur : rien ne quitte la machine, et tout peut être essayé.
    Pour connecter vos propres systèmes, laissez-vous guider : Connecter mes systèmes. Rien n’est écrit avant votre accord.
help-home =
    Ce qui vous attend vient d’abord : conflits, enregistrements ignorés et erreurs, celles-ci par cause. Examiner mène aux enregistrements.
    Chaque mappage de table a une ligne avec son état et ses nombres. Ils suivent ce qui se passe, même si quelqu’un d’autre résout quelque chose.
    Synchroniser maintenant lit ce qui a changé des deux côtés et l’écrit. Si une grande partie d’une table devait changer, le frein de sécurité arrête la synchronisation et montre d’abord le plan.
help-conflicts =
    Un enregistrement ignoré ne participe plus à la synchronisation jusqu’à ce que quelqu’un décide, ou qu’il redevienne égal de lui-même. Rien d’autre ne l’attend.
    Un conflit signifie que les deux côtés ont modifié le même champ après la dernière synchronisation. Entrée l’ouvre dans l’éditeur de fusion ; le volet du bas permet de décider ici même avec ← et →.
    Si un côté a été supprimé, restaurer le recrée, et supprimer retire aussi l’autre. Si le même échec se répète, corrigez sa cause puis réessayez.
    Supprimer un couplage laisse les deux enregistrements tels quels.
help-merge =
    Chaque ligne est un champ : ce que les deux côtés contenaient à la dernière synchronisation, ce que chacun contient maintenant, et le résultat. Les champs modifiés d’un seul côté sont déjà fusionnés.
    ← prend Business Central, → prend Dataverse, 0 garde la dernière synchronisation, E saisit une valeur. N va au prochain champ ouvert.
    La ligne du bas dit ce qui sera écrit de chaque côté. Rien n’est écrit avant d’appliquer ; le brouillon est gardé si vous partez.
    Règles décide de beaucoup de conflits à la fois : vous voyez d’abord ce qu’une règle déciderait, puis elle remplit des brouillons, et écrire est une étape à part. L’historique permet ensuite de revenir sur une décision.
help-errors =
    Chaque ligne est un enregistrement qui n’a pas pu être écrit. Les erreurs sont groupées par cause : corrigez la cause une fois, puis réessayez tout le groupe.
    L’origine est l’enregistrement d’où viennent les valeurs, la destination celui où elles devaient aller. Les deux s’ouvrent dans le navigateur, ou ici dans Raccord.
    Les écritures se ferment d’elles-mêmes lorsque l’enregistrement est écrit. Ce que vous avez réglé ailleurs peut être marqué comme traité, avec une note ; le filtre par état le retrouve.
    Supprimer des écritures garde celles qui subsistent, sauf avis contraire. Jusqu’à la fermeture de Raccord, on peut rétablir ce qui a été supprimé.
help-couplings =
    Un couplage dit quel enregistrement de Business Central va avec quelle ligne de Dataverse.
    Rompu signifie que l’un des deux n’existe plus. Restaurer le recrée, supprimer retire aussi l’autre, et supprimer le couplage laisse ce qui existe tel quel.
help-jobs =
    Chaque synchronisation laisse une ligne par mappage de table et par sens : ce qui a été inséré, modifié, laissé tel quel, et ce qui a échoué.
    Le volet du bas montre comment le temps a été employé et compare avec l’exécution précédente.
help-history =
    Chaque écriture d’un côté ou de l’autre se trouve ici avec les valeurs avant et après.
    Revenir en arrière réécrit les valeurs d’avant, par une nouvelle écriture qui peut être annulée à son tour.
help-settings =
    Les changements s’appliquent aussitôt. Ils sont conservés dans le dossier de données, à côté du cache.
command-ask-take = Synchroniser avec les valeurs de { $what }…
command-uncouple = Supprimer le couplage
command-couple-again = Coupler à nouveau
command-find-deleted = Rechercher des suppressions { $what }
command-retry-errors = Réessayer les erreurs sélectionnées
command-retry-cause = Réessayer tout : { $what }
command-set-up-coupling = Configurer le couplage…
command-couple-with = Coupler avec cette ligne
command-ask-clear-jobs = Oublier les anciens projets…
command-show-jobs = Journal de synchronisation : { $what }
command-show-coupling = Afficher le couplage
command-sync-records = Synchroniser ces enregistrements : { $what }
command-show-span = Afficher cette période
command-list = Modifier la liste
command-export = Exporter…
command-include-open = Supprimer aussi les écritures ouvertes


## Pourquoi une action est impossible pour les enregistrements sélectionnés
why-not-one-gone = Seulement si exactement un des deux enregistrements existe encore
why-one-gone = Seulement si les deux enregistrements existent
why-no-conflict = Aucun conflit n’est sélectionné
why-not-coupled = Seulement si l’enregistrement existe encore dans Business Central
why-not-single = Sélectionnez exactement un enregistrement
why-one-mapping = Sélectionnez des enregistrements d’un seul mappage de table
why-no-change = Seule une modification de valeurs existantes peut être annulée
command-ask-handle = Marquer comme traitées…
command-handle-errors = Marquer comme traitées
command-reopen-errors = Rouvrir
command-restore-cleared = Rétablir ce qui a été supprimé : { $what }
command-for-all = Le faire avec toutes les lignes
command-copy-rows = Copier les lignes sélectionnées
why-not-open = Seulement les écritures qui subsistent
merge-command-apply-decided = Appliquer seulement les champs décidés
command-health = Connexion : { $what }

## Noms des touches
key-shift = Maj
key-escape = Échap
key-enter = Entrée
key-space = Espace
key-tab = Tab
key-backspace = Retour arr.
key-delete = Suppr
key-home = Début
key-end = Fin
key-pageup = Pg préc.
key-pagedown = Pg suiv.
key-up = ↑
key-down = ↓
key-left = ←
key-right = →
key-comma = ,
key-plus = +
key-equals = =
key-minus = −
key-questionmark = {"?"}
key-slash = /
command-show-whole-text = Afficher le texte entier
merge-command-own-from-now = Désormais, { $side } décide de ce champ
merge-command-open-field-mapping = Ouvrir la correspondance de champ
merge-command-couple-target = Coupler l’enregistrement auquel le champ se réfère
keys-merge-whole = Le texte entier, les deux côtés l’un à côté de l’autre
keys-table-fold = Replier le groupe, ou le déplier
keys-skipped = Parmi les enregistrements ignorés et les conflits
keys-skipped-open = Ouvrir le conflit, ou là où l’enregistrement attend
keys-mappings = Parmi les correspondances de table
keys-mappings-save = Enregistrer le brouillon
keys-mappings-move = Déplacer la correspondance de champ ouverte vers le haut ou le bas
keys-mappings-open = Ouvrir la correspondance de champ, ou la fermer
keys-mappings-remove = Supprimer la correspondance de champ
why-no-pair = Seulement là où les deux enregistrements de l’écriture existent
command-minimize = Réduire la fenêtre
command-leave-demo = Quitter la démonstration et l’oublier
