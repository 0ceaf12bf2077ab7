#!/usr/bin/env python3
"""Draws the program's icon: two bends of pipe in the colours of the two sides, held by a coupling.

Writes raccord.svg, raccord-SIZE.png and raccord.ico beside itself. Needs nothing but Python: every shape is a distance
function, and a pixel is covered by how far inside it lies.
"""

import math
import struct
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
IN_ICO = (16, 24, 32, 48, 64, 256)

# Everything in units of a 256 × 256 square.
GROUND, BC, DV, COUPLING = "#252A44", "#56B4E9", "#E69F00", "#F5F6F8"
CORNER, PIPE, BEND = 52, 44, 56
LEFT, RIGHT = (72, 140), (184, 116)  # centres of the two bends
BAR = (84, 112, 172, 144, 12)  # the coupling: left, top, right, bottom, corner

SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="256" height="256">
  <title>Raccord</title>
  <rect width="256" height="256" rx="{CORNER}" fill="{GROUND}"/>
  <g fill="none" stroke-width="{PIPE}">
    <path stroke="{BC}" d="M28 {LEFT[1] + BEND} H{LEFT[0]} A{BEND} {BEND} 0 0 0 {LEFT[0] + BEND} {LEFT[1]} V128"/>
    <path stroke="{DV}" d="M228 {RIGHT[1] - BEND} H{RIGHT[0]} A{BEND} {BEND} 0 0 0 {RIGHT[0] - BEND} {RIGHT[1]} V128"/>
  </g>
  <rect x="{BAR[0]}" y="{BAR[1]}" width="{BAR[2] - BAR[0]}" height="{BAR[3] - BAR[1]}" rx="{BAR[4]}" fill="{COUPLING}"/>
</svg>
"""


def box(x, y, left, top, right, bottom, corner=0):
    """Distance to a box with round corners; negative inside."""
    dx = abs(x - (left + right) / 2) - (right - left) / 2 + corner
    dy = abs(y - (top + bottom) / 2) - (bottom - top) / 2 + corner
    return math.hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - corner


def bend(x, y, centre, sx, sy):
    """Distance to a quarter of a ring on the side of its centre that the signs point to."""
    dx, dy = (x - centre[0]) * sx, (y - centre[1]) * sy
    ring = abs(math.hypot(dx, dy) - BEND) - PIPE / 2
    return max(ring, -dx, -dy)


def pipe_bc(x, y):
    straight = box(x, y, 28, LEFT[1] + BEND - PIPE / 2, LEFT[0], LEFT[1] + BEND + PIPE / 2)
    up = box(x, y, 128 - PIPE / 2, 128, 128 + PIPE / 2, LEFT[1])
    return min(straight, up, bend(x, y, LEFT, 1, 1))


def pipe_dv(x, y):
    straight = box(x, y, RIGHT[0], RIGHT[1] - BEND - PIPE / 2, 228, RIGHT[1] - BEND + PIPE / 2)
    down = box(x, y, 128 - PIPE / 2, RIGHT[1], 128 + PIPE / 2, 128)
    return min(straight, down, bend(x, y, RIGHT, -1, -1))


LAYERS = (
    (GROUND, lambda x, y: box(x, y, 0, 0, 256, 256, CORNER)),
    (BC, pipe_bc),
    (DV, pipe_dv),
    (COUPLING, lambda x, y: box(x, y, *BAR)),
)


def picture(size):
    """RGBA rows of the icon; each pixel is the mean of sixteen samples."""
    colours = [(bytes.fromhex(colour[1:]), distance) for colour, distance in LAYERS]
    step, grid = 256 / size, 4
    rows = []
    for py in range(size):
        row = bytearray()
        for px in range(size):
            red = green = blue = alpha = 0.0
            for sub in range(grid * grid):
                x = (px + (sub % grid + 0.5) / grid) * step
                y = (py + (sub // grid + 0.5) / grid) * step
                top = None
                for colour, distance in colours:
                    if distance(x, y) <= 0:
                        top = colour
                if top:
                    red, green, blue, alpha = red + top[0], green + top[1], blue + top[2], alpha + 1
            if alpha:
                row += bytes(round(part / alpha) for part in (red, green, blue))
                row.append(round(255 * alpha / (grid * grid)))
            else:
                row += bytes(4)
        rows.append(bytes(row))
    return rows


def png(size):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    data = zlib.compress(b"".join(b"\0" + row for row in picture(size)), 9)
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def ico(pictures):
    entries, at = b"", 6 + 16 * len(pictures)
    for size, data in pictures:
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(data for _, data in pictures)


def main():
    (HERE / "raccord.svg").write_text(SVG, encoding="utf-8")
    made = {size: png(size) for size in SIZES}
    for size, data in made.items():
        (HERE / f"raccord-{size}.png").write_bytes(data)
    (HERE / "raccord.ico").write_bytes(ico([(size, made[size]) for size in IN_ICO]))


if __name__ == "__main__":
    main()
