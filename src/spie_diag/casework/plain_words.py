"""The first page of the person's copy: what was said and what comes next, in words that everybody understands."""

from collections.abc import Iterable

from spie_diag.casework import reporting
from spie_diag.casework.disclosing import Disclosure
from spie_diag.casework.profiles import Extent
from spie_diag.casework.sheet import Sheet
from spie_diag.diagnosis.orientation import Pathway
from spie_diag.documents import content
from spie_diag.followup.goals import ActionStatus, Goal, Owner
from spie_diag.forms.definition import QuestionCode
from spie_diag.french import long_date, spaced

_MATTERS = QuestionCode("ATT-01")
_LONGEST_SENTENCE = 160
"""Characters; her own words are quoted only where they are short, and never cut."""
_PATHWAYS = {
    Pathway.EMPLOYMENT: "Nous vous proposons de chercher un emploi, avec l’aide d’un professionnel.",
    Pathway.BOTH: "Nous vous proposons d’avancer vers l’emploi et de régler ce qui vous gêne, en même temps.",
    Pathway.SOCIAL: "Nous vous proposons de régler d’abord ce qui vous gêne. L’emploi viendra ensuite.",
}
_OVER = (ActionStatus.DONE, ActionStatus.DROPPED, ActionStatus.DECLINED)


def easy_page(sheet: Sheet, disclosure: Disclosure) -> content.EasyPage:
    """In short sentences addressed to her; the rest of her copy says the same in full."""
    strengths = (one.text for one in reporting.strengths(sheet, disclosure))
    return content.EasyPage(
        said=tuple(spaced(sentence) for sentence in _said(sheet, disclosure)),
        strengths=tuple(strengths),
        steps=tuple(_steps(sheet, disclosure)),
        meeting=reporting.meeting(sheet) if disclosure.shows_plan else "",
        numbers=reporting.numbers(),
    )


def _said(sheet: Sheet, disclosure: Disclosure) -> Iterable[str]:
    matters = reporting.told(sheet, disclosure, _MATTERS).strip("«»\u00a0\u202f ")
    if 0 < len(matters) <= _LONGEST_SENTENCE and "\n" not in matters:
        yield f"Pour vous, le plus important : « {matters} »"
    first = [sheet.state.form.by_code[code].label for code in sheet.priorities if disclosure.shows_level(code)]
    if first:
        yield f"Nous commençons par : {' ; '.join(first)}."
    if disclosure.shows_plan and sheet.orientation.proposal:
        yield _PATHWAYS[sheet.orientation.proposal]


def _steps(sheet: Sheet, disclosure: Disclosure) -> Iterable[content.EasyStep]:
    for goal, kept in reporting.leaving_goals(sheet, disclosure):
        if goal.is_open and kept > Extent.FUNCTIONAL:
            yield from _of_goal(sheet, goal)


def _of_goal(sheet: Sheet, goal: Goal) -> Iterable[content.EasyStep]:
    for one in goal.actions:
        if one.status not in _OVER:
            said = reporting.action(sheet, one)
            who = "Vous" if one.owner is Owner.PERSON and not one.owner_name else said.who
            when = one.due or goal.due
            yield content.EasyStep(what=said.what, who=who, when=long_date(when) if when else "")
