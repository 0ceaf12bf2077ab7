//! The table driven by its accessibility tree, with mouse and keyboard, up to a million rows.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;
use std::ops::Range;

use eframe::egui;
use eframe::egui::Event;
use eframe::egui::Key;
use eframe::egui::Modifiers;
use eframe::egui::OutputCommand;
use eframe::egui::Role;
use egui_kittest::Harness;
use egui_kittest::SnapshotResults;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use raccord::ui::design::Mark;
use raccord::ui::design::ThemeChoice;
use raccord::ui::table::Column;
use raccord::ui::table::Copied;
use raccord::ui::table::Group;
use raccord::ui::table::Row;
use raccord::ui::table::Table;
use raccord::ui::table::TableModel;
use raccord::ui::table::TableResponse;
use raccord::ui::table::TableSpec;
use raccord::ui::widgets::MenuItem;
use raccord::ui::widgets::StateChip;

use crate::harness::harness;

/// Customers numbered from 10000, some missing, some not read yet; the last ones under a head of group if asked.
#[derive(Default)]
struct Customers {
    count: u64,
    revision: u64,
    /// This many rows were taken away at the top.
    gone: u64,
    descending: bool,
    grouped: Option<bool>,
    /// Rows from here on are still on their way.
    loading_from: Option<u64>,
    /// Which rows stand where is still being looked for.
    looking: bool,
    asked: Cell<u64>,
    prepared: Vec<Range<u64>>,
}

impl Customers {
    fn number(&self, index: u64) -> u64 {
        let head = u64::from(self.grouped.is_some());
        let place = index - head.min(index);
        let place = if self.descending {
            self.count - 1 - place
        } else {
            place
        };
        10_000 + self.gone + place
    }
}

impl TableModel for Customers {
    type Id = u64;

    fn revision(&self) -> u64 {
        self.revision
    }

    fn row_count(&self) -> u64 {
        match self.grouped {
            None => self.count,
            Some(true) => self.count + 1,
            Some(false) => 1,
        }
    }

    fn prepare(&mut self, rows: Range<u64>) {
        self.prepared.push(rows);
    }

    fn row(&self, index: u64) -> Row<u64> {
        self.asked.set(self.asked.get() + 1);
        if index == 0
            && let Some(open) = self.grouped
        {
            let title = "Exchange rate for EUR is missing".to_owned();
            return Row::Group(Group {
                id: 1,
                title,
                count: self.count,
                open,
            });
        }
        if self.loading_from.is_some_and(|from| index >= from) {
            return Row::Loading;
        }
        if self.number(index) == 10_005 && self.count < 100 {
            return Row::Failed("disk I/O error".to_owned());
        }
        Row::Ready(self.number(index))
    }

    fn ids(&mut self, rows: Range<u64>) -> Option<HashSet<u64>> {
        if self.looking {
            return None;
        }
        Some(rows.map(|index| self.number(index)).collect())
    }

    fn index_of(&mut self, id: &u64) -> Option<u64> {
        let place = id.checked_sub(10_000 + self.gone)?;
        (place < self.count).then_some(place)
    }

    fn text(&self, index: u64, column: &'static str) -> Cow<'_, str> {
        let number = self.number(index);
        match column {
            "no" => number.to_string().into(),
            "name" => format!("Adatum Corporation {number}").into(),
            "state" => "Open".into(),
            "credit" => format!("{},50", number % 977).into(),
            other => panic!("no column {other}"),
        }
    }

    fn draw(&self, ui: &mut egui::Ui, _index: u64, column: &'static str) -> bool {
        if column == "state" {
            ui.add(StateChip::mark(Mark::Open, "Open"));
        }
        column == "state"
    }
}

struct Page {
    table: Table<u64>,
    model: Customers,
    checkboxes: bool,
    responses: Vec<TableResponse<u64>>,
    menu: Vec<u64>,
}

impl Page {
    fn of(count: u64) -> Self {
        Self {
            table: Table::default(),
            model: Customers {
                count,
                ..Customers::default()
            },
            checkboxes: false,
            responses: Vec::new(),
            menu: Vec::new(),
        }
    }

    fn selected(&self) -> Vec<u64> {
        (0..self.model.count)
            .map(|i| self.model.number(i))
            .filter(|id| self.table.selection().contains(id))
            .collect()
    }

