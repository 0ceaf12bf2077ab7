### Couplage par correspondance, révision de la synchronisation complète.

nav-full = Synchro complète
match-sentence = Couple les enregistrements des deux systèmes qui concordent sur les critères de leur mappage. Le couplage lui-même n’écrit rien dans les services
match-preview = Aperçu
match-preview-again = Refaire l’aperçu
match-empty-title = Aucun mappage ne participe
match-empty-why = Activez un mappage : les enregistrements de ses tables pourront être couplés ici
match-alone = Sans partenaire : { $bc } dans Business Central, { $dv } dans Dataverse
match-no-rules = Ce mappage n’a pas de critère. Désignez un de ses champs comme critère pour rapprocher les enregistrements
match-rule = { $bc } = { $dv }
match-rule-called = { $field } ({ $rule })
match-rule-strict = { $rule } (majuscules et minuscules doivent concorder)
match-and = et
match-change-criteria = Modifier les critères
match-add-criterion = Ajouter un critère…
match-remove-criterion = { $field } n’est plus un critère
match-rules-help = Essayés dans cet ordre. Une paire n’est sûre que si chacun ne correspond qu’à un seul autre ; un champ vide ne prouve rien
match-result = Ce que trouvent les critères
match-tab-sure = { $count ->
    [one] { $count } sûre
   *[other] { $count } sûres
}
match-tab-near = { $count } à regarder
match-tab-several = { $count } à plusieurs candidats
match-tab-alone = { $count } sans correspondance
match-none-sure = Aucune paire ne concorde exactement
match-none-near = Aucune autre paire ne se ressemble
match-none-several = Aucun enregistrement n’en a plusieurs en face
match-more = { $count ->
    [one] { $count } autre paire est sûre et sera couplée aussi
   *[other] { $count } autres paires sont sûres et seront couplées aussi
}
match-why-equal = identiques : { $fields }
match-why-near = ressemblance { $score } % : { $fields }
match-why-field = { $field } { $score } %
match-near-tick = Cocher à partir de { $score } % ({ $count })
match-near-tick-none = Ne rien cocher
match-near-help = Ces paires ne concordent pas exactement ; aucune n’est couplée sans que vous la cochiez. La ressemblance est la part des groupes de trois lettres que les deux ont en commun ; un champ qui distingue les enregistrements pèse plus qu’un champ que beaucoup partagent
match-several-help = Ceux-ci correspondent à plusieurs enregistrements. Aucun n’est couplé sans que vous choisissiez son partenaire
match-choose-none = Ne pas coupler
match-partner-of = Partenaire de { $record }
match-candidates = { $count ->
    [one] { $count } candidat
   *[other] { $count } candidats
}
match-without = { $count ->
    [one] { $count } enregistrement sans correspondance
   *[other] { $count } enregistrements sans correspondance
}
match-create-help = Chaque enregistrement sans correspondance est alors créé de l’autre côté, selon le sens de son mappage
match-create-held = Rien n’est créé tant que des paires concordantes sont écartées : ce qui serait créé pourrait être leur doublon
match-couple = { $count ->
    [0] Coupler
    [one] Coupler { $count } paire
   *[other] Coupler { $count } paires
}
match-creates = Crée aussi des enregistrements
match-then = Ensuite
match-then-compare = comparer ; les champs différents deviennent des conflits
match-then-bc = écrire les valeurs de Business Central dans Dataverse
match-then-dv = écrire les valeurs de Dataverse dans Business Central
match-couple-help = Le couplage peut être annulé. La comparaison a lieu à la prochaine synchronisation de { $mapping }
toast-coupled =
    { $count ->
        [0] Rien n’a été couplé
        [one] { $count } paire couplée
       *[other] { $count } paires couplées
    }{ $created ->
        [0] { "" }
        [one] , { $created } enregistrement créé
       *[other] , { $created } enregistrements créés
    }
toast-uncoupled =
    { $count ->
        [one] { $count } couplage supprimé
       *[other] { $count } couplages supprimés
    }

full-sentence =
    { $count ->
        [0] Rien n’est à exécuter
        [one] { $count } mappage reste à exécuter depuis le début
       *[other] { $count } mappages restent à exécuter depuis le début
    }
