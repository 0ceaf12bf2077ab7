//! Germany and Switzerland.

use super::{Culture, Family, HouseNumber, Town};

const GIVEN: [&str; 20] = [
    "Änne", "Björn", "Cäcilie", "Dörte", "Elke", "Falk", "Günther", "Heike", "Ingeborg", "Jörg", "Käthe",
    "Lutz", "Mareike", "Nils", "Özlem", "Rüdiger", "Sönke", "Türkan", "Ulrike", "Wiebke",
];

const SURNAMES: [&str; 28] = [
    "Ährenfeld", "Brückner", "Büchsenschütz", "Dörfler", "Eßer", "Fröhlich", "Großkopf", "Hülsmann",
    "Jäckle", "Köhlbrandt", "Kräuter", "Löffelmann", "Möwenstein", "Nüßlein", "Ölschläger", "Preußner",
    "Quandtmeyer", "Rößler", "Schäuffele", "Strümpel", "Süßkind", "Tränkner", "Übelhör", "Völker",
    "Weißgerber", "Wüstenhagen", "Zätzsch", "Zwölfer",
];

const TRADES: [&str; 14] = [
    "Buchhandlung", "Schreibwaren", "Druckerei", "Buchbinderei", "Galerie", "Hofladen", "Rösterei",
    "Kunsthandlung", "Musikschule", "Kalligraphie-Werkstatt", "Teestube", "Konditorei", "Gärtnerei",
    "Puppenbühne",
];

const STREETS: [&str; 12] = [
    "Lindenstraße", "Am Mühlbach", "Färbergasse", "Große Bäckerstraße", "Schloßplatz", "Königsallee",
    "An der Stadtmauer", "Bürgermeister-Süß-Weg", "Hinter der Kirche", "Mönchsgasse", "Untere Weidenstraße",
    "Zum Zollhaus",
];

const JOBS: [&str; 8] = [
    "Einkaufsleiterin", "Geschäftsführer", "Inhaberin", "Buchhändler", "Werkstattleiter",
    "Sachbearbeiterin Einkauf", "Lagerverwalter", "Buchbindermeisterin",
];

const FAMILIES: [Family; 1] = [Family {
    given: &GIVEN,
    surnames: &SURNAMES,
}];

/// Germany.
pub(super) static GERMANY: Culture = Culture {
    country: "DE",
    currency: "EUR",
    families: &FAMILIES,
    trades: &TRADES,
    patterns: &["{t} {s}", "{s} {t} GmbH", "{t} {s} & Söhne", "{t} Gebr. {s} OHG"],
    streets: &STREETS,
    house_number: HouseNumber::Last,
    second_lines: &["Hinterhaus", "#. Stock", "Postfach ## ##"],
    towns: &[
        Town { name: "Göttingen", post_code: "3707#", state: "Niedersachsen" },
        Town { name: "Lübeck", post_code: "2355#", state: "Schleswig-Holstein" },
        Town { name: "Würzburg", post_code: "9707#", state: "Bayern" },
        Town { name: "Görlitz", post_code: "0282#", state: "Sachsen" },
        Town { name: "Münster", post_code: "4814#", state: "Nordrhein-Westfalen" },
        Town { name: "Weißenfels", post_code: "06667", state: "Sachsen-Anhalt" },
        Town { name: "Schwäbisch Gmünd", post_code: "7352#", state: "Baden-Württemberg" },
        Town { name: "Berlin", post_code: "1099#", state: "Berlin" },
    ],
    phones: &["+49 30 23125 ###", "+49 69 90009 ###", "+49 40 66969 ###", "+49 89 99998 ###"],
    mobiles: &["+49 152 28817 ###", "+49 176 04069 ###", "+49 171 39200 ##"],
    jobs: &JOBS,
};

/// Switzerland.
pub(super) static SWITZERLAND: Culture = Culture {
    country: "CH",
    currency: "CHF",
    families: &FAMILIES,
    trades: &TRADES,
    patterns: &["{t} {s} AG", "{t} zum {s}", "{s} {t} Sàrl", "{t} {s} & Co."],
    streets: &[
        "Rue de l'Hôpital", "Gerbergässlein", "Bärenplatz", "Rämistrasse", "Obere Bahnhofstrasse",
        "Chemin des Écoliers", "Spalenvorstadt",
    ],
    house_number: HouseNumber::Last,
    second_lines: &["Postfach", "Case postale ##"],
    towns: &[
        Town { name: "Zürich", post_code: "800#", state: "ZH" },
        Town { name: "Genève", post_code: "120#", state: "GE" },
        Town { name: "Neuchâtel", post_code: "2000", state: "NE" },
        Town { name: "Basel", post_code: "405#", state: "BS" },
        Town { name: "La Chaux-de-Fonds", post_code: "2300", state: "NE" },
    ],
    phones: &["+41 10 000 ## ##"],
    mobiles: &["+41 70 000 ## ##"],
    jobs: &JOBS,
};
