"""Makes the fonts of `resources/fonts` from the packages that publish them; the repository keeps the result.

    npm pack @fontsource/atkinson-hyperlegible-next@5.3.0
    apt-get install fonts-sil-andika fonts-dejavu-core
    uv run --with fonttools --with brotli python packaging/build_fonts.py fontsource-*.tgz

Atkinson Hyperlegible Next comes as two subsets, latin and latin-ext, which are joined again; it lacks the narrow
no-break space of French and a few signs, which are drawn here (it declares no reserved font name, so it may keep its
name). Andika and DejaVu are copied as they are: Andika because its names are reserved, DejaVu because it only stands in
for letters that the others lack.
"""

import argparse
import io
import math
import shutil
import tarfile
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.misc.transform import Transform
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

FAMILY = "Atkinson Hyperlegible Next"
STYLES = {"Regular": "400-normal", "Italic": "400-italic", "SemiBold": "600-normal", "Bold": "700-normal"}
OUT = Path(__file__).parent.parent / "resources" / "fonts"
DEBIAN = Path("/usr/share/fonts/truetype")
NOTICES = Path("/usr/share/doc")
MADE = 3_786_912_000
"""1 January 2024 in seconds since 1904: the date written in the files, so that building twice gives the same bytes."""

Points = list[tuple[float, float]]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("atkinson", type=Path, help="the npm package @fontsource/atkinson-hyperlegible-next, .tgz")
    arguments.add_argument("--debian", type=Path, default=DEBIAN, help="where Debian keeps its TrueType fonts")
    arguments.add_argument("--notices", type=Path, default=NOTICES, help="where Debian keeps their licences")
    asked = arguments.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    with tarfile.open(asked.atkinson) as package:
        for style, subset in STYLES.items():
            build(package, style, subset)
        (OUT / "LICENSE-AtkinsonHyperlegibleNext.txt").write_bytes(_member(package, "LICENSE"))
    for style in ("Regular", "Bold"):
        shutil.copyfile(asked.debian / "andika" / f"Andika-{style}.ttf", OUT / f"Andika-{style}.ttf")
    shutil.copyfile(asked.debian / "dejavu" / "DejaVuSans.ttf", OUT / "DejaVuSans.ttf")
    for package_name, family in (("fonts-sil-andika", "Andika"), ("fonts-dejavu-core", "DejaVuSans")):
        shutil.copyfile(asked.notices / package_name / "copyright", OUT / f"LICENSE-{family}.txt")


