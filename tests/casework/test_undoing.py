"""Undo: the last deed of the one at the keyboard, whatever it is, and never anything further back."""

from collections.abc import Callable

import pytest

from spie_diag.casework import assessing, concluding, interviewing, receiving, signing_off
from spie_diag.casework.errors import (
    ChangedSinceError,
    ConsentUndoneElsewhereError,
    NothingToUndoError,
    RevealedForGoodError,
)
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.casework.undoing import undo
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.orientation import Orientation, Pathway
from spie_diag.followup.goals import Goal, GoalId
from spie_diag.followup.review import NextMeeting
from spie_diag.forms.definition import BlockCode, QuestionCode
from spie_diag.french import spaced
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import AGREEMENT, Flag, Stage, SweepAnswer
from spie_diag.interview.journal import Entry
from spie_diag.interview.notes import NoteKind
from spie_diag.interview.people import Voice
from tests.casework.conftest import TODAY, Office

HOUSING, HEALTH = BlockCode("LOG"), BlockCode("SAN")
HOUSING_TYPE = QuestionCode("LOG-01")

Deed = Callable[[Office], Sheet]

DEEDS: dict[str, Deed] = {
    "Où vivez-vous en ce moment ?": lambda o: interviewing.answer(
        o.book, o.interview, HOUSING_TYPE, Answer(value="tiers")
    ),
    "le balayage de Logement": lambda o: interviewing.sweep(
        o.book, o.interview, HOUSING, Voice.PERSON, SweepAnswer.EXPLORE
    ),
    "la note sur Logement": lambda o: interviewing.add_note(
        o.book, o.interview, HOUSING, NoteKind.VERBATIM, "Chez ma cousine"
    ),
    "« À reprendre » sur Logement": lambda o: interviewing.flag(o.book, o.interview, HOUSING, Flag.RESUME, on=True),
    "votre regard sur Logement": lambda o: assessing.give_view(
        o.book, o.interview, HOUSING, Level.WATCH, strength=False, reason="Bail court"
    ),
    "le regard de la personne sur Logement": lambda o: assessing.give_person_view(
        o.book, o.interview, HOUSING, Level.FINE, strength=True
    ),
    "la conclusion sur Logement": lambda o: concluding.conclude(
        o.book, o.interview, HOUSING, Level.WATCH, strength=False, text=""
    ),
    "les priorités": lambda o: concluding.choose_priorities(o.book, o.interview, [HOUSING]),
    "les points d’appui": lambda o: concluding.write_strengths(o.book, o.interview, ["Sa sœur"]),
    "la synthèse courte": lambda o: concluding.write_synthesis(o.book, o.interview, "short", "En chemin"),
    "la synthèse à partager": lambda o: concluding.write_synthesis(o.book, o.interview, "shareable", "En chemin"),
    "ce qui est convenu": lambda o: concluding.write_synthesis(o.book, o.interview, "agreed", "En chemin"),
    "le parcours proposé": lambda o: concluding.propose_orientation(
        o.book, o.interview, Orientation(proposal=Pathway.SOCIAL)
    ),
    "l’objectif": lambda o: concluding.set_goal(o.book, o.interview, Goal(id=GoalId("g9"), label="Une garde")),
    "le prochain rendez-vous": lambda o: concluding.set_next_meeting(o.book, o.interview, NextMeeting(on=TODAY)),
    "la signature de la personne": lambda o: signing_off.person_signs_on_paper(o.book, o.interview),
}


def told(office: Office) -> dict[str, object]:
    """What the journal says today, by subject."""
    record = office.book.desk(office.interview).record
    said: dict[str, object] = {entry.subject: record.value(entry.subject) for entry in record}
    return {subject: value for subject, value in said.items() if value is not None}


def written(office: Office) -> list[Entry]:
    return list(office.book.desk(office.interview).record)


