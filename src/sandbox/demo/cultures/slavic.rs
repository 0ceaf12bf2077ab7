//! Poland and Czechia.

use super::{Culture, Family, HouseNumber, Town};

/// Poland.
pub(super) static POLAND: Culture = Culture {
    country: "PL",
    currency: "PLN",
    families: &[Family {
        given: &[
            "Agnieszka", "Bożena", "Czesław", "Grażyna", "Jędrzej", "Kinga", "Łucja", "Małgorzata", "Ścibor",
            "Wacław", "Zbigniew", "Żaneta",
        ],
        surnames: &[
            "Bączek", "Chmiel", "Dąbek", "Gołąb", "Gwiżdż", "Kołodziej", "Łoś", "Niedźwiedź", "Ostrzyżek",
            "Piątek", "Skrzypek", "Szczygieł", "Świątek", "Wątróbka", "Źrebiec", "Żuraw",
        ],
    }],
    trades: &[
        "Księgarnia", "Drukarnia", "Introligatornia", "Papiernia", "Galeria", "Kwiaciarnia", "Piekarnia",
        "Szkoła Muzyczna", "Antykwariat", "Pracownia Ramiarska",
    ],
    patterns: &["{t} {s}", "{t} {s} sp. z o.o.", "{s} i Wspólnicy, {t}", "{t} {s} i Córki"],
    streets: &[
        "ul. Świętojańska", "ul. Żeglarska", "al. Niepodległości", "ul. Młyńska", "pl. Książąt",
        "ul. Ogrodowa", "ul. Łąkowa", "ul. Garncarska",
    ],
    house_number: HouseNumber::Last,
    second_lines: &["lok. ##", "skr. poczt. ###"],
    towns: &[
        Town { name: "Łódź", post_code: "90-0##", state: "łódzkie" },
        Town { name: "Wrocław", post_code: "50-1##", state: "dolnośląskie" },
        Town { name: "Białystok", post_code: "15-0##", state: "podlaskie" },
        Town { name: "Zielona Góra", post_code: "65-0##", state: "lubuskie" },
        Town { name: "Rzeszów", post_code: "35-0##", state: "podkarpackie" },
        Town { name: "Świnoujście", post_code: "72-600", state: "zachodniopomorskie" },
    ],
    phones: &["+48 10 000 ## ##"],
    mobiles: &["+48 400 000 ###"],
    jobs: &[
        "Kierownik zakupów", "Właścicielka", "Księgowa", "Introligator", "Dyrektor", "Zaopatrzeniowiec",
    ],
};

/// Czechia.
pub(super) static CZECHIA: Culture = Culture {
    country: "CZ",
    currency: "CZK",
    families: &[
        Family {
            given: &[
                "Bořivoj", "Čestmír", "Dušan", "Jiří", "Lubomír", "Miloš", "Ondřej", "Řehoř", "Štěpán",
            ],
            surnames: &[
                "Čtvrtek", "Dlouhý", "Holoubek", "Jeřábek", "Krejčík", "Němeček", "Pospíchal", "Růžek",
                "Skřivan", "Šťastný", "Vašíček", "Žďárský",
            ],
        },
        Family {
            given: &[
                "Blažena", "Božena", "Dagmar", "Eliška", "Jiřina", "Ludmila", "Růžena", "Šárka", "Žofie",
            ],
            surnames: &[
                "Čtvrtková", "Dlouhá", "Holoubková", "Jeřábková", "Němečková", "Pospíchalová", "Růžková",
                "Šťastná",
            ],
        },
    ],
    trades: &[
        "Knihkupectví", "Papírnictví", "Tiskárna", "Knihařství", "Galerie", "Květinářství", "Pekařství",
        "Hudební škola", "Čajovna", "Rámařství",
    ],
    patterns: &["{t} {s}", "{t} {s} s.r.o.", "{s} a syn, {t}", "{t} {s} a.s."],
    streets: &[
        "Dlouhá", "Na Příkopech", "U Staré školy", "Křižovnická", "Zámecká", "Nábřeží míru", "Růžová",
    ],
    house_number: HouseNumber::Last,
    second_lines: &["P.O. Box ##", "2. patro"],
    towns: &[
        Town { name: "Český Krumlov", post_code: "381 01", state: "" },
        Town { name: "Plzeň", post_code: "301 0#", state: "" },
        Town { name: "Hradec Králové", post_code: "500 0#", state: "" },
        Town { name: "Třebíč", post_code: "674 01", state: "" },
        Town { name: "Ústí nad Labem", post_code: "400 0#", state: "" },
    ],
    phones: &["+420 100 100 ###"],
    mobiles: &["+420 100 200 ###"],
    jobs: &["Vedoucí nákupu", "Majitelka", "Účetní", "Knihař", "Ředitel", "Nákupčí"],
};
