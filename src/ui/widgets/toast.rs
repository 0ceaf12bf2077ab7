//! Messages that come by themselves: a toast for a few seconds, and a list where every one of them stays.

use std::collections::VecDeque;

use eframe::egui::Align2;
use eframe::egui::Area;
use eframe::egui::Context;
use eframe::egui::CornerRadius;
use eframe::egui::Frame;
use eframe::egui::Id;
use eframe::egui::Label;
use eframe::egui::Margin;
use eframe::egui::Order;
use eframe::egui::Role;
use eframe::egui::Stroke;
use eframe::egui::Ui;
use eframe::egui::vec2;

use crate::ui::design::DesignExt as _;
use crate::ui::design::Icon;
use crate::ui::design::Tone;
use crate::ui::design::icon;
use crate::ui::design::space;
use crate::ui::design::text;
use crate::ui::words::WordsExt as _;

use super::button::Button;
use super::chip::from_right;

/// How long a toast stands, in seconds: long enough to reach "Undo".
const STANDS: f64 = 10.0;
/// Width of a toast, in points, where the window has it.
const WIDTH: f32 = 340.0;
/// How many toasts stand at a time; older ones are in the list.
const AT_A_TIME: usize = 3;
/// How many messages the list keeps.
const KEPT: usize = 200;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Note<A> {
    /// What kind of news it is. Errors belong on a page or in a bar; here they are only repeated.
    pub tone: Tone,
    /// One sentence.
    pub message: String,
    /// What can be done about it, usually "Undo": label and what to send.
    pub action: Option<(String, A)>,
    /// When it happened, already written out.
    pub when: String,
}

/// All messages of this session, newest first, and which of them stand as toasts.
#[derive(Clone, Debug)]
pub struct Toasts<A> {
    notes: VecDeque<Entry<A>>,
    next_id: u64,
    seen: u64,
}

#[derive(Clone, Debug)]
struct Entry<A> {
    id: u64,
    note: Note<A>,
    /// Time of egui at which the toast goes; `None` before it was first shown.
    until: Option<f64>,
    standing: bool,
}

impl<A> Default for Toasts<A> {
    fn default() -> Self {
        Self {
            notes: VecDeque::new(),
            next_id: 0,
            seen: 0,
        }
    }
}

impl<A: Clone> Toasts<A> {
    /// Adds a message; it is shown from the next frame on. Gives its number.
    pub fn push(&mut self, note: Note<A>) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        // Where one success follows another, as with conflicts that are decided one by one, the newest says enough.
        let only_tells = |note: &Note<A>| note.tone == Tone::Success && note.action.is_none();
        if only_tells(&note) {
            for old in self.notes.iter_mut().filter(|old| only_tells(&old.note)) {
                old.standing = false;
            }
        }
        self.notes.push_front(Entry {
            id,
            note,
            until: None,
            standing: true,
        });
        for old in self.notes.iter_mut().skip(AT_A_TIME) {
            old.standing = false;
        }
        self.notes.truncate(KEPT);
        id
    }

    /// Says a message in other words, for instance in another language.
    pub fn say_anew(&mut self, id: u64, note: Note<A>) {
        if let Some(entry) = self.notes.iter_mut().find(|entry| entry.id == id) {
            entry.note = note;
        }
    }

    /// Takes every toast away; the list keeps them.
    pub fn dismiss_all(&mut self) {
        for entry in &mut self.notes {
            entry.standing = false;
        }
    }

    /// Counts the messages that came since the list was last open.
    pub fn unseen(&self) -> u64 {
        self.next_id - self.seen
    }

    /// Shows the toasts at the lower right corner, above the status bar; returns the action that was chosen.
    pub fn show(&mut self, ctx: &Context) -> Option<A> {
        self.show_lifted(ctx, 0.0)
    }

    /// The same, so much higher, in points, where buttons would be covered.
    pub fn show_lifted(&mut self, ctx: &Context, lift: f32) -> Option<A> {
        let now = ctx.input(|input| input.time);
        for entry in self.notes.iter_mut().filter(|entry| entry.standing) {
            let until = *entry.until.get_or_insert(now + STANDS);
            if now >= until {
                entry.standing = false;
            } else {
                ctx.request_repaint_after(std::time::Duration::from_secs_f64(until - now));
            }
        }
        let mut chosen = None;
        if self.notes.iter().any(|entry| entry.standing) {
            Area::new(Id::unique("toasts"))
                .order(Order::Foreground)
                .anchor(
                    Align2::RIGHT_BOTTOM,
                    vec2(-space::L, -(space::STATUS_BAR + space::L + lift)),
                )
                .show(ctx, |ui| {
                    for entry in self.notes.iter_mut().filter(|entry| entry.standing) {
                        show_toast(ui, entry, &mut chosen);
                    }
                });
        }
        chosen
    }

    /// Shows the list of all messages; returns the action that was chosen.
    pub fn show_list(&mut self, ui: &mut Ui) -> Option<A> {
        self.seen = self.next_id;
        let texts = ui.texts();
        let mut chosen = None;
        ui.horizontal(|ui| {
            if self.notes.is_empty() {
                ui.label(text::weak(texts.t("notifications-empty")));
                return;
            }
            from_right(ui, |ui| {
                let clear = Button::plain(texts.t("notifications-clear")).small();
                if ui.add(clear).clicked() {
                    self.notes.clear();
                }
            });
        });
        for entry in &self.notes {
            ui.separator();
            if let Some(action) = note_line(ui, &entry.note) {
                chosen = Some(action);
            }
        }
        chosen
    }
}

