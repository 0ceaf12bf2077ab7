//! A story: what people, services and the machine do, as data, so that it can be told, repeated and shortened.

use super::dice::Dice;
use super::shape::{PROJECT, Shape, VENDOR};
use raccord::model::Side;

/// What a person (or any program but the engine) does to a record. Numbers choose among what is there at that moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// Enters a record on one side.
    New { side: Side, kind: Kind, dice: u32 },
    /// Enters the same thing on both sides, with equal or with different values.
    NewOnBoth { kind: Kind, dice: u32, same: bool },
    /// Changes a field.
    Change {
        side: Side,
        which: u32,
        field: u32,
        value: u32,
    },
    /// Changes the same field of both records of a pair, to equal or to different values.
    ChangeBoth {
        which: u32,
        field: u32,
        value: u32,
        same: bool,
    },
    /// Puts a field back to what it held before.
    Undo { side: Side, which: u32 },
    /// Deletes a record.
    Delete { side: Side, which: u32 },
    /// Deletes a record and enters it anew.
    Anew { side: Side, which: u32, dice: u32 },
    /// Takes a record out of its mapping's filter, or puts it back.
    Refilter { side: Side, which: u32 },
    /// Gives a Business Central record another number.
    Rename { which: u32, value: u32 },
}

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Customer,
    Vendor,
    Project,
}

/// What goes wrong with one request.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::EnumIter, strum::IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Fault {
    /// The request gets lost before the service has it.
    LostBefore,
    /// The service does it, and the answer gets lost.
    LostAfter,
    /// The service does part of a batch, and the answer gets lost.
    LostHalf,
    /// The request is thought lost and arrives later after all.
    Late,
    /// The service asks for patience (429) and says for how long.
    Throttled,
    /// The same without saying so, and longer than anybody waits.
    ThrottledOut,
    /// One item of a batch is refused for good.
    Refused,
    /// One item of a batch gets no answer, whether it was done or not.
    OneUnanswered,
    /// The service is not available.
    Unavailable,
    /// The answer is not what the protocol says.
    Malformed,
    /// The sign-in is refused, in words that quote it.
    SignedOut,
    /// The change log has forgotten where we were.
    TokensExpired,
}

/// A fault, and which request of a run it strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FaultAt {
    pub(crate) side: Side,
    pub(crate) request: u32,
    pub(crate) fault: Fault,
}

/// Where the program dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Crash {
    /// While it waits for the so-manieth time.
    Waiting(u32),
    /// At the so-manieth step (begin or commit) of a transaction.
    Storing(u32),
    /// The same, and the power goes: what was not yet on the disk is gone too.
    Power(u32),
}

/// What the engine is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    Sync,
    Full,
    Plan,
    /// One record, perhaps with one side's values.
    One {
        which: u32,
        take: Option<Side>,
    },
    Match {
        which: u32,
        create: bool,
    },
    FindDeleted,
    /// A decision on a skipped record.
    Resolve {
        which: u32,
        pick: u32,
    },
    Retry {
        which: u32,
    },
    RetryAll,
    Restore {
        which: u32,
    },
    DeleteRemaining {
        which: u32,
    },
    Revert {
        which: u32,
    },
    Uncouple {
        which: u32,
    },
    /// Couples a record of a pair with a record of another one, perhaps with one side's values.
    Repoint {
        which: u32,
        other: u32,
        take: Option<Side>,
    },
}

/// One thing that the engine does, with everything that happens meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) ask: Ask,
    pub(crate) faults: Vec<FaultAt>,
    /// Edits while the engine waits for the so-manieth time.
    pub(crate) meanwhile: Vec<(u32, Edit)>,
    pub(crate) crash: Option<Crash>,
    /// The wait at which a person wishes to stop.
    pub(crate) cancel: Option<u32>,
    /// How long requests take.
    pub(crate) dice: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Time passes, in milliseconds.
    Pause(u32),
    Edit(Edit),
    Run(Run),
    /// A person changes a mapping, or puts it back as it was.
    Alter {
        which: u32,
        how: u32,
    },
    /// A customizer changes what a service is like, or puts it right again.
    Reshape {
        which: u32,
        how: u32,
    },
}

