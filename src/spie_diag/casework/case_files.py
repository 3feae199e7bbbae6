"""Reading a file of fictional cases: answers, views, decisions, and what their author expects of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from math import isfinite
from pathlib import Path
from typing import TypeVar

from spie_diag.casework.case_answers import is_day
from spie_diag.casework.errors import UnknownCaseError, UnreadableFileError, WrongCasesFileError
from spie_diag.clock import SystemClock
from spie_diag.diagnosis.assessment import Level, NeedValue
from spie_diag.diagnosis.conclusions import MOST_PRIORITIES
from spie_diag.diagnosis.hours import HoursKind, HoursMotive, WeeklyHours
from spie_diag.diagnosis.orientation import Pathway
from spie_diag.forms.definition import BlockCode, Form, ObjectiveCode, QuestionCode, Value
from spie_diag.interview.answers import Answer, Status
from spie_diag.interview.course import SweepAnswer
from spie_diag.interview.people import Voice

Choice = TypeVar("Choice", bound=Enum)

_VOICES = (Voice.SOCIAL, Voice.EMPLOYMENT, Voice.PERSON)
_STATUSES = {f"~{status.value}": status for status in Status}
_NOT_RAISED = "~NA"
_DOES_NOT_KNOW = "nsp"
_DISAGREEMENT = "desaccord"
# fmt: off
_KEYS = frozenset({
    "code", "nom", "today", "description", "pros", "answers", "impacts", "prioritaires", "points_appui", "voix",
    "decision", "motif", "intensite", "referent", "notification", "balayage", "besoins", "objectifs",
    "synthese_courte", "prochain", "expected",
})
# fmt: on
_HOURS_KEYS = frozenset({"type", "heures", "motif", "option_sans_duree_presentee"})
_HOURS = range(49)
"""A week of work has 48 hours at most. Source: Code du travail, art. L. 3121-20."""
_GOAL_CELLS = 4
_LONGEST_NUMBER = 15


@dataclass(frozen=True, slots=True)
class CaseLevels:
    """The levels of one domain: by voice, then agreed."""

    by_voice: Mapping[Voice, Level]
    agreed: Level | None


@dataclass(frozen=True, slots=True)
class CaseGoal:
    """One line of the plan: an objective of the form, or a free one, and who carries it."""

    code: str
    wording: str
    due: date | None
    owners: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One fictional interview, as its file tells it; every part may be missing."""

    code: str
    today: date
    name: str = ""
    description: str = ""
    pair: str = ""
    """Both specialists in one line: « Nom (fonction, structure) et Nom (fonction, structure) »."""
    answers: Mapping[QuestionCode, Answer] = field(default_factory=dict)
    levels: Mapping[BlockCode, CaseLevels] = field(default_factory=dict)
    needs: Mapping[BlockCode, NeedValue] = field(default_factory=dict)
    sweep: Mapping[BlockCode, SweepAnswer] = field(default_factory=dict)
    priorities: tuple[BlockCode, ...] = ()
    strengths: tuple[str, ...] = ()
    opinions: Mapping[Voice, Pathway | None] = field(default_factory=dict)
    """None: the voice does not know; an absent voice said nothing."""
    decision: Pathway | None = None
    disagreement: bool = False
    """No common decision: the disagreement is kept."""
    reason: str = ""
    hours: WeeklyHours = field(default_factory=WeeklyHours)
    referent: str = ""
    notified_on: date | None = None
    goals: tuple[CaseGoal, ...] = ()
    short_synthesis: str = ""
    next_on: date | None = None
    expected: Mapping[str, Value] = field(default_factory=dict)


def read_cases(file: Path, form: Form) -> tuple[Case, ...]:
    """Every case of a file, in its order.

    Raises:
        UnreadableFileError: the file is not there, or may not be read.
        WrongCasesFileError: it is not a list of cases, or one of them cannot be understood.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as why:
        raise UnreadableFileError(name=file.name) from why
    try:
        return _cases(
            json.loads(text, object_pairs_hook=_once, parse_int=_whole, parse_float=_finite, parse_constant=_finite),
            form,
        )
    except json.JSONDecodeError as why:
        raise WrongCasesFileError(name=file.name, fault=f"ce n’est pas du JSON, ligne {why.lineno}") from why
    except RecursionError as why:
        raise WrongCasesFileError(name=file.name, fault="ses listes sont emboîtées trop profondément") from why
    except _FaultyCaseError as why:
        raise WrongCasesFileError(name=file.name, fault=why.text) from why


def case_in(file: Path, code: str, form: Form) -> Case:
    """One case of a file.

    Raises:
        UnknownCaseError: no case has this code.
        UnreadableFileError, WrongCasesFileError: as for ``read_cases``.
    """
    cases = read_cases(file, form)
    for case in cases:
        if case.code == code:
            return case
    raise UnknownCaseError(name=file.name, code=code, codes=", ".join(case.code for case in cases))


class _FaultyCaseError(Exception):
    """What is wrong in the file, in French, without the file’s name."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def _finite(number: str) -> float:
    if not isfinite(value := float(number)):
        raise _FaultyCaseError(f"« {number[:_LONGEST_NUMBER]} » n’est pas un nombre que l’on peut lire")
    return value