fn show_toast<A: Clone>(ui: &mut Ui, entry: &mut Entry<A>, chosen: &mut Option<A>) {
    let tokens = ui.tokens();
    let texts = ui.texts();
    let frame = Frame::new()
        .fill(tokens.surface.raised)
        .stroke(Stroke::new(1.0, tokens.line.edge))
        .corner_radius(CornerRadius::same(space::RADIUS_LARGE))
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(Margin::symmetric(12, 8));
    let shown = ui.push_id(entry.id, |ui| {
        frame.show(ui, |ui| {
            let room = ui.ctx().content_rect().width() - 4.0 * space::L;
            ui.set_width(room.min(WIDTH));
            ui.horizontal(|ui| {
                ui.add(icon(entry.note.tone.icon()).color(entry.note.tone.color(tokens)));
                from_right(ui, |ui| {
                    if ui
                        .add(Button::icon_only(Icon::Cross, texts.t("notice-dismiss")).small())
                        .clicked()
                    {
                        entry.standing = false;
                    }
                    let left = eframe::egui::Layout::left_to_right(eframe::egui::Align::Center);
                    ui.with_layout(left, |ui| ui.add(Label::new(&entry.note.message).wrap()));
                });
            });
            // Below the words, which keep their room in every language.
            if let Some((label, action)) = &entry.note.action {
                let button = Button::plain(label).small().ink(tokens.accent.ink);
                let added = ui.horizontal(|ui| from_right(ui, |ui| ui.add(button)));
                if added.inner.clicked() {
                    *chosen = Some(action.clone());
                    entry.standing = false;
                }
            }
        })
    });
    let spoken = format!(
        "{}: {}",
        texts.t(entry.note.tone.text_key()),
        entry.note.message
    );
    ui.ctx()
        .accesskit_node_builder(shown.inner.response.id, |node| {
            node.set_role(Role::Status);
            node.set_label(spoken);
            node.set_live(eframe::egui::accesskit::Live::Polite);
        });
}

fn note_line<A: Clone>(ui: &mut Ui, note: &Note<A>) -> Option<A> {
    let tokens = ui.tokens();
    let mut chosen = None;
    ui.horizontal_top(|ui| {
        ui.add(icon(note.tone.icon()).color(note.tone.color(tokens)));
        ui.vertical(|ui| {
            ui.add(Label::new(&note.message).wrap());
            ui.horizontal(|ui| {
                ui.label(text::small(&note.when));
                if let Some((label, action)) = &note.action {
                    let button = Button::plain(label).small().ink(tokens.accent.ink);
                    if ui.add(button).clicked() {
                        chosen = Some(action.clone());
                    }
                }
            });
        });
    });
    chosen
}
