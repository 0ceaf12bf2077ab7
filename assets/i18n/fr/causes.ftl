### Ce qui n'a pas marché et ce qu'il faut faire, par cause. Les codes sont une promesse aux scripts ; les mots, non.
### Pour chaque cause : `-title` (quelques mots, pour les listes), la phrase elle-même, et `-next` (que faire).
### `$has_…` vaut `yes` si le paramètre est connu ; sinon `cause-any-…` le remplace, après son nom.

## Ce qui remplace un paramètre inconnu
cause-any-side = ce service
cause-any-mapping = concerné
cause-any-field = concerné
cause-any-value = concernée
cause-any-limit = permis
cause-any-record = concerné
cause-any-privilege = nécessaire
cause-any-target = concerné
cause-any-path = concerné
cause-any-address = concernée
cause-any-company = concernée
cause-any-table = concernée
cause-any-currency = concernée
cause-any-program = un autre programme
cause-any-pid = inconnu
cause-any-since = un moment inconnu
cause-any-line = inconnue
cause-any-variable = prévue
cause-any-user = concerné
cause-any-count = de nombreux
cause-any-what = concerné
cause-any-tenant = concerné
cause-any-client_id = concernée
cause-any-issuer = une autorité qui n’est pas nommée
cause-any-proxy = en usage
cause-any-host = concerné
cause-any-seconds = plusieurs
cause-any-total = nombreux
cause-any-share = trop
cause-any-destination = concerné
cause-any-source = concerné
cause-any-list = en question
cause-any-days = peu de
cause-any-until = bientôt
cause-any-span = longtemps
cause-any-every = plus souvent
cause-any-was = un autre
cause-any-is = celui-ci
cause-any-version = autre
cause-any-supported = format précédent

## Joindre un service
cause-unreachable-title = Pas de connexion
cause-unreachable = { $has_address ->
    [yes] Impossible de joindre { $side } à l’adresse { $address }.
   *[no] Impossible de joindre { $side }.
}
cause-unreachable-next = Vérifiez que cette machine est en ligne, que l’adresse est juste et qu’aucun pare-feu ni proxy ne s’interpose. La prochaine synchronisation reprendra là où celle-ci s’est arrêtée.
cause-timeout-title = Pas de réponse complète à temps
cause-timeout = { $side } n’a pas terminé sa réponse en { $seconds } s.
cause-timeout-next = Synchronisez de nouveau dans quelques minutes ; ce qui était en cours d’écriture est d’abord recherché, jamais écrit deux fois. Si cela se répète, consultez la page d’état du service, ou accordez plus de temps avec total_timeout sous network dans le fichier de connexion.
cause-connect_timeout-title = Pas de connexion à temps
cause-connect_timeout = Aucune connexion à { $side } ({ $host }) n’a été établie en { $seconds } s. Rien n’a été envoyé.
cause-connect_timeout-next = Vérifiez que cette machine est en ligne et qu’aucun pare-feu n’absorbe la connexion. Si votre réseau exige un proxy, indiquez-le dans le système ou sous network dans le fichier de connexion ; une ligne lente peut demander un connect_timeout plus long au même endroit.
cause-first_byte_timeout-title = Pas de réponse à temps
cause-first_byte_timeout = { $side } ({ $host }) n’a pas commencé à répondre en { $seconds } s.
cause-first_byte_timeout-next = Synchronisez de nouveau dans quelques minutes ; ce qui était en cours d’écriture est d’abord recherché, jamais écrit deux fois. Si cela se répète, consultez la page d’état du service, ou accordez plus de temps avec first_byte_timeout sous network dans le fichier de connexion.
cause-read_timeout-title = Réponse interrompue
cause-read_timeout = { $side } ({ $host }) a commencé à répondre, puis plus rien n’est venu pendant { $seconds } s.
cause-read_timeout-next = Synchronisez de nouveau : la lecture reprend à la page qui manque. Si cela se répète, cherchez un pare-feu ou un proxy qui retient les longues réponses, ou accordez plus de temps avec read_timeout sous network dans le fichier de connexion.
cause-answer_lost-title = Réponse perdue
cause-answer_lost = La connexion à { $side } s’est rompue pendant une écriture ; on ne sait pas encore si elle a été faite.
cause-answer_lost-next = Synchronisez de nouveau : Raccord cherche si l’écriture a été faite avant d’écrire quoi que ce soit deux fois.
cause-tls_failed-title = Échec de la connexion sécurisée
cause-tls_failed = Aucune connexion sécurisée à { $side } ({ $host }) n’a pu être établie : le chiffrement a échoué, ou son certificat est inutilisable.
cause-tls_failed-next = Vérifiez que l’adresse et son port sont bien ceux du service. Si votre entreprise inspecte le trafic, adressez-vous à ses administrateurs réseau. Les détails disent ce qui a échoué.
cause-certificate_unknown-title = Certificat non reconnu
cause-certificate_unknown = Le certificat de { $host } a été émis par { $issuer }, que cette machine ne reconnaît pas. Rien n’a été envoyé.
cause-certificate_unknown-next = S’il s’agit de l’autorité de votre entreprise, qui inspecte le trafic, demandez à ses administrateurs d’installer son certificat racine sur cette machine, ou enregistrez ce certificat dans un fichier et nommez-le : dans la fenêtre, sous Modifier la connexion, Plus ; avec ca_file sous network dans le fichier de connexion. Sinon, quelqu’un écoute peut-être : n’allez pas plus loin.
cause-certificate_for_other_host-title = Certificat d’un autre hôte
cause-certificate_for_other_host = Le certificat que présente { $host }, émis par { $issuer }, est celui d’un autre hôte. Rien n’a été envoyé.
cause-certificate_for_other_host-next = Vérifiez l’adresse de { $side } dans la connexion : ce doit être celle que nomme le certificat. Les détails énumèrent les noms.
cause-certificate_expired-title = Certificat hors de sa période
cause-certificate_expired = Le certificat de { $host }, émis par { $issuer }, n’est pas valable aujourd’hui. Rien n’a été envoyé.
cause-certificate_expired-next = Vérifiez la date et l’heure de cette machine. Si elles sont justes, les administrateurs de { $host } doivent renouveler son certificat.
cause-proxy_unreachable-title = Proxy injoignable
cause-proxy_unreachable = Impossible de joindre le proxy { $proxy }, et donc { $side } ({ $host }). Rien n’a été envoyé.
cause-proxy_unreachable-next = Vérifiez le proxy dans les réglages du système, dans HTTPS_PROXY, ou sous proxy dans network du fichier de connexion, selon celui qui sert. Pour vous en passer, écrivez-y proxy = "none".
cause-proxy_sign_in-title = Le proxy demande une connexion
cause-proxy_sign_in = Le proxy { $proxy } demande un utilisateur et un mot de passe, ou refuse ceux qu’il a reçus. Rien n’a été envoyé.
cause-proxy_sign_in-next = Indiquez l’utilisateur et le mot de passe du proxy : dans la fenêtre, sous Modifier la connexion, Plus ; dans le terminal, avec connect --proxy et --proxy-user. Un proxy qui n’accepte que la connexion Windows ne peut pas servir directement : demandez un autre chemin à ses administrateurs.
cause-proxy_refused-title = Le proxy refuse le passage
cause-proxy_refused = Le proxy { $proxy } a été joint, mais n’a pas mené à { $host }. Rien n’a été envoyé.
cause-proxy_refused-next = Demandez aux administrateurs du proxy d’autoriser les connexions à { $host } ; vérifiez que l’adresse de { $side } est juste.
cause-not_https-title = Adresse non chiffrée
cause-not_https = L’adresse { $address } de { $side } enverrait les données sans chiffrement.
cause-not_https-next = Écrivez l’adresse avec https. Le simple http n’est accepté que pour cette machine.
cause-wrong_address-title = Mauvaise adresse
cause-wrong_address = L’adresse { $address } ne mène pas à { $side }.
cause-wrong_address-next = Pour Dataverse, prenez l’URL d’environnement du centre d’administration Power Platform ; pour Business Central, l’adresse d’API qui se termine par /api/v2.0.
cause-throttled-title = Trop de requêtes
cause-throttled = { $side } demande moins de requêtes, et encore après plusieurs attentes.
cause-throttled-next = Attendez quelques minutes, puis synchronisez de nouveau. Cherchez d’autres programmes qui utilisent le même utilisateur : ils partagent son quota.
cause-service_unavailable-title = Service indisponible
cause-service_unavailable = { $side } annonce qu’il n’est pas disponible en ce moment.
cause-service_unavailable-next = Réessayez plus tard. Si cela dure, consultez la page d’état du service ou demandez à son administrateur.
cause-malformed_answer-title = Réponse incompréhensible
cause-malformed_answer = { $side } a répondu autre chose que ce que son interface promet. Rien de cette réponse n’a été utilisé.
cause-malformed_answer-next = Vérifiez que l’adresse mène au service lui-même et non à une page de connexion ou d’erreur d’un proxy. Réessayez ; si cela persiste, gardez les détails pour le support du service.
cause-request_too_large-title = Trop volumineux
cause-request_too_large = Ce qui a été envoyé est plus volumineux que ce que { $side } accepte.
cause-request_too_large-next = Raccord envoie de lui-même moins à la fois. S’il s’agit d’un seul enregistrement, raccourcissez son plus long texte ; si un proxy s’interpose, demandez sa limite à ses administrateurs.
cause-service_error-title = Défaillance du service
cause-service_error = { $side } a échoué pendant ce travail et n’en dit pas plus.
cause-service_error-next = Synchronisez de nouveau. Si cela reste avec le même enregistrement, une extension ou un plug-in de { $side } peut être en cause : donnez l’identifiant de requête ci-dessous à son administrateur ou au support.
cause-api_switched_off-title = Interface désactivée
cause-api_switched_off = { $side } répond à cette adresse, mais son API est désactivée.
cause-api_switched_off-next = Un administrateur du serveur doit activer les services API (sur site : ApiServicesEnabled de l’instance de serveur), puis vérifiez de nouveau.
cause-api_version-title = Autre version de l’interface
cause-api_version = L’adresse de { $side } nomme une version de l’interface que Raccord ne parle pas : { $what }.
cause-api_version-next = Prenez l’adresse qui se termine par { $value }.
cause-clock_skew-title = Horloges décalées
cause-clock_skew = { $has_seconds ->
    [yes] L’horloge de cette machine et celle de { $side } diffèrent de { $seconds } s.
   *[no] { $side } tient une connexion toute fraîche pour expirée ou pas encore valable : l’horloge de cette machine est fausse.
}
cause-clock_skew-next = Laissez cette machine régler date et heure par le réseau. Les connexions sont refusées quand les horloges diffèrent de plus de cinq minutes ; ce qui change est quand même trouvé, car Raccord ne compare jamais les deux horloges.
cause-budget_exhausted-title = Quota épuisé
cause-budget_exhausted = Les requêtes que { $side } permet sont épuisées pour le moment.
cause-budget_exhausted-next = Rien à faire : Raccord attend que { $side } le laisse continuer. Si cela dure, cherchez d’autres programmes qui utilisent le même utilisateur, ou espacez le planning.

