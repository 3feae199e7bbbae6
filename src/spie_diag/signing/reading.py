"""Read a PDF that anybody may have written: its signature fields, its attached data, and why it cannot be read."""

import logging
import re
import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

from cryptography.utils import CryptographyDeprecationWarning
from pyhanko.pdf_utils.decode_limits import (
    DEFAULT_PURPOSE_LIMITS,
    DecodeLimits,
    DecodePurpose,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, PdfObject, Reference, StreamObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from spie_diag.signing.certificates import MALFORMED
from spie_diag.signing.subjects import cleaned

ATTACHMENT = "diagnostic.json"
LARGEST = 8 * 1024 * 1024
"""Bytes: a diagnostic weighs a hundred thousand; beyond this, verifying could exhaust the computer."""
LARGEST_DATA = 2 * 1024 * 1024
"""Bytes of the attached data, unpacked: those of a whole interview weigh some tens of thousands."""
MOST_SLOTS = 8
_MOST_OBJECTS = 20_000
_MOST_STEPS = 500_000

_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=LARGEST_DATA),
    per_purpose={
        **DEFAULT_PURPOSE_LIMITS,
        DecodePurpose.OBJECT_STREAM: StreamDecodeLimits(max_ratio=100, max_output_size=1024 * 1024),
        DecodePurpose.XREF_STREAM: StreamDecodeLimits(max_output_size=256 * 1024),
    },
    document_budget=DocumentDecodeBudget(base_allowance=2 * LARGEST, max_ratio=0),
)
"""What may come out of compressed streams: a small file must not unpack into more than this computer has."""

CUT_SHORT = "Ce fichier est incomplet : la fin manque."

UNREADABLE = (
    PdfError,
    *MALFORMED,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What pyHanko and asn1crypto raise on a file that is wrong on purpose: the shape of any object may be a lie."""

# Serial numbers that are not positive, for one: whatever we think of a certificate is a sentence of our own.
warnings.filterwarnings("ignore", category=CryptographyDeprecationWarning)
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


class _Revision(HistoricalResolver):
    """The document as one revision left it; pyHanko compares revisions along every path between two objects.

    Objects can be tied together so that there are more paths than anybody can walk: steps are counted.
    """

    def __init__(self, reader: PdfFileReader, revision: int) -> None:
        super().__init__(reader, revision)
        self._left = _MOST_STEPS
        self._sizes: dict[Reference, int] = {}

    def get_object(self, ref: Reference, as_metadata_stream: bool = False) -> PdfObject:
        found: PdfObject = super().get_object(ref, as_metadata_stream)
        if ref not in self._sizes:
            self._sizes[ref] = _size(found)
        self._left -= self._sizes[ref]
        if self._left < 0:
            raise ValueError("objects tied together on purpose")
        return found


class _Reader(PdfFileReader):
    """Reads what may be hostile."""

    def get_historical_resolver(self, revision: int) -> HistoricalResolver:
        kept = self._historical_resolver_cache
        if revision not in kept:
            kept[revision] = _Revision(self, revision)
        return kept[revision]


def _size(thing: PdfObject) -> int:
    """How many values are looked at each time somebody passes through this object."""
    inside = thing.values() if isinstance(thing, DictionaryObject) else thing if isinstance(thing, ArrayObject) else ()
    return 1 + sum(_size(one) for one in inside)


def read(pdf: bytes) -> PdfFileReader:
    """A reader of its own for each question: once it decoded a stream, pyHanko can no longer compare revisions."""
    return _Reader(BytesIO(pdf), strict=True, decode_limits=_LIMITS)


def slots_of(reader: PdfFileReader) -> tuple[Slot, ...]:
    """The signature fields of the document, in the order they were drawn.

    Raises:
        ValueError: there are more of them than any document of ours could have.
    """
    found = tuple(
        _slot(name, value is not None, field.get_object())
        for name, value, field in islice(enumerate_sig_fields(reader), MOST_SLOTS + 1)
    )
    if len(found) > MOST_SLOTS:
        raise ValueError("too many signature fields")
    return found


def _slot(name: str, is_signed: bool, field: DictionaryObject) -> Slot:
    left, bottom, right, top = (float(side) for side in array_at(field, "/Rect"))
    return Slot(
        name=_plain(str(name)),
        label=cleaned(str(at(field, "/TU") or name)),
        is_signed=is_signed,
        is_last=str(at(at(field, "/Lock"), "/Action")) == "/All",
        width=abs(right - left),
        height=abs(top - bottom),
    )


def _plain(name: str) -> str:
    """Raises ``ValueError`` where the name of a field is another than it reads: it is shown to people."""
    if name != cleaned(name):
        raise ValueError("a name with hidden marks")
    return name


def attached(root: DictionaryObject) -> bytes | None:
    """The diagnostic attached to the document; None unless exactly one file is there, found the same by every way.

    Readers look it up in ``/AF`` or in the name tree, then by one of its names: a forger could make them see different
    files.
    """
    tree = at(at(root, "/Names"), "/EmbeddedFiles")
    associated = [file.get_object() for file in array_at(root, "/AF")]
    names = array_at(tree, "/Names")
    named = [names[place].get_object() for place in range(1, len(names), 2)]
    if len(associated) != 1 or len(named) != 1 or array_at(tree, "/Kids"):
        return None
    found = {_content_of(file) for file in (*associated, *named)}
    return found.pop() if len(found) == 1 else None


def _content_of(file: DictionaryObject) -> bytes | None:
    """What one attached file holds, None where it has another name, or two contents."""
    if str(file["/UF"]) != ATTACHMENT or ("/F" in file and str(file["/F"]) != ATTACHMENT):
        return None
    kept = file["/EF"]
    contents = {unpacked(kept[name]) for name in kept}
    return contents.pop() if len(contents) == 1 else None


def unpacked(stream: PdfObject) -> bytes:
    """The content of a stream packed as we pack it: other ways are slow to undo, and made to be."""
    if not isinstance(stream, StreamObject) or "/DecodeParms" in stream:
        raise ValueError("not a plain stream")
    packed = stream["/Filter"] if "/Filter" in stream else ArrayObject()
    if (list(packed) if isinstance(packed, ArrayObject) else [packed]) not in ([], ["/FlateDecode"]):
        raise ValueError("not a stream of ours")
    return bytes(stream.data)


def at(dictionary: PdfObject | None, key: str) -> PdfObject | None:
    """An entry of a dictionary, followed to where it is kept (``get`` would not); None where there is none."""
    return dictionary[key] if isinstance(dictionary, DictionaryObject) and key in dictionary else None


def array_at(dictionary: PdfObject | None, key: str) -> ArrayObject:
    """The same where it is an array; an empty one where it is not."""
    entry = at(dictionary, key)
    return entry if isinstance(entry, ArrayObject) else ArrayObject()


def metadata(root: DictionaryObject) -> bytes:
    """The XMP packet of the document, empty where there is none."""
    return unpacked(root["/Metadata"]) if "/Metadata" in root else b""


def refused_at_the_door(pdf: bytes) -> str:
    """Why this is not even a PDF to look into, in one sentence; empty when it may be one."""
    if not pdf:
        return "Ce fichier est vide."
    if not pdf.startswith(b"%PDF-"):
        return "Ce fichier n’est pas un PDF."
    if len(pdf) > LARGEST or pdf.count(b" obj") > _MOST_OBJECTS:
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
