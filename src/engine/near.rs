//! What a preview of matching says beside exact matches: records that match several others, and pairs that nearly match.
//!
//! Nothing here couples anything. A near match is a hint for a person, with a score from 0 to 100: how many of the
//! three-letter pieces of the matched texts both sides share.

use super::Engine;
use super::lookups::Lookups;
use super::matching::{criteria, match_text};
use super::naming::naming_of;
use super::outcome::{Candidate, Doubtful, NearMatch};
use crate::model::reason::Problem;
use crate::model::{FieldMapping, Side, TableMapping};
use std::collections::HashSet;
use uuid::Uuid;

/// How many records of Business Central are compared with how many of Dataverse; bounds what a preview costs.
const COMPARED: (usize, usize) = (200, 2000);
/// How many pairs of doubtful records are looked at.
const DOUBTFUL: usize = 500;
/// The lowest score that is worth a look.
const WORTH: u32 = 50;

impl Engine<'_> {
    /// The records that match several others, each with those that it matches.
    pub(super) fn doubtful(&self, mapping: &TableMapping) -> Result<Vec<Doubtful>, Problem> {
        let mut found: Vec<Doubtful> = Vec::new();
        for pair in self.store.read().ambiguous_pairs(&mapping.name, DOUBTFUL)? {
            let candidate = Candidate {
                dv_id: pair.dv,
                dv_label: self.label_of_uncoupled(mapping, Side::Dv, pair.dv)?,
            };
            match found.last_mut().filter(|last| last.bc_id == pair.bc) {
                Some(last) => last.candidates.push(candidate),
                None => found.push(Doubtful {
                    bc_id: pair.bc,
                    bc_label: self.label_of_uncoupled(mapping, Side::Bc, pair.bc)?,
                    candidates: vec![candidate],
                }),
            }
        }
        Ok(found)
    }

    /// For records of Business Central that match nothing: the record of Dataverse that is most like them.
    pub(super) fn near(&self, mapping: &TableMapping) -> Result<Vec<NearMatch>, Problem> {
        let groups = criteria(mapping);
        let fields: Vec<&FieldMapping> = groups
            .values()
            .flatten()
            .copied()
            .filter(|field| field.lookup.is_none())
            .collect();
        let bc = self.texts_of(mapping, Side::Bc, &fields, COMPARED.0)?;
        let dv = self.texts_of(mapping, Side::Dv, &fields, COMPARED.1)?;
        let mut near = Vec::new();
        for one in &bc {
            let scored = dv.iter().map(|other| (score(one, other), other));
            let best = scored.max_by_key(|(score, _)| *score);
            if let Some((score, other)) = best.filter(|(score, _)| *score >= WORTH) {
                near.push(NearMatch {
                    bc_id: one.id,
                    dv_id: other.id,
                    bc_label: one.label.clone(),
                    dv_label: other.label.clone(),
                    score,
                });
            }
        }
        near.sort_by_key(|near| std::cmp::Reverse(near.score));
        Ok(near)
    }

    fn texts_of(
        &self,
        mapping: &TableMapping,
        side: Side,
        fields: &[&FieldMapping],
        limit: usize,
    ) -> Result<Vec<Texts>, Problem> {
        let records = self
            .store
            .read()
            .uncoupled(&mapping.name, side, None, limit)?;
        let mut texts = Vec::with_capacity(records.len());
        for (id, observation) in records {
            let Some(seen) = observation.fields() else {
                continue;
            };
            if self.store.read().is_ambiguous(&mapping.name, side, id)? {
                continue;
            }
            let pieces = fields.iter().map(|field| {
                let text = match_text(field, side, seen, &Lookups::default());
                pieces_of(&text)
            });
            texts.push(Texts {
                id,
                label: naming_of(mapping, side, seen).label,
                pieces: pieces.collect(),
            });
        }
        Ok(texts)
    }
}

/// A record with the pieces of each of its matched texts.
struct Texts {
    id: Uuid,
    label: String,
    pieces: Vec<HashSet<[char; 3]>>,
}

/// The three-letter pieces of a text, without regard to case; its ends count as blanks.
fn pieces_of(text: &str) -> HashSet<[char; 3]> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return HashSet::new();
    }
    let letters: Vec<char> = format!("  {text} ").chars().collect();
    letters
        .windows(3)
        .filter_map(|window| <[char; 3]>::try_from(window).ok())
        .collect()
}

/// How much two records have in common, from 0 to 100: the mean over the texts that both have.
fn score(one: &Texts, other: &Texts) -> u32 {
    let both = one.pieces.iter().zip(&other.pieces);
    let scores: Vec<usize> = both
        .filter(|(a, b)| !a.is_empty() && !b.is_empty())
        .map(|(a, b)| 200 * a.intersection(b).count() / (a.len() + b.len()))
        .collect();
    if scores.is_empty() {
        return 0;
    }
    u32::try_from(scores.iter().sum::<usize>() / scores.len()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::request::MatchRequest;
    use crate::engine::testing::fields;
    use crate::engine::testing::world::World;
    use crate::model::mapping::MatchRule;

    #[test]
    fn likeness_is_counted_in_pieces_of_three_letters() {
        let like = |a: &str, b: &str| {
            let texts = |text| Texts {
                id: Uuid::nil(),
                label: String::new(),
                pieces: vec![pieces_of(text)],
            };
            score(&texts(a), &texts(b))
        };
        assert_eq!(like("Adèle & Fils", "adèle & fils"), 100);
        assert!(like("Vauclair & Filles", "Vauclaire et Filles") > 50);
        assert!(like("Vauclair", "Zélande") < 20);
        assert_eq!(like("", "Zélande"), 0);
    }

    #[test]
    fn a_preview_names_exact_doubtful_and_near_matches_and_couples_nothing() {
        let mut world = World::new(|mapping| {
            mapping.fields[1].matching = Some(MatchRule {
                priority: 1,
                case_sensitive: false,
            });
        });
        world.both("C-1");
        for (id, name) in [(70, "Vauclaire et Filles"), (71, "Twin"), (72, "Twin")] {
            world.dv.add(id, fields(&[("name", name)]));
        }
        world
            .bc
            .add(50, fields(&[("displayName", "Vauclair & Filles")]));
        world.bc.add(51, fields(&[("displayName", "Twin")]));
        let request = MatchRequest {
            mapping: world.mapping.name.clone(),
            create: false,
            preview: true,
            choice: crate::engine::request::MatchChoice::default(),
        };
        let report = world
            .engine(async |engine| engine.couple_by_match(&request).await)
            .unwrap();
        assert_eq!((report.coupled, report.pairs.len()), (1, 1));
        let doubtful: Vec<_> = report
            .doubtful
            .iter()
            .map(|one| (one.bc_label.as_str(), one.candidates.len()))
            .collect();
        assert_eq!(doubtful, [("Twin", 2)]);
        let near: Vec<_> = report
            .near
            .iter()
            .map(|near| (near.bc_label.as_str(), near.dv_label.as_str()))
            .collect();
        assert_eq!(near, [("Vauclair & Filles", "Vauclaire et Filles")]);
        assert!(report.near[0].score >= WORTH && report.near[0].score < 100);
        assert_eq!(world.coupling(Side::Bc, Uuid::from_u128(50)), None);
    }
}
