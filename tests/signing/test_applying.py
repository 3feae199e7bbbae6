"""Signing a prepared document, and every reason not to."""

from datetime import timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from reportlab.pdfgen.canvas import Canvas

from spie_diag.signing.applying import sign
from spie_diag.signing.errors import (
    AlreadySignedError,
    ChangedSinceSignedError,
    ExpiredIdentityError,
    NoSuchFieldError,
    SameSignerError,
    UnreadablePdfError,
    WrongOrderError,
)
from spie_diag.signing.identity import Identity, KnownSigners
from spie_diag.signing.verifying import verify
from tests.signing.attacks import Change, append_page, appended, replace_data
from tests.signing.paper import CLARA, EMPLOYMENT, IDRIS, MONDAY, SOCIAL, paper

BOTH = (SOCIAL, EMPLOYMENT)


def drawing(width: float, height: float) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, (width, height), invariant=1)
    canvas.rect(0, 0, width, height)
    canvas.save()
    return out.getvalue()


def test_the_visible_signature_is_drawn_at_the_size_of_its_field(pair: tuple[Identity, Identity]) -> None:
    asked: list[tuple[float, float]] = []

    def appearance(width: float, height: float) -> bytes:
        asked.append((width, height))
        return drawing(width, height)

    signed = sign(
        paper(*BOTH),
        SOCIAL,
        pair[0],
        who=CLARA.name,
        moment=MONDAY,
        certify=True,
        appearance=appearance,
        reason="Accord",
    )
    field = PdfFileReader(BytesIO(signed)).root["/AcroForm"]["/Fields"][0]
    assert asked == [(200.0, 60.0)]
    assert field["/AP"]["/N"]["/BBox"][2] == 200
    assert field["/V"]["/Reason"] == "Accord"
    assert field["/V"]["/Name"] == CLARA.name


def test_the_second_signature_with_its_drawing_keeps_the_first_intact(
    pair: tuple[Identity, Identity], known: KnownSigners
) -> None:
    once = sign(paper(*BOTH), SOCIAL, pair[0], who=CLARA.name, moment=MONDAY, certify=True, appearance=drawing)
    twice = sign(once, EMPLOYMENT, pair[1], who=IDRIS.name, moment=MONDAY, certify=False, appearance=drawing)
    assert twice.startswith(once)
    assert verify(twice, known, now=MONDAY).holds


def test_either_specialist_may_be_the_first(pair: tuple[Identity, Identity], known: KnownSigners) -> None:
    document = paper(EMPLOYMENT, SOCIAL)
    once = sign(document, EMPLOYMENT, pair[1], who=IDRIS.name, moment=MONDAY, certify=True)
    twice = sign(once, SOCIAL, pair[0], who=CLARA.name, moment=MONDAY, certify=False)
    assert verify(twice, known, now=MONDAY).holds


def test_signing_leaves_version_and_metadata_alone(twice: bytes) -> None:
    root = PdfFileReader(BytesIO(twice)).root
    assert "/Version" not in root
    assert root["/Metadata"].data == PdfFileReader(BytesIO(paper(*BOTH))).root["/Metadata"].data


def test_a_field_is_signed_once(once: bytes, pair: tuple[Identity, Identity]) -> None:
    with pytest.raises(AlreadySignedError):
        sign(once, SOCIAL, pair[1], who=IDRIS.name, moment=MONDAY, certify=False)


def test_a_field_that_was_not_prepared_is_refused(pair: tuple[Identity, Identity]) -> None:
    with pytest.raises(NoSuchFieldError):
        sign(paper(*BOTH), "Ailleurs", pair[0], who=CLARA.name, moment=MONDAY, certify=True)


def test_one_specialist_does_not_sign_for_both(once: bytes, pair: tuple[Identity, Identity]) -> None:
    with pytest.raises(SameSignerError):
        sign(once, EMPLOYMENT, pair[0], who=CLARA.name, moment=MONDAY, certify=False)


@pytest.mark.parametrize("change", [append_page, replace_data])
def test_a_document_that_changed_since_is_not_signed(
    change: Change, once: bytes, pair: tuple[Identity, Identity]
) -> None:
    with pytest.raises(ChangedSinceSignedError):
        sign(appended(once, change), EMPLOYMENT, pair[1], who=IDRIS.name, moment=MONDAY, certify=False)


def test_only_the_first_signature_certifies(once: bytes, pair: tuple[Identity, Identity]) -> None:
    with pytest.raises(WrongOrderError):
        sign(once, EMPLOYMENT, pair[1], who=IDRIS.name, moment=MONDAY, certify=True)
    with pytest.raises(WrongOrderError):
        sign(paper(*BOTH), SOCIAL, pair[0], who=CLARA.name, moment=MONDAY, certify=False)


def test_the_field_that_closes_the_document_is_signed_last(pair: tuple[Identity, Identity]) -> None:
    with pytest.raises(WrongOrderError):
        sign(paper(*BOTH), EMPLOYMENT, pair[1], who=IDRIS.name, moment=MONDAY, certify=True)


@pytest.mark.parametrize("years", [-1, 4])
def test_a_certificate_signs_within_its_years(years: int, pair: tuple[Identity, Identity]) -> None:
    with pytest.raises(ExpiredIdentityError, match="vaut du 24 octobre 2026 au 24 octobre 2029"):
        sign(paper(*BOTH), SOCIAL, pair[0], who=CLARA.name, moment=MONDAY + timedelta(days=365 * years), certify=True)


@pytest.mark.parametrize("file", [b"", b"bonjour", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_not_signed(file: bytes, pair: tuple[Identity, Identity]) -> None:
    with pytest.raises(UnreadablePdfError):
        sign(file, SOCIAL, pair[0], who=CLARA.name, moment=MONDAY, certify=True)
