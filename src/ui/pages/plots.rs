//! Records per minute by direction and errors over time, as a plot and as a table.

use crate::app::App;
use crate::app::command::Command;
use crate::app::home::Span;
use crate::app::speaking::Speaking;
use crate::i18n::Texts;
use crate::model::{Direction, Side};
use crate::store::ThroughputPoint;
use crate::ui::design::{DesignExt as _, Icon, icon, space, text};
use crate::ui::state::UiState;
use crate::ui::widgets::{Choice, card};
use eframe::egui::{Grid, Rect, Sense, Ui, WidgetInfo, pos2, vec2};
use egui_plot::{AxisHints, GridMark, Line, LineStyle, MarkerShape, Plot, PlotPoints, Points};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Height of a plot, in points.
const HEIGHT: f32 = 190.0;

/// Draws the plots with what they show in words, or their numbers.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState) {
    let texts = app.texts;
    card(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(text::strong(texts.t("plot-title")));
            let mut span = app.home.span;
            let mut spans = Choice::new(texts.t("plot-span"), &mut span);
            for each in Span::ALL {
                spans = spans.option(each, texts.t(each.label_key()));
            }
            if spans.show(ui) {
                app.send(Command::ShowSpan(span));
            }
            Choice::new(texts.t("plot-form"), &mut state.plot_numbers)
                .option(false, texts.t("plot-form-plot"))
                .option(true, texts.t("plot-form-numbers"))
                .show(ui);
        });
        ui.add_space(space::S);
        if app.home.points.is_empty() {
            ui.label(text::weak(texts.t("plot-nothing")));
        } else if state.plot_numbers {
            numbers(ui, app);
        } else {
            legend(ui, texts);
            plot(ui, app);
        }
    });
}

fn legend(ui: &mut Ui, texts: Texts) {
    let tokens = ui.tokens();
    let (bc, dv, error) = (tokens.side.bc, tokens.side.dv, tokens.danger.ink);
    ui.horizontal_wrapped(|ui| {
        for (sign, color, key) in [
            (Icon::ArrowRight, bc, "plot-to-dv"),
            (Icon::ArrowLeft, dv, "plot-to-bc"),
            (Icon::Error, error, "plot-errors"),
        ] {
            ui.add(icon(sign).color(color).size(14.0));
            ui.label(text::small(texts.t(key)));
            ui.add_space(space::S);
        }
    });
}

/// Per minute, so that stretches of different length can be compared.
fn rate(count: u64, span: Span) -> f64 {
    count as f64 / f64::from(span.minutes())
}

fn series(
    points: &[ThroughputPoint],
    span: Span,
    of: impl Fn(&ThroughputPoint) -> u64,
) -> Vec<[f64; 2]> {
    let stretch = i64::from(span.minutes()) * 60;
    let mut line: Vec<[f64; 2]> = Vec::new();
    let mut last: Option<i64> = None;
    for point in points {
        let at = point.at.as_second();
        if last.is_none() {
            line.push([(at - stretch) as f64, 0.0]);
        }
        // Stretches without any writes are left out of the numbers, but not of the picture.
        if let Some(last) = last
            && at - last > stretch
        {
            line.push([(last + stretch) as f64, 0.0]);
            line.push([(at - stretch) as f64, 0.0]);
        }
        line.push([at as f64, rate(of(point), span)]);
        last = Some(at);
    }
    // One stretch alone is a peak, not a dot that nobody sees.
    if let Some(last) = last {
        line.push([(last + stretch) as f64, 0.0]);
    }
    line
}

/// How far the marks below the picture stand from each other, in hours; within an hour, in minutes.
fn step(span: Span) -> i64 {
    match span {
        Span::Hour => 10,
        Span::Day => 3,
        Span::Week => 24,
        Span::Month => 5 * 24,
    }
}

