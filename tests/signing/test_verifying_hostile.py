"""Files made to hang, to fill the memory or to lie: one sentence, soon, and the data are those that were signed."""

import json
import time
import zlib
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from spie_diag.french import spaced
from spie_diag.signing import reading
from spie_diag.signing.identity import Identity, KnownSigners
from spie_diag.signing.reading import LARGEST, LARGEST_DATA
from spie_diag.signing.verdict import Kind, Verdict
from spie_diag.signing.verifying import verify
from tests.signing.attacks import appended, forced
from tests.signing.paper import EMPLOYMENT, MONDAY, SOCIAL, data, paper, xmp_of

NOW = MONDAY + timedelta(hours=1)
LONG_S = 8.0
"""Of processor time: many times what each takes on a busy computer, nothing beside what it was made for."""

CATALOG, PAGES = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"
WITH_DATA = (
    b"<< /Type /Catalog /Pages 2 0 R /AF [3 0 R] /Names << /EmbeddedFiles << /Names [(diagnostic.json) 3 0 R] >> >> >>"
)
SPEC = b"<< /Type /Filespec /UF (diagnostic.json) /EF << /F 4 0 R /UF 4 0 R >> >>"


def of(*objects: bytes, trailer: bytes = b"", free: int = 1) -> bytes:
    """A file of these objects; ``free`` entries of its table lead nowhere."""
    out, starts = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n" % (len(objects) + 1) + b"0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    if free > 1:
        out += b"%d %d\n" % (len(objects) + 1, free) + b"0000000000 65535 f \n" * free
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + free, trailer, table,
    )  # fmt: skip
    return bytes(out)


def stream(content: bytes, described: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(content), described) + content + b"\nendstream"


def table_as_stream(entries: int) -> bytes:
    packed = zlib.compress(bytes(3 * entries))
    described = b"/Type /XRef /Filter /FlateDecode /Size %d /W [1 1 1] /Root 1 0 R" % entries
    return b"%PDF-1.7\n1 0 obj\n" + stream(packed, described) + b"\nendobj\nstartxref\n9\n%%EOF\n"


def many_revisions() -> bytes:
    out = bytearray(of(CATALOG, PAGES))
    last = out.rindex(b"xref\n0")
    for _ in range(2_000):
        here = len(out)
        out += b"xref\n0 0\ntrailer\n<< /Size 3 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (last, here)
        last = here
    return bytes(out)


def packed_many_times(content: bytes, times: int) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return content


def fields(*written: bytes) -> bytes:
    return b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [" + b" ".join(written) + b"] >> >>"


BOMBS: dict[str, Callable[[], bytes]] = {
    "a million arrays in one another": lambda: of(b"<< /Type /Catalog /AcroForm " + b"[" * 1_000_000 + b" >>", PAGES),
    "fields in one another": lambda: of(
        fields(b"3 0 R"), PAGES, *(b"<< /T (a) /Kids [%d 0 R] >>" % (n + 4) for n in range(1_050)), b"<< /T (z) >>"
    ),
    "fields in a ring": lambda: of(fields(b"3 0 R"), PAGES, b"<< /T (a) /Kids [3 0 R] >>"),
    "too many fields": lambda: of(
        fields(*(b"%d 0 R" % (n + 3) for n in range(500))),
        PAGES,
        *(b"<< /FT /Sig /T (s%d) /Rect [0 0 1 1] >>" % n for n in range(500)),
    ),
    "too many objects": lambda: of(CATALOG, PAGES, *[b"<< >>"] * 100_000),
    "a table of holes": lambda: of(CATALOG, PAGES, free=200_000),
    "a table that unpacks into a gigabyte": lambda: table_as_stream(10_000_000),
    "data that unpack into a gigabyte": lambda: of(
        WITH_DATA, PAGES, SPEC, stream(zlib.compress(bytes(20_000_000), 9), b"/Filter /FlateDecode")
    ),
    "data packed twice": lambda: of(
        WITH_DATA, PAGES, SPEC, stream(packed_many_times(bytes(50_000_000), 2), b"/Filter [/FlateDecode /FlateDecode]")
    ),
    "data packed slowly": lambda: of(
        WITH_DATA, PAGES, SPEC, stream(b"z" * 5_000_000 + b"~>", b"/Filter /ASCII85Decode")
    ),
    "a chain of revisions": many_revisions,
    "a ring of revisions": lambda: of(CATALOG, PAGES, trailer=b"/Prev 115"),
    "an open text": lambda: b"%PDF-1.7\n" + b"(" * 4_000_000 + b"\nstartxref\n9\n%%EOF\n",
    "only zeros": lambda: b"%PDF-1.7\n" + bytes(2_000_000) + b"%%EOF",
    "bigger than any diagnostic": lambda: b"%PDF-1.7\n" + bytes(LARGEST) + b"%%EOF",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_one_sentence_and_little_time(bomb: str, nobody: KnownSigners) -> None:
    pdf = BOMBS[bomb]()
    began = time.process_time()
    verdict = verify(pdf, nobody, now=NOW)
    assert time.process_time() - began < LONG_S
    assert not verdict.holds
    assert len(verdict.problems) == 1
    assert verdict.problems[0].endswith(".")
    assert verdict.diagnostic is None


def test_a_signed_file_whose_objects_are_tied_in_knots_is_left(
    pair: tuple[Identity, Identity], nobody: KnownSigners, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tie(writer: IncrementalPdfFileWriter) -> None:
        knots = [writer.add_object(generic.DictionaryObject()) for _ in range(60)]
        for knot in knots:
            knot.get_object()[pdf_name("/To")] = generic.ArrayObject(knots)
        writer.root[pdf_name("/Knots")] = knots[0]
        writer.update_root()

    signed = forced(appended(paper(SOCIAL, EMPLOYMENT), tie), SOCIAL, pair[0], certify=True)
    monkeypatch.setattr(reading, "_MOST_STEPS", 20_000)  # a twentieth, for a test that takes a twentieth
    began = time.process_time()
    verdict = verify(forced(signed, EMPLOYMENT, pair[1]), nobody, now=NOW)
    assert time.process_time() - began < LONG_S
    assert not verdict.holds


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + bytes(400),
        b"\xd0\xcf\x11\xe0" + bytes(400),
        b"GIF89a",
        b"MZ" + bytes(400),
        b"{}",
        b"%!PS",
        b"\0",
    ],
)
def test_a_file_that_was_merely_renamed_is_no_pdf(content: bytes, nobody: KnownSigners) -> None:
    verdict = verify(content, nobody, now=NOW)
    assert verdict.problems == ("Ce fichier n’est pas un PDF.",)


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_file_says_so(password: str, twice: bytes, nobody: KnownSigners) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(twice)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user=password, owner="autre", R=6))
    verdict = verify(out.getvalue(), nobody, now=NOW)
    assert verdict.problems == (spaced("Ce PDF est protégé par un mot de passe : il ne peut pas être vérifié ainsi."),)


