//! What customizers change in a service while it is in use: columns that are taken away, get shorter or become read-only, and
//! permissions. Nothing of it may end in a loss: what cannot be read stops its mapping, what cannot be written is listed.

use super::office::Office;
use raccord::model::{FieldName, SetName, Side};
use raccord::sandbox::system::bc::Permission;
use raccord::sandbox::system::def::{Access, FieldKind};
use std::collections::{BTreeMap, BTreeSet};

/// Columns that no filter of a story names, so that they can be taken away.
const CAN_GO: [(&str, &str); 8] = [
    ("accounts", "address1_line1"),
    ("accounts", "address1_city"),
    ("accounts", "address1_postalcode"),
    ("accounts", "emailaddress1"),
    ("accounts", "creditlimit"),
    ("new_projects", "new_startdate"),
    ("new_projects", "new_completed"),
    ("new_projects", "new_budget"),
];

/// Columns that can get shorter or read-only.
const CAN_CHANGE: [(&str, &str); 6] = [
    ("accounts", "name"),
    ("accounts", "telephone1"),
    ("accounts", "address1_line1"),
    ("accounts", "address1_city"),
    ("accounts", "address1_postalcode"),
    ("new_projects", "new_name"),
];

/// What is not as it was in the beginning.
#[derive(Default)]
pub(crate) struct Reshaped {
    missing: BTreeSet<(&'static str, &'static str)>,
    /// How long they were.
    shorter: BTreeMap<(&'static str, &'static str), usize>,
    read_only: BTreeSet<(&'static str, &'static str)>,
}

impl Reshaped {
    pub(crate) fn is_missing(&self, side: Side, set: &SetName, field: &FieldName) -> bool {
        let mut missing = self.missing.iter();
        side == Side::Dv
            && missing.any(|(own, name)| *own == set.as_str() && *name == field.as_str())
    }
}

/// The name under which a column that was taken away waits.
pub(crate) fn hidden(name: &str) -> String {
    format!("old_{name}")
}

impl Office {
    /// Changes something; what it was, and where.
    pub(crate) fn reshape(&mut self, which: u32, how: u32) -> (&'static str, String) {
        let any = |all: &[(&'static str, &'static str)]| all[which as usize % all.len()];
        let dv = &mut self.world.dv;
        let (what, (set, column)) = match how % 8 {
            0 | 1 => {
                let (set, column) = any(&CAN_GO);
                if self.reshaped.missing.insert((set, column)) {
                    dv.rename_column(set, column, &hidden(column)).unwrap();
                }
                ("is taken away", (set, column))
            }
            2 | 3 => {
                let (set, column) = any(&CAN_CHANGE);
                let shorter = &mut self.reshaped.shorter;
                dv.shape_column(set, column, |field| {
                    if let FieldKind::Text { max } | FieldKind::Memo { max } = &mut field.kind {
                        shorter.entry((set, column)).or_insert(*max);
                        *max = 8;
                    }
                })
                .unwrap();
                ("gets shorter", (set, column))
            }
            4 | 5 => {
                let (set, column) = any(&CAN_CHANGE);
                dv.shape_column(set, column, |field| field.access = Access::ReadOnly)
                    .unwrap();
                self.reshaped.read_only.insert((set, column));
                ("becomes read-only", (set, column))
            }
            6 => {
                let user = self.world.bc.service_user();
                let what = if which.is_multiple_of(2) {
                    Permission::Insert
                } else {
                    Permission::Modify
                };
                let denied = &mut self.world.bc.settings.denied;
                denied.insert((user, "Customer".to_owned(), what));
                ("may not be written any more", ("customers", "-"))
            }
            _ => {
                self.put_right(false);
                ("is put right", ("everything", "-"))
            }
        };
        (what, format!("{set} {column}"))
    }

    /// Puts things right again; columns that are shorter or read-only may stay so.
    pub(crate) fn put_right(&mut self, but_for_changed: bool) {
        let dv = &mut self.world.dv;
        for (set, column) in std::mem::take(&mut self.reshaped.missing) {
            dv.rename_column(set, &hidden(column), column).unwrap();
        }
        self.world.bc.settings.denied.clear();
        if but_for_changed {
            return;
        }
        for ((set, column), length) in std::mem::take(&mut self.reshaped.shorter) {
            dv.set_length(set, column, length).unwrap();
        }
        for (set, column) in std::mem::take(&mut self.reshaped.read_only) {
            dv.shape_column(set, column, |field| field.access = Access::ReadWrite)
                .unwrap();
        }
    }
}
