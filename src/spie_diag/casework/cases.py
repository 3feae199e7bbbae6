"""Fictional cases as oracles: each is played at its own date, and compared with what its author expects."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from spie_diag.casework.case_files import Case, read_cases
from spie_diag.casework.case_files import case_in as _case_in
from spie_diag.casework.opening import common_form
from spie_diag.diagnosis.assessment import Assessment, Level, Views
from spie_diag.diagnosis.comparison import Gap, divergences, gaps
from spie_diag.diagnosis.complexity import markers
from spie_diag.diagnosis.criteria import ft_criteria
from spie_diag.diagnosis.orientation import Orientation, hint
from spie_diag.followup.deadlines import deadlines
from spie_diag.forms.definition import BlockCode, Depth, Form, Value
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

    @property
    def is_equal(self) -> bool:
        return not self.differences

    def lines(self) -> tuple[str, ...]:
        """The report as printed: one line when all is equal, else one heading and what differs."""
        looked_at = counted(self.compared, "résultat attendu", "résultats attendus")
        if self.is_equal:
            return (spaced(f"{self.code} : conforme ({looked_at})"),)
        details = (f"   {line}" for difference in self.differences for line in difference.lines())
        return (spaced(f"{self.code} : différent ({looked_at})"), *details)


def case_in(file: Path, code: str, form: Form | None = None) -> Case:
    """One case of a file, read with the common form unless another is given.

    Raises:
        UnknownCaseError, UnreadableFileError, WrongCasesFileError: the case cannot be read.
    """
    return _case_in(file, code, form or common_form())


def check(file: Path, form: Form | None = None) -> tuple[CaseReport, ...]:
    """Play every case of a file, and compare every key of its ``expected``.

    Raises:
        UnreadableFileError, WrongCasesFileError: the file cannot be read.
    """
    known = form or common_form()
    return tuple(compare(case, play(case, known)) for case in read_cases(file, known))


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
    """What differs between a case’s expected results and what came out; order and typography do not count."""
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
        return compare_lists(key, wanted, came_out)
    return (
        None if _plain(wanted) == _plain(came_out) else Difference(key, other=(("", _shown(wanted), _shown(came_out)),))
    )


def _fields_differ(key: str, wanted: Mapping[str, Value], found: Mapping[str, Value]) -> Difference | None:
    """Only the fields that are expected count: the program may tell more, and no value is like no field."""
    missing = tuple(name for name, value in wanted.items() if name not in found and value is not None)
    other = tuple(
        (name, _shown(value), _shown(found[name]))
        for name, value in wanted.items()
        if name in found and _plain(found[name]) != _plain(value)
    )
    return Difference(key, missing=missing, other=other) if missing or other else None


def _items_differ(key: str, wanted: list[Value], found: list[Value]) -> Difference | None:
    expected, came_out = Counter(map(_plain, wanted)), Counter(map(_plain, found))
    missing, unexpected = tuple((expected - came_out).elements()), tuple((came_out - expected).elements())
    return Difference(key, missing=missing, unexpected=unexpected) if missing or unexpected else None


def _rows_differ(key: str, wanted: list[Value], found: list[Value]) -> Difference | None:
    """Rows of a name and a value: one name with two values is another value, not a missing and an unexpected row."""
    rest = _items_differ(key, wanted, found)
    if rest is None:
        return None
    expected, came_out = dict(_named(wanted, rest.missing)), dict(_named(found, rest.unexpected))
    both = [name for name in expected if name in came_out]
    other = tuple((name, expected[name], came_out[name]) for name in both)
    missing = tuple(f"{name} → {value}" for name, value in expected.items() if name not in both)
    unexpected = tuple(f"{name} → {value}" for name, value in came_out.items() if name not in both)
    return Difference(key, missing=missing, unexpected=unexpected, other=other)


def _named(rows: list[Value], among: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if _plain(row) in among:
            cells = row if isinstance(row, list) else [row]
            yield _plain(cells[0] if cells else None), " ".join(_shown(cell) for cell in cells[1:])


def _plain(value: Value) -> str:
    """A value for comparing: apostrophes and no-break spaces are those of a keyboard."""
    return _shown(value).replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ").strip()


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
