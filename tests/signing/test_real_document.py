"""The document as it is really drawn: signed twice, it holds and stays archivable."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random

import page
import pytest
from page import ValidationProfile

from spie_diag.documents.content import SignatureSlot
from spie_diag.documents.report import build
from spie_diag.documents.stamping import stamp
from spie_diag.interview.people import FieldOfWork, Specialist
from spie_diag.signing import reading
from spie_diag.signing.applying import sign
from spie_diag.signing.identity import Identity, KnownSigners, new_identity
from spie_diag.signing.reading import read
from spie_diag.signing.reading_pages import versions_shown
from spie_diag.signing.timestamps_adding import with_proofs
from spie_diag.signing.trusted_authorities import Authorities
from spie_diag.signing.verifying import verify
from tests.documents import sheet_samples
from tests.documents.samples import BOTH, CHAIN_HEAD, DATA, MOMENT, full_report
from tests.documents.stages import signed
from tests.signing.paper import CLARA
from tests.signing.territory import believes_the_time, time_service

BYTE_RANGE_TO_THE_END = "PDFA3A-SIGNATURE-BYTERANGE-001"
"""Asks every signature to cover the file to its end: no document can be signed twice so, and PDF/A does not ask it."""

TAGGED_THOUGH_NOWHERE = "PDFUA1-WIDGET-FORM-TAG-001"
"""Asks a tag of every field: that of a time-stamp has no place on any page, and veraPDF asks none of it."""


@dataclass(frozen=True)
class Stages:
    base: bytes
    once: bytes
    twice: bytes


@pytest.fixture(scope="session")
def stages_of_a_real_document() -> Stages:
    social, employment = BOTH
    base = build(full_report(), DATA, MOMENT, BOTH, chain_head=CHAIN_HEAD)
    once = _signed(base, social, FieldOfWork.SOCIAL, MOMENT, certify=True)
    return Stages(base, once, _signed(once, employment, FieldOfWork.EMPLOYMENT, MOMENT, certify=False))


def _signed(pdf: bytes, slot: SignatureSlot, of_work: FieldOfWork, moment: datetime, *, certify: bool) -> bytes:
    signer = Specialist(id=CLARA.id, name=slot.who, structure=slot.structure, role=slot.role, field_of_work=of_work)
    identity = new_identity(signer, moment)
    return sign(
        pdf,
        slot.field_name,
        identity,
        who=slot.who,
        moment=moment,
        certify=certify,
        appearance=_look(signer, moment, identity),
    )


def _look(signer: Specialist, moment: datetime, identity: Identity) -> Callable[[float, float], bytes]:
    return lambda width, height: stamp(width, height, signer, moment, identity.fingerprint)


def test_a_real_document_holds_once_both_have_signed(stages_of_a_real_document: Stages, nobody: KnownSigners) -> None:
    done = stages_of_a_real_document
    verdict = verify(done.twice, nobody, now=MOMENT)

    assert verdict.holds
    assert verdict.diagnostic == DATA
    assert [one.signer for one in verdict.signatures] == [slot.who for slot in BOTH]
    assert done.twice.startswith(done.once)
    assert done.once.startswith(done.base)
    assert "Hugo Spécimen" in verify(done.once, nobody, now=MOMENT).problems[0]


@pytest.mark.parametrize("stage", ["base", "once", "twice"])
def test_signing_keeps_the_document_archivable_and_readable_by_all(
    stages_of_a_real_document: Stages, stage: str
) -> None:
    pdf: bytes = getattr(stages_of_a_real_document, stage)
    archivable = page.validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_A_3A)
    readable = page.validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_UA_1)

    assert {failure.rule_id for failure in archivable.failures} <= {BYTE_RANGE_TO_THE_END}
    assert readable.is_compliant


def test_proofs_added_later_keep_it_archivable_and_both_signatures_valid(
    stages_of_a_real_document: Stages, nobody: KnownSigners, tmp_path: Path
) -> None:
    office = believes_the_time(Authorities(tmp_path))
    proven = with_proofs(stages_of_a_real_document.twice, office, time_service(MOMENT))
    verdict = verify(proven, nobody, authorities=office, now=MOMENT)
    assert verdict.holds, verdict.problems
    assert verdict.stamps[0].is_believed
    archivable = page.validate_pdf_bytes(proven, profile=ValidationProfile.PDF_A_3A)
    readable = page.validate_pdf_bytes(proven, profile=ValidationProfile.PDF_UA_1)
    assert {failure.rule_id for failure in archivable.failures} <= {BYTE_RANGE_TO_THE_END}
    assert {failure.rule_id for failure in readable.failures} <= {TAGGED_THOUGH_NOWHERE}


def test_a_changed_byte_of_a_real_document_is_found(stages_of_a_real_document: Stages, nobody: KnownSigners) -> None:
    pdf = stages_of_a_real_document.twice
    for place in Random(2026).sample(range(len(pdf)), 10):
        changed = pdf[:place] + bytes([pdf[place] ^ 4]) + pdf[place + 1 :]
        verdict = verify(changed, nobody, now=MOMENT)
        assert not verdict.holds, place
        assert verdict.problems


def test_data_that_end_in_a_carriage_return_are_not_mistaken_for_longer_ones(
    stages_of_a_real_document: Stages,
) -> None:
    appended = stages_of_a_real_document.twice.removeprefix(stages_of_a_real_document.base)
    assert b"endstream" in appended
    assert appended.count(b"\r\nendstream") == appended.count(b"endstream")


@pytest.mark.parametrize("name", ["extrait", "exemplaire-personne"])
def test_what_is_made_for_one_recipient_stays_archivable_and_readable_when_signed(name: str) -> None:
    report = {"extrait": sheet_samples.extract_report, "exemplaire-personne": sheet_samples.person_report}[name]()
    pdf = signed(build(report, DATA, MOMENT, BOTH[:1]), BOTH[0], certify=True)
    assert page.validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_A_3A).is_compliant
    assert page.validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_UA_1).is_compliant


def test_pages_that_show_another_version_than_the_data_are_told(nobody: KnownSigners) -> None:
    cover = full_report().cover
    attachment = f'{{"number": "{cover.number}", "version": {cover.version + 1}}}'.encode()
    base = build(full_report(), attachment, MOMENT, BOTH, chain_head=CHAIN_HEAD)
    assert versions_shown(read(base).root, cover.number) == {cover.version}
    said, forged = (f"{cover.number}, version {one}".encode() for one in (cover.version, cover.version + 1))
    assert said in base
    once = _signed(base.replace(said, forged), BOTH[0], FieldOfWork.SOCIAL, MOMENT, certify=True)
    assert "sont celles d’une autre version" in verify(once, nobody, now=MOMENT).problems[0]


def test_the_longest_documents_are_far_from_the_limits(nobody: KnownSigners, monkeypatch: pytest.MonkeyPatch) -> None:
    report = full_report()
    long = replace(report, domains=report.domains * 4, goals=report.goals * 4, strengths=report.strengths * 4)
    once = _signed(build(long, DATA, MOMENT, BOTH), BOTH[0], FieldOfWork.SOCIAL, MOMENT, certify=True)
    twice = _signed(once, BOTH[1], FieldOfWork.EMPLOYMENT, MOMENT, certify=False)
    monkeypatch.setattr(reading, "_MOST_STEPS", 100_000)  # a fifth of what a reader is given
    assert verify(twice, nobody, now=MOMENT).holds