def build(package: tarfile.TarFile, style: str, subset: str) -> None:
    """Join both subsets of one style, add what French needs, write the TrueType file."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for script in ("latin", "latin-ext"):
            part = TTFont(io.BytesIO(_member(package, f"files/atkinson-hyperlegible-next-{script}-{subset}.woff2")))
            part.flavor = None
            parts.append(str(Path(folder) / f"{script}.ttf"))
            part.save(parts[-1])
        font = Merger().merge(parts)
    add_signs(font, stem=120 if style in ("SemiBold", "Bold") else 90)
    name_it(font, style)
    font["head"].modified = font["head"].created = MADE
    font.recalcTimestamp = False
    font.save(OUT / f"AtkinsonHyperlegibleNext-{style}.ttf")


def _member(package: tarfile.TarFile, path: str) -> bytes:
    member = package.extractfile(f"package/{path}")
    if member is None:
        raise FileNotFoundError(path)
    return member.read()


def add_signs(font: TTFont, *, stem: int) -> None:
    """Draw U+202F, arrows, tick and the marks of the three voices, where the font has none."""
    glyphs, known = font.getGlyphSet(), font.getBestCmap()
    space = font["hmtx"][known[0x20]][0]
    cap = font["OS/2"].sCapHeight
    side, middle, margin = cap * 0.82, cap / 2, 60
    wide = round(side + 2 * margin)
    centre = margin + side / 2
    half = side / 2
    square = [(centre - half, middle - half), (centre - half, middle + half),
              (centre + half, middle + half), (centre + half, middle - half)]  # fmt: skip
    reach = half * 1.2
    diamond = [(centre - reach, middle), (centre, middle + reach), (centre + reach, middle), (centre, middle - reach)]
    hollow = [(centre + (x - centre) * 0.8, middle + (y - middle) * 0.8) for x, y in reversed(square)]
    add(font, 0x202F, "nnbspace", _polygons([]), round(space * 0.62))
    add(font, 0x25A0, "blacksquare", _polygons([square]), wide)
    add(font, 0x25A1, "whitesquare", _polygons([square, hollow]), wide)
    add(font, 0x25C6, "blackdiamond", _polygons([diamond]), wide)
    add(font, 0x25CF, "blackcircle", _circle(centre, middle, half * 1.08), wide)
    add(font, 0x2713, "check", _tick(cap, stem), round(cap * 0.95 + 2 * margin))
    length = cap * 1.15
    add(font, 0x2192, "arrowright", _arrow(length, middle, stem, pointing=1), round(length + 2 * margin))
    add(font, 0x2190, "arrowleft", _arrow(length, middle, stem, pointing=-1), round(length + 2 * margin))
    quote = font["glyf"][known[0x201C]]
    scaled = Transform(1.35, 0, 0, 1.35, 0, cap - 1.35 * quote.yMax)
    quote_width = round(1.35 * font["hmtx"][known[0x201C]][0])
    add(font, 0x275D, "heavyquoteleft", _copy(glyphs[known[0x201C]], scaled), quote_width)


def add(font: TTFont, code: int, name: str, glyph: Glyph, width: int) -> None:
    if code in font.getBestCmap():
        return
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, getattr(glyph, "xMin", 0))
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def _polygons(outlines: list[Points]) -> Glyph:
    pen = TTGlyphPen(None)
    for outline in outlines:
        pen.moveTo(_whole(outline[0]))
        for point in outline[1:]:
            pen.lineTo(_whole(point))
        pen.closePath()
    return pen.glyph()


def _circle(x: float, y: float, radius: float) -> Glyph:
    """Eight quadratic arcs, clockwise: the error is under one unit."""
    pen = TTGlyphPen(None)
    step = math.pi / 4
    far = radius / math.cos(step / 2)
    pen.moveTo(_whole((x + radius, y)))
    for arc in range(1, 9):
        control = (x + far * math.cos(-(arc - 0.5) * step), y + far * math.sin(-(arc - 0.5) * step))
        end = (x + radius * math.cos(-arc * step), y + radius * math.sin(-arc * step))
        pen.qCurveTo(_whole(control), _whole(end))
    pen.closePath()
    return pen.glyph()


def _tick(cap: float, stem: float) -> Glyph:
    slant = stem / math.sqrt(2)
    elbow = (60 + cap * 0.33, 0.0)
    left, right = (60.0, cap * 0.33), (60 + cap * 0.95, cap * 0.62)
    return _polygons([[
        (elbow[0], elbow[1]), left, (left[0] + slant, left[1] + slant), (elbow[0], elbow[1] + 2 * slant),
        (right[0] - slant, right[1] + slant), right,
    ]])  # fmt: skip


def _arrow(length: float, middle: float, stem: float, *, pointing: int) -> Glyph:
    tip, tail = (60 + length, 60.0) if pointing > 0 else (60.0, 60 + length)
    half, wing, head = stem / 2, stem * 2.1, tip - pointing * stem * 2.5
    outline = [(tail, middle - half), (tail, middle + half), (head, middle + half), (head, middle + wing),
               (tip, middle), (head, middle - wing), (head, middle - half)]  # fmt: skip
    return _polygons([outline if pointing > 0 else outline[::-1]])


def _copy(source: object, placed: Transform) -> Glyph:
    pen = TTGlyphPen(None)
    source.draw(TransformPen(pen, placed))  # type: ignore[attr-defined]
    return pen.glyph()


def _whole(point: tuple[float, float]) -> tuple[int, int]:
    return round(point[0]), round(point[1])


def name_it(font: TTFont, style: str) -> None:
    """One family name for all styles, as the publisher's own files have it."""
    classic = {"Regular": (FAMILY, "Regular"), "Italic": (FAMILY, "Italic"), "Bold": (FAMILY, "Bold")}
    family, sub_family = classic.get(style, (f"{FAMILY} {style}", "Regular"))
    names = font["name"]
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    full = f"{FAMILY} {style}"
    for number, text in ((1, family), (2, sub_family), (3, f"spie-diag;{postscript}"), (4, full), (6, postscript)):
        names.setName(text, number, 3, 1, 0x409)
    for number, text in ((16, FAMILY), (17, style)):
        if style == "SemiBold":
            names.setName(text, number, 3, 1, 0x409)
        else:
            names.removeNames(nameID=number)


if __name__ == "__main__":
    main()