def _whole(number: str) -> int:
    if len(number) > _LONGEST_NUMBER:
        raise _FaultyCaseError(f"un nombre de {len(number)} chiffres est trop long")
    return int(number)


def _once(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    """An object of the file: of a key written twice, JSON would silently keep the last one."""
    kept: dict[str, Value] = {}
    for key, value in pairs:
        if key in kept:
            raise _FaultyCaseError(f"« {key} » y est deux fois au même endroit")
        kept[key] = value
    return kept


def _cases(data: Value, form: Form) -> tuple[Case, ...]:
    if not isinstance(data, list):
        raise _FaultyCaseError("une liste de cas était attendue")
    if not data:
        raise _FaultyCaseError("il ne contient aucun cas")
    cases = tuple(_case(_Part(entry, f"cas no {number}"), form) for number, entry in enumerate(data, start=1))
    codes = [case.code for case in cases]
    if twice := next((code for code in codes if codes.count(code) > 1), None):
        raise _FaultyCaseError(f"deux cas ont le code « {twice} »")
    return cases


@dataclass(frozen=True, slots=True)
class _Part:
    """A value of the file, and how to speak of the place it is in."""

    value: Value
    place: str

    def fault(self, what: str) -> _FaultyCaseError:
        return _FaultyCaseError(f"{self.place}, {what}")

    def get(self, key: str) -> "_Part":
        return _Part(self.fields().get(key), f"{self.place}, « {key} »")

    def fields(self) -> Mapping[str, Value]:
        if self.value is None:
            return {}
        if not isinstance(self.value, dict):
            raise self.fault("un objet était attendu")
        return self.value

    def refuse_unknown(self, known: frozenset[str]) -> None:
        """A key that nobody reads is a misspelt one: what it says would be lost."""
        if unknown := next((key for key in self.fields() if key not in known), None):
            raise self.fault(f"« {unknown} » n’est pas connu")

    def parts(self) -> Mapping[str, "_Part"]:
        return {key: _Part(value, f"{self.place}, {key}") for key, value in self.fields().items()}

    def items(self) -> list["_Part"]:
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            raise self.fault("une liste était attendue")
        return [_Part(item, self.place) for item in self.value]

    def text(self) -> str:
        if self.value is None:
            return ""
        if not isinstance(self.value, str):
            raise self.fault("un texte était attendu")
        return self.value

    def day(self) -> date | None:
        if not self.text():
            return None
        if not is_day(self.text()):
            raise self.fault("une date comme 2026-11-24 était attendue")
        return date.fromisoformat(self.text())

    def choice(self, words: type[Choice]) -> Choice | None:
        """One of the values of an enum, or None where nothing is given."""
        if self.value in (None, ""):
            return None
        try:
            return words(self.value)
        except ValueError as why:
            allowed = ", ".join(str(word.value) for word in words)
            raise self.fault(f"une de ces valeurs était attendue : {allowed}") from why

    def blocks(self, form: Form) -> Mapping[BlockCode, "_Part"]:
        named = ((_block(_Part(code, self.place), form), part) for code, part in self.parts().items())
        return dict(named)

    def rated(self, form: Form) -> Mapping[BlockCode, "_Part"]:
        named = self.blocks(form)
        if unrated := next((code for code in named if not form.by_code[code].is_rated), None):
            raise self.fault(f"le domaine « {unrated} » ne s’évalue pas")
        return named


def _block(part: _Part, form: Form) -> BlockCode:
    code = BlockCode(part.text())
    if code not in form.by_code:
        raise part.fault(f"le domaine « {code} » n’existe pas")
    return code


def _case(entry: _Part, form: Form) -> Case:
    if not entry.fields():
        raise entry.fault("un objet était attendu" if entry.value is None else "il est vide")
    named = entry.get("code").text()
    code, case = named or entry.place, _Part(entry.value, f"cas {named}" if named else entry.place)
    case.refuse_unknown(_KEYS)
    answers = _answers(case.get("answers"), form)
    decision = case.get("decision")
    return Case(
        code=code,
        today=case.get("today").day() or _day_of_interview(answers),
        name=case.get("nom").text(),
        description=case.get("description").text(),
        pair=case.get("pros").text(),
        answers=answers,
        levels={block: _levels(part) for block, part in case.get("impacts").rated(form).items()},
        needs=_given(case.get("besoins").rated(form), NeedValue),
        sweep=_given(case.get("balayage").blocks(form), SweepAnswer),
        priorities=_priorities(case.get("prioritaires"), form),
        strengths=tuple(part.text() for part in case.get("points_appui").items()),
        opinions=_opinions(case.get("voix")),
        decision=None if decision.value == _DISAGREEMENT else decision.choice(Pathway),
        disagreement=decision.value == _DISAGREEMENT,
        reason=case.get("motif").text(),
        hours=_hours(case.get("intensite")),
        referent=case.get("referent").text(),
        notified_on=case.get("notification").day(),
        goals=tuple(_goal(part, form) for part in case.get("objectifs").items()),
        short_synthesis=case.get("synthese_courte").text(),
        next_on=case.get("prochain").day(),
        expected=case.get("expected").fields(),
    )


def _day_of_interview(answers: Mapping[QuestionCode, Answer]) -> date:
    """The day that the answers give, for a case without ``today``; the real day where they give none."""
    begun = answers.get(QuestionCode("CAD-03"))
    real_day = SystemClock().now().date()
    try:
        return date.fromisoformat(str(begun.value)[:10]) if begun else real_day
    except ValueError:
        return real_day


def _answers(part: _Part, form: Form) -> Mapping[QuestionCode, Answer]:
    given: dict[QuestionCode, Answer] = {}
    for code, answer in part.parts().items():
        if code not in form.questions:
            raise answer.fault("cette question n’existe pas")
        if answer.value is None or answer.value == _NOT_RAISED:
            continue
        given[QuestionCode(code)] = _answer(answer)
    return given


def _answer(part: _Part) -> Answer:
    value = part.value
    if isinstance(value, str) and value.startswith("~"):
        if value not in _STATUSES:
            raise part.fault(f"« {value} » n’est pas un statut de réponse")
        return Answer(status=_STATUSES[value])
    return Answer(value=value)


def _levels(part: _Part) -> CaseLevels:
    row = [_level(item) for item in part.items()]
    if len(row) != len(_VOICES) + 1:
        raise part.fault("quatre niveaux étaient attendus : social, emploi, personne, commun")
    by_voice = {voice: level for voice, level in zip(_VOICES, row, strict=False) if level is not None}
    return CaseLevels(by_voice=by_voice, agreed=row[-1])


def _level(part: _Part) -> Level | None:
    if part.value is None:
        return None
    if isinstance(part.value, bool) or not isinstance(part.value, int) or part.value not in list(Level):
        raise part.fault("un niveau de 0 à 3, ou null, était attendu")
    return Level(part.value)


def _given(parts: Mapping[BlockCode, _Part], words: type[Choice]) -> Mapping[BlockCode, Choice]:
    chosen = ((block, part.choice(words)) for block, part in parts.items())
    return {block: word for block, word in chosen if word is not None}


def _priorities(part: _Part, form: Form) -> tuple[BlockCode, ...]:
    chosen = tuple(_block(item, form) for item in part.items())
    if len(chosen) > MOST_PRIORITIES or len(set(chosen)) < len(chosen):
        raise part.fault(f"{MOST_PRIORITIES} domaines différents au plus étaient attendus")
    return chosen


def _opinions(part: _Part) -> Mapping[Voice, Pathway | None]:
    items = part.items()
    if items and len(items) != len(_VOICES):
        raise part.fault("trois avis étaient attendus : social, emploi, personne")
    said = ((voice, item) for voice, item in zip(_VOICES, items, strict=False) if item.value is not None)
    return {voice: None if item.value == _DOES_NOT_KNOW else item.choice(Pathway) for voice, item in said}


def _hours(part: _Part) -> WeeklyHours:
    part.refuse_unknown(_HOURS_KEYS)
    number, presented = part.get("heures").value, part.get("option_sans_duree_presentee").value
    if number is not None and (isinstance(number, bool) or not isinstance(number, int) or number not in _HOURS):
        raise part.get("heures").fault(f"un nombre entier d’heures de 0 à {_HOURS[-1]} était attendu")
    if presented is not None and not isinstance(presented, bool):
        raise part.get("option_sans_duree_presentee").fault("vrai ou faux (true, false) était attendu")
    return WeeklyHours(
        kind=part.get("type").choice(HoursKind),
        number=number,
        motive=part.get("motif").choice(HoursMotive),
        exemption_presented=presented,
    )


def _goal(part: _Part, form: Form) -> CaseGoal:
    cells = part.items()
    if len(cells) != _GOAL_CELLS:
        raise part.fault("quatre textes étaient attendus par ligne : objectif, action, échéance, qui")
    code, wording, due, owners = cells
    if code.text() and ObjectiveCode(code.text()) not in form.objectives:
        raise part.fault(f"l’objectif « {code.text()} » n’existe pas")
    if not code.text() and not wording.text().strip():
        raise part.fault("une ligne ne dit ni objectif ni action")
    return CaseGoal(code=code.text(), wording=wording.text(), due=due.day(), owners=owners.text())
