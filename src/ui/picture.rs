//! `raccord --screenshot PAGE FILE`: the window goes to a page, is written as a picture, and closes. For the pictures of docs.

use super::window::{Window, native};
use crate::app::AppOptions;
use crate::app::command::Command;
use crate::app::route::Route;
use eframe::egui::{ColorImage, Context, Event, RawInput, Ui, ViewportCommand};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many frames the page is left to settle, once everything on it was read.
const SETTLE: u32 = 20;
/// The page must be there by then.
const PATIENCE: Duration = Duration::from_mins(3);

/// Opens the window, writes the picture, and closes it; tells whether there is one.
///
/// # Errors
/// What the graphics system says if there is no display or no renderer.
pub fn run(options: AppOptions, route: Route, file: PathBuf) -> Result<bool, eframe::Error> {
    let written = Arc::new(Mutex::new(false));
    let told = Arc::clone(&written);
    let demo = options.demo.is_some();
    eframe::run_native(
        "Raccord",
        native(),
        Box::new(move |creation| {
            Ok(Box::new(Pictured {
                window: Window::new(options, &creation.egui_ctx),
                route,
                file,
                demo,
                begun: Instant::now(),
                settled: 0,
                taken: None,
                written,
            }))
        }),
    )?;
    let written = *told.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(written)
}

/// The window, and how far its picture is.
struct Pictured {
    window: Window,
    route: Route,
    file: PathBuf,
    demo: bool,
    begun: Instant,
    /// Frames in which the page stood still.
    settled: u32,
    taken: Option<Receiver<Arc<ColorImage>>>,
    written: Arc<Mutex<bool>>,
}

impl Pictured {
    /// Whether what the page shows was read.
    fn is_ready(&self) -> bool {
        let app = self.window.app();
        let opened = if self.demo {
            app.demo_is_ready()
        } else {
            app.reader().is_some()
        };
        opened && app.is_quiet()
    }

    fn go_on(&mut self, ctx: &Context) {
        ctx.request_repaint();
        if self.begun.elapsed() > PATIENCE {
            return ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        if let Some(taken) = &self.taken {
            if let Ok(image) = taken.try_recv() {
                let written = match write(&self.file, &image) {
                    Ok(()) => true,
                    Err(error) => {
                        tracing::error!(%error, "the picture could not be written");
                        false
                    }
                };
                *self.written.lock().unwrap_or_else(PoisonError::into_inner) = written;
                self.taken = None;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            return;
        }
        if !self.is_ready() {
            self.settled = 0;
            return;
        }
        if self.window.app().way.here() != self.route {
            self.window.app_mut().send(Command::Go(self.route));
            self.settled = 0;
            return;
        }
        self.settled += 1;
        if self.settled == 2 {
            self.window.still();
        }
        if self.settled > SETTLE {
            let (send, taken) = channel();
            ctx.request_screenshot(move |image| {
                send.send(image).ok();
            });
            self.taken = Some(taken);
        }
    }
}

impl eframe::App for Pictured {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.window.logic(ctx);
        self.go_on(ctx);
    }

    /// Where the pointer happens to rest is nobody's wish: no tooltip, no lit button.
    fn raw_input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        input.events.retain(|event| !is_pointer(event));
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.window.draw(ui);
    }
}

fn is_pointer(event: &Event) -> bool {
    matches!(
        event,
        Event::PointerMoved(_)
            | Event::MouseMoved(_)
            | Event::PointerButton { .. }
            | Event::MouseWheel { .. }
            | Event::Touch { .. }
    )
}

/// Writes a picture as PNG.
fn write(file: &Path, image: &ColorImage) -> std::io::Result<()> {
    let [width, height] = image.size;
    let side = |side: usize| u32::try_from(side).map_err(std::io::Error::other);
    let out = std::io::BufWriter::new(std::fs::File::create(file)?);
    let mut encoder = png::Encoder::new(out, side(width)?, side(height)?);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(std::io::Error::other)?;
    let pixels = image.pixels.iter().flat_map(|pixel| {
        let [red, green, blue, _] = pixel.to_array();
        [red, green, blue]
    });
    let pixels: Vec<u8> = pixels.collect();
    let mut stream = writer.stream_writer().map_err(std::io::Error::other)?;
    stream.write_all(&pixels)?;
    stream.finish().map_err(std::io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_does_not_show_what_the_pointer_rests_on() {
        let moved = Event::PointerMoved(eframe::egui::pos2(3.0, 4.0));
        assert!(is_pointer(&moved));
        assert!(!is_pointer(&Event::Text("a".to_owned())));
    }

    #[test]
    fn a_picture_is_a_png_of_its_size() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("page.png");
        let image = ColorImage::from_rgb([30, 20], &[1, 2, 3].repeat(600));
        write(&file, &image).unwrap();
        let read = image::open(&file).unwrap().to_rgb8();
        assert_eq!(read.dimensions(), (30, 20));
        assert_eq!(read.get_pixel(29, 19).0, [1, 2, 3]);
    }
}
