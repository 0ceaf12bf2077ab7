//! What the pages with one long table have in common: the table over the list, the bar above it, and what can be done.

use crate::app::command::Command;
use crate::app::copying::CopyWish;
use crate::app::export::ExportWish;
use crate::app::gathering::Rows;
use crate::app::lists::{GroupBy, Head, Line, List, ListCommand, Listing, Place, reason_key};
use crate::app::offers::Offer;
use crate::app::speaking::Speaking;
use crate::app::{App, Happening};
use crate::i18n::Arg;
use crate::model::MappingName;
use crate::ui::design::{Icon, space, text};
use crate::ui::state::UiState;
use crate::ui::table::{
    Column, Copied, Group, Row, Selection, Sort, Table, TableLayout, TableModel, TableResponse,
    TableSpec,
};
use crate::ui::widgets::{
    Button, MenuItem, PageState, menu_button, page_header, search_box, select,
};
use crate::worker::explain::{explain, title};
use eframe::egui::{Key, Label, Modifiers, ScrollArea, TextStyle, Ui};
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// How many actions a page shows at most as buttons; the others are in a menu.
const MOST_BUTTONS: usize = 4;

/// Below this height of the window, in points, filters take one line.
const LOW: f32 = 480.0;

/// The table of a list.
pub(super) type TableOf<L> = Table<Place<<L as Listing>::Id>>;

/// Draws a cell that is more than words; false draws its words.
pub(super) type DrawCell<L> = fn(&mut Ui, &<L as Listing>::Row, &str, &Speaking) -> bool;

/// Something that can be done on a page.
#[derive(Clone)]
pub(super) struct Deed {
    pub(super) offer: Offer,
    pub(super) icon: Icon,
    pub(super) look: Look,
    /// Stands in the menu whatever room there is: nobody comes to the page for it.
    tucked: bool,
}

/// How a deed looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Primary,
    Quiet,
    Danger,
}

impl Deed {
    pub(super) fn new(app: &App, icon: Icon, look: Look, command: Command) -> Self {
        Self {
            offer: app.offer(command),
            icon,
            look,
            tucked: false,
        }
    }

    /// Keeps it in the menu.
    pub(super) fn tucked(mut self) -> Self {
        self.tucked = true;
        self
    }

    /// Says it in other words.
    pub(super) fn called(mut self, label: impl Into<String>) -> Self {
        self.offer.label = label.into();
        self
    }

    /// Says with how many records it is done, if with several.
    pub(super) fn of(mut self, app: &App, count: usize) -> Self {
        if count > 1 {
            let count = app.texts.count(count as u64);
            self.offer.label = format!("{} ({count})", self.offer.label);
        }
        self
    }

    /// Cannot be done for a reason of the page's own.
    pub(super) fn unless(mut self, why: Option<Cow<'static, str>>) -> Self {
        if let Some(why) = why {
            self.offer.why_not = Some(why.into_owned());
        }
        self
    }

    pub(super) fn button(&self) -> Button {
        let label = self.offer.label.clone();
        let button = match self.look {
            Look::Primary => Button::primary(label),
            Look::Quiet => Button::quiet(label),
            Look::Danger => Button::danger(label),
        };
        let button = button.icon(self.icon);
        match &self.offer.why_not {
            Some(why) => button.disabled_because(Some(why.clone())),
            None => button,
        }
    }

    fn item(&self) -> MenuItem {
        let item = MenuItem::new(self.offer.label.clone()).icon(self.icon);
        let item = match &self.offer.why_not {
            Some(why) => item.enabled(false).help(why.clone()),
            None => item,
        };
        match self.look {
            Look::Danger => item.danger(),
            Look::Primary | Look::Quiet => item,
        }
    }
}

/// How many actions there is room for beside the heading; the first one always is.
fn fitting(ui: &Ui, heading: &str, deeds: &[Deed]) -> usize {
    let width = |words: &str, style: TextStyle| {
        let font = style.resolve(ui.style());
        let colour = ui.visuals().text_color();
        let galley = ui.painter().layout_no_wrap(words.to_owned(), font, colour);
        galley.size().x
    };
    // The heading, what keeps it apart, and the menu for the rest.
    let mut room = ui.available_width()
        - width(heading, text::title_style())
        - space::XL
        - space::CONTROL
        - space::S;
    let first = deeds.iter().take_while(|deed| !deed.tucked);
    let mut any = false;
    let fits = first.take(MOST_BUTTONS).take_while(|deed| {
        any = true;
        let words = width(&deed.offer.label, TextStyle::Button);
        room -= words + space::ICON + space::XS + 2.0 * space::M + space::S;
        room >= 0.0
    });
    let fits = fits.count();
    // What is the first to be done is always in sight.
    fits.max(usize::from(any))
}

