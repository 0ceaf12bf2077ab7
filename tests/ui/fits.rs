//! Nothing is cut off and no words lie on others: in a small window, at twice the size, in French, whose words are longer.
//!
//! What is painted is asked, not the accessibility tree: that has every word in full, however little of it is seen.

use crate::looks::PAGES;
use crate::painted::painted;
use crate::stage::{Shown, demo, go, larger, look, new_user, open_conflict};
use eframe::egui::{Rect, Vec2};
use raccord::app::settings::Theme;
use raccord::i18n::Lang;

/// What is wrong with a page, in a line each.
fn faults(shown: &Shown, size: Vec2) -> Vec<String> {
    let all = painted(shown);
    let window = Rect::from_min_size(eframe::egui::Pos2::ZERO, size).expand(1.0);
    let mut faults = Vec::new();
    for one in &all {
        let seen = one.rect.intersect(one.clip);
        // Lines that scroll are cut off above and below; columns of a table that scrolls sideways are looked at by its own tests.
        let sideways = one.rect.width() - seen.width();
        if sideways > 2.0 || !window.contains_rect(seen) {
            faults.push(format!("cut off: {:?} {} of {}", one.text, one.clip, one.rect));
        }
        if one.shortened && one.text.chars().count() < 24 {
            faults.push(format!("shortened: {:?} to {}", one.text, one.rect.width()));
        }
    }
    for (place, one) in all.iter().enumerate() {
        for other in all.iter().skip(place + 1) {
            let both = one.rect.intersect(one.clip).intersect(other.rect.intersect(other.clip));
            if both.is_positive() && both.width() > 3.0 && both.height() > 5.0 && one.text != other.text {
                faults.push(format!("over each other: {:?} and {:?} at {both}", one.text, other.text));
            }
        }
    }
    faults
}

fn check(shown: &Shown, page: &str, size: Vec2, wrong: &mut Vec<String>) {
    let found = faults(shown, size).into_iter();
    wrong.extend(found.map(|fault| format!("{page}: {fault}")));
}

#[test]
fn nothing_is_cut_off_in_a_small_window() {
    let size = [800.0, 600.0];
    let mut wrong = Vec::new();
    let mut shown = new_user(size);
    look(&mut shown, Lang::Fr, Theme::Dark);
    check(&shown, "welcome", size.into(), &mut wrong);
    let mut shown = demo(size);
    look(&mut shown, Lang::Fr, Theme::Dark);
    for (page, route) in PAGES {
        go(&mut shown, route);
        check(&shown, page, size.into(), &mut wrong);
    }
    open_conflict(&mut shown, 0);
    check(&shown, "merge", size.into(), &mut wrong);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn nothing_is_cut_off_at_twice_the_size() {
    let size = [1280.0, 800.0];
    let mut wrong = Vec::new();
    let mut shown = demo(size);
    look(&mut shown, Lang::Fr, Theme::Dark);
    larger(&mut shown, 9);
    // Points are twice as large now.
    let points = Vec2::from(size) / 2.0;
    for (page, route) in PAGES {
        go(&mut shown, route);
        check(&shown, page, points, &mut wrong);
    }
    open_conflict(&mut shown, 0);
    check(&shown, "merge", points, &mut wrong);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
