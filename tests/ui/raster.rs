//! Draws egui's triangles on the CPU, so that pictures need no GPU and are the same on every machine.
//!
//! Triangles are cut into rows of pixels. Where two triangles share an edge, both compute the same crossing of the
//! edge with a row, so no pixel of the seam is left out or blended twice.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::many_single_char_names,
    reason = "pixels: coordinates become whole numbers, and u, v, r, g, b, a are their names"
)]

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

use eframe::egui::Color32;
use eframe::egui::Context;
use eframe::egui::FullOutput;
use eframe::egui::ImageData;
use eframe::egui::Pos2;
use eframe::egui::TextureId;
use eframe::egui::TexturesDelta;
use eframe::egui::epaint;
use eframe::egui::epaint::ImageDelta;
use eframe::egui::epaint::Primitive;
use eframe::egui::epaint::Vertex;
use egui_kittest::TestRenderer;
use image::RgbaImage;

/// Red, green, blue and opacity from 0 to 1, colours multiplied by opacity.
type Rgba = [f32; 4];

/// A renderer for `egui_kittest`.
#[derive(Default)]
pub(crate) struct CpuRenderer {
    textures: HashMap<TextureId, Texture>,
    only: Only,
}

/// The part of the window that is drawn, in pixels; all of it if none is named.
pub(crate) type Only = Rc<Cell<Option<eframe::egui::Rect>>>;

impl CpuRenderer {
    /// Draws the part that is named at that moment, and leaves the rest as it is.
    pub(crate) fn only(only: Only) -> Self {
        Self {
            only,
            ..Self::default()
        }
    }
}

impl TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in delta.set.drain() {
            for change in changes {
                self.change_texture(id, &change);
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let scale = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * scale;
        let background = to_rgba(ctx.global_style().visuals.panel_fill);
        let mut canvas = Canvas::new(size.x.round() as usize, size.y.round() as usize, background);
        for clipped in ctx.tessellate(output.shapes.clone(), scale) {
            let Primitive::Mesh(mesh) = &clipped.primitive else {
                return Err("paint callbacks cannot be drawn here".to_owned());
            };
            let texture = self
                .textures
                .get(&mesh.texture_id)
                .ok_or("unknown texture")?;
            let clip = clipped.clip_rect * scale;
            let clip = self.only.get().map_or(clip, |only| clip.intersect(only));
            if clip.is_positive() {
                canvas.draw_mesh(mesh, texture, clip, scale);
            }
        }
        canvas.into_image()
    }
}

impl CpuRenderer {
    fn change_texture(&mut self, id: TextureId, change: &ImageDelta) {
        let ImageData::Color(image) = &change.image;
        let [width, _] = image.size;
        let texels = image.pixels.iter().copied().map(to_rgba);
        match change.pos {
            None => {
                let texels = texels.collect();
                self.textures.insert(id, Texture { width, texels });
            }
            Some([left, top]) => {
                let texture = self
                    .textures
                    .get_mut(&id)
                    .expect("a patch follows its texture");
                for (i, texel) in texels.enumerate() {
                    let at = (top + i / width) * texture.width + left + i % width;
                    texture.texels[at] = texel;
                }
            }
        }
    }
}

fn to_rgba(color: Color32) -> Rgba {
    color.to_array().map(|channel| f32::from(channel) / 255.0)
}

struct Texture {
    width: usize,
    texels: Vec<Rgba>,
}

impl Texture {
    /// Samples with bilinear filtering; `u` and `v` run from 0 to 1.
    fn sample(&self, u: f32, v: f32) -> Rgba {
        let height = self.texels.len() / self.width;
        let x = (u * self.width as f32 - 0.5).clamp(0.0, self.width as f32 - 1.0);
        let y = (v * height as f32 - 0.5).clamp(0.0, height as f32 - 1.0);
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.width - 1), (top + 1).min(height - 1));
        let at = |x: usize, y: usize| self.texels[y * self.width + x];
        let upper = mix(at(left, top), at(right, top), x.fract());
        let lower = mix(at(left, bottom), at(right, bottom), x.fract());
        mix(upper, lower, y.fract())
    }
}

fn mix(a: Rgba, b: Rgba, share: f32) -> Rgba {
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * share)
}

struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Rgba>,
}

/// Whole pixels from `min` up to, not including, `max`.
struct Clip {
    min: (usize, usize),
    max: (usize, usize),
}

impl Canvas {
    fn new(width: usize, height: usize, background: Rgba) -> Self {
        Self {
            width,
            height,
            pixels: vec![background; width * height],
        }
    }

    fn draw_mesh(
        &mut self,
        mesh: &epaint::Mesh,
        texture: &Texture,
        clip: eframe::egui::Rect,
        scale: f32,
    ) {
        let clip = Clip {
            min: (
                clip.min.x.round().max(0.0) as usize,
                clip.min.y.round().max(0.0) as usize,
            ),
            max: (
                (clip.max.x.round().max(0.0) as usize).min(self.width),
                (clip.max.y.round().max(0.0) as usize).min(self.height),
            ),
        };
        for corner in mesh.indices.chunks_exact(3) {
            let corners = [corner[0], corner[1], corner[2]].map(|index| {
                let Vertex { pos, uv, color } = mesh.vertices[index as usize];
                Corner {
                    pos: pos * scale,
                    values: values(uv, color),
                }
            });
            self.draw_triangle(&corners, texture, &clip);
        }
    }