/// The whole of it.
#[derive(Clone)]
pub(crate) struct Story {
    pub(crate) seed: u64,
    pub(crate) shape: Shape,
    pub(crate) steps: Vec<Step>,
}

impl Story {
    pub(crate) fn of(seed: u64) -> Self {
        let shape = Shape::of(seed);
        let mut dice = Dice::new(seed ^ 0x5a5a_0002);
        let mut kinds = vec![Kind::Customer, Kind::Customer];
        if shape.mapping(VENDOR).is_some() {
            kinds.push(Kind::Vendor);
        }
        if shape.mapping(PROJECT).is_some() {
            kinds.push(Kind::Project);
        }
        let mut more = is_wide(seed).then(|| Dice::new(seed ^ 0x5a5a_0003));
        let mut reshapes = (seed >= FIRST_RESHAPED).then(|| Dice::new(seed ^ 0x5a5a_0005));
        let mut steps = Vec::new();
        for _ in 0..2 + dice.below(3) {
            steps.push(Step::Edit(new_record(&mut dice, &kinds)));
        }
        // Some stories are without faults, most have some, a few have many.
        let trouble = dice.pick(&[0, 10, 25, 25, 50]);
        for _ in 0..3 + dice.below(5) {
            for _ in 0..dice.below(5) {
                steps.push(Step::Edit(edit(&mut dice, &kinds)));
                if dice.chance(40) {
                    steps.push(Step::Pause(pause(&mut dice)));
                }
            }
            if let Some(more) = &mut more {
                widen(more, &mut steps);
            }
            if let Some(reshapes) = &mut reshapes
                && reshapes.chance(40)
            {
                steps.push(Step::Reshape {
                    which: reshapes.number(),
                    how: reshapes.number(),
                });
            }
            steps.push(Step::Run(run(&mut dice, &kinds, trouble)));
            steps.push(Step::Pause(pause(&mut dice)));
        }
        Self { seed, shape, steps }
    }
}

/// Whether a story is one of those in which people also change mappings, couple other records and enter things anew. The others
/// stay as they were told before there were such.
pub(crate) fn is_wide(seed: u64) -> bool {
    seed >= FIRST_WIDE && matches!(seed % 7, 1 | 3 | 6)
}

/// From this seed on there are wide stories.
const FIRST_WIDE: u64 = 1_000_000;

/// From this seed on services change in what they are like.
const FIRST_RESHAPED: u64 = 2_000_000;

/// From this seed on the program also goes on with what it read of a service in earlier runs.
const FIRST_STALE: u64 = 3_000_000;

/// Whether schemas are kept from run to run.
pub(crate) fn keeps_schemas(seed: u64) -> bool {
    seed >= FIRST_STALE
}

/// What only happens in wide stories.
fn widen(dice: &mut Dice, steps: &mut Vec<Step>) {
    let which = dice.number();
    match dice.below(100) {
        0..=19 => steps.push(Step::Alter {
            which,
            how: dice.number(),
        }),
        20..=34 => steps.push(Step::Edit(Edit::Anew {
            side: side(dice),
            which,
            dice: dice.number(),
        })),
        35..=46 => {
            let ask = Ask::Repoint {
                which,
                other: dice.number(),
                take: dice.pick(&[None, Some(Side::Bc), Some(Side::Dv)]),
            };
            steps.push(Step::Run(Run {
                ask,
                faults: Vec::new(),
                meanwhile: Vec::new(),
                crash: None,
                cancel: None,
                dice: dice.seed(),
            }));
        }
        // The field by which two mappings may be told apart.
        47..=69 => steps.push(Step::Edit(Edit::Change {
            side: side(dice),
            which,
            field: 1,
            value: dice.number(),
        })),
        _ => {}
    }
}