## Connexion de l'utilisateur
cause-wrong_secret-title = Mauvais secret
cause-wrong_secret = La connexion à { $side } a été refusée : le secret client ou le mot de passe est faux.
cause-wrong_secret-next = Copiez la valeur du secret, et non son identifiant, depuis la page de l’application dans Microsoft Entra, puis connectez-vous de nouveau.
cause-secret_expired-title = Secret expiré
cause-secret_expired = Le secret client pour { $side } a expiré.
cause-secret_expired-next = Créez un nouveau secret sur la page de l’application dans Microsoft Entra, puis connectez-vous de nouveau avec lui.
cause-secret_expired-certificate = Le certificat que Raccord présente à { $side } a expiré le { $until }.
cause-secret_expired-certificate-next = Faites un nouveau certificat avec sa clé, ajoutez-le sur la page de l’application dans Microsoft Entra, sous Certificats et secrets, et mettez-le à la place de { $path }.
cause-secret_missing-title = Secret manquant
cause-secret_missing = { $has_variable ->
    [yes] Le secret pour { $side } manque : la variable d’environnement { $variable } n’est pas définie.
   *[no] Le secret pour { $side } n’a pas été donné à ce programme.
}
cause-secret_missing-next = { $has_variable ->
    [yes] Donnez le secret à { $variable } et relancez, ou connectez-vous de nouveau sans secrets de session pour que le trousseau le garde.
   *[no] Connectez-vous de nouveau et donnez le secret.
}
cause-unknown_application-title = Application inconnue
cause-unknown_application = L’application { $client_id } n’est pas connue du tenant utilisé pour { $side }.
cause-unknown_application-next = Comparez l’ID client avec la page de l’application dans Microsoft Entra, et vérifiez qu’elle est inscrite dans ce tenant.
cause-unknown_tenant-title = Tenant inconnu
cause-unknown_tenant = Le tenant { $tenant } utilisé pour { $side } n’existe pas.
cause-unknown_tenant-next = Vérifiez le nom de domaine ou l’identifiant du tenant dans le fichier de connexion.
cause-consent_missing-title = Consentement manquant
cause-consent_missing = Personne n’a consenti à ce que cette application utilise { $side }.
cause-consent_missing-next = Demandez à un administrateur du tenant d’accorder le consentement sur la page des autorisations d’API de l’application dans Microsoft Entra.
cause-wrong_password-title = Mot de passe incorrect
cause-wrong_password = Le nom d’utilisateur ou le mot de passe pour { $side } est incorrect.
cause-wrong_password-next = Connectez-vous de nouveau avec le bon mot de passe. Sur site, il faut une clé d’accès aux services web au lieu du mot de passe ; elle figure sur la fiche de l’utilisateur dans Business Central.
cause-user_unknown-title = Utilisateur inconnu
cause-user_unknown = L’utilisateur { $user } est inconnu dans le locataire de { $side }.
cause-user_unknown-next = Connectez-vous avec un utilisateur de ce locataire, ou demandez à son administrateur d’inviter celui-ci.
cause-user_not_assigned-title = Utilisateur non affecté
cause-user_not_assigned = Le locataire réserve l’application { $client_id } aux utilisateurs affectés, et celui-ci n’en est pas.
cause-user_not_assigned-next = Demandez à un administrateur d’affecter l’utilisateur sur la page de l’application dans Microsoft Entra, sous Applications d’entreprise, Utilisateurs et groupes.
cause-user_locked-title = Utilisateur verrouillé
cause-user_locked = L’utilisateur est verrouillé pour un temps, après trop de mots de passe incorrects ou depuis une adresse douteuse.
cause-user_locked-next = Attendez un quart d’heure et reconnectez-vous. Si cela persiste, un administrateur de Microsoft Entra peut déverrouiller l’utilisateur.
cause-password_change-title = Mot de passe à changer
cause-password_change = Le mot de passe de l’utilisateur de { $side } a expiré ou doit être changé à la prochaine connexion.
cause-password_change-next = Connectez-vous une fois dans un navigateur sur myaccount.microsoft.com, changez-y le mot de passe, puis reconnectez-vous ici.
cause-mfa_required-title = Second facteur exigé
cause-mfa_required = Le locataire exige un second facteur pour { $side }, que seule une personne peut fournir.
cause-mfa_required-next = Reconnectez-vous dans le navigateur. Pour une synchronisation sans personne, utilisez une application avec un secret client ou un certificat : aucun second facteur ne leur est demandé.
cause-conditional_access-title = Refusé par une règle du locataire
cause-conditional_access = Une règle d’accès conditionnel du locataire refuse cette connexion : elle exige un certain appareil, lieu ou mode de connexion.
cause-conditional_access-next = Demandez à un administrateur quelle règle : le journal de connexion de Microsoft Entra la nomme sous l’identifiant de requête ci-dessous. Se connecter par le navigateur plutôt que par code d’appareil aide si la règle porte sur les appareils ; une application avec certificat ou secret échappe aux règles des utilisateurs.
cause-sign_in_needed-title = Personne n’est connecté
cause-sign_in_needed = Personne n’est connecté à { $side }, ou ce programme n’a pas pu conserver la connexion.
cause-sign_in_needed-next = Reconnectez-vous : sur la page de la connexion, ou avec raccord-cli sign-in.
cause-sign_in_expired-title = Connexion échue
cause-sign_in_expired = La connexion à { $side } a pris fin : trop longtemps inutilisée, mot de passe changé, ou retirée par un administrateur.
cause-sign_in_expired-next = Reconnectez-vous : sur la page de la connexion, ou avec raccord-cli sign-in. Rien ne se perd entre-temps ; la synchronisation suivante rattrape tout.
cause-sign_in_declined-title = Connexion déclinée
cause-sign_in_declined = La connexion à { $side } a été déclinée ou sa page fermée.
cause-sign_in_declined-next = Recommencez et acceptez ce que la page demande. Si elle demande plus que vous ne pouvez accepter, un administrateur doit le faire.
cause-sign_in_timed_out-title = Connexion inachevée
cause-sign_in_timed_out = Personne n’a achevé la connexion à { $side } à temps.
cause-sign_in_timed_out-next = Recommencez et achevez-la en un quart d’heure. Si le navigateur ne s’est pas ouvert, copiez l’adresse affichée.
cause-sign_in_forged-title = Réponse d’une connexion étrangère
cause-sign_in_forged = Ce qui est revenu à ce programme n’est pas la réponse à sa propre connexion à { $side }. Cela a été rejeté.
cause-sign_in_forged-next = Recommencez. Si cela se répète, cherchez d’autres programmes ou pages qui ouvrent des adresses sur cette machine.
cause-public_client_off-title = Pas de connexion par des personnes
cause-public_client_off = L’application { $client_id } n’est pas paramétrée pour des personnes qui se connectent sur leur machine.
cause-public_client_off-next = Sur la page de l’application dans Microsoft Entra, sous Authentification, ajoutez la plateforme Applications mobiles et de bureau avec http://localhost, et autorisez les flux de clients publics. Ou utilisez un secret client ou un certificat.
cause-redirect_refused-title = Chemin de retour non inscrit
cause-redirect_refused = L’application { $client_id } n’est pas inscrite avec l’adresse où le navigateur doit revenir.
cause-redirect_refused-next = Sur la page de l’application dans Microsoft Entra, sous Authentification, ajoutez la plateforme Applications mobiles et de bureau avec l’URI de redirection http://localhost.
cause-certificate_refused-title = Certificat refusé
cause-certificate_refused = Le certificat que l’application présente à { $side } n’est pas inscrit pour elle, a expiré, ou sa preuve a été refusée.
cause-certificate_refused-next = Comparez l’empreinte avec la page de l’application dans Microsoft Entra, sous Certificats et secrets, et vérifiez la date et l’heure de cette machine.
cause-sign_in_refused-title = Connexion refusée
cause-sign_in_refused = La connexion à { $side } a été refusée.
cause-sign_in_refused-next = Lisez les mots du service ci-dessous et vérifiez la partie « sign_in » de la connexion.
cause-not_registered-title = Non inscrit dans le service
cause-not_registered = { $has_client_id ->
    [yes] L’identification a réussi, mais { $side } n’admet pas l’application { $client_id }, ou la personne qui s’est identifiée avec elle.
   *[no] L’identification a réussi, mais { $side } n’admet pas cette application ou cet utilisateur.
}
cause-not_registered-next = { $side ->
    [Dataverse] Dans le centre d’administration Power Platform, sous Utilisateurs de l’environnement, Utilisateurs d’application, ajoutez l’application par cet identifiant client et donnez-lui un rôle de sécurité. Pour une personne : ajoutez-la à l’environnement.
   *[other] Dans Business Central, sur la page Applications Microsoft Entra, ajoutez l’application par cet identifiant client, mettez son état à Activé et donnez-lui des ensembles d’autorisations. Pour une personne : ajoutez et activez l’utilisateur.
}
cause-user_disabled-title = Utilisateur désactivé
cause-user_disabled = L’utilisateur d’intégration de { $side } est désactivé.
cause-user_disabled-next = Activez cet utilisateur dans { $side }, ou connectez-vous avec un autre. Un utilisateur qui a perdu sa licence est désactivé lui aussi.
cause-application_disabled-title = Application désactivée
cause-application_disabled = L’application { $client_id } est désactivée dans le tenant utilisé pour { $side }.
cause-application_disabled-next = Un administrateur du tenant peut l’activer dans Microsoft Entra, sous Applications d’entreprise, Propriétés, Activé pour la connexion des utilisateurs.
cause-wrong_scope-title = Portée non valide
cause-wrong_scope = La portée demandée pour { $side } n’est pas connue du service de connexion.
cause-wrong_scope-next = Retirez scope de la connexion pour que la portée habituelle soit demandée ; dans un nuage souverain, elle doit se terminer par /.default.
cause-unknown_resource-title = Service inconnu du tenant
cause-unknown_resource = Le tenant de la connexion ne connaît pas { $side } à cette adresse.
cause-unknown_resource-next = Comparez l’adresse de l’environnement avec le centre d’administration Power Platform, et le tenant avec celui auquel l’environnement appartient.
cause-wrong_audience-title = Connexion faite pour un autre service
cause-wrong_audience = { $side } refuse la connexion, car elle a été faite pour un autre service.
cause-wrong_audience-next = Retirez scope de la partie « sign_in » de la connexion, ou écrivez-y celle de { $side }. Sur site, ValidAudiences de l’instance de serveur doit contenir l’application ou https://api.businesscentral.dynamics.com.
cause-other_tenant-title = Autre tenant
cause-other_tenant = { $has_is ->
    [yes] { $side } appartient au tenant { $is }, et la connexion se fait à { $was }.
   *[no] { $side } refuse la connexion, car elle vient d’un autre tenant.
}
cause-other_tenant-next = Écrivez le tenant de l’environnement dans la partie « sign_in » de la connexion.
cause-secret_expires_soon-title = Secret bientôt expiré
cause-secret_expires_soon = Le secret client pour { $side } expire le { $until }.
cause-secret_expires_soon-next = Créez avant ce jour un nouveau secret sur la page de l’application dans Microsoft Entra, puis connectez-vous de nouveau avec lui et sa nouvelle date. Les deux secrets fonctionnent côte à côte entre-temps.
cause-secret_expires_soon-certificate = Le certificat que Raccord présente à { $side } expire le { $until }.
cause-secret_expires_soon-certificate-next = Faites avant ce jour un nouveau certificat avec sa clé, ajoutez-le sur la page de l’application dans Microsoft Entra, sous Certificats et secrets, et mettez-le à la place de { $path }. Les deux certificats fonctionnent côte à côte entre-temps.
cause-sign_in_expires_soon-title = Connexion bientôt échue
cause-sign_in_expires_soon = La connexion à { $side } prend fin le { $until } si elle ne sert pas avant.
cause-sign_in_expires_soon-next = Synchronisez une fois, ce qui la renouvelle, ou reconnectez-vous.