    fn opened(&self) -> Vec<u64> {
        self.responses
            .iter()
            .filter_map(|response| response.opened)
            .collect()
    }
}

fn columns() -> [Column; 4] {
    [
        Column::new("no", "No.", 96.0),
        Column::new("name", "Name", 220.0),
        Column::new("state", "State", 120.0).unsortable(),
        Column::new("credit", "Credit limit", 130.0).number(),
    ]
}

fn draw(ui: &mut egui::Ui, page: &mut Page) {
    let columns = columns();
    let spec = TableSpec {
        id: "customers",
        name: "Customers",
        columns: &columns,
        checkboxes: page.checkboxes,
    };
    let Page {
        table, model, menu, ..
    } = page;
    let response = table.show_with_menu(ui, &spec, model, |ui, selection| {
        if ui.add(MenuItem::new("Retry")).clicked() {
            menu.push(selection.count(10));
        }
    });
    if response.sort_changed {
        page.model.descending = page.table.sort().is_some_and(|sort| sort.descending);
        page.model.revision += 1;
    }
    if let (Some(_), Some(open)) = (response.folded, page.model.grouped) {
        page.model.grouped = Some(!open);
        page.model.revision += 1;
    }
    page.responses.push(response);
}

fn window(page: Page) -> Harness<'static, Page> {
    let mut window = harness(
        [640.0, 360.0],
        ThemeChoice::Dark,
        page,
        |ui: &mut egui::Ui, page: &mut Page| {
            egui::CentralPanel::default().show(ui, |ui| draw(ui, page));
        },
    );
    window.run();
    window
}

fn row(window: &Harness<'_, Page>, number: u64) -> String {
    let rows = window.query_all_by_role(Role::Row);
    let names: Vec<_> = rows
        .filter_map(|row| row.accesskit_node().label())
        .collect();
    let start = format!("{number},");
    names
        .iter()
        .find(|name| name.starts_with(&start))
        .unwrap_or_else(|| panic!("{number} not in {names:?}"))
        .clone()
}

fn click(window: &mut Harness<'_, Page>, number: u64, modifiers: Modifiers) {
    let name = row(window, number);
    window
        .get_by_role_and_label(Role::Row, &name)
        .click_modifiers(modifiers);
    window.run();
}

fn press(window: &mut Harness<'_, Page>, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

const NONE: Modifiers = Modifiers::NONE;

#[test]
fn rows_and_headings_are_named() {
    let window = window(Page::of(20));
    assert!(
        window
            .query_by_role_and_label(Role::Grid, "Customers")
            .is_some()
    );
    assert!(
        window
            .query_by_role_and_label(Role::ColumnHeader, "Credit limit")
            .is_some()
    );
    assert_eq!(
        row(&window, 10_003),
        "10003, Adatum Corporation 10003, Open, 233,50"
    );
}

#[test]
fn mouse_selects_with_control_and_shift() {
    let mut window = window(Page::of(20));
    click(&mut window, 10_001, NONE);
    assert_eq!(window.state().selected(), [10_001]);
    click(&mut window, 10_003, Modifiers::COMMAND);
    assert_eq!(window.state().selected(), [10_001, 10_003]);
    click(&mut window, 10_003, Modifiers::COMMAND);
    assert_eq!(window.state().selected(), [10_001]);
    click(&mut window, 10_002, NONE);
    click(&mut window, 10_004, Modifiers::SHIFT);
    assert_eq!(window.state().selected(), [10_002, 10_003, 10_004]);
    let selected: Vec<_> = window
        .query_all_by_role(Role::Row)
        .filter(|row| row.accesskit_node().is_selected() == Some(true))
        .filter_map(|row| row.accesskit_node().label())
        .collect();
    assert_eq!(selected.len(), 3, "said aloud too: {selected:?}");
}

#[test]
fn keyboard_reaches_everything() {
    let mut window = window(Page::of(1000));
    press(&mut window, NONE, Key::Tab);
    let first = row(&window, 10_000);
    assert!(
        window.get_by_label(&first).is_focused(),
        "the table has the keyboard and speaks of its first row"
    );
    press(&mut window, NONE, Key::ArrowDown);
    assert_eq!(
        window.state().selected(),
        [10_000],
        "the first arrow stands on the first row"
    );
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(window.state().selected(), [10_001, 10_002, 10_003]);
    press(&mut window, Modifiers::SHIFT, Key::ArrowUp);
    assert_eq!(window.state().selected(), [10_001, 10_002]);
    press(&mut window, Modifiers::COMMAND, Key::ArrowDown);
    press(&mut window, NONE, Key::Space);
    assert_eq!(window.state().selected(), [10_001, 10_002, 10_003]);
    press(&mut window, NONE, Key::End);
    assert_eq!(window.state().selected(), [10_999]);
    row(&window, 10_999);
    press(&mut window, NONE, Key::PageUp);
    let page = 10_999 - window.state().selected()[0];
    assert!((4..12).contains(&page), "a page was {page} rows");
    press(&mut window, NONE, Key::Home);
    press(&mut window, NONE, Key::Enter);
    assert_eq!(window.state().opened(), [10_000]);
    press(&mut window, Modifiers::COMMAND, Key::A);
    assert_eq!(window.state().table.selection().count(1000), 1000);
}

/// Clicks twice in one frame: two frames of a test are further apart than a double click.
fn double_click(window: &mut Harness<'_, Page>, pos: egui::Pos2) {
    let button = |pressed| Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: NONE,
    };
    let twice = [button(true), button(false), button(true), button(false)];
    window.input_mut().events.push(Event::PointerMoved(pos));
    window.input_mut().events.extend(twice);
}

