### What the terminal program says to a person.

cli-about = Keeps Business Central and Dataverse in step
