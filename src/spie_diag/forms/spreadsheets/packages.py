"""What an Excel file is made of, looked at before anything reads it: sizes, secrets, programs, formulas, merged cells.

An .xlsx is a zip of XML. Sizes are judged on the directory of the zip, which ``zipfile`` then enforces: a bomb is
refused before it is unpacked. No XML with a DTD is ever parsed, so that no entity can grow.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from spie_diag.forms.errors import WrongFormError
from spie_diag.forms.spreadsheets.book import MOST_ROWS, Remarks

MOST_BYTES = 32 * 1024 * 1024
"""Unpacked size that one part of a workbook may have."""
_MOST_BYTES_IN_ALL = 96 * 1024 * 1024
_MOST_BYTES_BESIDE = 8 * 1024 * 1024
"""Unpacked size of a part that holds no cells (styles, relations…): slow to read, and always small."""
_MOST_PARTS = 2_000
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CELLS = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
_READ = re.compile(r".*\.(xml|rels)", re.IGNORECASE)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell [^>]*ref=\"([A-Z0-9:]+)\"")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_CELL = re.compile(rb"<(?:\w+:)?c\s")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>[^<]")
_TEXT = re.compile(rb"[^>]*?\bt=\"str\"[^>]*>.*?<(?:\w+:)?v[ >/]", re.DOTALL)
_REFERENCE = re.compile(rb"[^>]*?\br=\"([A-Z]{1,3}[0-9]{1,7})\"")
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|is)>")


@dataclass(slots=True)
class Package:
    """What the parts of a workbook hold that its cells do not tell."""

    formulas: bool = False
    uncomputed: dict[str, frozenset[str]] = field(default_factory=dict)
    """Cells with a formula and no value, as ``C12``, by part of the zip: no spreadsheet program has computed them."""
    merged: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Merged ranges as ``A1:B2``, by part of the zip."""
    macros: bool = False


def inspect(file: Path, remarks: Remarks) -> Package:
    """What the parts hold.

    Raises:
        WrongFormError: the file is no workbook, or would be dangerous to read.
    """
    try:
        with ZipFile(file) as archive:
            _check_sizes(archive, file, remarks)
            found = Package(macros=any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()))
            for name, part in _parts(archive, file, remarks):
                if _SHEET.fullmatch(name):
                    _look_at_sheet(name, part, found, file, remarks)
            return found
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise refusal(file, remarks, "Le classeur est abîmé ou incomplet.", _AGAIN) from error


_AGAIN = "Ouvrez-le dans un tableur et enregistrez-le de nouveau en .xlsx."


def refusal(file: Path, remarks: Remarks, sentence: str, advice: str = "") -> WrongFormError:
    """The error that says why the whole file is not read."""
    remarks.fault(None, sentence, advice)
    return WrongFormError(file, remarks.problems)


def _check_sizes(archive: ZipFile, file: Path, remarks: Remarks) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise refusal(
            file, remarks, "Le classeur est protégé par un mot de passe.", "Enregistrez-le sans mot de passe."
        )
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        if "content.xml" in names:
            raise refusal(file, remarks, "C’est un classeur OpenDocument.", "Enregistrez-le au format Excel (.xlsx).")
        raise refusal(file, remarks, "Ce fichier n’est pas un classeur Excel.", "Choisissez un fichier .xlsx.")
    sizes = [part.file_size for part in parts if _READ.fullmatch(part.filename)]
    beside = [part.file_size for part in parts if not _CELLS.fullmatch(part.filename) and _is_read(part.filename)]
    if (
        len(parts) > _MOST_PARTS
        or sum(sizes) > _MOST_BYTES_IN_ALL
        or max(sizes, default=0) > MOST_BYTES
        or max(beside, default=0) > _MOST_BYTES_BESIDE
    ):
        sentence = "Une fois déplié, le classeur est bien trop gros pour un questionnaire : il n’est pas lu."
        raise refusal(file, remarks, sentence, "Retirez les feuilles et les lignes de trop.")


def _is_read(name: str) -> bool:
    """Whether openpyxl reads the part: drawings and their like stay shut."""
    return bool(_READ.fullmatch(name)) and not name.startswith(
        ("xl/drawings/", "xl/charts/", "xl/media/", "customXml/")
    )


def _parts(archive: ZipFile, file: Path, remarks: Remarks) -> Iterator[tuple[str, bytes]]:
    """The XML parts that are read, each without a DTD."""
    for part in archive.infolist():
        if not _is_read(part.filename):
            continue
        content = archive.read(part)
        # A DTD written in UTF-16 would hide from a search: no spreadsheet writes UTF-16.
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content[:200]:
            sentence = "Le classeur contient du XML qu’aucun tableur n’écrit : il n’est pas lu."
            raise refusal(file, remarks, sentence, _AGAIN)
        yield part.filename, content


def _look_at_sheet(name: str, part: bytes, found: Package, file: Path, remarks: Remarks) -> None:
    if sum(1 for row in part.split(b"</row>") if _FILLED.search(row)) > MOST_ROWS:
        sentence = f"Une feuille a plus de {MOST_ROWS} lignes remplies : le classeur n’est pas lu."
        raise refusal(file, remarks, sentence, "Un questionnaire en a bien moins : retirez les lignes de trop.")
    if _FORMULA.search(part) is not None:
        found.formulas = True
        found.uncomputed[name] = frozenset(_uncomputed(part))
    merged = tuple(match[1].decode("ascii") for match in _MERGED.finditer(part))
    if merged:
        found.merged[name] = merged


def _uncomputed(part: bytes) -> Iterator[str]:
    """Cells whose formula gave an empty text are not meant: they have an empty value, and say that it is a text."""
    for cell in _CELL.split(part)[1:]:
        known = _VALUE.search(cell) or _TEXT.match(cell)
        if _FORMULA.search(cell) and not known and (reference := _REFERENCE.match(cell)):
            yield reference[1].decode("ascii")