#[test]
fn a_double_click_opens() {
    let mut window = window(Page::of(20));
    let name = row(&window, 10_002);
    let pos = window
        .get_by_role_and_label(Role::Row, &name)
        .rect()
        .center();
    double_click(&mut window, pos);
    window.run();
    assert_eq!(window.state().opened(), [10_002]);
}

#[test]
fn a_heading_sorts_up_down_and_back() {
    let mut window = window(Page::of(20));
    window
        .get_by_role_and_label(Role::ColumnHeader, "No.")
        .click();
    window.run();
    assert!(window.query_by_label("No., sorted ascending").is_some());
    window.get_by_label("No., sorted ascending").click();
    window.run();
    assert!(window.query_by_label("No., sorted descending").is_some());
    row(&window, 10_019);
    window.get_by_label("No., sorted descending").click();
    window.run();
    assert!(
        window
            .query_by_role_and_label(Role::ColumnHeader, "No.")
            .is_some()
    );
    window
        .get_by_role_and_label(Role::ColumnHeader, "State")
        .click();
    window.run();
    assert_eq!(window.state().table.sort(), None, "state cannot be sorted");
}

#[test]
fn selection_survives_a_refresh() {
    let mut window = window(Page::of(20));
    click(&mut window, 10_004, NONE);
    click(&mut window, 10_001, Modifiers::COMMAND);
    let page = window.state_mut();
    page.model.gone = 2;
    page.model.revision += 1;
    window.run();
    assert_eq!(
        window.state().selected(),
        [10_004],
        "10001 is gone, 10004 only moved"
    );
    click(&mut window, 10_004, NONE);
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::ArrowDown);
    assert_eq!(
        window.state().selected(),
        [10_006],
        "the keyboard went past the row that cannot be read"
    );
}

#[test]
fn copies_what_is_selected_as_columns() {
    let mut window = window(Page::of(20));
    click(&mut window, 10_001, NONE);
    click(&mut window, 10_002, Modifiers::SHIFT);
    window.event(Event::Copy);
    window.step();
    let copied =
        window
            .output()
            .platform_output
            .commands
            .iter()
            .find_map(|command| match command {
                OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            });
    assert_eq!(
        copied.as_deref(),
        Some(
            "No.\tName\tState\tCredit limit\n10001\tAdatum Corporation 10001\tOpen\t231,50\n10002\tAdatum Corporation 10002\tOpen\t232,50\n"
        )
    );
    assert_eq!(
        window.state().responses.last().unwrap().copied,
        Some(Copied::Rows(2))
    );
}

#[test]
fn the_menu_opens_by_mouse_and_by_key() {
    let mut window = window(Page::of(20));
    let name = row(&window, 10_002);
    window
        .get_by_role_and_label(Role::Row, &name)
        .click_secondary();
    window.run();
    assert_eq!(window.state().selected(), [10_002]);
    window
        .get_by_role_and_label(Role::MenuItem, "Retry")
        .click();
    window.run();
    assert_eq!(window.state().menu, [1]);
    assert!(window.query_by_label("Retry").is_none(), "the menu closed");

    click(&mut window, 10_003, NONE);
    press(&mut window, Modifiers::SHIFT, Key::F10);
    assert!(window.query_by_label("Retry").is_some());
    press(&mut window, NONE, Key::Escape);
    assert!(window.query_by_label("Retry").is_none());
}