    fn draw_triangle(&mut self, corners: &[Corner; 3], texture: &Texture, clip: &Clip) {
        let Some(plane) = Plane::through(corners) else {
            return;
        };
        // Most triangles are of one colour, and then a row needs one sample.
        let flat = plane.is_flat().then(|| shade(&plane.at(0.0, 0.0), texture));
        let top = corners.iter().map(|c| c.pos.y).fold(f32::MAX, f32::min);
        let bottom = corners.iter().map(|c| c.pos.y).fold(f32::MIN, f32::max);
        let rows = first_centre(top).max(clip.min.1)..first_centre(bottom).min(clip.max.1);
        for row in rows {
            let y = row as f32 + 0.5;
            let Some((left, right)) = crossings(corners, y) else {
                continue;
            };
            let from = first_centre(left).max(clip.min.0);
            let until = first_centre(right).min(clip.max.0);
            if from >= until {
                continue;
            }
            let span = &mut self.pixels[row * self.width + from..row * self.width + until];
            match flat {
                Some(color) if color[3] >= 1.0 => span.fill(color),
                Some(color) => span.iter_mut().for_each(|pixel| blend(pixel, color)),
                None => {
                    for (i, pixel) in span.iter_mut().enumerate() {
                        let values = plane.at((from + i) as f32 + 0.5, y);
                        blend(pixel, shade(&values, texture));
                    }
                }
            }
        }
    }

    fn into_image(self) -> Result<RgbaImage, String> {
        let bytes = self
            .pixels
            .iter()
            .flat_map(|pixel| pixel.map(|value| (value.clamp(0.0, 1.0) * 255.0).round() as u8))
            .collect();
        let (width, height) = (self.width as u32, self.height as u32);
        RgbaImage::from_raw(width, height, bytes)
            .ok_or_else(|| "the picture has the wrong size".to_owned())
    }
}

/// What is interpolated over a triangle: place in the texture, then colour.
type Values = [f32; 6];

struct Corner {
    pos: Pos2,
    values: Values,
}

fn values(uv: Pos2, color: Color32) -> Values {
    let [r, g, b, a] = to_rgba(color);
    [uv.x, uv.y, r, g, b, a]
}

fn shade(values: &Values, texture: &Texture) -> Rgba {
    let [u, v, r, g, b, a] = *values;
    let texel = texture.sample(u, v);
    [r * texel[0], g * texel[1], b * texel[2], a * texel[3]]
}

fn blend(pixel: &mut Rgba, over: Rgba) {
    for i in 0..4 {
        pixel[i] = over[i] + pixel[i] * (1.0 - over[3]);
    }
}

/// Finds the first pixel whose centre is at or after a coordinate.
fn first_centre(coordinate: f32) -> usize {
    (coordinate - 0.5).ceil().max(0.0) as usize
}

/// Finds where a row's centre line enters and leaves a triangle.
fn crossings(corners: &[Corner; 3], y: f32) -> Option<(f32, f32)> {
    let mut found: Option<(f32, f32)> = None;
    for (a, b) in [(0, 1), (1, 2), (2, 0)] {
        let (a, b) = (corners[a].pos, corners[b].pos);
        // The same order of ends for both triangles at an edge gives both the same crossing.
        let (upper, lower) = if a.y <= b.y { (a, b) } else { (b, a) };
        if upper.y <= y && y < lower.y {
            let x = upper.x + (y - upper.y) * (lower.x - upper.x) / (lower.y - upper.y);
            found = Some(found.map_or((x, x), |(left, right)| (left.min(x), right.max(x))));
        }
    }
    found
}

/// Values that change evenly over a triangle.
struct Plane {
    origin: Pos2,
    start: Values,
    per_x: Values,
    per_y: Values,
}

impl Plane {
    /// Lays a plane through three corners; `None` for a triangle without area.
    fn through(corners: &[Corner; 3]) -> Option<Self> {
        let [a, b, c] = corners;
        let (ab, ac) = (b.pos - a.pos, c.pos - a.pos);
        let area = ab.x * ac.y - ab.y * ac.x;
        if area == 0.0 {
            return None;
        }
        let slope = |along: f32, across: f32, i: usize| {
            let (to_b, to_c) = (b.values[i] - a.values[i], c.values[i] - a.values[i]);
            (to_b * across - to_c * along) / area
        };
        Some(Self {
            origin: a.pos,
            start: a.values,
            per_x: std::array::from_fn(|i| slope(ab.y, ac.y, i)),
            per_y: std::array::from_fn(|i| -slope(ab.x, ac.x, i)),
        })
    }

    fn is_flat(&self) -> bool {
        self.per_x
            .iter()
            .chain(&self.per_y)
            .all(|slope| *slope == 0.0)
    }

    fn at(&self, x: f32, y: f32) -> Values {
        let (dx, dy) = (x - self.origin.x, y - self.origin.y);
        std::array::from_fn(|i| self.start[i] + self.per_x[i] * dx + self.per_y[i] * dy)
    }
}
