"""A case as what people do: the material of the demonstration."""

from datetime import date

import pytest

from spie_diag.casework.case_files import Case, CaseGoal, CaseLevels, read_cases
from spie_diag.casework.stories import Story, story
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.hours import HoursKind, HoursMotive
from spie_diag.diagnosis.orientation import Pathway
from spie_diag.followup.checklist import checklist
from spie_diag.followup.goals import Owner
from spie_diag.forms.definition import BlockCode, QuestionCode, Value
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import Course, SweepAnswer, course
from spie_diag.interview.people import FieldOfWork, Voice
from spie_diag.interview.state import State, evaluate
from spie_diag.paths import shipped
from tests.interview.journals import TODAY, Pen, common_form

FORM = common_form()
CASES = {case.code: case for case in read_cases(shipped("resources", "cases", "cas-fictifs.json"), FORM)}


def told(code: str) -> Story:
    return story(CASES[code], FORM)


def played(tale: Story) -> tuple[State, Course]:
    """The answers and the balayage of a story, in a journal."""
    pen = Pen()
    for block, said in tale.sweep.items():
        for voice in Voice:
            pen.write(f"sweep/{block}/{voice.value}", said.value)
    state = evaluate(FORM, tale.answers, tale.today)
    return state, course(FORM, state, pen.record)


def test_who_takes_part_is_read_from_the_case() -> None:
    tale = told("V1")
    social, employment = tale.cast
    assert (social.name, social.role, social.field_of_work) == (
        "Nadia Témoin",
        "assistante sociale",
        FieldOfWork.SOCIAL,
    )
    assert employment.name == "Hugo Spécimen"
    assert employment.structure == "France Travail – agence Exemple"
    assert (tale.family_name, tale.first_names, tale.called) == ("EXEMPLE", "Camille", "Camille (madame)")
    assert (tale.born_on, tale.today) == (date(1991, 3, 14), date(2026, 11, 24))
    assert [member.name for member in told("V3").cast] == ["Luc Démo-Social", "Sofia Exemple-Emploi"]


def test_levels_become_views_and_conclusions() -> None:
    tale = told("V1")
    views = {(view.block, view.voice): view.level for view in tale.views}
    mobility, skills = BlockCode("MOB"), BlockCode("COM")
    assert views[mobility, Voice.SOCIAL] is Level.COMPLICATES
    assert views[mobility, Voice.EMPLOYMENT] is Level.PREVENTS
    assert {view.voice for view in tale.person_views} == {Voice.PERSON}
    concluded = {one.block: one for one in tale.conclusions}
    assert concluded[mobility].level is Level.COMPLICATES
    assert (concluded[skills].level, concluded[skills].strength) == (Level.FINE, True), "POINT_FORT"
    assert concluded[BlockCode("FOR")].level is Level.COMPLICATES, "BESOIN"


def test_the_decision_and_the_plan_are_read() -> None:
    tale = told("V2")
    assert tale.orientation.proposal is Pathway.EMPLOYMENT
    assert tale.orientation.voices_differ
    assert tale.orientation.correspondent == "Inès Démo"
    assert told("V1").orientation.correspondent == "Hugo Spécimen (France Travail)"
    assert told("V1").orientation.hours.motive is HoursMotive.LONE_PARENT
    assert tale.orientation.hours.kind is HoursKind.FIFTEEN_TO_TWENTY
    first = tale.goals[0]
    assert (first.code, first.block, first.due) == ("PRO-O2", "PRO", date(2026, 12, 18))
    assert [goal.actions[0].owner for goal in tale.goals] == [
        Owner.EMPLOYMENT, Owner.EMPLOYMENT, Owner.SOCIAL, Owner.SOCIAL, Owner.PERSON,
    ]  # fmt: skip
    assert first.actions[0].owner_name == "Paul Référence et Karim"
    assert tale.next_meeting is not None
    assert tale.next_meeting.with_whom == "Inès Démo et Paul Référence"


