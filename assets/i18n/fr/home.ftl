### Page d’accueil.

home-title = Accueil
home-in-step = Tout est synchronisé
home-not-yet = Rien n’a encore été synchronisé
home-first-run = La première synchronisation est en cours
home-needs-you = À votre attention

home-waiting =
    { $conflicts ->
        [0] { "" }
        [one] { $conflicts } conflit ·{ " " }
       *[other] { $conflicts } conflits ·{ " " }
    }{ $skipped ->
        [0] { "" }
        [one] { $skipped } enregistrement ignoré ·{ " " }
       *[other] { $skipped } enregistrements ignorés ·{ " " }
    }{ $errors ->
        [0] aucune erreur
        [one] { $errors } erreur
       *[other] { $errors } erreurs
    }
home-conflicts =
    { $count ->
        [one] { $count } conflit
       *[other] { $count } conflits
    }
home-skipped =
    { $count ->
        [one] { $count } enregistrement ignoré
       *[other] { $count } enregistrements ignorés
    }
home-show-plan = Montrer le plan…
home-column-mapping = Mappage de table
home-column-state = État
home-column-last = Dernier passage
home-column-pairs = Couplages
home-column-conflicts = Conflits
home-column-errors = Erreurs
home-empty-title = Rien n’est encore connecté
home-empty-why = Connectez vos systèmes, ou explorez la démonstration
mapping-in-step = En phase
mapping-pending = À faire
mapping-needs-you = À traiter
mapping-stopped = Arrêté
mapping-off = Désactivé
mapping-new = Pas encore synchronisé
welcome-title = Gardez Business Central et Dynamics 365 Sales en phase
welcome-sentence = Raccord montre ce qu’il va écrire avant d’écrire, fusionne champ par champ et ne perd aucune modification
welcome-try-demo = Essayer la démonstration
welcome-try-demo-help = Deux systèmes simulés sur cet ordinateur avec 2 000 clients ; 37 conflits et 24 erreurs vous attendent. Aucun compte n’est nécessaire, rien ne quitte cette machine
welcome-connect = Connecter mes systèmes…
welcome-connect-help = Sept étapes, environ cinq minutes ; rien n’est écrit avant votre accord
welcome-choose-file = Choisir un fichier de connexion
welcome-does = Ce qu’il fait
welcome-does-answer = Il lit ce qui a changé dans les deux systèmes, détermine ce que chacun doit apprendre de l’autre, le montre, puis l’écrit avec le moins de requêtes possible. Ce que les deux côtés ont modifié différemment vous attend, champ par champ. Chaque écriture figure dans l’historique et peut être annulée
welcome-does-not = Ce qu’il ne fait jamais
welcome-does-not-answer = Il n’écrase jamais une valeur qu’il n’a pas vue, ne supprime aucun enregistrement sans votre décision ou une règle que vous avez posée, ne crée jamais deux fois le même enregistrement et ne tient jamais un conflit pour résolu
welcome-privacy = Confidentialité
welcome-privacy-answer = Vos enregistrements vont à vos deux services et à personne d’autre : pas de compte chez nous, pas de mesure d’usage, aucun rapport qui s’envoie tout seul. Le cache se trouve sur cet ordinateur, lisible par vous seul ; mots de passe et clés sont dans le trousseau du système
welcome-backup = Ouvrir une sauvegarde…
welcome-never = Raccord envoie vos données à vos deux services et à personne d’autre
home-column-runs = Exécutions
home-column-pending = À faire
plot-title = Enregistrements par minute
plot-span = Période
plot-hour = 1 h
plot-day = 24 h
plot-week = 7 jours
plot-month = 30 jours
plot-form = Forme
plot-form-plot = Graphique
plot-form-numbers = Nombres
plot-nothing = Rien n’a été écrit pendant cette période
plot-time = De
plot-to-dv = Vers Dataverse
plot-to-bc = Vers Business Central
plot-errors = Erreurs
plot-spoken = Enregistrements écrits vers Dataverse : { $dv }, vers Business Central : { $bc }, erreurs : { $failed }
plot-small = Enregistrements écrits par les dernières exécutions, de la plus ancienne à la plus récente : { $numbers }
home-sync-more = Autres façons de synchroniser
home-column-next = Prochain passage
home-due-now = maintenant
home-reading = Comment chaque côté est lu
plan-preview = Aperçu : dire ce qu’une synchronisation ferait
health-sign-in = Se connecter…
health-check = Vérifier la connexion
home-health = La connexion demande votre attention
status-stopped = { $side } n’est pas synchronisé pour l’instant
worker-ended = Raccord s’est trompé plusieurs fois de suite et ne fait plus rien en arrière-plan. Ce qui était enregistré est intact.
health-start-again = Redémarrer
health-do-again = Synchroniser de nouveau
home-mappings-off = { $count ->
    [one] { $count } autre mappage est désactivé
   *[other] { $count } autres mappages sont désactivés
}
