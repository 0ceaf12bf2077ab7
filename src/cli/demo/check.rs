//! Whether the story is true: what the program counted must add up, and both services must hold what it says.

use super::services::Services;
use super::story::{CUSTOMER, Story};
use crate::cli::exit::Failure;
use crate::cli::terminal::Work;
use crate::model::reason::{Cause, Problem};
use crate::model::{FieldName, MappingName, SetName, Side, Sides, TableMapping};
use crate::remote::{ReadFrom, ReadRequest, Remote};
use crate::sandbox::demo::story::{EditedPair, Kind};
use crate::store::MappingCounts;
use serde::Serialize;
use std::fmt::Display;
use std::rc::Rc;
use uuid::Uuid;

/// One thing that must hold.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    /// What must hold.
    pub check: &'static str,
    /// What the story says.
    pub expected: String,
    /// What was found.
    pub found: String,
}

impl Checked {
    fn new(check: &'static str, expected: impl Display, found: impl Display) -> Self {
        Self {
            check,
            expected: expected.to_string(),
            found: found.to_string(),
        }
    }

    /// Whether it holds.
    pub fn holds(&self) -> bool {
        self.expected == self.found
    }
}

/// Checks the story against itself and against both services, read over HTTP.
pub fn read_back(
    work: &mut Work,
    services: &Services,
    story: &Story,
) -> Result<Vec<Checked>, Failure> {
    let edits = &story.edits;
    // What the first synchronisation asked, nobody has answered yet.
    let before = story.first.needs_attention.conflicts;
    let mut checks = vec![
        Checked::new("matched_pairs_were_coupled", story.matched > 0, true),
        Checked::new(
            "second_run_wrote_business_centrals_edits_to_dataverse",
            edits.bc_only + edits.merged,
            story.second.wrote.dv.modified,
        ),
        Checked::new(
            "second_run_wrote_dataverses_edits_to_business_central",
            edits.dv_only + edits.merged,
            story.second.wrote.bc.modified,
        ),
        Checked::new(
            "second_run_created_and_deleted_nothing",
            0,
            story.second.sum(|c| c.inserted + c.deleted),
        ),
        Checked::new(
            "conflicts_after_the_second_run",
            before + edits.conflicts as u64,
            story.second.needs_attention.conflicts,
        ),
        Checked::new(
            "conflicts_after_the_decision",
            before,
            story.third.needs_attention.conflicts,
        ),
        Checked::new("third_run_wrote_nothing", 0, story.third.written()),
    ];
    let remotes = work.remotes()?;
    let mapping = work
        .session
        .read()
        .mapping(&MappingName::new(CUSTOMER))?
        .ok_or_else(|| Problem::new(Cause::InvalidMapping).with("mapping", CUSTOMER))?;
    let counts = work.session.read().mapping_counts()?;
    if let Some(cached) = counts.iter().find(|counts| counts.mapping == mapping.name) {
        checks.extend(work.wait_for(counts_agree(&remotes, &mapping, cached))?);
    }
    let texts = work.wait_for(texts_of(&remotes, &mapping.sets, &story.told.pairs))?;
    for (pair, held) in story.told.pairs.iter().zip(texts) {
        checks.extend(pair_holds(pair, &held, &story.conflict.decision));
    }
    // The colleagues' edits and nobody else's are in the world: the demo has no other writer.
    checks.push(Checked::new(
        "pairs_edited_by_the_colleagues",
        edits.bc_only + edits.dv_only + edits.merged + edits.conflicts,
        story.told.pairs.len(),
    ));
    checks.push(Checked::new(
        "customers_in_the_story",
        services.census.customers,
        services.demo.customers(),
    ));
    Ok(checks)
}

/// Every customer that a service has is either coupled in the cache or stands there alone.
async fn counts_agree(
    remotes: &Sides<Rc<dyn Remote>>,
    mapping: &TableMapping,
    cached: &MappingCounts,
) -> Result<Vec<Checked>, Problem> {
    let mut checks = Vec::new();
    for side in Side::BOTH {
        let served = count(remotes.get(side).as_ref(), mapping).await?;
        let check = match side {
            Side::Bc => "customers_are_coupled_or_alone",
            Side::Dv => "accounts_are_coupled_or_alone",
        };
        let known = cached.couplings() + cached.uncoupled.get(side);
        checks.push(Checked::new(check, served, known));
    }
    Ok(checks)
}

