"""A verdict as a page shows it: one sentence, one card for each signature, words for every colour."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel

from spie_diag.desktop.cases.checked import Standing, checked_of
from spie_diag.desktop.cases.verdict_body import VerdictBody
from spie_diag.interview.people import FieldOfWork, Specialist, SpecialistId
from spie_diag.signing.identity import new_identity
from spie_diag.signing.timestamps import TimeStamp
from spie_diag.signing.trust import Standing as Trusted
from spie_diag.signing.trust import Trust
from spie_diag.signing.verdict import Coverage, ExtractOrigin, Kind, SignatureVerdict, Verdict

CLARA = SignatureVerdict(
    field="Signature_Social",
    signer="Clara Témoin",
    structure="Maison de l’insertion",
    role="assistante sociale",
    field_of_work=None,
    signed_at=datetime(2026, 12, 2, 10, 30, tzinfo=UTC),
    fingerprint="ab12" * 16,
    valid_until=None,
    covers=Coverage.FILE,
    intact=True,
    trust=Trust(standing=Trusted.CERTIFIED, authority="Autorité de Vauclaire", authority_fingerprint="cd34" * 16),
    known_as="Clara Témoin",
)
IDRIS = replace(CLARA, field="Approbation_Emploi", signer="Idris Spécimen", trust=Trust(), known_as="")
SPECIALIST = Specialist(
    id=SpecialistId(UUID(int=1)), name="Service d’horodatage", structure="Essai", field_of_work=FieldOfWork.SOCIAL
)
JOINT = Verdict(kind=Kind.JOINT, joint=True, signatures=(CLARA, replace(CLARA, signer="Idris Spécimen")))


def test_a_document_that_holds_says_who_vouches_for_whom() -> None:
    checked = checked_of(JOINT)
    assert (checked.standing, checked.advice, checked.problems) == (Standing.GOOD, "", ())
    first = checked.signatures[0]
    assert first.who == "Clara Témoin (assistante sociale, Maison de l’insertion)"
    assert "certifiée par" in first.said
    assert "Autorité de Vauclaire" in first.said
    assert not any("Empreinte" in fact for fact in first.facts), "folded away where somebody vouches for it"
    assert any("AB12" in line for line in checked.details)


def test_a_time_stamp_is_a_fact_beside_the_signature_that_it_witnesses() -> None:
    at = datetime(2026, 12, 2, 10, 31, tzinfo=UTC)
    stamp = TimeStamp(at=at, certificate=new_identity(SPECIALIST, at).certificate)
    checked = checked_of(replace(JOINT, signatures=(replace(CLARA, stamp=stamp),), stamps=(stamp,)))
    (shown,) = checked.signatures
    assert shown.said.startswith("Signature intacte")
    assert any(fact.startswith("Signature horodatée") for fact in shown.facts)
    assert checked.others[0].startswith(("Signature horodatée", "Document horodaté"))


def test_an_unknown_signer_is_not_shown_in_green_and_can_be_compared() -> None:
    checked = checked_of(replace(JOINT, signatures=(CLARA, IDRIS)))
    assert checked.holds
    assert checked.standing is Standing.DOUBTFUL
    assert "comparez les empreintes" in checked.advice
    assert [one.standing for one in checked.signatures] == [Standing.GOOD, Standing.DOUBTFUL]
    assert any("AB12" in fact for fact in checked.signatures[1].facts)


def test_what_changed_is_told_apart_from_who_signed() -> None:
    broken = replace(CLARA, intact=False, problem="Le document a changé depuis cette signature.")
    checked = checked_of(replace(JOINT, signatures=(broken, CLARA), changed=("Une page a été ajoutée.",)))
    assert checked.standing is Standing.REFUSED
    assert checked.problems == ("Une page a été ajoutée.",), "what is wrong with one signature is told beside it"
    assert "Le document a changé depuis cette signature." in checked.signatures[0].facts
    assert checked.signatures[0].standing is Standing.REFUSED
    assert checked.signatures[0].said.startswith("Signature refusée")
    assert "demandez l’original" in checked.advice
    half = checked_of(replace(JOINT, signatures=(CLARA,), missing=("Approbation_Emploi",), incomplete=("Il manque.",)))
    assert half.standing is Standing.DOUBTFUL


def test_an_extract_says_for_whom_and_of_what() -> None:
    origin = ExtractOrigin(
        profile="CCAS", recipient="CCAS de Modèleville", purpose="Suivi", version=2, sha256="ef" * 32
    )
    verdict = Verdict(
        kind=Kind.EXTRACT, number="D-1", signatures=(CLARA,), extract=origin, warnings=("Voyez la date.",)
    )
    checked = checked_of(verdict)
    assert any("CCAS de Modèleville" in line for line in checked.origin)
    assert checked.others == ("Voyez la date.",)
    body = VerdictBody()
    body.show_checked(checked)
    said = "\n".join(one.text() for one in body.findChildren(QLabel))
    for words in ("Extrait préparé pour", "Clara Témoin", "certifiée par", "Voyez la date."):
        assert words in said
    assert body.details.isHidden(), "folded until asked for"
    body.unfold.click()
    assert not body.details.isHidden()
    body.deleteLater()


@pytest.mark.parametrize("verdict", [Verdict(), Verdict(changed=("Ce fichier n’est pas un PDF.",))])
def test_a_file_that_nobody_signed_is_told_without_any_card(verdict: Verdict) -> None:
    checked = checked_of(verdict)
    assert checked.signatures == ()
    assert checked.conclusion.startswith("Ce fichier n’est pas un diagnostic signé")
    assert checked.standing is Standing.REFUSED
