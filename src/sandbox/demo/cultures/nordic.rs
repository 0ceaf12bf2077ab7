//! Iceland, Sweden and Denmark.

use super::{Culture, Family, HouseNumber, Town};

/// Iceland.
pub(super) static ICELAND: Culture = Culture {
    country: "IS",
    currency: "ISK",
    families: &[
        Family {
            given: &[
                "Birkir", "Egill", "Guðmundur", "Hörður", "Ísleifur", "Jökull", "Sæmundur", "Þórður",
            ],
            surnames: &[
                "Ásgeirsson", "Bjarkason", "Eyþórsson", "Guðjónsson", "Hróarsson", "Kjartansson",
                "Ögmundsson", "Steingrímsson", "Úlfarsson", "Ýmisson", "Þorgeirsson", "Ægisson",
            ],
        },
        Family {
            given: &[
                "Ásdís", "Brynhildur", "Guðrún", "Hafdís", "Jórunn", "Rannveig", "Sæunn", "Þóra",
            ],
            surnames: &[
                "Ásgeirsdóttir", "Bjarkadóttir", "Eyþórsdóttir", "Guðjónsdóttir", "Hróarsdóttir",
                "Kjartansdóttir", "Ögmundsdóttir", "Þorgeirsdóttir",
            ],
        },
    ],
    trades: &[
        "Bókabúð", "Prentsmiðja", "Bókband", "Kaffihús", "Gallerí", "Blómabúð", "Ritfangaverslun",
        "Tónlistarskóli", "Bakarí", "Handverkshús",
    ],
    patterns: &["{t} {s} ehf.", "{s} & co. {t}", "{t} {s} sf."],
    streets: &[
        "Hafnargata", "Skólavörðustígur", "Aðalstræti", "Brúargata", "Þingholtsstræti", "Ægisbraut",
        "Öldugata",
    ],
    house_number: HouseNumber::Last,
    second_lines: &["Pósthólf ##", "2. hæð"],
    towns: &[
        Town { name: "Reykjavík", post_code: "10#", state: "" },
        Town { name: "Akureyri", post_code: "600", state: "" },
        Town { name: "Ísafjörður", post_code: "400", state: "" },
        Town { name: "Seyðisfjörður", post_code: "710", state: "" },
        Town { name: "Kirkjubæjarklaustur", post_code: "880", state: "" },
    ],
    phones: &["+354 200 ####"],
    mobiles: &["+354 201 ####"],
    jobs: &[
        "Innkaupastjóri", "Framkvæmdastjóri", "Bóksali", "Eigandi", "Bókbindari", "Skrifstofustjóri",
    ],
};

/// Sweden.
pub(super) static SWEDEN: Culture = Culture {
    country: "SE",
    currency: "SEK",
    families: &[Family {
        given: &["Åsa", "Börje", "Göran", "Håkan", "Märta", "Örjan", "Pär", "Sölve", "Tove", "Åke"],
        surnames: &[
            "Ålander", "Björkdal", "Djupström", "Fjällgren", "Grönvik", "Häggqvist", "Lönnblad", "Mörkstam",
            "Näslind", "Rönnholm", "Sjögård", "Töresjö", "Vårby", "Öhrling",
        ],
    }],
    trades: &[
        "Bokhandel", "Tryckeri", "Bokbinderi", "Pappershandel", "Galleri", "Bageri", "Kafé", "Konsthantverk",
        "Musikskola", "Blomsterhandel",
    ],
    patterns: &["{s}s {t} AB", "{t} {s}", "Bröderna {s}s {t}", "{s} & Döttrar {t} HB"],
    streets: &[
        "Storgatan", "Östra Kyrkogatan", "Smedjebacken", "Kråkstigen", "Sjötullsgatan", "Näckrosvägen",
        "Vädergränd",
    ],
    house_number: HouseNumber::Last,
    second_lines: &["Box ###", "# tr"],
    towns: &[
        Town { name: "Göteborg", post_code: "411 0#", state: "" },
        Town { name: "Malmö", post_code: "211 2#", state: "" },
        Town { name: "Örebro", post_code: "702 1#", state: "" },
        Town { name: "Umeå", post_code: "903 2#", state: "" },
        Town { name: "Söderköping", post_code: "614 3#", state: "" },
    ],
    phones: &["+46 31 390 06 ##", "+46 8 465 004 ##", "+46 40 628 04 ##"],
    mobiles: &["+46 70 174 06 ##"],
    jobs: &["Inköpschef", "Ägare", "Bokhandlare", "Verkstadschef", "Ekonomiansvarig", "Säljare"],
};

/// Denmark.
pub(super) static DENMARK: Culture = Culture {
    country: "DK",
    currency: "DKK",
    families: &[Family {
        given: &[
            "Asbjørn", "Bodil", "Grethe", "Jørgen", "Kåre", "Mette", "Søren", "Tårn", "Ærling", "Øjvind",
        ],
        surnames: &[
            "Bækgaard", "Dybdahl", "Fårborg", "Gråbøl", "Højlund", "Kærsholm", "Lindebjærg", "Mølbæk",
            "Nørreskov", "Rødkjær", "Skovbo", "Tåsinge", "Vestergård", "Østerlund",
        ],
    }],
    trades: &[
        "Boghandel", "Trykkeri", "Bogbinderi", "Papirhandel", "Galleri", "Bageri", "Kaffebar",
        "Kunsthåndværk", "Musikhus", "Blomster",
    ],
    patterns: &["{s}s {t}", "{t} {s} ApS", "Brdr. {s} {t} A/S", "{t} ved {s}"],
    streets: &[
        "Åboulevarden", "Nørregade", "Mølleåvej", "Sankt Knuds Stræde", "Brøndgade", "Æblehaven",
        "Havnepladsen",
    ],
    house_number: HouseNumber::Last,
    second_lines: &["#. sal", "Postboks ##"],
    towns: &[
        Town { name: "Aarhus C", post_code: "8000", state: "" },
        Town { name: "Næstved", post_code: "4700", state: "" },
        Town { name: "Ærøskøbing", post_code: "5970", state: "" },
        Town { name: "Rønne", post_code: "3700", state: "" },
        Town { name: "Sønderborg", post_code: "6400", state: "" },
    ],
    phones: &["+45 10 00 ## ##"],
    mobiles: &["+45 10 01 ## ##"],
    jobs: &["Indkøbschef", "Indehaver", "Boghandler", "Værkfører", "Bogholder", "Direktør"],
};