/// Counts the records of one side that fit a mapping's filter, over HTTP.
async fn count(remote: &dyn Remote, mapping: &TableMapping) -> Result<usize, Problem> {
    let side = remote.side();
    let mut from = ReadFrom::Start;
    let mut counted = 0;
    loop {
        let request = ReadRequest {
            set: mapping.sets.get(side).clone(),
            fields: Vec::new(),
            filter: mapping.filters.get(side).clone(),
            from,
            page_size: 5_000,
            count: false,
        };
        let mut pages = remote.read_pages(std::slice::from_ref(&request)).await;
        let page = pages
            .pop()
            .unwrap_or_else(|| Err(Problem::new(Cause::MalformedAnswer)))?;
        counted += page.records.len();
        match page.next {
            Some(next) => from = ReadFrom::Next(next),
            None => return Ok(counted),
        }
    }
}

/// The contested texts of one pair as both services hold them now.
struct Held {
    phone: Sides<String>,
    street: Sides<String>,
}

const FIELDS: Sides<[&str; 2]> = Sides {
    bc: ["phoneNumber", "addressLine1"],
    dv: ["telephone1", "address1_line1"],
};

async fn texts_of(
    remotes: &Sides<Rc<dyn Remote>>,
    sets: &Sides<SetName>,
    pairs: &[EditedPair],
) -> Result<Vec<Held>, Problem> {
    let mut read = Sides::new(Vec::new(), Vec::new());
    for side in Side::BOTH {
        let fields = FIELDS.get(side).map(FieldName::new);
        let ids: Vec<Uuid> = pairs.iter().map(|pair| id_on(pair, side)).collect();
        let records = remotes
            .get(side)
            .read_by_ids(sets.get(side), &fields, &ids)
            .await?;
        *read.get_mut(side) = records;
    }
    let text = |pair: &EditedPair, side: Side, field: &str| {
        let id = id_on(pair, side);
        let record = read.get(side).iter().find(|record| record.id == id);
        record.map_or_else(
            || "(missing)".to_owned(),
            |record| record.fields.value(field).to_plain(),
        )
    };
    let held = pairs.iter().map(|pair| {
        let both = |fields: Sides<&str>| Sides::from_fn(|side| text(pair, side, fields.get(side)));
        let [bc_phone, bc_street] = FIELDS.bc;
        let [dv_phone, dv_street] = FIELDS.dv;
        Held {
            phone: both(Sides::new(bc_phone, dv_phone)),
            street: both(Sides::new(bc_street, dv_street)),
        }
    });
    Ok(held.collect())
}

fn id_on(pair: &EditedPair, side: Side) -> Uuid {
    match side {
        Side::Bc => pair.bc,
        Side::Dv => pair.dv,
    }
}

/// What each edit must have come to, on both sides.
fn pair_holds(pair: &EditedPair, held: &Held, decision: &str) -> Vec<Checked> {
    let mut checks = vec![
        Checked::new("phone_equal_on_both_sides", &held.phone.bc, &held.phone.dv),
        Checked::new(
            "street_equal_on_both_sides",
            &held.street.bc,
            &held.street.dv,
        ),
    ];
    if pair.kind == Kind::Conflict {
        checks.push(Checked::new(
            "decided_value_was_written",
            decision,
            &held.phone.dv,
        ));
        return checks;
    }
    for edit in &pair.edits {
        let now = if edit.field == "phoneNumber" || edit.field == "telephone1" {
            &held.phone
        } else {
            &held.street
        };
        let wanted = edit.after.as_text().unwrap_or_default();
        checks.push(Checked::new(
            "edit_arrived_on_the_other_side",
            wanted,
            now.get(edit.side.other()),
        ));
    }
    checks
}