/// The times below the picture: whole hours and days of the person's own zone.
fn marks(span: Span, zone: &TimeZone, from: Timestamp, to: Timestamp) -> Vec<GridMark> {
    let step = step(span);
    // By the clock on the wall: where it is set back at night, noon is a whole hour all the same.
    let begin = from.to_zoned(zone.clone()).datetime();
    let hour = if span == Span::Hour { begin.hour() } else { 0 };
    let begin = begin.date().at(hour, 0, 0, 0);
    let mut marks = Vec::new();
    for count in 0.. {
        let after = match span {
            Span::Hour => jiff::Span::new().minutes(count * step),
            Span::Day | Span::Week | Span::Month => jiff::Span::new().hours(count * step),
        };
        let at = begin.checked_add(after);
        let Ok(at) = at.and_then(|at| at.to_zoned(zone.clone())) else {
            break;
        };
        let at = at.timestamp();
        if at > to {
            break;
        }
        if at >= from {
            let unit = if span == Span::Hour { 60 } else { 3_600 };
            marks.push(GridMark {
                value: at.as_second() as f64,
                step_size: (step * unit) as f64,
            });
        }
    }
    marks
}

fn plot(ui: &mut Ui, app: &App) {
    let texts = app.texts;
    let tokens = ui.tokens();
    let (span, points) = (app.home.span, app.home.points.as_slice());
    let zone = app.zone.clone();
    let now = app.now();
    let label = move |second: f64| -> String {
        #[expect(clippy::cast_possible_truncation, reason = "a second of this century")]
        let at = Timestamp::from_second(second as i64);
        at.map(|at| match span {
            Span::Hour | Span::Day => texts.time_of_day(at, &zone),
            Span::Week | Span::Month => texts.date(at.to_zoned(zone.clone()).date()),
        })
        .unwrap_or_default()
    };
    let from = span.begin(now).as_second() as f64;
    let axis = AxisHints::new_x()
        .tick_label_color(tokens.text.weak)
        .formatter(move |mark, _| label(mark.value));
    let grid = marks(span, &app.zone, span.begin(now), now);
    let side_axis = AxisHints::new_y()
        .tick_label_color(tokens.text.weak)
        .formatter(move |mark, _| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "small and positive"
            )]
            let whole = mark.value.max(0.0).round() as u64;
            if (mark.value - mark.value.round()).abs() < 1e-6 {
                texts.count(whole)
            } else {
                String::new()
            }
        });
    let to_dv = Line::new(
        texts.t("plot-to-dv"),
        PlotPoints::from(series(points, span, |point| point.written.dv)),
    )
    .color(tokens.side.bc)
    .width(2.0);
    let to_bc = Line::new(
        texts.t("plot-to-bc"),
        PlotPoints::from(series(points, span, |point| point.written.bc)),
    )
    .color(tokens.side.dv)
    .width(2.0)
    .style(LineStyle::dashed_loose());
    let failed = |point: &ThroughputPoint| point.failed.bc + point.failed.dv;
    let errors: Vec<[f64; 2]> = points
        .iter()
        .filter(|point| failed(point) > 0)
        .map(|point| [point.at.as_second() as f64, rate(failed(point), span)])
        .collect();
    let errors = Points::new(texts.t("plot-errors"), PlotPoints::from(errors))
        .color(tokens.danger.ink)
        .shape(MarkerShape::Up)
        .radius(5.0);
    let name = spoken(app);
    let shown = Plot::new("throughput")
        .height(HEIGHT)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .show_background(false)
        .grid_color(tokens.line.edge)
        .x_grid_spacer(move |_| grid.clone())
        .include_x(from)
        .include_x(now.as_second() as f64)
        .include_y(0.0)
        .include_y(1.0)
        .custom_x_axes(vec![axis])
        .custom_y_axes(vec![side_axis])
        .show(ui, |plot| {
            plot.line(to_dv);
            plot.line(to_bc);
            plot.points(errors);
        });
    shown
        .response
        .widget_info(|| WidgetInfo::labeled(eframe::egui::Role::Image, true, &name));
}

/// The plot in a sentence, for those who do not see it.
fn spoken(app: &App) -> String {
    let sum = |of: &dyn Fn(&ThroughputPoint) -> u64| app.home.points.iter().map(of).sum::<u64>();
    app.texts.t_args(
        "plot-spoken",
        &[
            ("dv", sum(&|point| point.written.dv).into()),
            ("bc", sum(&|point| point.written.bc).into()),
            (
                "failed",
                sum(&|point| point.failed.bc + point.failed.dv).into(),
            ),
        ],
    )
}

