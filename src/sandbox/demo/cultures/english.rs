//! Great Britain, Ireland and the United States.

use super::{Culture, Family, HouseNumber, Town};

const GIVEN: [&str; 20] = [
    "Ailsa", "Bryn", "Catriona", "Dermot", "Eleanor", "Fergus", "Gwendolyn", "Hamish", "Imogen", "Jocelyn",
    "Kit", "Lorcan", "Maeve", "Niamh", "Oisín", "Philippa", "Rosalind", "Siân", "Tadhg", "Winifred",
];

const SURNAMES: [&str; 28] = [
    "Ashgrove", "Bickerstaffe", "Coldwater", "D'Arcy-Pell", "Everdale", "Fennimore", "Goldthwaite",
    "Hollingbourne", "Inkpen", "Jessop-Lane", "Kittredge", "Larkspur", "MacAskill", "Netherby", "O'Malley",
    "O'Neill", "Penhaligan", "Quillfeather", "Ravenscroft", "Smythe-Barrow", "Thistlewood", "Underhay",
    "Vennor", "Wetherspark", "Wrenfield", "Yarborough", "Zouche", "McGonnigal",
];

const TRADES: [&str; 14] = [
    "Books", "Stationers", "Printing", "Bindery", "Gallery", "Tea Rooms", "Calligraphy", "Maps & Charts",
    "Antiques", "Grammar School", "Florists", "Theatre Company", "Bakery", "Instruments",
];

const FAMILIES: [Family; 1] = [Family {
    given: &GIVEN,
    surnames: &SURNAMES,
}];

const JOBS: [&str; 8] = [
    "Purchasing Manager", "Owner", "Head of Workshop", "Accounts Payable", "Bookseller", "Office Manager",
    "Buyer", "Managing Director",
];

const STREETS: [&str; 12] = [
    "Candlewick Street", "Saddler's Row", "St Bride's Close", "Old Mill Lane", "Harbour Parade",
    "The Shambles Yard", "Queen's Terrace", "Abbot's Walk", "Quayside", "King Alfred Road", "Pottergate",
    "Bakehouse Hill",
];

/// Great Britain.
pub(super) static BRITAIN: Culture = Culture {
    country: "GB",
    currency: "GBP",
    families: &FAMILIES,
    trades: &TRADES,
    patterns: &["{s} {t}", "{s}'s {t}", "{s} & Daughters {t} Ltd", "The {s} {t} Company"],
    streets: &STREETS,
    house_number: HouseNumber::First,
    second_lines: &["Unit #", "First Floor", "The Old Maltings"],
    towns: &[
        Town { name: "Hay-on-Wye", post_code: "HR3 #XX", state: "Powys" },
        Town { name: "King's Lynn", post_code: "PE30 #XX", state: "Norfolk" },
        Town { name: "Aberystwyth", post_code: "SY23 #XX", state: "Ceredigion" },
        Town { name: "St Andrews", post_code: "KY16 #XX", state: "Fife" },
        Town { name: "Bury St Edmunds", post_code: "IP33 #XX", state: "Suffolk" },
        Town { name: "Whitby", post_code: "YO21 #XX", state: "North Yorkshire" },
        Town { name: "Penzance", post_code: "TR18 #XX", state: "Cornwall" },
    ],
    phones: &["+44 1632 960###", "+44 20 7946 0###", "+44 131 496 0###", "+44 29 2018 0###"],
    mobiles: &["+44 7700 900###"],
    jobs: &JOBS,
};

/// Ireland.
pub(super) static IRELAND: Culture = Culture {
    country: "IE",
    currency: "EUR",
    families: &FAMILIES,
    trades: &TRADES,
    patterns: &["{s} {t} Teo", "{s} Brothers {t}", "Siopa {s} {t}", "{s} {t} & Sons DAC"],
    streets: &STREETS,
    house_number: HouseNumber::First,
    second_lines: &["Unit #", "An Chúirt Ghlas"],
    towns: &[
        Town { name: "Galway", post_code: "H91 XX##", state: "Co. Galway" },
        Town { name: "Dún Laoghaire", post_code: "A96 XX##", state: "Co. Dublin" },
        Town { name: "Kilkenny", post_code: "R95 XX##", state: "Co. Kilkenny" },
        Town { name: "Clonakilty", post_code: "P85 XX##", state: "Co. Cork" },
        Town { name: "Westport", post_code: "F28 XX##", state: "Co. Mayo" },
    ],
    phones: &["+353 20 91# ####"],
    mobiles: &["+353 20 91# ####"],
    jobs: &JOBS,
};

/// The United States.
pub(super) static UNITED_STATES: Culture = Culture {
    country: "US",
    currency: "USD",
    families: &FAMILIES,
    trades: &TRADES,
    patterns: &["{s} {t} LLC", "{s} & Co. {t}", "{s} Family {t}", "{t} by {s} Inc."],
    streets: &[
        "Juniper Street", "West 4th Avenue", "Old Post Road", "Cannery Row", "Peachblossom Drive",
        "Mill Pond Road", "Courthouse Square",
    ],
    house_number: HouseNumber::First,
    second_lines: &["Suite ###", "Floor #"],
    towns: &[
        Town { name: "Asheville", post_code: "2880#", state: "NC" },
        Town { name: "Port Townsend", post_code: "98368", state: "WA" },
        Town { name: "Santa Fe", post_code: "8750#", state: "NM" },
        Town { name: "Coeur d'Alene", post_code: "83814", state: "ID" },
        Town { name: "Montpelier", post_code: "05602", state: "VT" },
    ],
    phones: &["+1 828 555 01##", "+1 360 555 01##", "+1 505 555 01##"],
    mobiles: &["+1 208 555 01##"],
    jobs: &JOBS,
};