fn pause(dice: &mut Dice) -> u32 {
    let longest = dice.pick(&[1, 400, 1500, 60_000, 7_200_000]);
    dice.below(longest)
}

fn side(dice: &mut Dice) -> Side {
    dice.pick(&Side::BOTH)
}

fn new_record(dice: &mut Dice, kinds: &[Kind]) -> Edit {
    let kind = dice.pick(kinds);
    if dice.chance(30) {
        let same = dice.chance(60);
        return Edit::NewOnBoth {
            kind,
            dice: dice.number(),
            same,
        };
    }
    Edit::New {
        side: side(dice),
        kind,
        dice: dice.number(),
    }
}

fn edit(dice: &mut Dice, kinds: &[Kind]) -> Edit {
    let which = dice.number();
    match dice.below(100) {
        0..=17 => new_record(dice, kinds),
        18..=57 => Edit::Change {
            side: side(dice),
            which,
            field: dice.number(),
            value: dice.number(),
        },
        58..=72 => Edit::ChangeBoth {
            which,
            field: dice.number(),
            value: dice.number(),
            same: dice.chance(20),
        },
        73..=78 => Edit::Undo {
            side: side(dice),
            which,
        },
        79..=87 => Edit::Delete {
            side: side(dice),
            which,
        },
        88..=94 => Edit::Refilter {
            side: side(dice),
            which,
        },
        _ => Edit::Rename {
            which,
            value: dice.number(),
        },
    }
}

fn ask(dice: &mut Dice) -> Ask {
    let which = dice.number();
    match dice.below(100) {
        0..=54 => Ask::Sync,
        55..=59 => Ask::Full,
        60..=63 => Ask::Plan,
        64..=68 => Ask::One {
            which,
            take: dice.pick(&[None, Some(Side::Bc), Some(Side::Dv)]),
        },
        69..=71 => Ask::Match {
            which,
            create: dice.chance(50),
        },
        72..=74 => Ask::FindDeleted,
        75..=82 => Ask::Resolve {
            which,
            pick: dice.number(),
        },
        83..=84 => Ask::Retry { which },
        85..=86 => Ask::RetryAll,
        87..=90 => Ask::Restore { which },
        91..=92 => Ask::DeleteRemaining { which },
        93..=96 => Ask::Revert { which },
        _ => Ask::Uncouple { which },
    }
}

fn run(dice: &mut Dice, kinds: &[Kind], trouble: u32) -> Run {
    use strum::IntoEnumIterator as _;
    let ask = ask(dice);
    let all: Vec<Fault> = Fault::iter().collect();
    let mut faults = Vec::new();
    for _ in 0..3 {
        if dice.chance(trouble) {
            faults.push(FaultAt {
                side: side(dice),
                request: dice.below(14),
                fault: dice.pick(&all),
            });
        }
    }
    let mut meanwhile = Vec::new();
    for _ in 0..3 {
        if dice.chance(25) {
            let at = dice.below(40);
            // Nobody can be safe from two persons who enter the same thing between a read and the write that follows.
            let edit = match edit(dice, kinds) {
                Edit::NewOnBoth { kind, dice, .. } => Edit::New {
                    side: Side::Dv,
                    kind,
                    dice,
                },
                edit => edit,
            };
            meanwhile.push((at, edit));
        }
    }
    meanwhile.sort_by_key(|(at, _)| *at);
    let crash = dice.chance(trouble).then(|| match dice.below(10) {
        0..=3 => Crash::Waiting(1 + dice.below(50)),
        4..=7 => Crash::Storing(1 + dice.below(60)),
        _ => Crash::Power(1 + dice.below(60)),
    });
    Run {
        ask,
        faults,
        meanwhile,
        crash,
        cancel: dice.chance(4).then(|| dice.below(30)),
        dice: dice.seed(),
    }
}
