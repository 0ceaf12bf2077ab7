//! Nothing is cut off and no words lie on others: in a small window, at twice the size, in French, whose words are longer.
//!
//! What is painted is asked, not the accessibility tree: that has every word in full, however little of it is seen.

use crate::looks::{PAGES, picture};
use crate::painted::painted;
use crate::stage::{Shown, demo, go, larger, look, new_user, open_conflict};
use eframe::egui::{Pos2, Rect, Vec2};
use raccord::app::settings::Theme;
use raccord::i18n::Lang;

/// Up to so many letters words are a name or a heading, not a value of any length.
const SHORT: usize = 24;
/// How wide the margin of a page is at most, its scroll bar among it: what is cut off there scrolls into sight.
const MARGIN: f32 = 60.0;

/// What is wrong with a page, in a line each.
fn faults(shown: &Shown, size: Vec2) -> Vec<String> {
    let all = painted(shown);
    let window = Rect::from_min_size(Pos2::ZERO, size).expand(1.0);
    let mut faults = Vec::new();
    for one in &all {
        let seen = one.rect.intersect(one.clip);
        // A table paints what crosses its fixed columns in two parts.
        let parts = all
            .iter()
            .filter(|part| part.rect == one.rect && part.text == one.text);
        let width: f32 = parts
            .map(|part| part.rect.intersect(part.clip).width())
            .sum();
        let scrolls = one.clip.right() > size.x - MARGIN && one.rect.right() > one.clip.right();
        if !window.contains_rect(seen) || width + 2.0 < one.rect.width() && !scrolls {
            faults.push(format!(
                "cut off: {:?} at {} in {}",
                one.text, one.rect, one.clip
            ));
        }
        if one.shortened && one.text.chars().count() < SHORT && !scrolls {
            faults.push(format!("shortened: {:?} at {}", one.text, one.rect));
        }
    }
    for (place, one) in all.iter().enumerate() {
        for other in all
            .iter()
            .skip(place + 1)
            .filter(|other| other.text != one.text)
        {
            let own = one.rect.intersect(one.clip);
            let both = own.intersect(other.rect.intersect(other.clip));
            if both.is_positive() && both.width() > 3.0 && both.height() > 6.0 {
                let (one, other) = (&one.text, &other.text);
                faults.push(format!("over each other: {one:?} and {other:?} at {both}"));
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
        picture(&mut shown, &format!("small-{page}"));
        check(&shown, page, size.into(), &mut wrong);
    }
    open_conflict(&mut shown, 0);
    picture(&mut shown, "small-merge");
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
        picture(&mut shown, &format!("large-{page}"));
        check(&shown, page, points, &mut wrong);
    }
    open_conflict(&mut shown, 0);
    picture(&mut shown, "large-merge");
    check(&shown, "merge", points, &mut wrong);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