/// Draws a page's title, its state in a sentence, and what can be done: as buttons where there is room.
pub(super) fn header(ui: &mut Ui, app: &mut App, heading: &str, sentence: &str, deeds: &[Deed]) {
    let shown = fitting(ui, heading, deeds);
    let mut wanted = None;
    page_header(ui, heading, sentence, |ui| {
        let (buttons, rest) = deeds.split_at(shown.min(deeds.len()));
        for deed in buttons {
            if ui.add(deed.button()).clicked() {
                wanted = Some(deed.offer.command.clone());
            }
        }
        if rest.is_empty() {
            return;
        }
        let more = Button::icon_only(Icon::More, app.texts.t("action-more"));
        menu_button(ui, more, |ui| {
            for deed in rest {
                if ui.add(deed.item()).clicked() {
                    wanted = Some(deed.offer.command.clone());
                }
            }
        });
    });
    if let Some(command) = wanted {
        app.send(command);
    }
}

/// A filter of the bar: its name, what is chosen, and what each choice sends.
pub(super) struct Filter {
    pub(super) name: String,
    pub(super) chosen: usize,
    pub(super) choices: Vec<(String, ListCommand)>,
}

impl Filter {
    /// A filter with "all" and some choices.
    pub(super) fn new(
        name: impl Into<String>,
        all: (String, ListCommand),
        choices: impl IntoIterator<Item = (String, ListCommand, bool)>,
    ) -> Self {
        let mut filter = Self {
            name: name.into(),
            chosen: 0,
            choices: vec![all],
        };
        for (label, command, chosen) in choices {
            if chosen {
                filter.chosen = filter.choices.len();
            }
            filter.choices.push((label, command));
        }
        filter
    }

    /// Which mapping.
    pub(super) fn mapping(app: &App, chosen: Option<&MappingName>) -> Self {
        let texts = app.texts;
        let rows = app.home.rows.iter().map(|row| {
            let is_chosen = chosen == Some(&row.name);
            let command = ListCommand::Mapping(Some(row.name.clone()));
            (row.name.to_string(), command, is_chosen)
        });
        let all = texts.t("list-all-mappings").into_owned();
        Self::new(
            texts.t("word-table-mapping"),
            (all, ListCommand::Mapping(None)),
            rows,
        )
    }

    /// What groups have in common.
    pub(super) fn group(app: &App, chosen: Option<GroupBy>, by: &[GroupBy]) -> Self {
        let texts = app.texts;
        let none = texts.t("list-group-none").into_owned();
        let choices = by.iter().map(|by| {
            let label = texts.t(by.label_key()).into_owned();
            (label, ListCommand::Group(Some(*by)), chosen == Some(*by))
        });
        Self::new(
            texts.t("list-group"),
            (none, ListCommand::Group(None)),
            choices,
        )
    }
}

/// A table with everything that belongs to it.
pub(super) struct Sheet<'s, L: Listing> {
    pub(super) id: &'static str,
    pub(super) name: &'s str,
    pub(super) columns: &'s [Column],
    pub(super) checkboxes: bool,
    pub(super) draw: DrawCell<L>,
    pub(super) deeds: &'s [Deed],
    pub(super) filters: Vec<Filter>,
    pub(super) searchable: bool,
}

/// Where a page keeps its list and its table.
pub(super) struct Ends<L: Listing> {
    pub(super) list: fn(&mut App) -> &mut List<L>,
    pub(super) table: fn(&mut UiState) -> &mut TableOf<L>,
}

