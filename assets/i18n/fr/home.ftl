### Page d’accueil.

home-title = Accueil
home-in-step = Tout est synchronisé
home-needs-you = À votre attention