@pytest.mark.parametrize("what", DEEDS)
def test_everything_the_windows_write_is_undone_alone_and_named(office: Office, what: str) -> None:
    interviewing.answer(office.book, office.interview, QuestionCode("ATT-01"), Answer(value="Travailler"))
    before = told(office)
    DEEDS[what](office)
    assert told(office) != before
    undone = undo(office.book, office.interview)
    assert told(office) == before, "and nothing else went with it"
    assert spaced(undone.deed.what) == spaced(what)
    assert undone.sheet == draw(office.book, office.interview)


def test_a_situation_is_undone_and_named_by_its_own_words(office: Office) -> None:
    situation = office.book.form.by_code[HOUSING].situations[0]
    before = told(office)
    interviewing.confirm(office.book, office.interview, situation.code, True)
    deed = undo(office.book, office.interview).deed
    assert told(office) == before
    assert (deed.what, deed.stages, deed.block) == (situation.label, (Stage.EXPLORATION,), HOUSING)


def test_a_deed_is_said_to_be_where_it_is_seen(office: Office) -> None:
    DEEDS["l’objectif"](office)
    assert undo(office.book, office.interview).deed.stages == (Stage.PLAN,)
    interviewing.answer(office.book, office.interview, QuestionCode("ATT-08"), Answer(value="oui"))
    assert undo(office.book, office.interview).deed.stages == (Stage.RESTITUTION,)
    DEEDS["le balayage de Logement"](office)
    deed = undo(office.book, office.interview).deed
    assert (deed.stages[0], deed.block, deed.in_sweep) == (Stage.EXPLORATION, HOUSING, True)


def test_uncovered_views_stay_uncovered_and_nothing_before_them_goes(office: Office) -> None:
    book, interview = office.book, office.interview
    interviewing.add_note(book, interview, HOUSING, NoteKind.VERBATIM, "Chez ma cousine")
    for who in (office.employment, office.social):
        book.writer = who
        assessing.give_view(book, interview, HOUSING, Level.WATCH, strength=False, reason="")
    assessing.reveal(book, interview)
    before = len(written(office))
    for who in (office.social, office.employment):  # who uncovered them, and who had only given hers
        book.writer = who
        with pytest.raises(RevealedForGoodError) as refused:
            undo(book, interview)
        assert refused.value.what_happened == "Découvrir vos regards ne s’annule pas."
    assert len(written(office)) == before


def test_the_agreement_is_undone_in_its_own_stage_only(office: Office) -> None:
    book, interview = office.book, office.interview
    interviewing.answer(book, interview, AGREEMENT, Answer(value="oui"))
    receiving.go_to(book, interview, Stage.EXPLORATION, HOUSING)
    with pytest.raises(ConsentUndoneElsewhereError):
        undo(book, interview)
    receiving.go_to(book, interview, Stage.AGREEMENT)
    assert undo(book, interview).sheet.state.questions[AGREEMENT].answer is None


def test_what_the_colleague_wrote_or_changed_since_is_left_to_her(office: Office) -> None:
    book, interview = office.book, office.interview
    interviewing.answer(book, interview, HOUSING_TYPE, Answer(value="tiers"))
    book.writer = office.employment
    with pytest.raises(NothingToUndoError):
        undo(book, interview)
    interviewing.answer(book, interview, HOUSING_TYPE, Answer(value="hotel"))
    book.writer = office.social
    with pytest.raises(ChangedSinceError):
        undo(book, interview)
    assert draw(book, interview).state.questions[HOUSING_TYPE].answer == Answer(value="hotel")


def test_what_was_written_before_a_correction_began_stays(office: Office) -> None:
    book, interview = office.book, office.interview
    interviewing.answer(book, interview, HOUSING_TYPE, Answer(value="tiers"))
    book.writer = office.employment
    book.write(interview, "version", {"number": 2, "reason": "Une date fausse"})
    for who in (office.employment, office.social):
        book.writer = who
        with pytest.raises(NothingToUndoError):
            undo(book, interview)


def test_a_new_sitting_has_nothing_to_undo(office: Office) -> None:
    interviewing.answer(office.book, office.interview, HOUSING_TYPE, Answer(value="tiers"))
    office.book.close_desks()
    with pytest.raises(NothingToUndoError) as refused:
        undo(office.book, office.interview)
    assert refused.value.what_happened == "Rien à annuler."