/// Draws the bar above the table.
pub(super) fn bar<L: Listing>(
    ui: &mut Ui,
    app: &mut App,
    state: &mut UiState,
    ends: &Ends<L>,
    sheet: &Sheet<'_, L>,
) {
    let texts = app.texts;
    restore(app, state, ends, sheet.id);
    let wish = (ends.list)(app).wish.clone();
    let mut sent = Vec::new();
    in_a_bar(ui, |ui| {
        if sheet.searchable {
            let typed = state
                .searches
                .entry(sheet.id)
                .or_insert_with(|| wish.search.clone());
            // Somebody else may have changed what is searched for.
            if *typed != wish.search && !ui.ctx().text_edit_focused() {
                typed.clone_from(&wish.search);
            }
            let hint = texts.t("list-search");
            let width = (ui.available_width() * 0.24).clamp(140.0, 220.0);
            if search_box(ui, &hint, typed, width).changed() {
                sent.push(Command::List(ListCommand::Search(typed.clone())));
            }
        }
        for filter in &sheet.filters {
            let choices = filter.choices.iter().enumerate();
            let options: Vec<(usize, String)> = choices
                .map(|(number, (label, _))| (number, label.clone()))
                .collect();
            let mut chosen = filter.chosen;
            if select(ui, &filter.name, &mut chosen, &options)
                && let Some((_, command)) = filter.choices.get(chosen)
            {
                sent.push(Command::List(command.clone()));
            }
        }
        if wish.is_narrowed() {
            let clear = Button::plain(texts.t("list-widen")).icon(Icon::Cross);
            if ui.add(clear).clicked() {
                state.searches.remove(sheet.id);
                sent.push(Command::List(ListCommand::Widen));
            }
        }
        let columns = Button::icon_only(Icon::Columns, texts.t("action-columns"));
        menu_button(ui, columns, |ui| {
            (ends.table)(state).column_chooser(ui, sheet.columns);
        });
        let export = Button::icon_only(Icon::Export, texts.t("action-export"));
        let key = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::E));
        if ui.add(export).clicked() || key {
            let columns = (ends.table)(state).shown_columns(sheet.columns);
            sent.push(Command::Export(ExportWish {
                columns,
                file: None,
            }));
        }
        let list = (ends.list)(app);
        let rows = list.rows();
        if let Some(rest) = list.stale_for() {
            ui.ctx().request_repaint_after(rest);
        }
        let loading = list.is_loading() || app.is_gathering();
        let selected = chosen_rows((ends.table)(state), rows);
        let words = if selected > 1 {
            texts.t_args("table-selected", &[("rows", Arg::from(selected))])
        } else {
            texts.t_args("table-rows", &[("rows", Arg::from(rows))])
        };
        ui.add(Label::new(text::small(words)).extend());
        if loading {
            ui.label(text::small(texts.t("state-loading")));
        }
    });
    ui.add_space(space::S);
    for command in sent {
        app.send(command);
    }
}

/// Lays the filters out: on several lines where they need them, on one that scrolls in a window of little height.
fn in_a_bar(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    if ui.ctx().content_rect().height() >= LOW {
        ui.horizontal_wrapped(content);
    } else {
        ScrollArea::horizontal()
            .id_salt("filters")
            .show(ui, |ui| ui.horizontal(content));
    }
}

/// How many rows are selected; heads of groups do not count.
fn chosen_rows<I: Clone + Eq + std::hash::Hash>(table: &Table<I>, rows: u64) -> u64 {
    table.selection().count(rows)
}

/// Brings a table to the layout that was remembered, the first time it is shown.
fn restore<L: Listing>(app: &mut App, state: &mut UiState, ends: &Ends<L>, id: &'static str) {
    if !state.restored.insert(id) {
        return;
    }
    let kept = app.table_layout(id);
    let Some(layout) = kept.and_then(|kept| serde_json::from_str::<TableLayout>(&kept).ok()) else {
        return;
    };
    let table = (ends.table)(state);
    table.set_layout(layout);
    let sort = table.sort().map(sort_of);
    if sort.is_some() {
        app.send(Command::List(ListCommand::Sort(sort)));
    }
}

fn sort_of(sort: &Sort) -> (String, bool) {
    (sort.column.clone(), sort.descending)
}

