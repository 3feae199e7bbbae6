"""How the pages look: drawn small and kept as pictures, to be compared with what is drawn today.

python -m tests.documents.looks      # draws the pictures anew, to be looked at before they are committed
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PIL import Image, ImageChops

from spie_diag.documents import meeting_sheet, relay_sheet
from spie_diag.documents.picturing import pictures_of
from tests.documents import samples, sheet_samples
from tests.documents.conftest import built

FOLDER = Path(__file__).parent / "looks"
WIDTH_PX = 248
"""Less than half a pixel for a point: words are shapes, and a column that moves is seen."""

DOCUMENTS: Mapping[str, Callable[[], bytes]] = {
    "diagnostic": lambda: built(samples.full_report()),
    "sans-signature": lambda: built(samples.full_report(), ()),
    "extrait": lambda: built(sheet_samples.extract_report(), samples.BOTH[:1]),
    "personne": lambda: built(sheet_samples.person_report(), samples.BOTH[:1]),
    "relais": partial(relay_sheet.build, sheet_samples.RELAY, samples.MOMENT),
    "reunion": partial(meeting_sheet.build, sheet_samples.MEETING, samples.MOMENT),
}


def drawn(name: str) -> list[Image.Image]:
    """The pages of a document, in grey."""
    return [
        Image.frombytes("RGBX", (page.width, page.height), page.pixels).convert("L")
        for page in pictures_of(DOCUMENTS[name](), WIDTH_PX)
    ]


def kept(name: str) -> list[Image.Image]:
    return [Image.open(file).convert("L") for file in sorted(FOLDER.glob(f"{name}-[0-9].png"))]


def distance(one: Image.Image, other: Image.Image) -> float:
    """How much of the page differs, from 0 to 100: pixels whose grey changed by more than a sixth."""
    if one.size != other.size:
        return 100.0
    changed = ImageChops.difference(one, other).point(lambda grey: 255 if grey > 40 else 0)
    return 100 * changed.histogram()[255] / (one.width * one.height)


def main() -> None:
    for name in DOCUMENTS:
        for old in FOLDER.glob(f"{name}-[0-9].png"):
            old.unlink()
        for number, page in enumerate(drawn(name), start=1):
            page.quantize(32).save(FOLDER / f"{name}-{number}.png", optimize=True)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    main()