## Autorisations et paramétrage
cause-missing_permission-title = Autorisation manquante
cause-missing_permission = { $has_privilege ->
    [yes] L’utilisateur d’intégration de { $side } n’a pas d’autorisation pour { $privilege }.
   *[no] { $has_list ->
        [yes] L’utilisateur d’intégration de { $side } n’a pas d’autorisation pour : { $list }.
       *[no] L’utilisateur d’intégration de { $side } n’a pas le droit de faire cela.
    }
}
cause-missing_permission-next = { $has_privilege ->
    [yes] Donnez un rôle ou un ensemble d’autorisations avec { $privilege } à l’utilisateur d’intégration dans { $side }, puis réessayez.
   *[no] Donnez à l’utilisateur d’intégration les ensembles d’autorisations ou rôles de sécurité des tables mappées dans { $side }, puis réessayez.
}
cause-administration_mode-title = Mode d’administration
cause-administration_mode = L’environnement de { $side } est en mode d’administration et n’admet que les administrateurs.
cause-administration_mode-next = Attendez la fin de la maintenance. La prochaine synchronisation rattrapera d’elle-même.
cause-unknown_company-title = Société inconnue
cause-unknown_company = La société { $company } n’existe pas dans { $side }.
cause-unknown_company-next = Écrivez le nom, le nom d’affichage ou l’identifiant de la société comme Business Central l’affiche. Les détails citent les sociétés qui existent.
cause-unknown_table-title = Table inconnue
cause-unknown_table = { $has_list ->
    [yes] Il manque à { $side } des tables mappées : { $list }.
   *[no] La table { $table } n’existe pas dans { $side }.
}
cause-unknown_table-next = Corrigez la table dans le mappage { $mapping }, ou désactivez le mappage. Une table peut aussi être cachée à un utilisateur qui n’a pas le droit de la lire.
cause-unknown_field-title = Champ inconnu
cause-unknown_field = { $has_list ->
    [yes] Il manque à { $side } des champs mappés : { $list }.
   *[no] Le champ { $field } n’existe pas dans { $side }.
}
cause-unknown_field-next = Corrigez le champ dans le mappage { $mapping }, ou retirez-le.
cause-invalid_filter-title = Filtre refusé
cause-invalid_filter = { $side } a refusé le filtre du mappage { $mapping }.
cause-invalid_filter-next = Corrigez le filtre dans le mappage ; les mots du service disent où il échoue.
cause-no_roles-title = Aucun rôle de sécurité
cause-no_roles = L’utilisateur d’intégration de { $side } n’a aucun rôle de sécurité.
cause-no_roles-next = Donnez-lui un rôle de sécurité avec les privilèges des tables mappées, dans le centre d’administration Power Platform sous Utilisateurs, Gérer les rôles ; puis vérifiez de nouveau.
cause-licence_missing-title = Licence manquante
cause-licence_missing = L’utilisateur de { $side } n’a pas de licence qui lui permette de travailler avec ces données.
cause-licence_missing-next = Attribuez une licence dans le centre d’administration Microsoft 365, ou utilisez une application au lieu d’une personne : les applications n’en ont pas besoin.
cause-access_mode-title = Utilisateur sans accès aux données
cause-access_mode = Le mode d’accès de l’utilisateur de { $side } est { $what } : il ne permet pas de lire et d’écrire des enregistrements.
cause-access_mode-next = Réglez le mode d’accès sur Lecture-écriture ou Non interactif dans le centre d’administration Power Platform, ou utilisez un utilisateur d’application.
cause-administrator_account-title = Administrateur comme utilisateur d’intégration
cause-administrator_account = L’utilisateur d’intégration de { $side } est administrateur système ({ $what }).
cause-administrator_account-next = Utilisez un utilisateur d’application ou un utilisateur dédié avec un rôle de sécurité pour les seules tables mappées, et retirez-lui le rôle Administrateur système : un secret divulgué ouvrirait tout, et les privilèges manquants restent cachés tant que ce rôle est là.
cause-change_tracking_off-title = Suivi des modifications désactivé
cause-change_tracking_off = Ces tables de { $side } ne suivent pas leurs modifications : { $list }. Raccord trouve alors les modifications par la date et les suppressions en comparant les identifiants, ce qui coûte plus de requêtes.
cause-change_tracking_off-next = Activez le suivi des modifications dans les propriétés de ces tables dans Power Apps.
cause-change_log_expired-title = Journal des modifications échu
cause-change_log_expired = La dernière synchronisation est si ancienne que { $side } ne garde plus ce qui a changé depuis.
cause-change_log_expired-next = Rien à faire : la table est lue une fois en entier, puis de nouveau par ses modifications.
cause-required_not_mapped-title = Colonne obligatoire sans valeur
cause-required_not_mapped = Les nouveaux enregistrements de { $side } ne reçoivent aucune valeur dans des colonnes obligatoires : { $list }.
cause-required_not_mapped-next = Mappez un champ à chacune, ou donnez-lui une valeur pour les nouveaux enregistrements (on_create) dans le mappage.
cause-field_shortened-title = Textes peut-être trop longs
cause-field_shortened = Ces champs de { $side } acceptent moins de caractères que l’autre côté ne peut en contenir : { $list }.
cause-field_shortened-next = Un texte plus long est refusé, pas coupé. Allongez le champ, ou ajoutez-lui la règle « Une partie du texte » (substring) dans le mappage.
cause-option_without_partner-title = Valeur sans partenaire
cause-option_without_partner = Ces valeurs n’ont pas de partenaire dans { $side } : { $list }.
cause-option_without_partner-next = Ajoutez-y l’option, ou couplez-la avec une qui porte un autre nom. Les enregistrements avec ces valeurs échouent d’ici là.
cause-duplicate_rules-title = Doublons possibles
cause-duplicate_rules = { $side } a des règles de détection de doublons pour des tables où des enregistrements seront créés : { $list }. Elles ne retiennent pas les programmes ; la première synchronisation peut donc créer ce qui existe déjà.
cause-duplicate_rules-next = Couplez par correspondance avant la première synchronisation, et regardez son plan.
cause-language_differs-title = Autre langue
cause-language_differs = Les libellés des options arrivent dans la langue { $is } pour cet utilisateur ; celle de l’organisation est { $was }. Les options se correspondent par leurs libellés.
cause-language_differs-next = Réglez la langue de l’utilisateur dans { $side } sur celle de l’organisation, ou couplez les options à la main.
cause-currency_precision-title = Moins de décimales
cause-currency_precision = Les montants ont moins de décimales dans { $side } que de l’autre côté pour : { $list }. Ils sont arrondis en chemin.
cause-currency_precision-next = Donnez autant de décimales à la devise dans { $side }, si les montants doivent arriver sans arrondi.
cause-currency_missing-title = Devise manquante
cause-currency_missing = Il manque à { $side } des devises que l’autre côté utilise : { $list }.
cause-currency_missing-next = Activez le mappage CURRENCY, ou ajoutez la devise dans { $side }, avec un taux de change. Les enregistrements qui l’utilisent échouent d’ici là.
cause-currencies_differ-title = Devises locales différentes
cause-currencies_differ = Business Central tient ses comptes en { $was }, Dataverse en { $is }.
cause-currencies_differ-next = Les montants en devise locale, comme les limites de crédit, ne doivent pas être synchronisés entre ces deux-là : retirez ces champs des mappages.
cause-key_not_defined-title = Clé non définie
cause-key_not_defined = { $side } n’a pas cette clé alternative.
cause-key_not_defined-next = Définissez la clé dans les propriétés de la table dans Power Apps, et attendez qu’elle soit active.
cause-other_environment-title = Autre environnement
cause-other_environment = L’adresse de { $side } mène à un autre environnement ({ $is }) que celui avec lequel les couplages de ce dossier de données ont été faits ({ $was }). Rien n’a été lu ni écrit.
cause-other_environment-next = S’il s’agit d’une copie, ou si vous voulez un autre environnement : prenez-lui un autre dossier de données (--data-dir), pour que les deux existent côte à côte ; ou recommencez à neuf dans celui-ci, ce qui retire ses couplages et garde mappages et historique : modifiez la connexion dans la fenêtre, ou raccord-cli connect FICHIER --start-anew. Si c’est une erreur, corrigez l’adresse.
cause-other_company-title = Autre société
cause-other_company = La société { $is } n’est pas celle avec laquelle les couplages de ce dossier de données ont été faits ({ $was }). Rien n’a été lu ni écrit.
cause-other_company-next = Pour travailler avec les deux, prenez-lui un autre dossier de données (--data-dir). Pour passer à cette société, recommencez à neuf, ce qui retire les couplages et garde mappages et historique : modifiez la connexion dans la fenêtre, ou raccord-cli connect FICHIER --start-anew.
cause-overdue-title = Rien de synchronisé depuis longtemps
cause-overdue = Rien n’a été synchronisé depuis { $span }, alors que c’est prévu toutes les { $every }.
cause-overdue-next = Vérifiez que le programme qui suit le planning tourne (raccord-cli schedule run, ou la fenêtre), puis synchronisez maintenant : ce qui l’arrête sera dit alors.

