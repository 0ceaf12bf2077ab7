//! What a preview of matching says beside exact matches: records that match several others, and pairs that nearly match.
//!
//! Nothing here couples anything. A near match is a hint for a person, with a score from 0 to 100: how many of the
//! three-letter pieces of the matched texts both sides share, field by field, and over all fields. There a field weighs by how
//! well it tells records apart: nearly every name is another one, while a city is shared by many.

use super::Engine;
use super::lookups::Lookups;
use super::matching::{criteria, match_text};
use super::naming::naming_of;
use super::outcome::{Candidate, Doubtful, FieldLikeness, NearMatch};
use crate::model::reason::Problem;
use crate::model::{FieldMapping, Side, TableMapping};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// How many records of Business Central are compared with how many of Dataverse; bounds what a preview costs.
const COMPARED: (usize, usize) = (1_000, 10_000);
/// How many pairs of doubtful records are looked at.
const DOUBTFUL: usize = 500;
/// The lowest score that is worth a look.
const WORTH: u32 = 50;
/// A field weighs at least so much of 100, whatever it holds.
const LEAST_WEIGHT: usize = 10;

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
        let index = Index::of(&dv, fields.len());
        let mut near = Vec::new();
        for one in &bc {
            let Some((score, other)) = index.likest(one, &dv).filter(|(score, _)| *score >= WORTH)
            else {
                continue;
            };
            let likeness = fields.iter().zip(one.likeness(other));
            near.push(NearMatch {
                bc_id: one.id,
                dv_id: other.id,
                bc_label: one.label.clone(),
                dv_label: other.label.clone(),
                score,
                fields: likeness
                    .filter_map(|(field, score)| {
                        let field = field.name().clone();
                        Some(FieldLikeness {
                            field,
                            score: score?,
                        })
                    })
                    .collect(),
            });
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

impl Texts {
    /// How much each text has in common with the other record's, from 0 to 100; nothing where one of both has none.
    fn likeness(&self, other: &Self) -> impl Iterator<Item = Option<u32>> {
        let both = self.pieces.iter().zip(&other.pieces);
        both.map(|(own, others)| share(own.intersection(others).count(), own.len(), others.len()))
    }
}

/// How much two texts have in common, from 0 to 100, if they have so many pieces in common of so many each.
fn share(common: usize, own: usize, others: usize) -> Option<u32> {
    if own == 0 || others == 0 {
        return None;
    }
    u32::try_from(200 * common / (own + others)).ok()
}

/// Which records have a piece, for each field, and how much each field weighs.
struct Index {
    having: Vec<HashMap<[char; 3], Vec<usize>>>,
    weights: Vec<usize>,
}

impl Index {
    fn of(records: &[Texts], fields: usize) -> Self {
        let mut having: Vec<HashMap<[char; 3], Vec<usize>>> = vec![HashMap::new(); fields];
        let mut different: Vec<HashSet<Vec<[char; 3]>>> = vec![HashSet::new(); fields];
        let mut filled = vec![0_usize; fields];
        for (place, record) in records.iter().enumerate() {
            let own = record.pieces.iter().zip(&mut having);
            let told = different.iter_mut().zip(&mut filled);
            for ((pieces, having), (different, filled)) in own.zip(told) {
                for piece in pieces {
                    having.entry(*piece).or_default().push(place);
                }
                if !pieces.is_empty() {
                    *filled += 1;
                    let mut sorted: Vec<[char; 3]> = pieces.iter().copied().collect();
                    sorted.sort_unstable();
                    different.insert(sorted);
                }
            }
        }
        let weights = different.iter().zip(filled);
        Self {
            having,
            weights: weights
                .map(|(different, filled)| {
                    let weight = 100 * different.len() / filled.max(1);
                    weight.max(LEAST_WEIGHT)
                })
                .collect(),
        }
    }

    /// The record that is most like another one, and how much.
    fn likest<'r>(&self, one: &Texts, records: &'r [Texts]) -> Option<(u32, &'r Texts)> {
        let fields = self.having.len();
        let mut common = vec![0_usize; records.len() * fields];
        for (field, (pieces, having)) in one.pieces.iter().zip(&self.having).enumerate() {
            for place in pieces
                .iter()
                .filter_map(|piece| having.get(piece))
                .flatten()
            {
                if let Some(common) = common.get_mut(place * fields + field) {
                    *common += 1;
                }
            }
        }
        let scored = records.iter().zip(common.chunks(fields.max(1)));
        let scored = scored.map(|(other, common)| (self.score(one, other, common), other));
        scored.max_by_key(|(score, _)| *score)
    }

    /// How much two records have in common, from 0 to 100: the weighed mean over the texts that both have.
    fn score(&self, one: &Texts, other: &Texts, common: &[usize]) -> u32 {
        let both = one.pieces.iter().zip(&other.pieces);
        let (mut sum, mut weight) = (0, 0);
        for (((own, others), common), own_weight) in both.zip(common).zip(&self.weights) {
            if let Some(share) = share(*common, own.len(), others.len()) {
                sum += share as usize * own_weight;
                weight += own_weight;
            }
        }
        u32::try_from(sum.checked_div(weight).unwrap_or(0)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::request::MatchRequest;
    use crate::engine::testing::fields;
    use crate::engine::testing::world::World;
    use crate::model::mapping::MatchRule;

    fn texts(texts: &[&str]) -> Texts {
        Texts {
            id: Uuid::nil(),
            label: texts.concat(),
            pieces: texts.iter().map(|text| pieces_of(text)).collect(),
        }
    }

    #[test]
    fn what_tells_records_apart_weighs_more() {
        let rows = [
            texts(&["Vauclair & Filles", "Lyon"]),
            texts(&["Zélande", "Paris"]),
            texts(&["Rivière Fils", "Paris"]),
            texts(&["Brasserie Morel", "Paris"]),
        ];
        let index = Index::of(&rows, 2);
        assert_eq!(index.weights, [100, 50]);
        let (score, found) = index
            .likest(&texts(&["Vauclaire & Filles", "Paris"]), &rows)
            .unwrap();
        assert_eq!(found.label, "Vauclair & FillesLyon");
        let told: Vec<_> = texts(&["Vauclaire & Filles", ""]).likeness(found).collect();
        assert!(told[0] > Some(score), "the city pulls the score down");
        assert_eq!(told[1], None);
        assert!(Index::of(&[], 2).likest(&rows[0], &[]).is_none());
    }

    #[test]
    fn likeness_is_counted_in_pieces_of_three_letters() {
        let like = |a: &str, b: &str| {
            let (one, other) = (texts(&[a]), [texts(&[b])]);
            let found = Index::of(&other, 1).likest(&one, &other);
            found.map_or(0, |(score, _)| score)
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
        let told = &report.near[0].fields;
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].score, report.near[0].score);
        assert_eq!(world.coupling(Side::Bc, Uuid::from_u128(50)), None);
    }
}
