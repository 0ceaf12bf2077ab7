//! Italy and Spain.

use super::{Culture, Family, HouseNumber, Town};

/// Italy.
pub(super) static ITALY: Culture = Culture {
    country: "IT",
    currency: "EUR",
    families: &[Family {
        given: &[
            "Alessia", "Beatrice", "Cosimo", "Donatella", "Elisabetta", "Fabrizio", "Giosuè", "Niccolò",
            "Ottavia", "Tommaso",
        ],
        surnames: &[
            "Acquaviva", "Bellosguardo", "Cantalupo", "D'Alessio", "Dell'Orto", "Fontanabuona", "Lanzafame",
            "Mezzanotte", "Pietrasanta", "Quattrocchi", "Scognamillo", "Viceré",
        ],
    }],
    trades: &[
        "Libreria", "Cartoleria", "Tipografia", "Legatoria", "Galleria", "Erboristeria", "Torrefazione",
        "Liuteria", "Pasticceria", "Cornici",
    ],
    patterns: &["{t} {s}", "{t} {s} & Figli S.n.c.", "{t} dei F.lli {s}", "{s} {t} S.r.l."],
    streets: &[
        "Via dell'Orso", "Piazza delle Erbe", "Corso Umberto I", "Vicolo del Gallo", "Via Tre Re",
        "Via San Niccolò", "Lungarno dei Cardatori",
    ],
    house_number: HouseNumber::Last,
    second_lines: &["Scala #", "Casella postale ##"],
    towns: &[
        Town { name: "Forlì", post_code: "4712#", state: "FC" },
        Town { name: "L'Aquila", post_code: "67100", state: "AQ" },
        Town { name: "Cefalù", post_code: "90015", state: "PA" },
        Town { name: "Reggio nell'Emilia", post_code: "4212#", state: "RE" },
        Town { name: "Lucca", post_code: "55100", state: "LU" },
    ],
    phones: &["+39 0100 00####"],
    mobiles: &["+39 300 00 00 ###"],
    jobs: &["Responsabile acquisti", "Titolare", "Libraio", "Contabile", "Legatrice", "Direttore"],
};

/// Spain.
pub(super) static SPAIN: Culture = Culture {
    country: "ES",
    currency: "EUR",
    families: &[Family {
        given: &[
            "Ángela", "Begoña", "Cándido", "Efraín", "Íñigo", "Jesús", "Macarena", "Núria", "Óscar",
            "Úrsula",
        ],
        surnames: &[
            "Alcañiz", "Belmonte Ruíz", "Castañeda", "Echániz", "Figueirôa", "Güell", "Ibáñez Soto", "Luján",
            "Muñoz de la Peña", "Ordóñez", "Peñarroya", "Zubiría",
        ],
    }],
    trades: &[
        "Librería", "Papelería", "Imprenta", "Encuadernación", "Galería", "Panadería", "Cafetería",
        "Guitarrería", "Floristería", "Museo",
    ],
    patterns: &["{t} {s}", "{t} {s} e Hijos, S.L.", "{t} Viuda de {s}", "{s} {t} S.A."],
    streets: &[
        "Calle del Olmo", "Plaza Mayor", "Calle Peñón", "Avenida de la Constitución", "Rúa do Porto",
        "Carrer de l'Àngel", "Paseo de los Álamos",
    ],
    house_number: HouseNumber::Last,
    second_lines: &["2.º izq.", "Apdo. ###", "Local #"],
    towns: &[
        Town { name: "Logroño", post_code: "2600#", state: "La Rioja" },
        Town { name: "Cádiz", post_code: "1100#", state: "Cádiz" },
        Town { name: "A Coruña", post_code: "1500#", state: "A Coruña" },
        Town { name: "L'Hospitalet de Llobregat", post_code: "0890#", state: "Barcelona" },
        Town { name: "Cáceres", post_code: "1000#", state: "Cáceres" },
    ],
    phones: &["+34 800 000 ###"],
    mobiles: &["+34 600 000 ###"],
    jobs: &["Jefa de compras", "Propietario", "Librera", "Contable", "Encuadernador", "Gerente"],
};
