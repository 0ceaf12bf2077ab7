//! The controls of the window: each in one look, each with a name in the accessibility tree.
//!
//! A widget knows tokens and words, not the program: it takes what to show and says what was done to it. Where a
//! widget needs a word of its own ("Cancel", "Dismiss"), it asks `ui.texts()`.
//!
//! | want | use |
//! |---|---|
//! | a button | [`Button::primary`], [`Button::quiet`], [`Button::plain`], [`Button::danger`], [`Button::icon_only`] |
//! | a button with a menu | [`menu_button`] with [`MenuItem`]s |
//! | a state in a row | [`StateChip`] (icon + word), [`SideBadge`], [`count_badge`] |
//! | a message that stays | [`Notice`] |
//! | a message that goes by itself | [`Toasts`] |
//! | a page that has nothing to show | [`PageState`] |
//! | an input with label, help and error | [`Field`] |
//! | yes or no | [`toggle`], [`check`] |
//! | one of a few | [`Choice`] (a segmented control), [`select`] (a list) |
//! | a question before something irreversible | [`Confirm`] |
//! | progress | [`ProgressLine`] |
//! | a cell of the merge editor | [`RadioCell`] with [`marked_value`] |
//! | a filter over a page | [`search_box`] |
//! | names and values | [`details`] |
//! | a box around things | [`card`], [`page_header`] |
//! | a key to press | [`key_hint`] |

mod button;
mod card;
mod chip;
mod choice;
mod confirm;
mod details;
mod field;
mod focus;
mod key_hint;
mod marked;
mod menu;
mod nav;
mod notice;
mod page_state;
mod picker;
mod progress;
mod radio_cell;
mod search_box;
mod toast;
mod typed;

pub use button::Button;
pub use card::card;
pub use card::page_header;
pub use chip::SideBadge;
pub use chip::StateChip;
pub use chip::count_badge;
pub use choice::Checked;
pub use choice::Choice;
pub use choice::check;
pub use choice::check_in_line;
pub use choice::paint_check_box;
pub use choice::radio;
pub use choice::select;
pub use choice::switch;
pub use choice::toggle;
pub use confirm::Answer;
pub use confirm::Confirm;
pub use details::Detail;
pub use details::details;
pub use field::Field;
pub use focus::{follow_focus, paint_focus_ring, scroll_keys, scrolled};
pub use key_hint::key_hint;
pub use marked::marked_value;
pub use menu::MenuItem;
pub use menu::menu_button;
pub use nav::NavItem;
pub use notice::Notice;
pub use page_state::PageProblem;
pub use page_state::PageState;
pub(in crate::ui) use page_state::empty;
pub use picker::Pickable;
pub use picker::picker;
pub use progress::ProgressLine;
pub use radio_cell::CellContent;
pub use radio_cell::RadioCell;
pub use radio_cell::in_lines;
pub use search_box::search_box;
pub use toast::Note;
pub use toast::Toasts;
pub use typed::typed;
