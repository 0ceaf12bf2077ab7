### Ce que le programme de terminal dit à une personne.

cli-about = Garde Business Central et Dataverse synchronisés