def signed(pair: tuple[Identity, Identity], attachment: bytes, packet: bytes | None = None) -> bytes:
    base = paper(SOCIAL, EMPLOYMENT, attachment=attachment, packet=packet)
    return forced(forced(base, SOCIAL, pair[0], certify=True), EMPLOYMENT, pair[1])


def verdict_on(
    pair: tuple[Identity, Identity], nobody: KnownSigners, attachment: bytes, packet: bytes = b""
) -> Verdict:
    return verify(signed(pair, attachment, packet or None), nobody, now=NOW)


@pytest.mark.parametrize(
    "attachment",
    [
        b"",
        b"null",
        b"[]",
        b"\xff\xfe",
        b'{"number": NaN}',
        b"[" * 200_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"specialists": [], "specialists": []}',
        b'{"version": ' + b"9" * 10_000 + b"}",
        b"{" + b" " * LARGEST_DATA + b"}",
    ],
    ids=["empty", "null", "list", "not text", "not a number", "deep", "deep objects", "twice a key", "digits", "huge"],
)
def test_data_that_are_no_diagnostic_are_told(
    attachment: bytes, pair: tuple[Identity, Identity], nobody: KnownSigners
) -> None:
    verdict = verdict_on(pair, nobody, attachment)
    assert not verdict.holds
    assert verdict.problems


def test_data_of_a_newer_version_are_told_and_the_signatures_judged(
    pair: tuple[Identity, Identity], nobody: KnownSigners
) -> None:
    newer = verdict_on(pair, nobody, data(schema="spie-diag/diagnostic/2"))
    assert newer.holds
    assert any("version plus récente" in warning for warning in newer.warnings)
    same = verdict_on(pair, nobody, data(schema="spie-diag/diagnostic/1.7"))
    assert same.holds
    assert not any("version plus récente" in warning for warning in same.warnings)


@pytest.mark.parametrize(
    ("packet", "sentence"),
    [
        (xmp_of(data(number="D-2026-0009")), "ne sont pas celles que le document annonce"),
        (b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>", "ne sont pas celles que le document annonce"),
        (xmp_of(data()) + xmp_of(data(number="D-2026-0009")), "ne sont pas celles que le document annonce"),
        (xmp_of(data(), "D-2026-0001, version 2"), "d’une autre version"),
        (xmp_of(data(), "D-2026-0002, version 1"), "d’une autre version"),
    ],
    ids=["another digest", "no digest", "two digests", "another version", "another number"],
)
def test_data_that_the_document_does_not_announce_are_told(
    packet: bytes, sentence: str, pair: tuple[Identity, Identity], nobody: KnownSigners
) -> None:
    verdict = verdict_on(pair, nobody, data(), packet)
    assert not verdict.holds
    assert any(sentence in problem for problem in verdict.problems)


@pytest.mark.parametrize(
    "people", [None, "Clara", 3, [], {}, [None], [["Clara"]], [{"name": None}], [{"name": {}, "field": []}]]
)
def test_specialists_of_any_shape_crash_nothing(
    people: object, pair: tuple[Identity, Identity], nobody: KnownSigners
) -> None:
    verdict = verdict_on(pair, nobody, data(specialists=people))
    assert verdict.kind is Kind.JOINT
    assert verdict.holds is (not isinstance(people, list) or people == [])
    json.dumps(verdict.as_json())
