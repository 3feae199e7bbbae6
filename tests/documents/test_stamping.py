"""The visible signature fits its field whatever the names, and its fonts travel with it."""

from dataclasses import replace
from uuid import UUID

import pikepdf
import pytest

from spie_diag.documents.stamping import _lines, stamp
from spie_diag.interview.people import FieldOfWork, Specialist, SpecialistId
from tests.documents import samples
from tests.documents.reading import opened, printed

FINGERPRINT = "bfd3ea5f1c87943a" * 4


def signer(name: str, structure: str = "Département Modèle") -> Specialist:
    return Specialist(
        id=SpecialistId(UUID(int=1)),
        name=name,
        structure=structure,
        field_of_work=FieldOfWork.SOCIAL,
        role="assistante sociale",
    )


def test_it_says_who_when_and_with_which_certificate() -> None:
    document = opened(stamp(144, 58, signer("Nadia Témoin"), samples.MOMENT, FINGERPRINT))
    text = printed(document, 0).replace("\u00a0", " ")
    for words in ("Nadia Témoin", "assistante sociale", "Département Modèle", "24/11/2026 à 11 h 42", "BFD3 EA5F"):
        assert words in text


@pytest.mark.parametrize("size", [(144.0, 58.0), (90.0, 30.0), (400.0, 120.0)])
def test_it_is_as_large_as_its_field(size: tuple[float, float]) -> None:
    document = opened(stamp(*size, signer(samples.NASTY, samples.NASTY), samples.MOMENT, FINGERPRINT))
    assert [float(side) for side in document.pages[0].MediaBox[2:]] == [pytest.approx(side) for side in size]
    fonts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
    assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_the_same_signature_gives_the_same_bytes() -> None:
    one, other = (stamp(144, 58, signer("Nadia"), samples.MOMENT, FINGERPRINT) for _ in range(2))
    assert one == other


def test_without_role_nor_structure_no_line_is_left_empty() -> None:
    plain = replace(signer("Clara", ""), role="")
    assert [text for text, *_ in _lines(plain, samples.MOMENT, FINGERPRINT)][1:3] == [
        "Clara",
        "le 24/11/2026 à 11\u00a0h\u00a042 (heure du signataire)",
    ]
    assert "Clara" in printed(opened(stamp(144, 58, plain, samples.MOMENT, FINGERPRINT)), 0)