## Enregistrements
cause-stale-title = Modifié entre-temps
cause-stale = L’enregistrement { $record } a été modifié dans { $side } après sa lecture ; rien n’a donc été écrit par-dessus.
cause-stale-next = Rien à faire : la prochaine synchronisation le relira et continuera avec les valeurs plus récentes.
cause-record_gone-title = Enregistrement disparu
cause-record_gone = L’enregistrement { $record } n’existe plus dans { $side }.
cause-record_gone-next = Recherchez les suppressions, puis décidez de restaurer l’enregistrement, de supprimer l’autre ou de supprimer le couplage.
cause-record_gone-out_of_filter = { $record } dans { $side } ne passe pas le filtre du mappage { $mapping }.
cause-record_gone-out_of_filter-next = Modifiez l’enregistrement pour qu’il prenne part, ou le filtre du mappage.
cause-record_gone-not_coupled = L’enregistrement { $record } de { $side } n’est pas couplé dans le mappage { $mapping }.
cause-record_gone-not_coupled-next = Cherchez le bon enregistrement dans les couplages du mappage.
cause-record_gone-unknown = Aucun mappage de ce passage ne connaît l’enregistrement { $record } de { $side }.
cause-record_gone-no_such_number = Rien dans la liste ne porte le numéro { $record }, ou ne le porte plus.
cause-record_gone-no_such_number-next = Prenez le numéro dans la liste telle qu’elle est maintenant.
cause-record_gone-unknown-next = Vérifiez l’identifiant et le côté ; un enregistrement qui y est nouveau est connu après la prochaine synchronisation.
cause-duplicate_key-title = Existe déjà
cause-duplicate_key = { $has_value ->
    [yes] { $side } a déjà un autre enregistrement dont le champ { $field } vaut { $value }.
   *[no] { $side } a déjà un enregistrement avec la même clé.
}
cause-duplicate_key-next = Si c’est le même, couplez les deux à la main ou par correspondance. Sinon, changez la clé de l’un d’eux.
cause-duplicate_key-already_coupled = { $record } est déjà couplé à { $target }.
cause-duplicate_key-already_coupled-next = Supprimez d’abord ce couplage, ou couplez avec --instead.
cause-duplicate_key-coupled_elsewhere = { $record } est déjà couplé à { $target } par le mappage { $mapping }.
cause-duplicate_key-coupled_elsewhere-next = Supprimez d’abord ce couplage, ou couplez avec --instead : un enregistrement n’a qu’un partenaire, quel que soit le nombre de mappages qui le voient.
cause-too_long-title = Texte trop long
cause-too_long = { $has_limit ->
    [yes] Le texte du champ { $field } dépasse les { $limit } caractères que { $side } accepte.
   *[no] Le texte du champ { $field } est plus long que ce que { $side } accepte.
}
cause-too_long-next = Raccourcissez le texte dans l’enregistrement où il a été écrit, ou ajoutez la règle « Une partie du texte » (substring) au champ dans le mappage.
cause-value_refused-title = Valeur refusée
cause-value_refused = { $has_value ->
    [yes] { $side } n’accepte pas { $value } dans le champ { $field }.
   *[no] { $side } n’accepte pas la valeur du champ { $field }.
}
cause-value_refused-next = Corrigez la valeur dans l’enregistrement où elle a été écrite, ou ajoutez une règle de transformation au champ dans le mappage.
cause-value_refused-no_such_pick = Le champ { $field } ne peut pas être tranché par « { $value } ».
cause-value_refused-no_such_pick-next = Prenez la valeur d’un côté, ou saisissez-en une ; seuls les textes longs peuvent garder les deux.
cause-required_missing-title = Valeur manquante
cause-required_missing = Le champ { $field } doit avoir une valeur dans { $side }.
cause-required_missing-next = Remplissez le champ dans l’autre système, ou donnez au mappage une valeur par défaut pour les nouveaux enregistrements.
cause-read_only_field-title = Champ non modifiable
cause-read_only_field = { $side } ne laisse pas écrire le champ { $field }.
cause-read_only_field-next = Dans le mappage { $mapping }, donnez au champ le sens inverse ou retirez-le.
cause-reference_missing-title = Référence manquante
cause-reference_missing = { $has_value ->
    [yes] Le champ { $field } renvoie à { $value }, qui n’existe pas dans { $side }.
   *[no] Le champ { $field } renvoie à un enregistrement qui n’existe pas dans { $side }.
}
cause-reference_missing-next = Créez l’enregistrement manquant dans { $side } ou corrigez la référence, puis réessayez.
cause-business_rule-title = Refusé par une règle de gestion
cause-business_rule = Une règle de gestion de { $side } a refusé la modification.
cause-business_rule-next = Lisez les mots du service ci-dessous, corrigez l’enregistrement ou la règle, puis réessayez.
cause-business_rule-cannot_be_reverted = On ne revient que sur des modifications, pas sur des créations, suppressions ou couplages, et seulement tant que les deux enregistrements sont couplés.
cause-business_rule-cannot_be_reverted-next = Supprimez, restaurez ou couplez plutôt l’enregistrement.
cause-business_rule-both_sides_exist = Les deux enregistrements existent : il n’y a rien à restaurer ni à supprimer.
cause-business_rule-both_sides_exist-next = Réessayez l’enregistrement, synchronisez-le avec un côté, ou supprimez le couplage.
cause-plug_in_refused-title = Refusé par un plug-in
cause-plug_in_refused = Un plug-in ou un flux de travail de { $side } a arrêté la modification.
cause-plug_in_refused-next = Lisez les mots du plug-in ci-dessous, corrigez l’enregistrement ou adressez-vous à qui s’occupe du plug-in, puis réessayez.
cause-value_not_kept-title = Valeur non conservée
cause-value_not_kept = { $has_value ->
    [yes] { $side } a accepté la modification, mais le champ { $field } contient toujours son ancienne valeur au lieu de { $value }.
   *[no] { $side } a accepté la modification, mais le champ { $field } contient toujours son ancienne valeur au lieu d’être vidé.
}
cause-value_not_kept-next = Demandez à qui s’occupe de { $side } ce qui rétablit le champ (un plug-in, un flux de travail, la sécurité des champs), ou donnez au champ le sens inverse dans le mappage { $mapping } ; puis réessayez.
cause-duplicate_detected-title = Pris pour un doublon
cause-duplicate_detected = Une règle de détection de doublons de { $side } tient cet enregistrement pour le doublon d’un autre.
cause-duplicate_detected-next = Si c’est le même, couplez les deux. Sinon, différenciez-les dans ce que la règle compare, ou changez la règle.
cause-still_referenced-title = Encore utilisé
cause-still_referenced = L’enregistrement { $record } ne peut pas être supprimé dans { $side }, car d’autres enregistrements s’y réfèrent.
cause-still_referenced-next = Supprimez ou modifiez d’abord ceux-ci, ou retirez plutôt le couplage.