fn numbers(ui: &mut Ui, app: &App) {
    let texts = app.texts;
    let speaking = Speaking::of(app);
    eframe::egui::ScrollArea::vertical()
        .id_salt("plot-numbers")
        .max_height(HEIGHT)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            Grid::new("plot-numbers")
                .num_columns(4)
                .spacing([space::XL, space::XS])
                .show(ui, |ui| {
                    for key in ["plot-time", "plot-to-dv", "plot-to-bc", "plot-errors"] {
                        ui.label(text::small(texts.t(key)));
                    }
                    ui.end_row();
                    for point in app.home.points.iter().rev() {
                        ui.label(speaking.exactly(point.at));
                        ui.label(texts.count(point.written.dv));
                        ui.label(texts.count(point.written.bc));
                        ui.label(texts.count(point.failed.bc + point.failed.dv));
                        ui.end_row();
                    }
                });
        });
}

/// What the last runs of a mapping wrote, as small bars; their numbers are said and stand in the job log.
pub(super) fn small(ui: &mut Ui, texts: Texts, runs: &[(Direction, u64)]) {
    let size = vec2(ui.available_width().min(72.0), 20.0);
    let (place, response) = ui.allocate_exact_size(size, Sense::hover());
    let numbers: Vec<String> = runs.iter().map(|(_, count)| texts.count(*count)).collect();
    let args = [("numbers", numbers.join(", ").into())];
    let name = texts.t_args("plot-small", &args);
    response.widget_info(|| WidgetInfo::labeled(eframe::egui::Role::Image, true, &name));
    let most = runs.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let tokens = ui.tokens();
    let mut left = place.left();
    for (direction, count) in runs {
        let share = if most == 0 {
            0.0
        } else {
            *count as f32 / most as f32
        };
        let height = (share * place.height()).max(1.0);
        let bar = Rect::from_min_max(
            pos2(left, place.bottom() - height),
            pos2(left + 4.0, place.bottom()),
        );
        let color = match (direction.writes(Side::Dv), *count) {
            (_, 0) => tokens.line.edge,
            (true, _) => tokens.side.bc,
            (false, _) => tokens.side.dv,
        };
        ui.painter().rect_filled(bar, 0.0, color);
        left += 6.0;
    }
    response.on_hover_text(name);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sides;

    #[test]
    fn quiet_stretches_fall_to_nothing_in_the_picture() {
        let point = |minute: i64, written| ThroughputPoint {
            at: Timestamp::from_second(minute * 60).unwrap(),
            written: Sides::new(0, written),
            failed: Sides::default(),
        };
        let line = series(&[point(0, 10), point(5, 4)], Span::Hour, |point| {
            point.written.dv
        });
        let peaks = [
            [-60.0, 0.0],
            [0.0, 10.0],
            [60.0, 0.0],
            [240.0, 0.0],
            [300.0, 4.0],
            [360.0, 0.0],
        ];
        assert_eq!(line, peaks);
    }

    #[test]
    fn the_times_below_are_whole_hours_and_days_of_the_own_zone() {
        let now: Timestamp = "2026-10-26T08:05:00Z".parse().unwrap();
        let zone = TimeZone::get("Europe/Paris").unwrap();
        let said = |span: Span| {
            let marks = marks(span, &zone, span.begin(now), now);
            let said = marks.iter().map(|mark| {
                #[expect(clippy::cast_possible_truncation, reason = "a second of this century")]
                let at = Timestamp::from_second(mark.value as i64).unwrap();
                at.to_zoned(zone.clone()).strftime("%d %H:%M").to_string()
            });
            said.collect::<Vec<_>>()
        };
        let hour = [
            "26 08:10", "26 08:20", "26 08:30", "26 08:40", "26 08:50", "26 09:00",
        ];
        assert_eq!(said(Span::Hour), hour);
        assert_eq!(said(Span::Day)[..2], ["25 12:00", "25 15:00"]);
        // The night in which clocks are set back lies in this week.
        let week = said(Span::Week);
        assert_eq!(week.len(), 7);
        assert!(week.iter().all(|day| day.ends_with("00:00")), "{week:?}");
    }
}