full-done = Chaque mappage a été exécuté depuis le début
full-busy = En cours ; vous pouvez continuer à travailler
full-start = Démarrer…
full-go-on = Poursuivre…
full-again = Recommencer depuis le début…
full-review = Lire les deux systèmes
full-review-help = Lit les deux systèmes et dit par quoi chaque mappage commencerait. N’écrit rien
full-not-reviewed = Rien n’a encore été lu. Une révision lit les deux systèmes et dit par quoi chaque mappage commencerait ; elle n’écrit rien
full-empty-title = Aucun mappage ne participe
full-empty-why = Activez d’abord des mappages ; ils sont exécutés ici dans l’ordre de leurs dépendances
full-wave = Vague { $wave }
full-records = Business Central { $bc } · Dataverse { $dv }
full-unread = Pas encore lu
full-create = Créer ce qui manque
full-couple = Coupler, puis créer
full-no-records = Aucun enregistrement
full-status-waiting = En attente
full-status-in-process = En cours
full-status-success = Terminé
full-status-error = Échec
full-waits = Attend { $names }
full-anyway = Démarrer { $mapping } quand même
full-nothing = Rien n’était à faire
full-coupled = { $count ->
    [one] { $count } couplé
   *[other] { $count } couplés
}
full-inserted = { $count ->
    [one] { $count } créé
   *[other] { $count } créés
}
full-modified = { $count ->
    [one] { $count } modifié
   *[other] { $count } modifiés
}
full-unchanged = { $count ->
    [one] { $count } inchangé
   *[other] { $count } inchangés
}
full-failed = { $count ->
    [one] { $count } échec
   *[other] { $count } échecs
}
question-full-title = Exécuter la synchronisation complète
question-full-consequence = Les deux systèmes sont lus en entier. Les enregistrements concordants sont couplés, les manquants créés, les différences écrites selon les règles de chaque mappage. Le frein de sécurité reste en place
question-full-verb =
    { $count ->
        [one] Synchroniser { $count } mappage
       *[other] Synchroniser { $count } mappages
    }

help-match =
    Ici se couplent les enregistrements des deux systèmes qui vont ensemble. Les critères d’un mappage disent quels champs doivent concorder ; un aperçu montre ce qu’ils trouvent avant tout couplage.
    Décochez ce que vous ne voulez pas, cochez ou choisissez ce qui se ressemble, puis couplez. Le couplage n’écrit rien dans les services et s’annule depuis la notification.
help-full =
    Une synchronisation complète exécute chaque mappage une fois depuis le début, par vagues : un mappage démarre quand tout ce dont il dépend a réussi.
    Lisez d’abord les deux systèmes : on voit combien d’enregistrements il y a et ce qui est recommandé. Ce qui échoue se répare et reprend là où il s’est arrêté.
plan-title = Ce que ferait une comparaison complète
plan-compare = Tout comparer
plan-help = Lit tous les enregistrements des deux systèmes et dresse la liste de ce qui serait fait, sans le faire. Les modifications peuvent être écartées ou tournées vers l’autre côté ; ce qui est créé, couplé ou supprimé s’exécute en bloc, par la synchronisation
plan-run =
    { $count ->
        [0] Exécuter les modifications choisies
        [one] Exécuter { $count } modification
       *[other] Exécuter { $count } modifications
    }
plan-recommended = comme recommandé
plan-reset = Rétablir le sens recommandé de { $record }
plan-reset-all = Rétablir tous les sens recommandés ({ $count })
plan-show-pair = Montrer la paire { $record } parmi les couplages
plan-direction-of = Sens de { $record }
command-plan = Comparaison complète : { $what }
plan-reason-changed = { $side } a changé
plan-reason-merged = les deux côtés ont changé, et tout est gardé
plan-reason-new = seulement dans { $side }
plan-reason-matched = trouvé par correspondance
plan-reason-conflict = les deux côtés ont changé les mêmes champs
plan-reason-policy = une règle du mappage donne raison à { $side }
plan-reason-decided = décidé par une personne
plan-reason-taken = { $side } a été choisi par une personne
plan-reason-deleted = supprimé dans { $side }
plan-reason-restored = manquait dans { $side }
plan-reason-reverted = une écriture précédente est annulée
full-shows = Ce qui est montré
full-in-waves = Les mappages par vagues
