//! What a seed decides before anything happens: mappings, limits and clocks.

use super::dice::Dice;
use raccord::model::Sides;
use raccord::model::mapping::TableMapping;
use std::fmt::Write as _;

/// The setting of a story.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own"
)]
#[derive(Clone)]
pub(crate) struct Shape {
    pub(crate) mappings: Vec<TableMapping>,
    /// The mappings as a person would write them, for the story.
    pub(crate) file: String,
    /// Whether Business Central honours ids that the client chooses.
    pub(crate) client_ids: bool,
    /// Whether Dataverse keeps a change log of the tables.
    pub(crate) tracking: bool,
    /// How far each service's clock is off, in seconds.
    pub(crate) skew: Sides<i64>,
    /// How far this machine's clock is off, in seconds.
    pub(crate) own_skew: i64,
    pub(crate) page: Sides<u32>,
    /// Pairs that are planned and written together.
    pub(crate) chunk: usize,
    /// Writes in one request.
    pub(crate) batch: usize,
    /// Requests under way at once, whose answers may come in any order.
    pub(crate) at_once: usize,
    /// Whether services answer writes with the record.
    pub(crate) represents: bool,
    /// Whether a person retries what is skipped at the end.
    pub(crate) retries: bool,
    /// Whether what was read of a table is believed in later runs too, until it is asked for anew.
    pub(crate) keeps_schemas: bool,
    /// What the services' own ids begin with.
    pub(crate) world_seed: u64,
}

pub(crate) const CUSTOMER: &str = "CUSTOMER";
/// A second mapping of customers, told apart from the first one by the telephone.
pub(crate) const APART: &str = "APART";
pub(crate) const VENDOR: &str = "VENDOR";
pub(crate) const PROJECT: &str = "PROJECT";

impl Shape {
    pub(crate) fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed ^ 0x5a5a_0001);
        let mut apart = Dice::new(seed ^ 0x5a5a_0004);
        let is_apart = super::story::is_wide(seed) && apart.chance(40);
        let file = mapping_file(&mut dice, is_apart.then_some(&mut apart));
        let mappings = raccord::model::mapping_file::read(&file).unwrap();
        let skews = [0, 0, 3, -3, 90, -90, 3600, -3600];
        Self {
            mappings,
            file,
            client_ids: dice.chance(85),
            tracking: dice.chance(80),
            skew: Sides::new(dice.pick(&skews), dice.pick(&skews)),
            own_skew: dice.pick(&skews),
            page: Sides::new(dice.pick(&[1, 2, 3, 50]), dice.pick(&[1, 2, 3, 50])),
            chunk: dice.pick(&[1, 2, 5, 100]),
            batch: dice.pick(&[1, 2, 3, 50]),
            at_once: dice.pick(&[1, 1, 2, 3]),
            represents: dice.chance(75),
            retries: dice.chance(50),
            world_seed: dice.seed(),
            keeps_schemas: super::story::keeps_schemas(seed),
        }
    }

    pub(crate) fn mapping(&self, name: &str) -> Option<&TableMapping> {
        self.mappings
            .iter()
            .find(|mapping| mapping.name.as_str() == name)
    }

    /// The setting in words.
    pub(crate) fn words(&self) -> String {
        let mut words = String::new();
        writeln!(
            words,
            "Business Central's clock is {} s off, Dataverse's {} s, ours {} s.",
            self.skew.bc, self.skew.dv, self.own_skew
        )
        .unwrap();
        writeln!(
            words,
            "Pages of {} and {} records, chunks of {}, {} writes a request, {} at once; ids made here {}; change log {}; \
             writes answered with {}.",
            self.page.bc,
            self.page.dv,
            self.chunk,
            self.batch,
            self.at_once,
            if self.client_ids { "honoured" } else { "ignored by Business Central" },
            if self.tracking { "on" } else { "off" },
            if self.represents { "the record" } else { "nothing" },
        )
        .unwrap();
        words.push_str(&self.file);
        words
    }
}

fn mapping_file(dice: &mut Dice, apart: Option<&mut Dice>) -> String {
    let mut file = String::new();
    let only_coupled = dice.chance(10);
    let mark = apart.is_some().then_some("F-");
    parties(
        dice,
        &mut file,
        CUSTOMER,
        "customers",
        (3, mark),
        only_coupled,
    );
    if let Some(apart) = apart {
        let mark = Some("ab");
        parties(apart, &mut file, APART, "customers", (3, mark), false);
    }
    if dice.chance(35) {
        parties(dice, &mut file, VENDOR, "vendors", (11, None), false);
    }
    if dice.chance(60) {
        projects(dice, &mut file);
    }
    file
}

fn direction(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        "both",
        "both",
        "both",
        "both",
        "to_dataverse",
        "to_business_central",
    ])
}

fn policies(dice: &mut Dice, file: &mut String) {
    let detection = dice.pick(&["field", "field", "record"]);
    let update = dice.pick(&["ask", "ask", "business_central", "dataverse", "newest"]);
    let deletion = dice.pick(&["ask", "ask", "restore", "uncouple", "delete"]);
    writeln!(
        file,
        "conflict_detection = \"{detection}\"\non_update_conflict = \"{update}\"\non_deletion = \"{deletion}\""
    )
    .unwrap();
}