#[test]
fn columns_are_chosen_in_the_menu_of_a_heading() {
    let mut window = window(Page::of(20));
    window
        .get_by_role_and_label(Role::ColumnHeader, "Name")
        .click_secondary();
    window.run();
    window
        .get_by_role_and_label(Role::MenuItemCheckBox, "Credit limit")
        .click();
    window.run();
    assert!(
        window
            .query_by_role_and_label(Role::ColumnHeader, "Credit limit")
            .is_none()
    );
    assert!(
        window
            .state()
            .responses
            .iter()
            .any(|response| response.layout_changed)
    );
    let saved = serde_json::to_string(window.state().table.layout()).unwrap();
    let mut again = Page::of(20);
    again.table = Table::new(serde_json::from_str(&saved).unwrap());
    let again = self::window(again);
    assert!(
        again
            .query_by_role_and_label(Role::ColumnHeader, "Credit limit")
            .is_none(),
        "and it is remembered"
    );
}

#[test]
fn columns_keep_their_widths_from_the_first_frame_on_and_can_be_dragged() {
    let mut window = window(Page::of(20));
    let width = |window: &Harness<'_, Page>| {
        window
            .get_by_role_and_label(Role::ColumnHeader, "Name")
            .rect()
            .width()
    };
    // Of the page's 220 points, and its share of what the other columns leave.
    let before = width(&window);
    assert!(before >= 220.0, "{before}");
    window.run();
    assert!((width(&window) - before).abs() < 0.1);
    let edge = window
        .get_by_role_and_label(Role::ColumnHeader, "Name")
        .rect()
        .right_center();
    window.drag_at(edge);
    window.run();
    window.hover_at(edge + egui::vec2(40.0, 0.0));
    window.run();
    window.drop_at(edge + egui::vec2(40.0, 0.0));
    window.run();
    let after = width(&window);
    assert!((after - before - 40.0).abs() < 2.0, "{before}, {after}");
}

#[test]
fn groups_fold() {
    let mut page = Page::of(3);
    page.model.grouped = Some(true);
    let mut window = window(page);
    let head = "Exchange rate for EUR is missing, 3, open";
    window.get_by_role_and_label(Role::Row, head).click();
    window.run();
    assert_eq!(window.query_all_by_role(Role::Row).count(), 1);
    press(&mut window, NONE, Key::ArrowRight);
    assert_eq!(window.query_all_by_role(Role::Row).count(), 4);
    press(&mut window, NONE, Key::ArrowDown);
    assert_eq!(window.state().table.selection().single(), Some(&10_000));
}

#[test]
fn check_boxes_select_without_losing_the_others() {
    let mut page = Page::of(20);
    page.checkboxes = true;
    let mut window = window(page);
    for number in ["10001", "10003"] {
        window
            .get_by_role_and_label(Role::CheckBox, &format!("Select {number}"))
            .click();
        window.run();
    }
    assert_eq!(window.state().selected(), [10_001, 10_003]);
    window.get_by_label("Select all").click();
    window.run();
    assert_eq!(window.state().table.selection().count(20), 20);
    window.get_by_label("Select all").click();
    window.run();
    assert!(window.state().table.selection().is_empty(20));
}

#[test]
fn a_row_that_is_on_its_way_is_selected_when_it_comes() {
    let mut page = Page::of(200);
    page.model.loading_from = Some(3);
    let mut window = window(page);
    click(&mut window, 10_002, NONE);
    press(&mut window, NONE, Key::ArrowDown);
    assert!(window.query_by_label("Row 4, loading").is_some());
    window.state_mut().model.loading_from = None;
    window.run();
    assert_eq!(window.state().selected(), [10_003]);
}

#[test]
fn a_long_way_with_shift_is_selected_once_its_rows_are_known() {
    let mut window = window(Page::of(1_000_000));
    click(&mut window, 10_002, NONE);
    window.state_mut().model.looking = true;
    press(&mut window, Modifiers::SHIFT, Key::End);
    assert_eq!(window.state().table.selection().single(), Some(&10_002));
    window.state_mut().model.looking = false;
    window.run();
    assert_eq!(window.state().table.selection().count(1_000_000), 999_998);
    assert!(
        window
            .state()
            .responses
            .iter()
            .rev()
            .take(8)
            .any(|one| one.selection_changed)
    );
    // What is done meanwhile counts more.
    window.state_mut().model.looking = true;
    press(&mut window, Modifiers::SHIFT, Key::Home);
    press(&mut window, NONE, Key::ArrowDown);
    window.state_mut().model.looking = false;
    window.run();
    assert_eq!(window.state().selected(), [10_001]);
}

