"""Read a PDF that anybody may have written: its signature fields, its attached data, and why it cannot be read."""

import logging
import re
import struct
import zlib
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, PdfObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

ATTACHMENT = "diagnostic.json"
LARGEST = 64 * 1024 * 1024
"""Bytes: a diagnostic weighs a hundred thousand; beyond this, verifying could exhaust the computer."""

CUT_SHORT = "Ce fichier est incomplet : la fin manque."

UNREADABLE = (
    PdfError,
    UnsupportedAlgorithm,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What pyHanko and asn1crypto raise on a file that is wrong on purpose: the shape of any object may be a lie."""

for _library in ("pyhanko", "pyhanko_certvalidator"):
    # Else what they think of a wrong file would be told in English on the error output, beside our own sentence.
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).propagate = False

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place prepared in the document for one signature; sizes in points."""

    name: str
    label: str
    is_signed: bool
    is_last: bool
    """Its lock closes every field: signed too early, it would forbid the signatures to come."""
    width: float
    height: float


def slots_of(reader: PdfFileReader) -> tuple[Slot, ...]:
    """The signature fields of the document, in the order they were drawn."""
    return tuple(
        _slot(name, value is not None, field.get_object()) for name, value, field in enumerate_sig_fields(reader)
    )


def _slot(name: str, is_signed: bool, field: DictionaryObject) -> Slot:
    left, bottom, right, top = (float(side) for side in _array(field, "/Rect"))
    return Slot(
        name=str(name),
        label=str(_at(field, "/TU") or name),
        is_signed=is_signed,
        is_last=str(_at(_at(field, "/Lock"), "/Action")) == "/All",
        width=abs(right - left),
        height=abs(top - bottom),
    )


def attached(root: DictionaryObject) -> bytes | None:
    """The diagnostic attached to the document; None unless exactly one file is there, found the same by both ways.

    Readers look it up in ``/AF`` or in the name tree: a forger could make them see different files.
    """
    associated = [file.get_object() for file in _array(root, "/AF")]
    names = _array(_at(_at(root, "/Names"), "/EmbeddedFiles"), "/Names")
    named = [names[place].get_object() for place in range(1, len(names), 2)]
    if len(associated) != 1 or len(named) != 1:
        return None
    (by_association,), (by_name,) = associated, named
    if str(by_association["/UF"]) != ATTACHMENT or str(by_name["/UF"]) != ATTACHMENT:
        return None
    content = by_association["/EF"]["/F"].data
    return bytes(content) if content == by_name["/EF"]["/F"].data else None


def _at(dictionary: PdfObject | None, key: str) -> PdfObject | None:
    """An entry of a dictionary, followed to where it is kept (``get`` would not); None where there is none."""
    return dictionary[key] if isinstance(dictionary, DictionaryObject) and key in dictionary else None


def _array(dictionary: PdfObject | None, key: str) -> ArrayObject:
    entry = _at(dictionary, key)
    return entry if isinstance(entry, ArrayObject) else ArrayObject()


def metadata(root: DictionaryObject) -> bytes:
    """The XMP packet of the document, empty where there is none."""
    return bytes(root["/Metadata"].data) if "/Metadata" in root else b""


def runs_something(root: DictionaryObject) -> bool:
    """Whether opening the document starts a script or an action."""
    return "/OpenAction" in root or "/AA" in root or _at(_at(root, "/Names"), "/JavaScript") is not None


def refused_at_the_door(pdf: bytes) -> str:
    """Why this is not even a PDF to look into, in one sentence; empty when it may be one."""
    if not pdf:
        return "Ce fichier est vide."
    if not pdf.startswith(b"%PDF-"):
        return "Ce fichier n’est pas un PDF."
    if len(pdf) > LARGEST:
        return "Ce fichier est trop gros pour être un diagnostic."
    return ""


def unreadable_because(pdf: bytes) -> str:
    """Why a file that starts like a PDF cannot be read further, in one sentence."""
    ends = [int(start) + int(length) for _, _, start, length in _BYTE_RANGE.findall(pdf)]
    if (ends and max(ends) > len(pdf)) or b"%%EOF" not in pdf:
        return CUT_SHORT
    if b"%%EOF" not in pdf[-64:]:
        return "Ce fichier ne finit pas comme un PDF : la fin manque, ou quelque chose y a été ajouté."
    return "Ce PDF est abîmé ou a été modifié : il ne peut plus être lu."
