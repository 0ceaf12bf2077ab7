### Erreurs de synchronisation d’intégration, par cause, avec ce qu’il faut faire.

errors-title = Erreurs de synchronisation d’intégration
