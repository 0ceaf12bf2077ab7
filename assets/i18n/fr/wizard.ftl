### L’assistant de connexion, l’authentification, la phrase secrète et la connexion dans les paramètres.

wizard-title = Connecter mes systèmes
wizard-step-of = Étape { $number } sur { $count }
wizard-step-start = Départ
wizard-step-business-central = Business Central
wizard-step-dataverse = Dataverse
wizard-step-checks = Vérifications
wizard-step-tables = Tables
wizard-step-plan = Premier plan
wizard-step-schedule = Planification
wizard-standing-done = terminée
wizard-standing-here = affichée
wizard-standing-open = à venir
wizard-standing-failed = quelque chose fait obstacle
wizard-sentence-start = Environ cinq minutes ; rien n’est écrit dans vos systèmes avant votre accord
wizard-sentence-business-central = Collez n’importe quelle adresse de Business Central, puis connectez-vous
wizard-sentence-dataverse = Collez n’importe quelle adresse de votre environnement Dynamics 365 ou Power Apps
wizard-sentence-checks = Les causes habituelles d’échec sont recherchées avant le premier enregistrement
wizard-sentence-tables = Quelles tables participent, et dans quel sens vont les valeurs
wizard-sentence-plan = Ce que ferait la première synchronisation ; rien n’est écrit avant que vous la lanciez
wizard-sentence-schedule = Quand Raccord synchronise de lui-même
wizard-exit = Enregistrer et quitter
wizard-finish = Terminer
wizard-keep = Où sont gardés les secrets
wizard-anew = Recommencer depuis le début
wizard-go-on = Poursuivre
wizard-edit = Modifier la connexion…
wizard-test = Tester
wizard-sign-in = Se connecter…
wizard-sign-in-again = Se reconnecter
wizard-sign-out = Se déconnecter
wizard-unlock = Déverrouiller
wizard-beside = Ajouter une autre connexion…
wizard-beside-title = Choisir un dossier vide pour l’autre connexion
wizard-beside-help = Une autre connexion a son propre dossier de données et sa propre fenêtre ; les deux fonctionnent côte à côte
wizard-move = Déplacer le dossier de données…
wizard-move-title = Choisissez un dossier nouveau ou vide
wizard-move-help = Tout est copié et vérifié ; l’ancien emplacement n’est vidé qu’ensuite. Les secrets gardés pour cette session seulement sont redemandés
wizard-bar-kept = La mise en place a été quittée à l’étape { $number }, { $step }
wizard-bar-locked = Les secrets sont verrouillés ; rien n’est synchronisé sans la phrase secrète

## Départ
wizard-name = Nom de la connexion
wizard-name-usual = Ma connexion
wizard-name-help = Vous seul le voyez
wizard-folder-help = Cache, journal et paramètres y sont gardés, lisibles par vous seul
wizard-keep-key-store = Dans le trousseau du système
wizard-keep-file = Dans un fichier chiffré par une phrase secrète
wizard-keep-session = Nulle part : cette session seulement
wizard-keep-asked = Recherche du trousseau du système…
wizard-keep-key-store-help = Les secrets sont gardés dans le trousseau de ce système, jamais dans le dossier de données
wizard-keep-file-help = Les secrets sont gardés, chiffrés, dans secrets.json du dossier de données ; la phrase secrète est demandée à chaque démarrage
wizard-keep-file-help-missing = Ce système n’a pas de trousseau qui réponde. Les secrets sont gardés, chiffrés, dans secrets.json du dossier de données ; la phrase secrète est demandée à chaque démarrage
wizard-keep-session-help = Les secrets restent en mémoire et disparaissent à la fermeture de la fenêtre ; vous les redonnez au prochain démarrage
wizard-passphrase = Phrase secrète
wizard-passphrase-help = Huit caractères au moins. Personne ne peut ouvrir le fichier sans elle
wizard-from-file = Remplir depuis un fichier de connexion…
wizard-from-file-help = Le fichier que prend raccord-cli connect ; il ne contient aucun secret

