"""Read on the pages, as people do, which version of which diagnosis a document is.

Only what our own pages need: one byte for each letter, told by the font's table (ToUnicode), whole lines at a time.
"""

import re
from collections.abc import Iterator

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, PdfObject

from spie_diag.signing.reading import unpacked

_MOST_PAGES = 60
_SHOWN = re.compile(rb"/([!-.0-~]{1,40}) [\d.]{1,12} Tf|\(((?:[^\\()]|\\.)*)\) Tj", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTER = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4,16})>")


def versions_shown(root: DictionaryObject, number: str) -> frozenset[int]:
    """The versions that the pages show after the number of the diagnosis; none where they do not show it.

    Raises:
        ValueError, LookupError: the pages are not packed as ours.
    """
    shown = re.compile(re.escape(number) + r"\W{1,8}version\W{1,3}(\d{1,6})\b")
    return frozenset(int(found[1]) for page in _pages(root) for line in _lines(page) for found in shown.finditer(line))


def _pages(root: DictionaryObject) -> Iterator[DictionaryObject]:
    kids = root["/Pages"]["/Kids"]
    for kid in list(kids)[:_MOST_PAGES]:
        page = kid.get_object()
        if isinstance(page, DictionaryObject) and "/Contents" in page:
            yield page


def _lines(page: DictionaryObject) -> Iterator[str]:
    letters: dict[int, str] = {}
    fonts = _fonts(page)
    contents = page["/Contents"]
    streams: list[PdfObject] = [one.get_object() for one in contents] if _is_list(contents) else [contents]
    for content in streams:
        for font, text in _SHOWN.findall(unpacked(content)):
            if font:
                letters = fonts.get(font.decode(errors="replace"), {})
            else:
                yield "".join(letters.get(code, " ") for code in _ESCAPED.sub(_unescaped, text))


def _is_list(contents: PdfObject) -> bool:
    return isinstance(contents, ArrayObject)


def _fonts(page: DictionaryObject) -> dict[str, dict[int, str]]:
    resources = page["/Resources"]
    fonts = resources["/Font"] if "/Font" in resources else DictionaryObject()
    return {str(name)[1:]: _letters(fonts[name]) for name in fonts}


def _letters(font: DictionaryObject) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    table = _LETTER.findall(unpacked(font["/ToUnicode"]))
    return {int(code, 16): bytes.fromhex(said.decode()).decode("utf-16-be", "replace") for code, said in table}


def _unescaped(found: re.Match[bytes]) -> bytes:
    said = found[1]
    return bytes([int(said, 8) & 255]) if said[:1].isdigit() else said