/// Draws the table over all the room there is; what is not content is a designed state of its own.
pub(super) fn table<L: Listing>(
    ui: &mut Ui,
    app: &mut App,
    state: &mut UiState,
    ends: &Ends<L>,
    sheet: &Sheet<'_, L>,
) -> Option<L::Id> {
    let texts = app.texts;
    if (ends.list)(app).lines() == 0 {
        let list = (ends.list)(app);
        if let Some(problem) = list.problem.clone() {
            if super::unreadable(texts, &problem).show(ui) {
                app.send(Command::Refresh);
            }
        } else if list.is_loading() || list.is_unread() {
            // An answer is taken in when rows are wanted.
            let mut list = std::mem::take((ends.list)(app));
            if let Some(cache) = app.cache() {
                list.prepare(cache, 0..50);
            }
            *(ends.list)(app) = list;
            PageState::Loading.show(ui);
        } else {
            let nothing = PageState::Empty {
                icon: Icon::Filter,
                title: texts.t("list-no-match-title").into_owned(),
                why: texts.t("list-no-match-why").into_owned(),
                action: Some(texts.t("list-widen").into_owned()),
            };
            if nothing.show(ui) {
                state.searches.remove(sheet.id);
                app.send(Command::List(ListCommand::Widen));
            }
        }
        return None;
    }
    let own = ui.make_persistent_id(sheet.id);
    let speaking = Speaking::of(app);
    // Where nothing else has the keyboard the list has it: arrows, Enter and Space work without a click.
    if !speaking.covered && ui.memory(|memory| memory.focused().is_none()) {
        ui.memory_mut(|memory| memory.request_focus(own));
        // Only from the next frame on do the arrows belong to the list.
        ui.ctx().request_repaint();
    }
    let mut list = std::mem::take((ends.list)(app));
    let spec = TableSpec {
        id: sheet.id,
        name: sheet.name,
        columns: sheet.columns,
        checkboxes: sheet.checkboxes,
    };
    let mut model = Model {
        list: &mut list,
        app,
        speaking: &speaking,
        draw: sheet.draw,
    };
    let mut wanted = None;
    let shown = (ends.table)(state).show_with_menu(ui, &spec, &mut model, |ui, _| {
        for deed in sheet.deeds {
            if ui.add(deed.item()).clicked() {
                wanted = Some(deed.offer.command.clone());
            }
        }
    });
    *(ends.list)(app) = list;
    if let Some(command) = wanted {
        app.send(command);
    }
    answer(ui, app, state, ends, (sheet.id, sheet.columns), shown)
}

fn answer<L: Listing>(
    ui: &Ui,
    app: &mut App,
    state: &mut UiState,
    ends: &Ends<L>,
    (id, columns): (&'static str, &[Column]),
    shown: TableResponse<Place<L::Id>>,
) -> Option<L::Id> {
    if let Some(Place::Head(head)) = shown.folded {
        app.send(Command::List(ListCommand::Fold(head)));
    }
    if shown.sort_changed {
        let sort = (ends.table)(state).sort().map(sort_of);
        app.send(Command::List(ListCommand::Sort(sort)));
    }
    if shown.selection_changed {
        state.chosen += 1;
        ui.ctx().request_repaint();
    }
    if shown.layout_changed {
        state.unkept.insert(id);
    }
    // A width that is being dragged is kept once it is let go.
    if state.unkept.contains(id) && !ui.input(|input| input.pointer.any_down()) {
        state.unkept.remove(id);
        if let Ok(text) = serde_json::to_string((ends.table)(state).layout()) {
            app.keep_table_layout(id, text);
        }
    }
    match shown.copied {
        None => {}
        Some(Copied::Rows(rows)) => app.happenings.push_back(Happening::Copied(rows)),
        Some(Copied::Elsewhere) => {
            let table = (ends.table)(state);
            app.send(Command::CopyRows(CopyWish {
                columns: table.shown_columns(columns),
                rows: rows_of::<L>(table.selection()),
            }));
        }
    }
    shown.opened.and_then(|place| place.row())
}

/// The row under the keyboard.
pub(super) fn at_cursor<I: Copy + Eq + std::hash::Hash>(table: &Table<Place<I>>) -> Option<I> {
    table.cursor().and_then(Place::row)
}

/// What is selected, and what it is true for: read again only when the selection or the rows changed.
pub(in crate::ui) struct Chosen<I, T> {
    key: (u64, u64, Option<I>),
    /// What can be done is said by these: all that is selected, or the first of very many.
    pub(super) first: Vec<T>,
    /// It is done with these, where they are more than the first.
    pub(super) all: Option<Rows>,
}

impl<I, T> Default for Chosen<I, T> {
    fn default() -> Self {
        Self {
            key: (0, 0, None),
            first: Vec::new(),
            all: None,
        }
    }
}

impl<I: Copy + Eq + std::hash::Hash, T> Chosen<I, T> {
    /// Brings it up to date.
    pub(super) fn follow<L: Listing<Id = I>>(
        &mut self,
        app: &App,
        list: &List<L>,
        table: &TableOf<L>,
        selections: u64,
        read: impl FnMut(I) -> Option<T>,
    ) {
        let key = (selections, list.revision, at_cursor(table));
        if self.key != key {
            let ids = selected(app, list, table, MOST);
            self.key = key;
            self.first = ids.into_iter().filter_map(read).collect();
            self.all = beyond::<L>(table.selection());
        }
    }
}

/// How many of all selected rows are looked at to say what can be done; more are read beside the window when something is done
/// with them.
const MOST: usize = 400;

/// The selected rows, by their numbers.
fn rows_of<L: Listing>(selection: &Selection<Place<L::Id>>) -> Rows {
    let (Selection::Only(places) | Selection::AllBut(places)) = selection;
    let rows = places.iter().filter_map(Place::row).map(L::number);
    match selection {
        Selection::Only(_) => Rows::These(rows.collect()),
        Selection::AllBut(_) => Rows::AllBut(rows.collect()),
    }
}

/// The selected rows, where they are more than are looked at.
fn beyond<L: Listing>(selection: &Selection<Place<L::Id>>) -> Option<Rows> {
    match selection {
        Selection::Only(places) if places.len() <= MOST => None,
        Selection::Only(_) | Selection::AllBut(_) => Some(rows_of::<L>(selection)),
    }
}

/// The selected rows, or else the one under the keyboard. Where very many are selected these are the first ones, which say what
/// can be done; it is done with all of them ([`Chosen::all`]).
fn selected<L: Listing>(app: &App, list: &List<L>, table: &TableOf<L>, most: usize) -> Vec<L::Id> {
    let mut found: Vec<L::Id> = match table.selection() {
        Selection::Only(places) => places.iter().filter_map(Place::row).take(most).collect(),
        Selection::AllBut(places) => {
            let Some(reader) = app.reader() else {
                return Vec::new();
            };
            let all = list.all_ids(&reader.read(), most);
            let left_out = |id: &L::Id| places.contains(&Place::Row(*id));
            all.into_iter().filter(|id| !left_out(id)).collect()
        }
    };
    if found.is_empty() {
        found.extend(at_cursor(table));
    }
    // A set has no order; the cache's own is as good as any and always the same.
    found.sort_by_key(|id| L::number(*id));
    found
}

/// A list, the cache behind it, and the words in front of it.
struct Model<'m, L: Listing> {
    list: &'m mut List<L>,
    app: &'m App,
    speaking: &'m Speaking,
    draw: DrawCell<L>,
}