## Business Central et Dataverse
wizard-address-bc = Adresse de Business Central
wizard-address-bc-help = Depuis la barre d’adresse du client web, d’une API ou du centre d’administration. Sur site : l’adresse de l’instance du serveur
wizard-address-dv = Adresse de Dataverse
wizard-address-dv-help = Depuis la barre d’adresse d’une application pilotée par modèle, ou l’URL de l’environnement du centre d’administration
wizard-environment = Environnement
wizard-environment-help = Tel qu’il figure dans les adresses ; proposé une fois connecté. Vide sur site
wizard-environments = Environnements trouvés
wizard-company = Société
wizard-company-help = Proposée une fois connecté
wizard-companies = Sociétés trouvées
wizard-organisations = Environnements trouvés
wizard-choose = Choisir…
wizard-moved = C’est une adresse de { $side } : elle a été placée à son étape
wizard-who = Qui se connecte
wizard-kind = Se connecter avec
wizard-kind-browser = Navigateur
wizard-kind-device = Code sur un autre appareil
wizard-kind-secret = Application avec secret client
wizard-kind-certificate = Application avec certificat
wizard-kind-basic = Utilisateur et clé d’accès aux services web (sur site)
wizard-tenant = Locataire
wizard-tenant-help = Le nom de domaine ou l’identifiant de votre locataire Microsoft Entra
wizard-client-id = Identifiant d’application (client)
wizard-client-id-help = De l’inscription d’application dans Microsoft Entra que les deux systèmes connaissent
wizard-client-id-help-person = D’une inscription d’application dans Microsoft Entra avec l’adresse de redirection http://localhost pour clients publics
wizard-secret = Secret client
wizard-key = Clé d’accès aux services web
wizard-secret-help = La valeur du secret, pas son identifiant
wizard-secret-help-editing = Laissez vide pour garder celui qui est utilisé
wizard-expires = Le secret expire le
wizard-expires-help = Si vous le savez ; Raccord vous prévient alors à temps
wizard-user = Nom d’utilisateur
wizard-user-help = L’utilisateur de Business Central à qui appartient la clé d’accès
wizard-certificate = Fichier du certificat
wizard-certificate-help = PEM avec le certificat et sa clé non chiffrée ; lu à chaque démarrage, jamais copié
wizard-certificate-choose = Choisir le certificat…
wizard-more = Plus : autre cloud, proxy, certificats d’entreprise
wizard-authority = Service d’authentification
wizard-authority-help = Seulement pour les clouds souverains et les services émulés ; vide pour le service habituel
wizard-token-url = Adresse qui délivre les jetons
wizard-scope = Étendue de l’authentification
wizard-secret-env = Secret lu une fois dans la variable
wizard-no-proxy = Sans le proxy
wizard-proxy-secret-env = Mot de passe du proxy dans la variable
wizard-timeout = Délai, en secondes : { $what }
wizard-timeout-connect = pour se connecter
wizard-timeout-first_byte = jusqu’au début de la réponse
wizard-timeout-read = entre deux morceaux d’une réponse
wizard-timeout-total = pour une réponse entière
wizard-proxy = Proxy
wizard-proxy-help = Vide : comme le dit le système. none : aucun proxy
wizard-proxy-user = Utilisateur du proxy
wizard-proxy-user-help = Seulement si le proxy demande qui est là
wizard-proxy-password = Mot de passe de l’utilisateur du proxy
wizard-ca-file = Fichier d’autres autorités de certification
wizard-ca-file-help = PEM ou DER ; reconnues en plus de celles du système
wizard-same-sign-in = Utiliser l’authentification de Business Central
wizard-same-help = La même application se connecte aux deux
wizard-same-help-tenant = Les deux appartiennent au locataire { $tenant } : vous vous connectez une fois pour les deux
wizard-same-not = Dataverse a sa propre authentification, pour un autre locataire ou une autre application
wizard-not-tried = Pas encore essayé
wizard-trial-passed = L’accès fonctionne de bout en bout
wizard-trial-signed-in = Connecté en tant que { $user }
wizard-trial-failed = Quelque chose fait obstacle

## Ce qui ne va pas dans un champ
wizard-fault-name = Donnez un nom à la connexion
wizard-fault-key-store = Ce système n’a pas de trousseau qui réponde : choisissez le fichier ou cette session
wizard-fault-passphrase = La phrase secrète demande huit caractères au moins
wizard-fault-address-bc = Collez l’adresse que votre navigateur affiche dans Business Central
wizard-fault-address-dv = Collez l’adresse que votre navigateur affiche dans l’application Dynamics 365, par exemple https://contoso.crm4.dynamics.com
wizard-fault-not-https = Utilisez https : http simple n’est permis que pour les services de cet ordinateur
wizard-fault-no-address = Ce n’est pas une adresse : copiez-la de nouveau depuis le navigateur, avec https://
wizard-fault-no-api = Cette adresse ne mène pas à une API : collez celle du client web, ou une qui finit par /api/v2.0
wizard-fault-no-sign-in = Sans authentification, seuls les services de cet ordinateur sont accessibles
wizard-fault-company = Choisissez une société dans la liste
wizard-fault-tenant = Indiquez le locataire, par exemple contoso.onmicrosoft.com ; le centre d’administration Microsoft Entra l’affiche
wizard-fault-tenant-form = Un locataire est un nom de domaine ou un identifiant : lettres, chiffres, points et tirets
wizard-fault-client-id = Indiquez l’identifiant d’application (client), par exemple 11111111-2222-3333-4444-555555555555 ; la vue d’ensemble de l’inscription l’affiche
wizard-fault-secret = Indiquez le secret ; l’inscription ne l’affiche qu’une fois, juste après sa création
wizard-fault-expires = Indiquez le jour sous la forme année-mois-jour, par exemple 2027-05-31, ou rien
wizard-fault-user = Indiquez le nom d’utilisateur
wizard-fault-user-form = Un nom d’utilisateur contient des lettres simples, sans deux-points
wizard-fault-certificate = Indiquez le chemin complet du fichier, depuis la racine
wizard-fault-proxy = Indiquez une adresse avec http://, ou none
wizard-fault-proxy-user = Un utilisateur suppose un proxy avec une adresse : indiquez-la ci-dessus

