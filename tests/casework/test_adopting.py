"""What a partner says beside what is held here, line by line, and which of it may become ours."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from spie_diag.casework import concluding, interviewing, rights, taking_in
from spie_diag.casework.adopting import partner_answers
from spie_diag.casework.received import receptions
from spie_diag.casework.reconciling import Change, compare
from spie_diag.casework.taking_in import Believing, Incoming
from spie_diag.clock import SteppingClock
from spie_diag.diagnosis.assessment import Level
from spie_diag.exchange.package import PackedAnswer, PackedSituation
from spie_diag.followup.goals import Goal, GoalId
from spie_diag.forms.definition import BlockCode, QuestionCode, SituationCode, Value
from spie_diag.interview.answers import Answer, Source, Status
from spie_diag.interview.people import FieldOfWork
from tests.casework.conftest import SECRETS, Office
from tests.casework.partner import Partner, partner
from tests.stretching import quick_stretching

__all__ = ["quick_stretching"]

_HOUSING = QuestionCode("LOG-01")


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partner]:
    made = partner(tmp_path_factory.mktemp("ailleurs"), SteppingClock(datetime(2026, 11, 24, 8, 30, tzinfo=UTC)))
    made.sign()
    yield made
    made.book.lock()


@pytest.fixture
def incoming(office: Office, elsewhere: Partner) -> Iterator[Incoming]:
    yield taking_in.examine(
        office.book, elsewhere.master().read_bytes(), believing=Believing(signers=elsewhere.signers)
    )
    for person in office.book.vault.cases.all():
        if receptions(office.book, person.case):
            rights.erase_one(office.book, person.case, office.social, SECRETS[FieldOfWork.SOCIAL])


def test_every_line_says_who_noted_what_is_here(office: Office, incoming: Incoming) -> None:
    interviewing.answer(office.book, office.interview, _HOUSING, Answer(value="sans"))
    concluding.conclude(office.book, office.interview, BlockCode("LOG"), Level.PREVENTS, strength=False, text="")
    told = {one.code: one for one in compare(office.book, incoming, office.person.case)}
    assert told["LOG-01"].change is Change.OTHER
    assert told["LOG-01"].ours_from == "Nadia Témoin, le 24/11/2026"
    assert (told["LOG"].ours, told["LOG"].theirs) == ("Empêche", "Complique")
    assert told["LOG"].ours_from.startswith("Nadia Témoin")
    assert "CAD-04" not in told, "each pair leads its own interview"


def test_situations_and_objectives_are_compared_too(office: Office, incoming: Incoming) -> None:
    known = next(one for block in office.book.form.blocks for one in block.situations)
    package = replace(
        incoming.package,
        situations=(
            PackedSituation(code=known.code, label=known.label),
            PackedSituation(code="X.S1", label="Ailleurs"),
        ),
        goals=({"label": "Trouver un logement", "status": "EN_COURS"}, {"label": "Lire"}),
    )
    interviewing.confirm(office.book, office.interview, SituationCode(known.code), False)
    concluding.set_goal(office.book, office.interview, Goal(id=GoalId("g1"), label="Trouver  un LOGEMENT"))
    told = {one.label: one for one in compare(office.book, replace(incoming, package=package), office.person.case)}
    assert told[f"Situation\u00a0: {known.label}"].ours == "Écartée"
    assert told["Situation\u00a0: Ailleurs"].change is Change.NEW
    goal = told["Objectif\u00a0: Trouver un logement"]
    assert (goal.theirs, goal.ours) == ("En cours", "À commencer")
    assert told["Objectif\u00a0: Lire"].change is Change.NEW


def test_beside_no_file_everything_is_new(office: Office, incoming: Incoming) -> None:
    told = compare(office.book, incoming, None)
    assert {one.change for one in told} == {Change.NEW}
    assert {"LOG-01", "LOG"} <= {one.code for one in told}


def test_an_answer_may_become_ours_and_says_where_it_comes_from(office: Office, incoming: Incoming) -> None:
    taking_in.take_in(office.book, incoming, office.person.case)
    offered = partner_answers(office.book, office.interview)
    (one,) = offered[_HOUSING]
    assert one.answer == Answer(value="tiers", source=Source.PARTNER, origin=incoming.digest)
    assert Answer.from_json(one.answer.as_json()) == one.answer
    assert "origin" not in str(Answer(value="tiers").as_json())
    assert not offered.keys() & {"CAD-09", "ATT-08"}, "her agreement is hers alone"


@pytest.mark.parametrize(
    ("status", "value", "fits"),
    [
        (Status.ANSWERED, "tiers", True),
        (Status.ANSWERED, "chateau", False),
        (Status.ANSWERED, ["tiers"], False),
        (Status.ANSWERED, 3, False),
        (Status.DOES_NOT_KNOW, None, True),
    ],
)
def test_what_does_not_fit_our_question_is_only_read(
    office: Office, incoming: Incoming, monkeypatch: pytest.MonkeyPatch, status: Status, value: Value, fits: bool
) -> None:
    from spie_diag.casework import adopting

    taking_in.take_in(office.book, incoming, office.person.case)
    theirs = PackedAnswer(code=_HOUSING, label="Logement", status=status, value=value, words="Ailleurs")
    held = tuple(
        replace(one, package=replace(one.package, answers={**one.package.answers, _HOUSING: theirs}))
        for one in receptions(office.book, office.person.case)
    )
    monkeypatch.setattr(adopting, "receptions", lambda _book, _case: held)
    (one,) = partner_answers(office.book, office.interview)[_HOUSING]
    assert (one.answer is not None) is fits