impl<L: Listing> TableModel for Model<'_, L> {
    type Id = Place<L::Id>;

    fn revision(&self) -> u64 {
        self.list.revision
    }

    fn row_count(&self) -> u64 {
        self.list.lines()
    }

    fn prepare(&mut self, rows: Range<u64>) {
        if let Some(cache) = self.app.cache() {
            self.list.prepare(cache, rows);
        }
    }

    fn row(&self, index: u64) -> Row<Self::Id> {
        match (self.list.line(index), &self.list.problem) {
            (Some(Line::Row(row)), _) => Row::Ready(Place::Row(L::id(row))),
            (Some(Line::Head { head, count, open }), _) => Row::Group(Group {
                id: Place::Head(head.clone()),
                title: head_words(self.speaking, head),
                count: *count,
                open: *open,
            }),
            (Some(Line::Gone), _) => Row::Loading,
            (None, Some(problem)) => Row::Failed(explain(self.speaking.texts, problem).message),
            (None, None) if self.list.is_loading() => Row::Loading,
            (None, None) => Row::NotLoaded,
        }
    }

    fn ids(&mut self, rows: Range<u64>) -> Option<HashSet<Self::Id>> {
        match self.app.cache() {
            Some(cache) => self.list.ids(cache, &rows),
            None => Some(HashSet::new()),
        }
    }

    fn index_of(&mut self, id: &Self::Id) -> Option<u64> {
        self.list.line_of(self.app.cache()?, id)
    }

    fn exists(&mut self, id: &Self::Id) -> bool {
        self.app
            .reader()
            .is_some_and(|reader| self.list.exists(&reader.read(), id))
    }

    fn text(&self, index: u64, column: &'static str) -> Cow<'_, str> {
        Cow::Owned(self.list.text(index, column, self.speaking))
    }

    fn draw(&self, ui: &mut Ui, index: u64, column: &'static str) -> bool {
        match self.list.line(index) {
            Some(Line::Row(row)) => (self.draw)(ui, row, column, self.speaking),
            _ => false,
        }
    }
}

fn head_words(speaking: &Speaking, head: &Head) -> String {
    match head {
        Head::Cause(cause) => title(speaking.texts, *cause),
        Head::Reason(reason) => speaking.texts.t(reason_key(*reason)).into_owned(),
        Head::Mapping(mapping) => mapping.to_string(),
    }
}