## Vérifications
wizard-check-all = Tout vérifier de nouveau
wizard-check-again = Vérifier de nouveau : { $name }
wizard-copy-checks = Copier les vérifications
wizard-raw = Montrer ce qu’a dit le service
wizard-raw-hide = Masquer ce qu’a dit le service
wizard-checks-passed = Tout est en ordre
wizard-checks-warnings =
    { $count ->
        [one] Un point mérite un regard ; vous pouvez poursuivre
       *[other] { $count } points méritent un regard ; vous pouvez poursuivre
    }
wizard-checks-failed =
    { $count ->
        [one] Un point doit être corrigé avant que des enregistrements circulent
       *[other] { $count } points doivent être corrigés avant que des enregistrements circulent
    }
wizard-read-only = Poursuivre en lecture seule
wizard-read-only-help = Vous voyez le plan ; rien ne peut être écrit, et toutes les tables sont désactivées à la fin
wizard-read-only-end = Lecture seule : à la fin toutes les tables sont désactivées, pour que rien ne soit écrit. Corrigez ce que disent les vérifications, puis activez-les sous Mappages
wizard-why-failed = Une vérification a échoué : corrigez et vérifiez de nouveau, ou poursuivez en lecture seule
wizard-why-elsewhere = Dites d’abord ce que deviennent les couplages
wizard-why-unchecked = Les vérifications ne sont pas encore faites
wizard-why-read-only = Rien n’est écrit : une vérification a échoué et vous avez choisi la lecture seule
wizard-elsewhere = Ce dossier de données contient des couplages faits avec un autre environnement ou une autre société. Ils y seraient faux
wizard-elsewhere-anew = Repartir de zéro : supprimer les couplages, garder mappages et historique
wizard-elsewhere-same = C’est le même sous une autre adresse : garder les couplages

## Tables
wizard-count = Compter de nouveau
wizard-counting = Lecture des deux côtés ; rien n’est écrit
wizard-direction-of = Sens de { $mapping }
wizard-direction-both = Dans les deux sens
wizard-direction-dv = Business Central → Dataverse
wizard-direction-bc = Dataverse → Business Central
wizard-depends = Vient après { $names }
wizard-depends-off = { $names } est désactivé : les références restent vides

## Premier plan
wizard-mode-of = Première synchronisation de { $mapping }
wizard-mode-create = Rapprocher, puis créer ce qui manque
wizard-mode-match = Rapprocher seulement, laisser le reste
wizard-mode-leave = Laisser la table de côté
wizard-plan-make = Établir le plan
wizard-plan-again = L’établir de nouveau
wizard-plan-coupled =
    { $count ->
        [one] { $count } paire correspond
       *[other] { $count } paires correspondent
    }
wizard-plan-create-bc = créer { $count } dans Business Central
wizard-plan-create-dv = créer { $count } dans Dataverse
wizard-plan-modify-bc = modifier { $count } dans Business Central
wizard-plan-modify-dv = modifier { $count } dans Dataverse
wizard-plan-conflicts =
    { $count ->
        [one] { $count } à trancher par vous
       *[other] { $count } à trancher par vous
    }
wizard-plan-failed =
    { $count ->
        [one] { $count } échouerait, voir plus bas
       *[other] { $count } échoueraient, voir plus bas
    }
wizard-plan-group-fail =
    { $count ->
        [one] { $count } enregistrement échouerait : { $cause }
       *[other] { $count } enregistrements échoueraient : { $cause }
    }
wizard-plan-group-wait =
    { $count ->
        [one] { $count } enregistrement vous attendrait : { $cause }
       *[other] { $count } enregistrements vous attendraient : { $cause }
    }