/// One field mapping; one that would flow against its table's direction flows with it.
fn field(file: &mut String, table: &str, bc: &str, dv: &str, direction: Option<&str>, more: &str) {
    writeln!(file, "[[mapping.field]]\nbc = \"{bc}\"\ndv = \"{dv}\"").unwrap();
    let own = direction.filter(|own| table == "both" || *own == table);
    if let Some(own) = own {
        writeln!(file, "direction = \"{own}\"").unwrap();
    }
    if !more.is_empty() {
        writeln!(file, "{more}").unwrap();
    }
}

fn parties(
    dice: &mut Dice,
    file: &mut String,
    name: &str,
    set: &str,
    (kind, mark): (u32, Option<&str>),
    only_coupled: bool,
) {
    let table = direction(dice);
    writeln!(
        file,
        "[[mapping]]\nname = \"{name}\"\nbc = \"{set}\"\ndv = \"accounts\"\ndirection = \"{table}\"\nonly_coupled = {only_coupled}"
    )
    .unwrap();
    policies(dice, file);
    let mut filters = Vec::new();
    if dice.chance(60) {
        filters.push("blocked eq '_x0020_'".to_owned());
    }
    filters.extend(mark.map(|mark| format!("startswith(phoneNumber,'{mark}')")));
    if !filters.is_empty() {
        writeln!(file, "bc_filter = \"{}\"", filters.join(" and ")).unwrap();
    }
    let marked = mark.map(|mark| format!(" and startswith(telephone1,'{mark}')"));
    let marked = marked.unwrap_or_default();
    writeln!(file, "dv_filter = \"customertypecode eq {kind}{marked}\"").unwrap();
    writeln!(file, "[mapping.on_create.dv]\ncustomertypecode = {kind}").unwrap();
    if table != "to_business_central" {
        let matched = if dice.chance(50) {
            "match = { priority = 2 }"
        } else {
            ""
        };
        field(
            file,
            table,
            "number",
            "accountnumber",
            Some("to_dataverse"),
            matched,
        );
    }
    // What tells the records of a story apart; nobody changes it.
    field(
        file,
        table,
        "website",
        "websiteurl",
        None,
        "match = { priority = 1 }",
    );
    field(file, table, "displayName", "name", None, "");
    let owner = dice.pick(&["", "", "owner = \"bc\"", "owner = \"dv\""]);
    // An owner that cannot write would decide for silence.
    let owner = if table == "both" { owner } else { "" };
    let way = dice.pick(&[
        None,
        None,
        None,
        Some("to_dataverse"),
        Some("to_business_central"),
    ]);
    // What tells two mappings apart flows both ways, so that the other record can follow.
    let way = way.filter(|_| mark.is_none());
    let owner = if way.is_none() && mark.is_none() {
        owner
    } else {
        ""
    };
    field(file, table, "phoneNumber", "telephone1", way, owner);
    if dice.chance(70) {
        let grouped = if dice.chance(60) {
            "group = \"address\""
        } else {
            ""
        };
        field(file, table, "addressLine1", "address1_line1", None, grouped);
        // Business Central's is the shorter one: the way there loses something.
        let cut = format!("{grouped}\nto_bc = [{{ substring = [1, 30] }}]");
        field(file, table, "city", "address1_city", None, &cut);
        field(
            file,
            table,
            "postalCode",
            "address1_postalcode",
            None,
            grouped,
        );
    }
    if dice.chance(40) {
        // Too long texts are refused here.
        field(file, table, "email", "emailaddress1", None, "");
    }
    if dice.chance(40) && set == "customers" {
        let way = dice.pick(&[None, Some("to_dataverse")]);
        field(file, table, "creditLimit", "creditlimit", way, "");
    }
}

fn projects(dice: &mut Dice, file: &mut String) {
    let table = direction(dice);
    writeln!(
        file,
        "[[mapping]]\nname = \"{PROJECT}\"\nbc = \"projects\"\ndv = \"new_projects\"\ndirection = \"{table}\"\n\
         depends_on = [\"{CUSTOMER}\"]"
    )
    .unwrap();
    policies(dice, file);
    field(
        file,
        table,
        "number",
        "new_number",
        None,
        "match = { priority = 1 }",
    );
    field(file, table, "description", "new_name", None, "");
    let unresolved = dice.pick(&["fail", "fail", "clear", "keep"]);
    let lookup =
        format!("lookup = \"{CUSTOMER}\"\nkey = \"key\"\non_unresolved = \"{unresolved}\"");
    field(
        file,
        table,
        "customerNumber",
        "new_customerid",
        None,
        &lookup,
    );
    if dice.chance(50) {
        field(file, table, "completed", "new_completed", None, "");
    }
    if dice.chance(50) {
        field(file, table, "startingDate", "new_startdate", None, "");
    }
    if dice.chance(50) {
        field(file, table, "budget", "new_budget", None, "");
    }
}
