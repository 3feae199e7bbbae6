"""Signing: each with her own passphrase, frozen afterwards, corrected only by a new version."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from spie_diag.casework import (
    assessing,
    concluding,
    interviewing,
    opening,
    publishing,
    receiving,
    signing_off,
    verifying,
)
from spie_diag.casework.attachment import Signer, attachment_of
from spie_diag.casework.case_files import case_in
from spie_diag.casework.demonstrating import PASSPHRASES, demonstrate
from spie_diag.casework.errors import (
    AlreadySignedError,
    ClosedDomainError,
    FrozenVersionError,
    NotReadyToSignError,
    NotSignedYetError,
    ReasonMissingError,
    UnreadableFileError,
    UnwrittenFileError,
)
from spie_diag.casework.opening import common_form
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.orientation import Orientation
from spie_diag.errors import SpieError
from spie_diag.followup.goals import Goal, GoalId
from spie_diag.followup.review import NextMeeting
from spie_diag.forms.definition import BlockCode, Question, QuestionCode, SituationCode, Value, Visibility
from spie_diag.interview.answers import Answer, Status
from spie_diag.interview.people import FieldOfWork
from spie_diag.paths import shipped
from tests.casework.conftest import SECRETS, TODAY, Office

SHIPPED_CASES = shipped("resources", "cases", "cas-fictifs.json")


def make_ready(office: Office) -> None:
    book, interview = office.book, office.interview
    for code in ("CAD-08", "CAD-09", "ATT-08"):
        interviewing.answer(book, interview, QuestionCode(code), Answer(value="oui"))
    for flagged in receiving.resume(book, interview).checklist:
        if flagged.blocking and flagged.block:
            concluding.keep_both(book, interview, flagged.block, "À reprendre ensemble.")
    concluding.propose_orientation(book, interview, Orientation(referent="À désigner"))
    concluding.set_next_meeting(book, interview, NextMeeting(on=TODAY.replace(day=30)))


def sign_both(office: Office) -> None:
    for one, field in ((office.social, FieldOfWork.SOCIAL), (office.employment, FieldOfWork.EMPLOYMENT)):
        signing_off.specialist_signs(office.book, office.interview, one, SECRETS[field])


def test_nobody_signs_what_is_not_ready(office: Office) -> None:
    with pytest.raises(NotReadyToSignError) as refused:
        signing_off.specialist_signs(office.book, office.interview, office.social, SECRETS[FieldOfWork.SOCIAL])
    assert "information" in refused.value.what_happened


def test_two_signatures_of_which_the_second_does_not_break_the_first(office: Office, tmp_path: Path) -> None:
    make_ready(office)
    signing_off.person_declines(office.book, office.interview)
    with pytest.raises(SpieError):
        signing_off.specialist_signs(office.book, office.interview, office.social, SECRETS[FieldOfWork.EMPLOYMENT])
    sign_both(office)
    pdf = publishing.export_document(office.book, office.interview, tmp_path / "diagnostic.pdf")
    verdict = verifying.verify_file(pdf, signers=office.signers)
    assert verdict.holds
    assert [one.known for one in verdict.signatures] == [True, True]
    kept = office.book.vault.signed_documents.of(office.interview)
    assert pdf.read_bytes().startswith(kept[0].pdf), "the first signed file is a prefix of the second"


def test_each_signs_once_and_the_version_is_frozen(office: Office) -> None:
    make_ready(office)
    signing_off.specialist_signs(office.book, office.interview, office.employment, SECRETS[FieldOfWork.EMPLOYMENT])
    with pytest.raises(AlreadySignedError):
        signing_off.specialist_signs(office.book, office.interview, office.employment, SECRETS[FieldOfWork.EMPLOYMENT])
    with pytest.raises(FrozenVersionError):
        interviewing.answer(office.book, office.interview, QuestionCode("LOG-01"), Answer(value="sans"))
    with pytest.raises(FrozenVersionError):
        concluding.write_strengths(office.book, office.interview, ["trop tard"])
    sheet = receiving.resume(office.book, office.interview)
    assert sheet.is_frozen
    assert not sheet.is_signed


def test_a_correction_is_a_new_version_with_a_reason_and_the_old_one_stays(office: Office, tmp_path: Path) -> None:
    make_ready(office)
    with pytest.raises(NotSignedYetError):
        signing_off.correct(office.book, office.interview, "trop tôt")
    sign_both(office)
    first = publishing.signed_document(office.book, office.interview)
    with pytest.raises(ReasonMissingError):
        signing_off.correct(office.book, office.interview, " ")
    sheet = signing_off.correct(office.book, office.interview, "Date de naissance mal lue")
    assert (sheet.version, sheet.is_frozen) == (2, False)
    interviewing.answer(office.book, office.interview, QuestionCode("LOG-02"), Answer(value="2020-01"))
    make_ready(office)
    sign_both(office)
    second = publishing.export_document(office.book, office.interview, tmp_path / "v2.pdf")
    assert verifying.verify_file(second, signers=office.signers).holds
    assert publishing.signed_document(office.book, office.interview, version=1) == first


def test_the_data_inside_holds_shareable_answers_only(office: Office) -> None:
    book, interview = office.book, office.interview
    interviewing.answer(book, interview, QuestionCode("LOG-01"), Answer(value="tiers"))
    interviewing.answer(book, interview, QuestionCode("SAN-01"), Answer(value="beaucoup"))
    interviewing.answer(book, interview, QuestionCode("FAM-10"), Answer(value="oui"))
    signers = {one: Signer("champ", "empreinte") for one in (office.social, office.employment)}
    told = json.loads(attachment_of(receiving.resume(book, interview), signers))
    assert told["answers"]["LOG-01"]["value"] == "tiers"
    assert "SAN-01" not in told["answers"], "restricted"
    assert "FAM-10" not in told["answers"], "internal"


def test_a_restricted_field_of_a_row_stays_in_the_pair(office: Office) -> None:
    book, interview = office.book, office.interview
    rows: list[Value] = [{"metier": "soudeur", "motif_fin": "sante"}, {"motif_fin": "famille"}]
    interviewing.answer(book, interview, QuestionCode("PAR-01"), Answer(value="en_activite"))
    interviewing.answer(book, interview, QuestionCode("PAR-06"), Answer(value=rows))
    signers = {one: Signer("champ", "empreinte") for one in (office.social, office.employment)}

    told = json.loads(attachment_of(receiving.resume(book, interview), signers))

    assert told["answers"]["PAR-06"]["value"] == [{"metier": "soudeur"}, {}]


def test_what_a_territory_protects_more_is_not_printed_either(office: Office) -> None:
    book = office.book
    common = common_form()
    protected = {QuestionCode("PRO-01"): Visibility.RESTRICTED, QuestionCode("ATT-09"): Visibility.INTERNAL}

    def guarded(asked: Question) -> Question:
        if asked.code == "PRO-02":
            trade = (replace(child, visibility=Visibility.RESTRICTED) for child in asked.children)
            return replace(asked, children=tuple(trade))
        return replace(asked, visibility=protected.get(asked.code, asked.visibility)) if asked.code else asked

    blocks = (replace(one, questions=tuple(guarded(asked) for asked in one.questions)) for one in common.blocks)
    book.form = replace(common, version="2.0", blocks=tuple(blocks))
    try:
        sheet = receiving.start_interview(
            book, office.person, social=office.social, employment=office.employment, today=TODAY
        )
        direction = common.questions[QuestionCode("PRO-01")].choices[0]
        answers: dict[str, Value] = {
            "PRO-01": direction.name,
            "PRO-02": [{"metier": "soudeuse"}],
            "ATT-09": "Trop tôt",
            "MOB-01": common.questions[QuestionCode("MOB-01")].choices[0].name,
        }
        for code, value in answers.items():
            interviewing.answer(book, sheet.interview, QuestionCode(code), Answer(value=value))
        report = publishing.report_of(receiving.resume(book, sheet.interview))
    finally:
        book.form = common
        book.close_desks()

    assert report.observations == ""
    assert {fact.label for fact in report.project} & {"Direction", "Métiers envisagés", "Déplacements"} == {
        "Déplacements"
    }


def test_what_she_sets_aside_leaves_no_trace_in_what_partners_read(office: Office) -> None:
    book, interview = office.book, office.interview
    secret = Goal(id=GoalId("g"), label="Objectif de santé", block=BlockCode("SAN"))
    for code, value in (
        ("CAD-09", "oui_sauf"),
        ("STA-06", "demande"),
        ("STA-07", "2026-09-15"),
        ("STA-17", "2026-11-09"),
    ):
        interviewing.answer(book, interview, QuestionCode(code), Answer(value=value))
    interviewing.answer(book, interview, QuestionCode("POU-01"), Answer(status=Status.DECLINES))
    interviewing.answer(book, interview, QuestionCode("POU-02"), Answer(status=Status.DOES_NOT_KNOW))
    concluding.conclude(book, interview, BlockCode("SAN"), Level.PREVENTS, strength=False, text="secret")
    concluding.choose_priorities(book, interview, [BlockCode("SAN"), BlockCode("MOB")])
    concluding.set_goal(book, interview, secret)
    interviewing.answer(book, interview, QuestionCode("CAD-10"), Answer(value=["sante"]))
    san = BlockCode("SAN")
    deeds: tuple[Callable[[], object], ...] = (
        partial(concluding.set_goal, book, interview, secret),
        partial(concluding.choose_priorities, book, interview, [san]),
        partial(concluding.keep_both, book, interview, san, "phrase"),
        partial(interviewing.confirm, book, interview, SituationCode("SAN.S01"), holds=True),
        partial(assessing.give_person_view, book, interview, san, Level.FINE, strength=False),
    )
    for deed in deeds:
        with pytest.raises(ClosedDomainError):
            deed()

    signers = {one: Signer("champ", "empreinte") for one in (office.social, office.employment)}
    sheet = receiving.resume(book, interview)
    told = json.loads(attachment_of(sheet, signers))
    assert told["priorities"] == ["MOB"]
    assert (told["goals"], told["domains"]) == ([], [])
    assert "POU-01" not in told["answers"], "declined reads as not asked"
    assert told["answers"]["POU-02"]["status"] == "NSP"
    report = publishing.report_of(sheet)
    printed = {fact.label for fact in report.next_steps.deadlines}
    assert not any("handicap" in label or "Orientation" in label for label in printed), "restricted dates stay"
    assert sheet.state.form.by_code[BlockCode("SAN")].label in report.not_explored


def test_the_same_interview_gives_the_same_bytes(office: Office) -> None:
    one = publishing.build_document(office.book, office.interview)
    assert one == publishing.build_document(office.book, office.interview)


def test_a_proposed_file_name_names_nobody(office: Office) -> None:
    name = publishing.proposed_file_name(receiving.resume(office.book, office.interview))
    assert name == f"diagnostic-{office.person.number}-v1.pdf"


def test_a_folder_that_refuses_the_file_is_told_and_nothing_half_written_stays(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UnwrittenFileError):
        publishing.export_document(office.book, office.interview, tmp_path / "absent" / "d.pdf")
    taken = tmp_path / "dossier.pdf"
    taken.mkdir()
    with pytest.raises(UnwrittenFileError):
        publishing.export_document(office.book, office.interview, taken)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dossier.pdf"]


def test_one_specialist_alone_is_written_on_every_page_and_does_not_pass_for_joint(tmp_path: Path) -> None:
    from tests.casework.conftest import founders

    book = opening.create_casebook(tmp_path / "c", "Antenne", founders(), signers=tmp_path / "s", quick_keys=True)
    try:
        person = receiving.add_person(book, receiving.NewPerson(called="Alex"))
        alone = book.vault.specialists[0].id
        sheet = receiving.start_interview(book, person, social=alone, employment=None, today=TODAY)
        office = Office(book, tmp_path / "c", tmp_path / "s", None, person, sheet.interview)  # type: ignore[arg-type]
        make_ready(office)
        signing_off.person_signs_with_witness(book, sheet.interview, "Claude Modèle")
        signing_off.specialist_signs(book, sheet.interview, alone, SECRETS[FieldOfWork.SOCIAL])
        assert receiving.resume(book, sheet.interview).is_signed
        file = publishing.export_document(book, sheet.interview, tmp_path / "seul.pdf")
        verdict = verifying.verify_file(file, signers=tmp_path / "s")
        assert not verdict.holds
        assert not verdict.joint
    finally:
        opening.lock(book)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        verifying.verify_file(tmp_path / "absent.pdf", signers=tmp_path)


def test_a_case_that_leaves_things_open_is_completed_aloud_and_its_document_holds(tmp_path: Path) -> None:
    shown = demonstrate(case_in(SHIPPED_CASES, "V5", opening.common_form()), tmp_path)
    assert shown.verdict is not None
    assert shown.verdict.holds
    assert shown.assumed
    told = "\n".join(shown.lines())
    assert all(phrase in told for phrase in PASSPHRASES.values())
    assert str(shown.pdf) in told