wizard-plan-all =
    { $count ->
        [one] L’afficher
       *[other] Afficher les { $count }
    }
wizard-plan-fewer = En afficher moins
wizard-plan-rest = Exportez le plan pour voir la suite
wizard-plan-export = Exporter le plan…
wizard-plan-why = Pourquoi
wizard-plan-id-bc = Identifiant dans Business Central
wizard-plan-id-dv = Identifiant dans Dataverse
wizard-plan-pace = La durée est une estimation, pas une mesure : une requête après l’autre, { $read } pour chaque lecture, { $bc } (Business Central) et { $dv } (Dataverse) pour chaque lot de 100 écritures
wizard-plan-cost = Environ { $duration } ; requêtes : { $bc } vers Business Central, { $dv } vers Dataverse
wizard-plan-nothing = Rien n’a encore été écrit. Vous pouvez poursuivre sans lancer
wizard-run =
    { $count ->
        [one] Lancer : { $count } écriture
       *[other] Lancer : { $count } écritures
    }
wizard-run-anyway =
    { $count ->
        [one] Lancer malgré tout : { $count } écriture
       *[other] Lancer malgré tout : { $count } écritures
    }
wizard-ran =
    { $waiting ->
        [0] Terminé : { $written ->
            [one] { $written } enregistrement écrit
           *[other] { $written } enregistrements écrits
        }, rien ne vous attend
        [1] Terminé : { $written ->
            [one] { $written } enregistrement écrit
           *[other] { $written } enregistrements écrits
        }, 1 vous attend
       *[other] Terminé : { $written ->
            [one] { $written } enregistrement écrit
           *[other] { $written } enregistrements écrits
        }, { $waiting } vous attendent
    }

## Planification
wizard-summary = Ce que vous avez mis en place
wizard-summary-tables =
    { $count ->
        [one] { $count } table participe
       *[other] { $count } tables participent
    }
wizard-summary-ran = La première synchronisation a été lancée
wizard-summary-not-ran = La première synchronisation n’a pas encore été lancée ; Synchroniser maintenant, sur l’accueil, la lance

## Ce qui est en cours
wizard-working-try = Essai de l’accès…
wizard-working-check = Les deux services sont interrogés…
wizard-working-store = Connexion…
wizard-working-count = Lecture des deux côtés…
wizard-working-plan = Établissement du plan ; rien n’est écrit…
wizard-working-run = Première synchronisation…

## Authentification
wizard-prompt-title = Se connecter à { $side }
wizard-prompt-opened = Votre navigateur affiche la page de connexion. Sinon, ouvrez cette adresse dans un navigateur de cet ordinateur :
wizard-prompt-open = Ouvrez cette adresse dans un navigateur de cet ordinateur :
wizard-prompt-device = Allez sur { $page } depuis n’importe quel appareil dans { $minutes ->
        [one] la minute
       *[other] les { $minutes } minutes
    } et saisissez ce code :
wizard-prompt-copy-address = Copier l’adresse
wizard-prompt-copy-code = Copier le code
wizard-prompt-browser = Ouvrir de nouveau le navigateur
wizard-prompt-page = Ouvrir la page ici
wizard-prompt-waiting = En attente de votre connexion
wizard-unlock-title = Déverrouiller les secrets
wizard-unlock-why = Les secrets de cette connexion sont dans un fichier chiffré. Donnez sa phrase secrète pour synchroniser ; tout le reste peut être consulté sans elle
wizard-unlock-later = Pas maintenant
toast-signed-in = Connecté
toast-signed-in-as = Connecté en tant que { $user }
toast-signed-out = La connexion est oubliée sur cet ordinateur
toast-moved = Le dossier de données est maintenant { $path }
command-wizard = Connexion
why-demo = La démo a ses propres services ; quittez-la pour connecter les vôtres
help-wizard =
    Sept étapes mènent de rien à deux systèmes tenus en accord : ce que vous avez, qui se connecte, vérifications, tables, plan, planification. Chacune peut être essayée seule, et vous pouvez quitter à tout moment : ce que vous avez saisi est gardé, sans les secrets.
    Collez les adresses comme vous les trouvez ; les champs en sont remplis. Une fois connecté, environnements et sociétés sont proposés.
    Une vérification qui échoue dit sa cause, ce qu’il faut faire et qui peut le faire. Corrigez et vérifiez de nouveau ; les avertissements laissent poursuivre.
    Rien n’est écrit dans vos systèmes avant que vous lanciez la première synchronisation. Ctrl+Entrée fait avancer.