@pytest.mark.parametrize("code", CASES)
def test_nothing_is_told_of_a_domain_that_the_person_closed(code: str) -> None:
    tale = told(code)
    _, steps = played(tale)
    written = {FORM.block_of[question].code for question in tale.answers}
    written |= {view.block for view in (*tale.views, *tale.person_views)} | {one.block for one in tale.conclusions}
    assert not [block for block in written if steps.is_closed(block)]


@pytest.mark.parametrize(("code", "opened", "interview", "prepared"), [("V1", 10, 57, 27), ("V3", 12, 67, 28)])
def test_the_balayage_spares_questions_as_the_method_counts_them(
    code: str, opened: int, interview: int, prepared: int
) -> None:
    """Source: domain §8, « Balayage appliqué »; the question that closes the interview is counted with the others."""
    _, steps = played(told(code))
    swept = [step for step in steps.exploration if step.opened and step.block.is_rated]
    asked = sum(step.expected for step in steps.exploration) + 1
    assert len(swept) == opened
    assert asked == interview
    assert sum(step.expected for step in steps.steps) + 1 - asked == prepared


@pytest.mark.parametrize("code", ["V1", "V2", "V3"])
def test_a_full_case_lacks_nothing_before_signing(code: str) -> None:
    tale = told(code)
    state, steps = played(tale)
    concluded = {one.block: one for one in tale.conclusions}
    points = checklist(steps, state, concluded, tale.orientation, tale.goals, tale.next_meeting, tale.strengths)
    assert [point.text for point in points if point.blocking] == []


def test_an_empty_case_makes_an_empty_story() -> None:
    tale = story(Case(code="X", today=TODAY), FORM)
    assert (tale.cast, tale.answers, tale.views, tale.goals, tale.next_meeting) == ((), {}, (), (), None)
    assert tale.called == "X"
    assert (tale.is_led_alone, tale.is_refused) == (False, False)


def test_a_case_may_say_that_one_specialist_was_alone() -> None:
    assert (told("V4").is_led_alone, told("V4").cast) == (True, ())
    assert not told("V1").is_led_alone
    named = Case(code="X", today=TODAY, pair="Luc Démo (travailleur social, CCAS)")
    assert story(named, FORM).is_led_alone


def test_a_refusal_leaves_only_what_is_administrative() -> None:
    said: dict[str, Value] = {"CAD-09": "non", "IDE-03": "1990-02-03", "LOG-01": "sans", "ATT-05": 4}
    answers = {QuestionCode(code): Answer(value=value) for code, value in said.items()}
    housing = BlockCode("LOG")
    case = Case(
        code="X",
        today=TODAY,
        answers=answers,
        levels={housing: CaseLevels({Voice.SOCIAL: Level.PREVENTS}, Level.PREVENTS)},
        sweep={housing: SweepAnswer.EXPLORE},
        priorities=(housing,),
        goals=(CaseGoal("LOG-O1", "Chercher", None, "Luc"),),
    )
    tale = story(case, FORM)
    assert tale.is_refused
    assert set(tale.answers) == {"CAD-09", "IDE-03"}
    assert (tale.views, tale.conclusions, tale.sweep, tale.priorities, tale.goals) == ((), (), {}, (), ())


def test_what_she_set_aside_is_not_written_wherever_it_is_asked() -> None:
    said: dict[str, Value] = {
        "CAD-09": "oui_sauf",
        "CAD-10": ["sante"],
        "STA-06": "valide",
        "STA-03": "verse",
        "SAN-01": "peu",
    }
    case = Case(code="X", today=TODAY, answers={QuestionCode(code): Answer(value=it) for code, it in said.items()})
    assert set(story(case, FORM).answers) == {"CAD-09", "CAD-10", "STA-03"}


def test_names_and_answers_are_not_shown() -> None:
    shown = repr(told("V1"))
    assert not any(word in shown for word in ("EXEMPLE", "garderait", "Magny", "1991"))
