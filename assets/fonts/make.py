"""Cuts the bundled fonts out of Debian's packages fonts-inter, fonts-noto-mono and fonts-dejavu-core.

    apt-get install fonts-inter fonts-noto-mono fonts-dejavu-core fonttools
    python3 assets/fonts/make.py

Figures are made tabular by default (the font feature `tnum` is applied to the character map), because
the window's text layout switches no font features on and columns of numbers must line up.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
LATIN_GREEK_CYRILLIC = (
    list(range(0x20, 0x7F)) + list(range(0xA0, 0x250)) + list(range(0x2B0, 0x300)) + list(range(0x300, 0x370))
    + list(range(0x370, 0x400)) + list(range(0x400, 0x530)) + list(range(0x1E00, 0x1F00))
)
PUNCTUATION = list(range(0x2000, 0x2070)) + list(range(0x2070, 0x20D0)) + list(range(0x2100, 0x2150)) + [0xFFFD]
SIGNS = (
    list(range(0x2150, 0x2200)) + list(range(0x2200, 0x2300)) + list(range(0x2300, 0x2400))
    + list(range(0x25A0, 0x2700)) + list(range(0x2700, 0x27C0))
)
FACES = [
    # name of the file, source, characters, family name
    ("raccord-sans-regular.otf", "opentype/inter/Inter-Regular.otf", LATIN_GREEK_CYRILLIC + PUNCTUATION + SIGNS, "Raccord Sans"),
    ("raccord-sans-semibold.otf", "opentype/inter/Inter-SemiBold.otf", LATIN_GREEK_CYRILLIC + PUNCTUATION + SIGNS, "Raccord Sans SemiBold"),
    ("raccord-mono.ttf", "truetype/noto/NotoSansMono-Regular.ttf", LATIN_GREEK_CYRILLIC + PUNCTUATION, "Raccord Mono"),
    ("raccord-signs.ttf", "truetype/dejavu/DejaVuSans.ttf", PUNCTUATION + SIGNS, "Raccord Signs"),
]


def make_figures_tabular(font: TTFont) -> None:
    """Points the character map at the glyphs that the feature `tnum` would substitute."""
    gsub = font["GSUB"].table
    lookups = {i for f in gsub.FeatureList.FeatureRecord if f.FeatureTag == "tnum" for i in f.Feature.LookupListIndex}
    swap = {}
    for index in lookups:
        for table in gsub.LookupList.Lookup[index].SubTable:
            table = getattr(table, "ExtSubTable", table)
            swap.update(getattr(table, "mapping", {}))
    for cmap in font["cmap"].tables:
        for code, glyph in list(cmap.cmap.items()):
            if code in range(0x30, 0x3A):
                cmap.cmap[code] = swap.get(glyph, glyph)


def rename(font: TTFont, family: str) -> None:
    """A changed font does not carry the name of the original."""
    for record in list(font["name"].names):
        if record.nameID in (1, 4, 16):
            font["name"].setName(family, record.nameID, record.platformID, record.platEncID, record.langID)
        elif record.nameID == 6:
            font["name"].setName(family.replace(" ", ""), 6, record.platformID, record.platEncID, record.langID)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = family.replace(" ", "")


for out, source, codes, family in FACES:
    font = TTFont(Path("/usr/share/fonts") / source)
    if "GSUB" in font and out.startswith("raccord-sans"):
        make_figures_tabular(font)
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"] if "sans" in out else ["kern", "mark", "mkmk"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.hinting = False
    options.desubroutinize = False
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    rename(font, family)
    font.save(HERE / out)
    print(out, (HERE / out).stat().st_size, len(font.getBestCmap()))
