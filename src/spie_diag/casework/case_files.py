"""Reading a file of fictional cases: answers, views, decisions, and what their author expects of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from math import isfinite
from pathlib import Path as FilePath
from typing import TypeVar

from spie_diag.casework.errors import UnknownCaseError, UnreadableFileError, WrongCasesFileError
from spie_diag.clock import SystemClock
from spie_diag.diagnosis.assessment import Level, NeedValue
from spie_diag.diagnosis.hours import HoursKind, HoursMotive, WeeklyHours
from spie_diag.diagnosis.orientation import Path
from spie_diag.forms.definition import BlockCode, Form, QuestionCode, Value
from spie_diag.interview.answers import Answer, Status
from spie_diag.interview.course import SweepAnswer
from spie_diag.interview.people import Voice

Choice = TypeVar("Choice", bound=Enum)

_VOICES = (Voice.SOCIAL, Voice.EMPLOYMENT, Voice.PERSON)
_STATUSES = {f"~{status.value}": status for status in Status}
_NOT_RAISED = "~NA"
_DOES_NOT_KNOW = "nsp"
_DISAGREEMENT = "desaccord"


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
    pair: str = ""
    """Both specialists in one line: « Nom (fonction, structure) et Nom (fonction, structure) »."""
    answers: Mapping[QuestionCode, Answer] = field(default_factory=dict)
    levels: Mapping[BlockCode, CaseLevels] = field(default_factory=dict)
    needs: Mapping[BlockCode, NeedValue] = field(default_factory=dict)
    sweep: Mapping[BlockCode, SweepAnswer] = field(default_factory=dict)
    priorities: tuple[BlockCode, ...] = ()
    strengths: tuple[str, ...] = ()
    opinions: Mapping[Voice, Path | None] = field(default_factory=dict)
    """None: the voice does not know; an absent voice said nothing."""
    decision: Path | None = None
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


def read_cases(file: FilePath, form: Form) -> tuple[Case, ...]:
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
        data: Value = json.loads(text, parse_float=_finite, parse_constant=_finite)
        if not isinstance(data, list):
            raise _FaultyCaseError("une liste de cas était attendue")
        return tuple(_case(_Part(entry, f"cas no {number}"), form) for number, entry in enumerate(data, start=1))
    except json.JSONDecodeError as why:
        raise WrongCasesFileError(name=file.name, fault=f"ce n’est pas du JSON, ligne {why.lineno}") from why
    except RecursionError as why:
        raise WrongCasesFileError(name=file.name, fault="ses listes sont emboîtées trop profondément") from why
    except _FaultyCaseError as why:
        raise WrongCasesFileError(name=file.name, fault=why.text) from why


def case_in(file: FilePath, code: str, form: Form) -> Case:
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
        raise _FaultyCaseError(f"« {number} » n’est pas un nombre que l’on peut lire")
    return value


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
        try:
            return date.fromisoformat(self.text()) if self.text() else None
        except ValueError as why:
            raise self.fault("une date comme 2026-11-24 était attendue") from why

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


def _block(part: _Part, form: Form) -> BlockCode:
    code = BlockCode(part.text())
    if code not in form.by_code:
        raise part.fault(f"le domaine « {code} » n’existe pas")
    return code


def _case(entry: _Part, form: Form) -> Case:
    named = entry.get("code").text()
    code, case = named or entry.place, _Part(entry.value, f"cas {named}" if named else entry.place)
    answers = _answers(case.get("answers"), form)
    decision = case.get("decision")
    return Case(
        code=code,
        today=case.get("today").day() or _day_of_interview(answers),
        name=case.get("nom").text(),
        pair=case.get("pros").text(),
        answers=answers,
        levels={block: _levels(part) for block, part in case.get("impacts").blocks(form).items()},
        needs=_given(case.get("besoins").blocks(form), NeedValue),
        sweep=_given(case.get("balayage").blocks(form), SweepAnswer),
        priorities=tuple(_block(part, form) for part in case.get("prioritaires").items()),
        strengths=tuple(part.text() for part in case.get("points_appui").items()),
        opinions=_opinions(case.get("voix")),
        decision=None if decision.value == _DISAGREEMENT else decision.choice(Path),
        disagreement=decision.value == _DISAGREEMENT,
        reason=case.get("motif").text(),
        hours=_hours(case.get("intensite")),
        referent=case.get("referent").text(),
        notified_on=case.get("notification").day(),
        goals=tuple(_goal(part) for part in case.get("objectifs").items()),
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
    if isinstance(part.value, bool) or part.value not in list(Level):
        raise part.fault("un niveau de 0 à 3, ou null, était attendu")
    return Level(int(str(part.value)))


def _given(parts: Mapping[BlockCode, _Part], words: type[Choice]) -> Mapping[BlockCode, Choice]:
    chosen = ((block, part.choice(words)) for block, part in parts.items())
    return {block: word for block, word in chosen if word is not None}


def _opinions(part: _Part) -> Mapping[Voice, Path | None]:
    said = ((voice, item) for voice, item in zip(_VOICES, part.items(), strict=False) if item.value is not None)
    return {voice: None if item.value == _DOES_NOT_KNOW else item.choice(Path) for voice, item in said}


def _hours(part: _Part) -> WeeklyHours:
    number, presented = part.get("heures").value, part.get("option_sans_duree_presentee").value
    return WeeklyHours(
        kind=part.get("type").choice(HoursKind),
        number=number if isinstance(number, int) else None,
        motive=part.get("motif").choice(HoursMotive),
        exemption_presented=presented if isinstance(presented, bool) else None,
    )


def _goal(part: _Part) -> CaseGoal:
    cells = [*part.items(), *[_Part(None, part.place)] * 4]
    code, wording, due, owners, *_ = cells
    return CaseGoal(code=code.text(), wording=wording.text(), due=due.day(), owners=owners.text())
