### Paramètres, à propos et diagnostic.

settings-search = Chercher dans les paramètres
settings-nothing = Aucun paramètre ne porte ce nom
settings-general = Général
settings-zoom = Taille
settings-zoom-percent = { $percent } %
settings-motion = Réduire les animations
settings-region = Lignes, nombres et dates
settings-density = Densité
settings-density-comfortable = Aérée
settings-density-compact = Compacte
settings-formats = Nombres et dates
settings-numbers = Nombres
settings-dates = Dates
settings-format-language = Selon la langue
settings-notify = Afficher une notification du système quand la connexion s’interrompt et que cette fenêtre est derrière d’autres
settings-schedule = Planification
settings-schedule-on = Synchroniser automatiquement
settings-schedule-every = Pause entre exécutions
settings-schedule-help = Les exécutions ont lieu tant que la fenêtre est ouverte. Un mappage qui n’a rien à faire attend plus longtemps ; chacun peut avoir sa propre pause
settings-limits = Limites
settings-limits-help = Elles valent pour tous les mappages à la fois. Une exécution qui modifierait ou supprimerait davantage s’arrête et demande avant d’écrire
settings-limits-differ = Les mappages diffèrent sur ce point ; ce que vous saisissez ici vaut pour tous
settings-connection = Connexion
settings-connect = Connecter avec un fichier de connexion…
settings-network = Proxy, certificats et délais se trouvent dans le fichier de connexion sous network ; un changement est essayé avant d’être gardé. Les secrets ne sont jamais montrés
settings-data = Données
settings-open-folder = Ouvrir le dossier
settings-backup = Sauvegarder…
settings-restore = Restaurer une sauvegarde…
settings-backup-title = Enregistrer la sauvegarde sous
settings-restore-title = Choisir une sauvegarde
settings-retention = Conservation
settings-forget-jobs = Oublier les projets de plus de 90 jours
settings-forget-errors = Oublier les erreurs closes de plus de 90 jours
settings-retention-help = Les erreurs encore valables restent, tout comme les projets auxquels renvoient des enregistrements ignorés
toast-setting-kept = Le réglage vaut pour tous les mappages
question-restore-title = Restaurer la sauvegarde
question-restore-consequence = Le cache local est remplacé par { $path }. Couplages, historique et mappages redeviennent ceux d’alors ; rien n’est écrit dans les services
question-restore-verb = Remplacer le cache
command-setting = Paramètres : { $what }
command-about = À propos et diagnostic : { $what }
about-sentence = Ce qui s’exécute ici, et un rapport pour l’assistance
about-copy = Copier le rapport
about-save = Enregistrer le diagnostic…
about-save-title = Enregistrer le diagnostic sous
about-version = Version
about-system = Système
about-renderer = Affichage
about-folder = Dossier de données
about-cache = Cache local
about-log = Fichiers journaux
about-schema = Version du cache
about-pairs = Couplages
about-history = Écritures dans l’historique
about-errors = Erreurs ouvertes
about-connection = Connexion
about-bc = Business Central
about-dv = Dataverse
about-checks = Vérifications de la connexion
about-check = Vérifier maintenant
about-checks-help = Demande aux deux services si adresse, authentification, droits, tables et devises sont en ordre. N’écrit rien
about-took = { $ms } ms pour l’ensemble
about-check-line =
    { $side ->
        [none] { $name } : { $status }. { $found }
       *[other] { $side }, { $name } : { $status }. { $found }
    }
about-check-ok = en ordre
about-check-unknown = inconnu
about-check-warning = à regarder
about-check-failed = échec
about-diagnostics = Diagnostic
about-diagnostics-help = Un zip avec versions, tailles, adresses des services, réglages, mappages, vérifications, causes des erreurs, les dernières tâches en nombres et le journal. Aucun secret ni aucune valeur d’enregistrement ; regardez-le avant de l’enregistrer
about-preview = Montrer ce qui est enregistré
about-hide = Masquer
about-licences = Licences
about-licences-text = Raccord s’utilise sous MIT ou Apache-2.0, à votre choix. Les polices sont Inter, DejaVu et Noto Sans Mono sous leurs propres licences libres
help-about =
    Voici ce qui s’exécute sur cet ordinateur et la taille de ses données. Copiez le rapport ou enregistrez le diagnostic quand vous demandez de l’aide ; regardez-le d’abord.
    Les vérifications demandent pas à pas aux deux services si tout est en ordre, et disent quoi faire sinon.
