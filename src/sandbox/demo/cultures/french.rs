//! France and Belgium.

use super::{Culture, Family, HouseNumber, Town};

const GIVEN: [&str; 20] = [
    "Anaïs", "Benoît", "Chloé", "Clément", "Éloïse", "Émile", "Françoise", "Gaël", "Hélène", "Inès",
    "Jérôme", "Loïc", "Maëlle", "Noémie", "Océane", "Raphaël", "Solène", "Théo", "Yseult", "Zoé",
];

const SURNAMES: [&str; 30] = [
    "Aubépin", "Beauséjour", "Bréchet", "Châtaignier", "Combaluzier", "Courtevoie", "D'Harcelles",
    "Delaunoy", "Dufrêne", "Esquirol", "Fauvette", "Garrigou", "Guénolé", "Hautecœur", "Jacquemin",
    "L'Hermitte", "Lapérouze", "Le Bihannic", "Lézardière", "Marécaux", "Montclair", "Noëllier", "Périgaud",
    "Quéméneur", "Rocheblave", "Saint-Aubert", "Thévenard", "Urtubie", "Vauquelin", "Ysambert",
];

const TRADES: [&str; 14] = [
    "Librairie", "Papeterie", "Imprimerie", "Reliure", "Galerie", "Épicerie", "Atelier d'encadrement",
    "Institut", "Théâtre", "Brûlerie", "Pâtisserie", "Herboristerie", "Cinéma", "Fleuriste",
];

const PATTERNS: [&str; 4] = ["{t} {s}", "{t} {s} & Fils", "{t} Vve {s}", "{s} {t} SARL"];

const STREETS: [&str; 14] = [
    "rue des Lilas", "rue de l'Abreuvoir", "quai des Tanneurs", "avenue Jean-Moulin",
    "place du Marché-aux-Herbes", "rue du Puits-Doré", "boulevard de la République", "impasse des Cordiers",
    "rue de l'Évêché", "chemin des Vignes", "cours de l'Îlot", "rue Basse", "allée des Érables",
    "rue du Faubourg-de-Pierre",
];

const JOBS: [&str; 8] = [
    "Directrice des achats", "Gérant", "Responsable d'atelier", "Comptable", "Acheteur",
    "Assistante de direction", "Libraire", "Relieur",
];

const FAMILIES: [Family; 1] = [Family {
    given: &GIVEN,
    surnames: &SURNAMES,
}];

/// France.
pub(super) static FRANCE: Culture = Culture {
    country: "FR",
    currency: "EUR",
    families: &FAMILIES,
    trades: &TRADES,
    patterns: &PATTERNS,
    streets: &STREETS,
    house_number: HouseNumber::First,
    second_lines: &["Bâtiment #", "BP ###", "2e étage", "Cour intérieure"],
    towns: &[
        Town { name: "Strasbourg", post_code: "67#00", state: "" },
        Town { name: "Saint-Étienne", post_code: "42#00", state: "" },
        Town { name: "Nîmes", post_code: "30#00", state: "" },
        Town { name: "Besançon", post_code: "25000", state: "" },
        Town { name: "Orléans", post_code: "45#00", state: "" },
        Town { name: "Béziers", post_code: "34500", state: "" },
        Town { name: "L'Isle-sur-la-Sorgue", post_code: "84800", state: "" },
        Town { name: "Chalon-sur-Saône", post_code: "71100", state: "" },
        Town { name: "Quimper", post_code: "29000", state: "" },
    ],
    phones: &["+33 1 99 00 ## ##", "+33 3 53 01 ## ##", "+33 4 65 71 ## ##", "+33 5 36 49 ## ##"],
    mobiles: &["+33 6 39 98 ## ##"],
    jobs: &JOBS,
};

/// Belgium.
pub(super) static BELGIUM: Culture = Culture {
    country: "BE",
    currency: "EUR",
    families: &FAMILIES,
    trades: &TRADES,
    patterns: &["{t} {s} SRL", "Maison {s} — {t}", "{t} {s} Frères", "{s} & Sœurs, {t}"],
    streets: &STREETS,
    house_number: HouseNumber::Last,
    second_lines: &["Boîte #", "Bte ##"],
    towns: &[
        Town { name: "Liège", post_code: "4000", state: "" },
        Town { name: "Namur", post_code: "5000", state: "" },
        Town { name: "Braine-l'Alleud", post_code: "1420", state: "" },
        Town { name: "Tournai", post_code: "7500", state: "" },
        Town { name: "Ixelles", post_code: "1050", state: "" },
    ],
    phones: &["+32 1 900 ## ##"],
    mobiles: &["+32 400 00 ## ##"],
    jobs: &JOBS,
};