#[test]
fn rows_that_the_table_does_not_have_are_copied_by_whoever_has_them() {
    let mut window = window(Page::of(1_000_000));
    press(&mut window, NONE, Key::Tab);
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.event(Event::Copy);
    window.run();
    let responses = window.state().responses.iter();
    let copied: Vec<Copied> = responses.filter_map(|one| one.copied).collect();
    assert_eq!(copied, [Copied::Elsewhere]);
}

#[test]
fn a_million_rows_cost_what_is_in_sight() {
    let mut window = window(Page::of(1_000_000));
    press(&mut window, NONE, Key::Tab);
    press(&mut window, NONE, Key::End);
    row(&window, 1_009_999);
    window.state_mut().model.asked.set(0);
    window.state_mut().model.prepared.clear();
    window.step();
    let page = window.state();
    assert!(
        page.model.asked.get() < 200,
        "{} rows were asked for in one frame",
        page.model.asked.get()
    );
    let farthest = page
        .model
        .prepared
        .iter()
        .map(|rows| rows.end - rows.start)
        .max();
    assert!(farthest < Some(20), "{:?}", page.model.prepared);
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, NONE, Key::Space);
    assert_eq!(window.state().table.selection().count(1_000_000), 999_999);
    // At the far end rows still stand edge to edge.
    let mut tops: Vec<f32> = window
        .query_all_by_role(Role::Row)
        .map(|row| row.rect().top())
        .collect();
    tops.sort_by(f32::total_cmp);
    assert!(
        tops.windows(2)
            .all(|pair| (pair[1] - pair[0] - 32.0).abs() < 0.1),
        "{tops:?}"
    );
}

/// Small steps of a touch pad must not get lost where numbers are large.
#[test]
fn slow_scrolling_works_at_the_far_end_of_a_million_rows() {
    let mut window = window(Page::of(1_000_000));
    press(&mut window, NONE, Key::Tab);
    press(&mut window, NONE, Key::End);
    window.hover_at(egui::pos2(200.0, 200.0));
    for _ in 0..10 {
        window.event(Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, 7.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: NONE,
        });
        window.run();
    }
    let visible = window.state().model.prepared.last().unwrap().clone();
    assert!(
        visible.end < 1_000_000,
        "ten steps of 7 points are two rows, but {visible:?} are in sight"
    );
    assert!(visible.end > 999_990, "{visible:?}");
}

/// The first column stays when the others scroll, and a row is one row on both sides of the edge.
#[test]
fn the_first_column_stays_in_sight() {
    let mut page = Page::of(20);
    let wide = [
        Column::new("no", "No.", 96.0),
        Column::new("name", "Name", 900.0),
    ];
    page.checkboxes = true;
    let mut window = harness(
        [480.0, 240.0],
        ThemeChoice::Dark,
        page,
        move |ui: &mut egui::Ui, page: &mut Page| {
            let spec = TableSpec {
                id: "wide",
                name: "Customers",
                columns: &wide,
                checkboxes: true,
            };
            page.table.show(ui, &spec, &mut page.model);
        },
    );
    window.run();
    let left = |window: &Harness<'_, Page>, name| {
        window
            .get_by_role_and_label(Role::ColumnHeader, name)
            .rect()
            .left()
    };
    let before = (left(&window, "No."), left(&window, "Name"));
    window.hover_at(egui::pos2(300.0, 150.0));
    window.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(-120.0, 0.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: NONE,
    });
    window.run();
    let after = (left(&window, "No."), left(&window, "Name"));
    assert!(
        (before.0 - after.0).abs() < 0.1,
        "No. moved: {before:?} {after:?}"
    );
    assert!(
        before.1 - after.1 > 50.0,
        "Name did not move: {before:?} {after:?}"
    );
    assert_eq!(
        window.query_all_by_label_contains("10001, Adatum").count(),
        1
    );
}

#[test]
fn pictures() {
    let mut results = SnapshotResults::new();
    for (theme, name) in [(ThemeChoice::Dark, "dark"), (ThemeChoice::Light, "light")] {
        let mut page = Page::of(40);
        page.checkboxes = true;
        page.model.grouped = Some(true);
        page.model.loading_from = Some(8);
        let mut window = harness([680.0, 360.0], theme, page, |ui, page| {
            egui::CentralPanel::default().show(ui, |ui| draw(ui, page));
        });
        window.run();
        window
            .get_by_role_and_label(Role::ColumnHeader, "No.")
            .click();
        window.run();
        click(&mut window, 10_001, NONE);
        click(&mut window, 10_002, Modifiers::SHIFT);
        window.remove_cursor();
        window.run();
        window.snapshot(format!("table-{name}"));
        results.extend_harness(&mut window);
    }
}
