"""Fictional cases as oracles: each is played at its own date, and compared with what its author expects."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from spie_diag.casework.case_answers import unfit_answers
from spie_diag.casework.case_files import Case, read_cases
from spie_diag.casework.case_files import case_in as _case_in
from spie_diag.casework.errors import WrongCasesFileError
from spie_diag.casework.opening import common_form
from spie_diag.diagnosis.assessment import Assessment, Level, Views
from spie_diag.diagnosis.comparison import Gap, divergences, gaps
from spie_diag.diagnosis.complexity import markers
from spie_diag.diagnosis.criteria import ft_criteria
from spie_diag.diagnosis.orientation import Orientation, hint
from spie_diag.followup.deadlines import deadlines
from spie_diag.forms.definition import BlockCode, Depth, Form, QuestionCode, Value
from spie_diag.french import counted, spaced
from spie_diag.interview.people import Voice
from spie_diag.interview.state import QuestionState, State, evaluate


@dataclass(frozen=True, slots=True)
class Difference:
    """One expected result that does not come out."""

    key: str
    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    other: tuple[tuple[str, str, str], ...] = ()
    """Under one name, what was expected and what came out."""

    def lines(self) -> tuple[str, ...]:
        """What differs, in French, one line per way of differing."""
        lines = []
        if self.missing:
            lines.append(f"{self.key} : manque {', '.join(self.missing)}")
        if self.unexpected:
            lines.append(f"{self.key} : en trop {', '.join(self.unexpected)}")
        for name, wanted, found in self.other:
            where = f"{self.key}, {name}" if name else self.key
            lines.append(f"{where} : attendu {wanted}, obtenu {found}")
        return tuple(spaced(line) for line in lines)


@dataclass(frozen=True, slots=True)
class CaseReport:
    code: str
    compared: int
    """Expected results looked at."""
    differences: tuple[Difference, ...]
    unfit: Mapping[QuestionCode, str] = field(default_factory=dict)
    """Why answers have not the shape that their question expects: such a case proves nothing."""
    unusual: Mapping[QuestionCode, str] = field(default_factory=dict)
    """What the form would remark on, as it does on the screen, without refusing it."""

    @property
    def is_equal(self) -> bool:
        return not self.differences and not self.unfit

    def lines(self) -> tuple[str, ...]:
        """The report as printed: one line when all is equal, else one heading and what differs."""
        return (spaced(f"{self.code} : {self._heading()}"), *(spaced(f"   {line}") for line in self._details()))

    def _heading(self) -> str:
        looked_at = counted(self.compared, "résultat attendu", "résultats attendus")
        if self.unfit:
            return f"à corriger ({counted(len(self.unfit), 'réponse')} à revoir, {looked_at})"
        if self.differences:
            return f"différent ({looked_at})"
        return f"conforme ({looked_at})" if self.compared else "joué, sans résultat attendu à comparer"

    def _details(self) -> Iterator[str]:
        yield from (f"réponse qui ne convient pas : {code} ({_clause(why)})" for code, why in self.unfit.items())
        yield from (line for difference in self.differences for line in difference.lines())
        yield from (f"remarque : {code} ({_clause(why)})" for code, why in self.unusual.items())


def _clause(sentence: str) -> str:
    return sentence.rstrip(".")


def case_in(file: Path, code: str, form: Form | None = None) -> Case:
    """One case of a file, ready to be played; read with the common form unless another is given.

    Raises:
        UnknownCaseError, UnreadableFileError, WrongCasesFileError: the case cannot be read, or an answer does not fit.
    """
    known = form or common_form()
    case = _case_in(file, code, known)
    for question, why in unfit_answers(known, case.answers).items():
        raise WrongCasesFileError(name=file.name, fault=f"cas {code}, {question}, {_clause(why)}")
    return case


def check(file: Path, form: Form | None = None) -> tuple[CaseReport, ...]:
    """Play every case of a file, and compare every key of its ``expected``.

    Raises:
        UnreadableFileError, WrongCasesFileError: the file cannot be read.
    """
    known = form or common_form()
    return tuple(_checked(case, known) for case in read_cases(file, known))


def _checked(case: Case, form: Form) -> CaseReport:
    report = compare(case, play(case, form))
    unfit, remarks = unfit_answers(form, case.answers), evaluate(form, case.answers, case.today).questions
    unusual = {code: one.violation for code, one in remarks.items() if one.violation and code not in unfit}
    return replace(report, unfit=unfit, unusual=unusual)


def play(case: Case, form: Form) -> Mapping[str, Value]:
    """What the case gives, under the keys and in the shapes of ``expected``."""
    state = evaluate(form, case.answers, case.today)
    agreed = {block: levels.agreed for block, levels in case.levels.items()}
    found = gaps(views_of(case), form)
    proposal = Orientation(opinions=case.opinions)
    visible = [one for block in form.blocks for one in state.visible(block.code)]
    shown: dict[str, Value] = {
        "visible": _codes(visible),
        "essential": _codes(one for one in visible if one.question.depth is Depth.ESSENTIAL),
        "situations": [*state.suggested],
        "divergences": [*divergences(found, form)],
        "marqueurs": [marker.mark for marker in markers(state, agreed, found, proposal)],
        "criteres_ft": {**ft_criteria(state, agreed)},
        "echeances": [[one.label, one.mark] for one in deadlines(state, case.notified_on)],
    }
    return {**shown, **_hinted(state, agreed, found)}


def _codes(questions: Iterable[QuestionState]) -> list[Value]:
    return [str(one.question.code) for one in questions]


def _hinted(state: State, agreed: Mapping[BlockCode, Level | None], found: tuple[Gap, ...]) -> Mapping[str, Value]:
    hinted = hint(state, agreed, found)
    return {
        "repere": hinted.path.value if hinted.path else None,
        "regle": hinted.rule.value,
        "pourquoi": [fact.mark for fact in hinted.facts],
    }


def views_of(case: Case) -> Mapping[BlockCode, Views]:
    """The views of the three voices, as their levels tell them."""
    return {
        block: Views(
            social=_view(block, Voice.SOCIAL, levels.by_voice),
            employment=_view(block, Voice.EMPLOYMENT, levels.by_voice),
            person=_view(block, Voice.PERSON, levels.by_voice),
        )
        for block, levels in case.levels.items()
    }


def _view(block: BlockCode, voice: Voice, levels: Mapping[Voice, Level]) -> Assessment | None:
    return Assessment(block=block, voice=voice, level=levels[voice]) if voice in levels else None


def compare(case: Case, found: Mapping[str, Value]) -> CaseReport:
    """What differs between a case’s expected results and what came out.

    Values are compared as JSON: null, an empty list and a text are three things. Typography does not count, nor the
    order of a list, but for the reasons, which are told in the order of their rule.
    """
    differences = [_difference(key, wanted, found) for key, wanted in case.expected.items()]
    return CaseReport(case.code, len(case.expected), tuple(one for one in differences if one is not None))


def _difference(key: str, wanted: Value, found: Mapping[str, Value]) -> Difference | None:
    if key not in found:
        return Difference(key, other=(("", _shown(wanted), "aucun résultat de ce nom"),))
    came_out = found[key]
    if isinstance(wanted, dict) and isinstance(came_out, dict):
        return _fields_differ(key, wanted, came_out)
    if isinstance(wanted, list) and isinstance(came_out, list):
        compare_lists = _rows_differ if key == "echeances" else _items_differ
        rest = compare_lists(key, wanted, came_out)
        return rest or (_order_differs(key, wanted, came_out) if key == "pourquoi" else None)
    return None if _same(wanted, came_out) else Difference(key, other=(("", *_told_apart(wanted, came_out)),))


def _fields_differ(key: str, wanted: Mapping[str, Value], found: Mapping[str, Value]) -> Difference | None:
    """Only the fields that are expected count: the program may tell more, and no value is like no field."""
    missing = tuple(name for name, value in wanted.items() if name not in found and value is not None)
    other = tuple(
        (name, *_told_apart(value, found[name]))
        for name, value in wanted.items()
        if name in found and not _same(found[name], value)
    )
    return Difference(key, missing=missing, other=other) if missing or other else None


def _items_differ(key: str, wanted: list[Value], found: list[Value]) -> Difference | None:
    missing, unexpected = _only_in(wanted, found), _only_in(found, wanted)
    if not missing and not unexpected:
        return None
    return Difference(key, missing=tuple(map(_shown, missing)), unexpected=tuple(map(_shown, unexpected)))


def _order_differs(key: str, wanted: list[Value], found: list[Value]) -> Difference | None:
    if _same(wanted, found):
        return None
    return Difference(key, other=(("dans l’ordre", _shown(wanted), _shown(found)),))


def _rows_differ(key: str, wanted: list[Value], found: list[Value]) -> Difference | None:
    """Rows of a name and a value: one name with two values is another value, not a missing and an unexpected row."""
    expected, came_out = map(_named, _only_in(wanted, found)), map(_named, _only_in(found, wanted))
    missing, unexpected = list(expected), list(came_out)
    other = []
    for name, value in tuple(missing):
        if twin := next((row for row in unexpected if row[0] == name), None):
            missing.remove((name, value))
            unexpected.remove(twin)
            other.append((name, value, twin[1]))
    if not missing and not unexpected and not other:
        return None
    rest, extra = (tuple(f"{name} → {value}" for name, value in rows) for rows in (missing, unexpected))
    return Difference(key, missing=rest, unexpected=extra, other=tuple(other))


def _only_in(these: list[Value], those: list[Value]) -> list[Value]:
    """What ``these`` hold more often than ``those``."""
    left, only = Counter(map(_key, those)), []
    for item in these:
        if left[_key(item)]:
            left[_key(item)] -= 1
        else:
            only.append(item)
    return only


def _named(row: Value) -> tuple[str, str]:
    cells = row if isinstance(row, list) else [row]
    return _typed(cells[0] if cells else None), " ".join(_shown(cell) for cell in cells[1:])


def _same(one: Value, other: Value) -> bool:
    return _key(one) == _key(other)


def _key(value: Value) -> str:
    """Equal for values that are equal as JSON, once texts are written with the signs of a keyboard."""
    return json.dumps(_plain(value), sort_keys=True)


def _plain(value: Value) -> Value:
    if isinstance(value, str):
        return _typed(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _typed(value: Value) -> str:
    return _shown(value).replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ").strip()


def _told_apart(wanted: Value, found: Value) -> tuple[str, str]:
    """Both as shown; what reads alike and is not of one kind says its kind."""
    if _typed(wanted) != _typed(found):
        return _shown(wanted), _shown(found)
    return f"{_shown(wanted)} ({_kind(wanted)})", f"{_shown(found)} ({_kind(found)})"


def _kind(value: Value) -> str:
    kinds = {str: "texte", bool: "vrai ou faux", list: "liste", dict: "objet", type(None): "null"}
    return kinds.get(type(value), "nombre")


def _shown(value: Value) -> str:
    if value is None:
        return "rien"
    if isinstance(value, bool):
        return "vrai" if value else "faux"
    if isinstance(value, list):
        return ", ".join(map(_shown, value)) or "rien"
    if isinstance(value, dict):
        return ", ".join(f"{name} = {_shown(item)}" for name, item in value.items()) or "rien"
    return str(value)