## Règles de la synchronisation
cause-lookup_not_coupled-title = Référence non couplée
cause-lookup_not_coupled = { $has_value ->
    [yes] Le champ { $field } renvoie à { $value } ({ $target }), qui n’est pas encore couplé.
   *[no] Le champ { $field } renvoie à un enregistrement de { $target } qui n’est pas encore couplé.
}
cause-lookup_not_coupled-next = Couplez cet enregistrement, à la main ou par correspondance. Celui-ci suivra de lui-même à la prochaine synchronisation.
cause-missing_exchange_rate-title = Taux de change manquant
cause-missing_exchange_rate = { $has_list ->
    [yes] Ces devises n’ont pas de taux de change dans { $side } : { $list }.
   *[no] La devise { $currency } n’a pas de taux de change dans Business Central.
}
cause-missing_exchange_rate-next = Saisissez un taux de change pour cette devise dans { $has_list ->
    [yes] { $side }
   *[no] Business Central
} (dans Business Central : Devises, Taux de change), puis réessayez.
cause-option_missing-title = Option manquante
cause-option_missing = { $has_value ->
    [yes] Le groupe d’options derrière le champ { $field } n’a pas la valeur { $value }.
   *[no] La valeur manque au groupe d’options derrière le champ { $field }.
}
cause-option_missing-next = Ajoutez l’option dans Dataverse ou couplez-la avec une option existante, puis réessayez.
cause-conflict-title = Conflit
cause-conflict = { $has_destination ->
    [yes] Impossible de mettre à jour l’enregistrement { $destination ->
        [customers] client
        [vendors] fournisseur
        [accounts] de compte
        [contacts] de contact
        [items] article
        [products] de produit
        [opportunities] d’opportunité
       *[other] { $destination }
    }, car sa date de dernière modification est postérieure à celle de l’enregistrement { $source ->
        [customers] client
        [vendors] fournisseur
        [accounts] de compte
        [contacts] de contact
        [items] article
        [products] de produit
        [opportunities] d’opportunité
       *[other] { $source }
    }.
   *[no] { $has_field ->
        [yes] Les deux côtés ont donné des valeurs différentes à { $field }.
       *[no] Les deux côtés ont donné des valeurs différentes au même champ.
    }
}
cause-conflict-next = Décidez quelle valeur garder. Rien n’est écrit dans cet enregistrement d’ici là.
cause-deleted_in_bc-title = Supprimé dans Business Central
cause-deleted_in_bc = L’enregistrement { $record } a été supprimé dans Business Central et existe encore dans Dataverse.
cause-deleted_in_bc-next = Restaurez-le, supprimez-le aussi dans Dataverse, ou supprimez le couplage.
cause-deleted_in_dv-title = Supprimé dans Dataverse
cause-deleted_in_dv = L’enregistrement { $record } a été supprimé dans Dataverse et existe encore dans Business Central.
cause-deleted_in_dv-next = Restaurez-le, supprimez-le aussi dans Business Central, ou supprimez le couplage.
cause-invalid_mapping-title = Mappage non valide
cause-invalid_mapping = Le mappage { $mapping } n’est pas valide ou n’existe pas.
cause-invalid_mapping-next = Regardez le mappage et corrigez ce que les détails citent.
cause-create_uncertain-title = Création incertaine
cause-create_uncertain = L’enregistrement { $record } était en cours de création dans { $side } quand la connexion s’est rompue, et rien ne dit avec certitude s’il existe.
cause-create_uncertain-next = Cherchez-le dans { $side }. S’il y est, couplez les deux à la main ; sinon, réessayez.
cause-several_matches-title = Plusieurs enregistrements correspondent
cause-several_matches = Son partenaire dans { $side } ne peut être désigné : plus d’un enregistrement de l’un des côtés correspond, ou un enregistrement que voit un autre mappage ou dont le couplage a été supprimé, de sorte qu’aucun n’a été couplé ni créé.
cause-several_matches-next = Couplez à la main les deux qui vont ensemble, ou distinguez les autres. La correspondance avec aperçu les nomme.
cause-may_have_partner-title = A peut-être déjà un partenaire
cause-may_have_partner = Le cache de Raccord provient d’une copie. Depuis cette copie, cet enregistrement a pu recevoir un partenaire dans { $side }, et { $side } contient des enregistrements dans le même cas : aucun n’a été créé, car ce pourrait être un doublon.
cause-may_have_partner-next = Couplez-le à la main si son partenaire s’y trouve. Si aucun n’en a, laissez créer les partenaires : raccord-cli sync --mapping { $mapping } --allow-large, ou créez-les un par un.
cause-dependency_unread-title = Attend un autre mappage
cause-dependency_unread = { $target }, dont ce mappage dépend, n’a pas pu être lu ; rien de ce mappage n’a été écrit.
cause-dependency_unread-next = Corrigez ce qui est signalé pour { $target }. Ce mappage suit à la prochaine synchronisation ; pour le lancer quand même, nommez-le seul : raccord-cli sync --mapping NOM.
cause-one_way_table-title = La table ne circule pas dans ce sens
cause-one_way_table = { $mapping } n’écrit pas dans { $side } : les valeurs de l’autre côté ne peuvent pas y être reprises.
cause-one_way_table-next = Reprenez plutôt les valeurs de { $side }, ou changez le sens de la correspondance de table.
cause-safety_brake-title = Frein de sécurité
cause-safety_brake = { $what ->
    [deletions] Rien n’a été écrit : le passage supprimerait l’autre enregistrement de { $count } paires sur { $total } du mappage { $mapping } ({ $share } %), plus que le frein de sécurité ne permet.
   *[changes] Rien n’a été écrit : le passage modifierait { $count } paires sur { $total } du mappage { $mapping } ({ $share } %), plus que le frein de sécurité ne permet.
}
cause-safety_brake-next = Regardez le plan (raccord-cli plan --mapping { $mapping }). S’il est juste, laissez-le passer une fois : raccord-cli sync --allow-large, ou Montrer le plan sur la page d’accueil.

