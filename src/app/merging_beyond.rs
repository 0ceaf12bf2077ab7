//! What a person does beyond the open conflict while looking at one of its fields: the mapping's rule for it, its line in the
//! mapping, the record that it refers to.

use super::command::{Command, MappingCommand};
use super::desk::Errand;
use super::merging_names::lookup_of;
use super::route::Route;
use super::{App, Happening};
use crate::model::{MappingName, Side, Value};
use crate::store::StoreReader;
use crate::worker::protocol::Request;
use uuid::Uuid;

impl App {
    /// Lets a side decide a field from now on; the way back hangs at the notification.
    pub(super) fn own_from_now(&mut self, index: usize, side: Side) {
        let Some(name) = self.open_mapping_name() else {
            return;
        };
        let stored = self.reader().map(StoreReader::read);
        let Some(before) = stored.and_then(|reader| reader.mapping(&name).ok().flatten()) else {
            return;
        };
        let mut after = before.clone();
        match after.fields.get_mut(index) {
            Some(field) if field.owner != Some(side) => field.owner = Some(side),
            _ => return,
        }
        let request = Request::SaveMappings(vec![after]);
        if self.ask(request, Errand::Mappings { saving: false }) {
            self.happenings.push_back(Happening::MappingSaved {
                name,
                before: vec![before],
            });
        }
    }

    /// Opens a field's line in the table mapping.
    pub(super) fn open_field_mapping(&mut self, index: usize) {
        let Some(name) = self.open_mapping_name() else {
            return;
        };
        self.send(Command::Go(Route::Mappings));
        self.send(Command::Mapping(MappingCommand::Open(name)));
        self.send(Command::Mapping(MappingCommand::Focus(Some(index))));
    }

    /// Couples the record that a field refers to: here where it is known by its id, else among the couplings.
    pub(super) fn couple_target(&mut self, index: usize) {
        let Some((mapping, target)) = self.uncoupled_target(index) else {
            return;
        };
        match target {
            Target::Of(side, id, label) => self.set_up_coupling(mapping, side, id, label),
            Target::Other => {
                self.couplings.wish.widen();
                self.couplings.wish.mapping = Some(mapping);
                self.go(Route::Couplings);
            }
        }
    }

    fn uncoupled_target(&self, index: usize) -> Option<(MappingName, Target)> {
        let merging = self.merging.as_ref()?;
        let field = merging.merge.fields.iter().find(|one| one.index == index)?;
        let lookup = lookup_of(&merging.view, index)?;
        let reader = self.reader()?.read();
        let alone = Side::BOTH.into_iter().find_map(|side| {
            let value = field.values.now(side);
            let named = merging.names.get(&lookup.mapping, side, value);
            match value {
                Value::Guid(id) if named.is_none() => Some((side, *id)),
                _ => None,
            }
        });
        let target = match alone {
            Some((side, id)) => {
                let label = reader.label_of(&lookup.mapping, side, id);
                let label = label.ok().flatten();
                let label = label.unwrap_or_else(|| id.hyphenated().to_string());
                Target::Of(side, id, label)
            }
            None => Target::Other,
        };
        Some((lookup.mapping.clone(), target))
    }

    fn open_mapping_name(&self) -> Option<MappingName> {
        let merging = self.merging.as_ref()?;
        Some(merging.view.mapping.name.clone())
    }
}

/// What a field refers to.
enum Target {
    /// A record of a side without a partner, and how people call it.
    Of(Side, Uuid, String),
    /// Something else, which is found among the couplings of its mapping.
    Other,
}
