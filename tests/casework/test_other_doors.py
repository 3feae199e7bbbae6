"""No other door: what a recipient does not get of a domain is in no goal, date, strength, list or synthesis either."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.casework.disclosing import Disclosure
from spie_diag.casework.profiles import CONCLUSIONS, SPECIALITIES, Profile
from spie_diag.casework.publishing import report_of
from spie_diag.casework.selecting import Selection
from spie_diag.casework.sheet import draw
from spie_diag.followup.deadlines import Deadline
from spie_diag.followup.goals import Goal, GoalId
from spie_diag.forms.definition import BlockCode, QuestionCode, Value
from spie_diag.interview.answers import Answer, Status
from tests.casework.conftest import TODAY
from tests.casework.full_interview import mark, marks_in
from tests.casework.test_disclosing import COLUMNS, LEVELS, Full, full, told_to

__all__ = ["full"]


def everything_told(full: Full, chosen: Selection | None) -> str:
    pages, attached = told_to(full, chosen)
    return f"{pages} {attached.decode()}"


@pytest.mark.parametrize("profile", COLUMNS)
def test_a_domain_tells_its_level_and_goals_only_as_far_as_the_table_says(full: Full, profile: str) -> None:
    told = marks_in(everything_told(full, full.selection(profile, ticked=True)))

    for block in full.form.blocks:
        if block.is_rated and block.objectives:
            level = LEVELS[block.code][profile]
            deeper = level in "SD" and profile != "EMP"
            assert (mark("a", block.code) in told) is deeper, f"{block.code}: what is written together"
            for kind in "gwr":
                assert (mark(kind, block.code) in told) is deeper, f"{block.code}: goals in people's words"
            functional = mark("o", block.objectives[0].code) in told
            assert functional is (level == "F" and profile != "EMP"), f"{block.code}: goals in the form's words"


@pytest.mark.parametrize("profile", COLUMNS)
def test_texts_on_the_whole_leave_with_detailed_conclusions_only(full: Full, profile: str) -> None:
    told = marks_in(everything_told(full, full.selection(profile, ticked=False)))

    detailed = profile in ("FT", "CD", "ML", "CE", "PLIE", "PERS")
    followed = detailed or profile in ("SIAE", "OF", "CCAS")
    for text in ("shared", "strength", "reason"):
        assert (mark("z", text) in told) is detailed
    for text in ("referent", "correspondent", "place", "with"):
        assert (mark("z", text) in told) is followed
    for text in ("short", "agreed"):
        assert mark("z", text) not in told, "written for the pair, or to be typed into another program"


def test_an_employer_reads_neither_levels_nor_plans_nor_what_was_not_spoken_of(full: Full) -> None:
    report = report_of(full.sheet, Disclosure.of(full.sheet, full.selection("EMP", ticked=True)))

    assert not report.domains
    assert not report.goals
    assert not report.not_explored
    assert report.pathway.proposal == report.next_steps.referent == report.cover.commune == ""
    assert not report.next_steps.deadlines
    assert report.cover.born_on is None


def test_a_specialised_association_reads_who_she_is_and_its_domain_only(full: Full) -> None:
    leaving = Disclosure.of(full.sheet, full.selection("SPEC", ticked=True))

    assert [one.label for one in report_of(full.sheet, leaving).domains] == [
        full.form.by_code[BlockCode(code)].label for code in ("IDE", "MOB")
    ]
    nowhere = Selection(profile=Profile.SPECIALISED, recipient="Une association", speciality=None)
    assert not report_of(full.sheet, Disclosure.of(full.sheet, nowhere)).goals


def test_both_views_of_a_disagreement_leave_with_the_detail_only(full: Full) -> None:
    def views(profile: str) -> set[str]:
        told = marks_in(everything_told(full, full.selection(profile, ticked=True)))
        return {one for one in told if one.startswith("vxnum")}

    assert views("PERS") == {mark("v", "NUMsocial"), mark("v", "NUMemploi")}
    assert not views("FT")


CLOSED = {
    "sante": ("SAN", "STA-06", "STA-07"),
    "famille": ("FAM",),
    "ressources": ("RES", "STA-05"),
    "logement": ("LOG",),
    "justice": ("DRO-05", "DRO-06", "DRO-07", "STA-15"),
    "parcours": ("PAR-06",),
}
"""Source: domain §4.3, rule 0."""


@contextmanager
def answered(full: Full, **answers: Value) -> Iterator[Full]:
    """The same interview where other answers were given to some questions."""
    book, interview = full.office.book, full.office.interview
    for name, value in answers.items():
        book.write(interview, f"answer/{name.replace('_', '-')}", Answer(value=value).as_json())
    yield replace(full, sheet=draw(book, interview))
    for name in answers:
        given = full.given[name.replace("_", "-")].value
        book.write(interview, f"answer/{name.replace('_', '-')}", Answer(value=given).as_json())


@pytest.mark.parametrize("subject", CLOSED)
def test_a_subject_that_she_set_aside_is_in_no_version(full: Full, subject: str) -> None:
    with answered(full, CAD_10=[subject]) as limited:
        for profile in ("FT", "CD", "CCAS", "EMP", "PERS"):
            told = everything_told(limited, limited.selection(profile, ticked=True))
            for code in CLOSED[subject]:
                assert f'"{code}' not in told
                hidden = [one for one in limited.form.questions if one.startswith(code)]
                assert not marks_in(told) & {mark("q", one) for one in hidden}
                if len(code) == 3:
                    assert not {one for one in marks_in(told) if one[2:5] == code.lower() and one[0] in "sagwro"}
                    assert mark("q", f"ATT-06{code}") not in told


def test_without_her_agreement_nothing_but_administrative_facts_leaves(full: Full) -> None:
    with answered(full, CAD_09="non") as refused:
        for profile in COLUMNS:
            told = json.loads(told_to(refused, refused.selection(profile, ticked=True))[1])
            assert {code[:3] for code in told["answers"]} <= {"CAD", "IDE", "STA"}
            assert {one["code"] for one in told["domains"]} <= {"IDE", "STA"}


def test_what_was_set_aside_makes_her_tick_the_texts_on_the_whole(full: Full) -> None:
    with answered(full, CAD_10=["sante"]) as limited:
        free = limited.selection("FT", ticked=False)
        assert mark("z", "shared") not in everything_told(limited, free)
        assert mark("z", "shared") in everything_told(limited, replace(free, ticked=frozenset({"SYN-07"})))
    without_family = replace(full.selection("FT", ticked=False), removed=frozenset({BlockCode("FAM")}))
    assert mark("z", "reason") not in everything_told(full, without_family)


def test_whoever_declines_is_told_to_nobody(full: Full) -> None:
    code, book = QuestionCode("LOG-01"), full.office.book
    for status, printed in ((Status.DECLINES, False), (Status.DOES_NOT_KNOW, True)):
        book.write(full.office.interview, f"answer/{code}", Answer(status=status).as_json())
        sheet = draw(book, full.office.interview)
        pages, attached = told_to(replace(full, sheet=sheet), full.selection("CD", ticked=True))
        assert pages.count("Ne sait pas") == 1 + printed, "she does not know which pathway she wishes"
        assert (code in json.loads(attached)["answers"]) is printed
    book.write(full.office.interview, f"answer/{code}", Answer(value=full.given[code].value).as_json())


def test_a_date_leaves_with_the_answers_that_it_rests_on(full: Full) -> None:
    def deadline(title: str, *rests_on: str) -> Deadline:
        codes = tuple(QuestionCode(code) for code in rests_on)
        return Deadline(label="", title=title, on=TODAY, source="", days_left=0, rests_on=codes)

    clocks = (
        deadline("handicap", "STA-06", "STA-07"),
        deadline("26 ans", "IDE-03"),
        deadline("réexamen", "CAD-01", "STA-13"),
        deadline("contrat"),
    )
    sheet = replace(full.sheet, deadlines=clocks)

    def dates(profile: str, *, ticked: bool) -> list[str]:
        leaving = Disclosure.of(sheet, full.selection(profile, ticked=ticked))
        return [one.label for one in report_of(sheet, leaving).next_steps.deadlines]

    assert dates("FT", ticked=False) == ["26 ans", "réexamen", "contrat"]
    assert dates("FT", ticked=True) == ["handicap", "26 ans", "réexamen", "contrat"]
    assert dates("SIAE", ticked=True) == [], "it would tell when the decision was taken"
    assert dates("EMP", ticked=True) == []
    assert [one.label for one in report_of(sheet).next_steps.deadlines] == ["26 ans", "réexamen", "contrat"]


def test_how_long_we_keep_her_file_is_for_those_who_keep_it_and_for_her(full: Full) -> None:
    assert any(one.is_of_this_file for one in full.sheet.deadlines)

    for profile in COLUMNS:
        told = everything_told(full, full.selection(profile, ticked=True))
        assert ("Fin de conservation" in told) is (profile == "PERS"), profile
    assert "Fin de conservation" in everything_told(full, None)


def test_a_goal_of_no_domain_is_ticked_by_whoever_gets_conclusions_in_synthesis(full: Full) -> None:
    free = Goal(id=GoalId("free"), label=mark("g", "free"))
    sheet = replace(full.sheet, goals=(*full.sheet.goals, free))
    wider = replace(full, sheet=sheet)

    assert mark("g", "free") in everything_told(wider, wider.selection("FT", ticked=False))
    assert mark("g", "free") not in everything_told(wider, wider.selection("SIAE", ticked=False))
    assert mark("g", "free") in everything_told(wider, wider.selection("SIAE", ticked=True))
    assert mark("g", "free") not in everything_told(wider, wider.selection("EMP", ticked=True))


PROFILES = st.sampled_from(Profile)
BLOCKS = st.frozensets(st.sampled_from([*map(BlockCode, LEVELS), CONCLUSIONS]), max_size=4)


@settings(max_examples=25, deadline=None)
@given(st.data(), PROFILES, BLOCKS, BLOCKS)
def test_unticking_and_taking_out_never_add_anything(
    full: Full, data: st.DataObject, profile: Profile, removed: frozenset[BlockCode], more: frozenset[BlockCode]
) -> None:
    speciality = data.draw(st.sampled_from(SPECIALITIES)) if profile is Profile.SPECIALISED else None
    chosen = Selection(profile=profile, recipient="R", speciality=speciality, removed=removed)
    tickable = sorted(Disclosure.of(full.sheet, chosen).tickable)
    ticked = data.draw(st.frozensets(st.sampled_from(tickable))) if tickable else frozenset()
    kept = frozenset(one for one in ticked if data.draw(st.booleans()))

    wide = marks_in(everything_told(full, replace(chosen, ticked=ticked)))
    narrow = marks_in(everything_told(full, replace(chosen, ticked=kept, removed=removed | more)))

    assert narrow <= wide


def test_the_diagnosis_itself_says_what_it_said_before_extracts_were_drawn(full: Full) -> None:
    """The digest was computed on the same interview before; wordings of the form are left out of it."""
    pages, attached = told_to(full, None)
    data = json.loads(attached)
    for told in (*data["answers"].values(), *data["situations"], *data["domains"]):
        del told["label"]
    for named in ("form", "specialists", "number"):
        del data[named]

    marks = "".join(sorted(marks_in(pages)))
    assert (
        digest(json.dumps(data, sort_keys=True)) == "f69a2f7026d401bedef30d66c214278acd02f634339cfe5808d68cb0e5e8a6c7"
    )
    assert digest(marks) == "c11939759a585fe25c4217e712402cbb5080f3a3422ee05f5a4a3bb7c24e2a7f"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