## Cette machine
cause-not_connected-title = Non connecté
cause-not_connected = Ce dossier de données n’a pas encore de connexion à Business Central et Dataverse.
cause-not_connected-next = Connectez d’abord : au terminal avec raccord-cli connect FICHIER, dans la fenêtre avec la configuration de la connexion.
cause-disk_full-title = Disque plein
cause-disk_full = Le disque est plein ; le cache local ne peut pas être écrit. Ce qui était enregistré avant est intact.
cause-disk_full-next = Libérez de la place sur le disque du dossier de données, puis synchronisez de nouveau : le travail reprendra où il s’est arrêté.
cause-cache_damaged-title = Cache endommagé
cause-cache_damaged = Le cache local ne peut pas être lu.
cause-cache_damaged-next = Restaurez une sauvegarde, ou écartez le dossier de données et couplez de nouveau par correspondance. Aucune donnée de gestion n’est perdue : elles sont dans les deux services.
cause-cache_damaged-newer = Ce cache a été écrit par une version plus récente de Raccord : son format est { $version }, et cette version connaît le { $supported }.
cause-cache_damaged-newer-next = Rien n’est endommagé. Reprenez la version plus récente ; pour continuer avec celle-ci, restaurez une sauvegarde qu’elle a faite elle-même.
cause-cache_damaged-foreign = Ce fichier vient d’un autre programme que Raccord.
cause-cache_damaged-foreign-next = Vérifiez que le chemin et le dossier de données sont les bons. Le fichier a été laissé tel quel.
cause-cache_locked-title = Dossier de données occupé
cause-cache_locked = { $has_pid ->
    [yes] Le dossier de données est utilisé par { $program } (processus { $pid }) depuis { $since }.
   *[no] Le dossier de données est utilisé par un autre programme.
}
cause-cache_locked-next = Fermez l’autre programme ou attendez qu’il ait fini. Un autre dossier de données peut être donné avec --data-dir.
cause-file_problem-title = Fichier inutilisable
cause-file_problem = { $has_what ->
    [yes] « { $what } » n’est pas utilisable sur cette machine.
   *[no] Le fichier { $path } n’a pas pu être lu ou écrit.
}
cause-file_problem-next = { $has_what ->
    [yes] Déverrouillez-le, ou gardez les secrets en mémoire avec --session-secrets.
   *[no] Vérifiez que le chemin est juste et que vous avez le droit d’y lire et d’y écrire.
}
cause-file_problem-moved_away = Le dossier de données a été déplacé vers { $path }, qui n’est pas là. Rien n’a été recommencé.
cause-file_problem-moved_away-next = S’il se trouve sur un autre disque, branchez-le. Si le dossier est perdu, supprimez le fichier moved-to de l’ancien dossier et restaurez-y une sauvegarde.
cause-file_problem-own_file = { $path } est un fichier dont Raccord lui-même a besoin. Rien n’a été écrit.
cause-file_problem-own_file-next = Choisissez un autre nom ou dossier.
cause-file_problem-not_empty = { $path } contient autre chose, ou un autre dossier de données.
cause-file_problem-not_empty-next = Choisissez un dossier nouveau ou vide.
cause-file_problem-inside = { $path } se trouve dans le dossier de données, ou l’inverse.
cause-file_problem-inside-next = Choisissez un dossier à côté.
cause-file_problem-copy_differs = La copie dans { $path } n’est pas identique. L’ancien dossier de données est resté tel quel.
cause-file_problem-copy_differs-next = Vérifiez le disque, puis recommencez, ou choisissez un autre emplacement.
cause-invalid_file-title = Fichier non valide
cause-invalid_file = { $has_field ->
    [yes] Le fichier n’est pas valide à { $field }.
   *[no] { $has_line ->
        [yes] Le fichier n’est pas valide à la ligne { $line }.
       *[no] Le contenu du fichier n’est pas valide.
    }
}
cause-invalid_file-next = Corrigez le fichier ; les détails disent ce qui était attendu.
cause-invalid_file-pfx = Le fichier { $path } n’est pas un fichier PEM : c’est un fichier PFX (PKCS n° 12) ou un certificat sous forme binaire.
cause-invalid_file-pfx-next = Convertissez-le, puis nommez le résultat : openssl pkcs12 -in FICHIER.pfx -out FICHIER.pem -nodes. Le fichier PEM doit contenir le certificat et sa clé privée sans phrase secrète ; que personne d’autre ne puisse le lire.
cause-key_store_unusable-title = Pas de trousseau
cause-key_store_unusable = Le trousseau de cette machine n’est pas utilisable ; les secrets ne peuvent y être conservés.
cause-key_store_unusable-next = Conservez-les dans un fichier chiffré par une phrase secrète (raccord-cli connect --secrets file), ou seulement jusqu’à la fin du programme (--secrets session). Sous Linux, un trousseau existe quand GNOME Keyring, KWallet ou un autre Secret Service tourne et est déverrouillé.
cause-passphrase_needed-title = Phrase secrète requise
cause-passphrase_needed = Les secrets de ce dossier de données sont dans un fichier chiffré, qui demande sa phrase secrète.
cause-passphrase_needed-next = Tapez la phrase secrète quand elle est demandée, ou placez-la dans { $variable } avant de démarrer le programme.
cause-wrong_passphrase-title = Phrase secrète incorrecte
cause-wrong_passphrase = La phrase secrète n’ouvre pas le fichier des secrets, ou le fichier a été modifié.
cause-wrong_passphrase-next = Réessayez. Sans elle les secrets sont perdus : supprimez le fichier { $path } et reconnectez avec --secrets file et une nouvelle phrase d’au moins huit caractères ; les couplages et l’historique restent.
cause-wrong_passphrase-too_short = La phrase secrète est trop courte : il lui faut au moins { $limit } caractères.
cause-wrong_passphrase-too_short-next = Choisissez-en une plus longue, plusieurs mots par exemple, et notez-la où vous seul la trouverez : sans elle, les secrets sont perdus.
cause-cancelled-title = Arrêté
cause-cancelled = Le travail a été arrêté avant la fin. Ce qui était fait jusque-là est enregistré.
cause-cancelled-next = Relancez quand vous voulez : le travail reprendra où il s’est arrêté.
cause-unknown-title = Problème inattendu
cause-unknown = { $has_side ->
    [yes] { $side } a signalé un problème que Raccord ne connaît pas.
   *[no] Il s’est passé quelque chose que Raccord ne connaît pas.
}
cause-unknown-next = Les détails gardent les mots d’origine. Réessayez, et signalez-le si cela persiste.
cause-internal-title = Erreur de ce programme
cause-internal = Raccord a commis une erreur et a arrêté ce travail. Ce qui était enregistré est intact, et la fenêtre continue.
cause-internal-next = Recommencez : le travail reprendra où il s’est arrêté. Si cela se répète, enregistrez le diagnostic à la page À propos de la fenêtre et signalez l’erreur avec lui.

## Qui peut y faire quelque chose
fixer-nobody = Personne : cela passe tout seul
fixer-user = Vous
fixer-service_administrator = Un administrateur de Business Central ou de Dataverse
fixer-directory_administrator = Un administrateur du tenant (Microsoft Entra)
fixer-network_administrator = Qui s’occupe du réseau
fixer-support = Le support
field-in-words = « { $field } »
