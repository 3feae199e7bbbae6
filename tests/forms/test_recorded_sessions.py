"""Sessions recorded with another engine, played again here: every fact is equal, but where we chose otherwise.

The recordings (``../shared/data/traces``) stay outside this repository; without them these tests say so and do not run.
Each divergence is written once, below, with its reason.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spie_diag.forms.playing import Line, play, read_operations
from spie_diag.forms.spreadsheets import import_workbook

TRACES = Path(__file__).parents[3] / "shared" / "data" / "traces"
NOW = datetime(2026, 3, 15, 10, tzinfo=UTC)
FORMS = sorted(path.parent.name for path in TRACES.glob("*/form.xls*"))

pytestmark = pytest.mark.skipif(not FORMS, reason=f"no recorded session in {TRACES}")


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that is not the same: the key of a record, or a whole record where ``key`` is empty."""

    form: str
    step: int
    ref: str
    key: str
    theirs: object
    ours: object
    came_back: bool
    """It stands in a row that was gone there and is here again."""
    some_came_back: bool
    """Some row did, earlier in this session."""


def _spaces(one: Difference) -> bool:
    """Their text that names a question is padded with a space on each side by the conversion to XML."""
    return one.key in ("label", "hint", "msg") and str(one.theirs).split() == str(one.ours).split()


def _untranslated(one: Difference) -> bool:
    """Where a translation is missing they show « - »; we show the form's own language, which can at least be read."""
    if one.key == "ch" and isinstance(one.theirs, list) and isinstance(one.ours, list):
        pairs = list(zip(one.theirs, one.ours, strict=False))
        same = len(one.theirs) == len(one.ours)
        return same and all(a[0] == b[0] and (a[1] in ("-", b[1]) or a[1].split() == b[1].split()) for a, b in pairs)
    return one.key in ("label", "hint", "msg") and one.theirs == "-"


def _device(one: Difference) -> bool:
    """The identity of the device is nobody's business here: such questions stay blank."""
    theirs = str(one.theirs)
    for secret in DEVICE:
        theirs = theirs.replace(secret, "")
    return one.key in ("v", "label") and theirs != one.theirs and theirs.split() == str(one.ours).split()


def _whole_decimals(one: Difference) -> bool:
    """A whole decimal reads as it was typed, « 7 », where they write « 7.0 »."""
    return one.key == "v" and one.ours != "" and str(one.theirs).removesuffix(".0") == one.ours


def _other(one: Difference) -> bool:
    """« Other » and « Specify other » are translated; theirs are English in every language."""
    if one.key == "ch" and isinstance(one.theirs, list) and isinstance(one.ours, list):
        differing = [(a, b) for a, b in zip(one.theirs, one.ours, strict=True) if a != b]
        return all(a[0] == b[0] == "other" and a[1] == "Other" for a, b in differing)
    return one.key == "label" and one.theirs == "Specify other."


def _rows_beyond_count(one: Difference) -> bool:
    """A lower count deletes rows there (mended since: getodk/web-forms#849); here they come back with their answers."""
    return one.came_back or (one.theirs is None and isinstance(one.ours, dict) and one.ours.get("rel") == 0)


def _readers_of_such_rows(one: Difference) -> bool:
    """What reads a row that came back: blank there, its answer here."""
    if one.ref == "final":
        return one.form == "liberia-r1"
    if not one.some_came_back or one.key not in ("v", "label"):
        return False
    words = [set(re.findall(r"\w+", str(said))) for said in (one.theirs, one.ours)]
    return one.theirs == "" if one.key == "v" else words[0] <= words[1]


def _blank_count(one: Difference) -> bool:
    """A count that is blank asks for no row; theirs leaves the rows that there were."""
    return (one.form, one.key, one.theirs, one.ours) == ("liberia-r1", "rel", None, 0) and one.ref.endswith("]")


def _headings(one: Difference) -> bool:
    """Appearance « table-list » makes the conversion to XML add a row of headings: nothing is added here."""
    return "reserved_name_for_field_list_labels" in one.ref


def _own_language(one: Difference) -> bool:
    """A computed text is in the form's own language; theirs stays in the language last on screen."""
    return (one.form, one.ref, one.key) == ("socio-economic", "/data/headOfHousehold/SEClass", "v")


_EMPTY = re.compile(r"<([\w.-]+)></\1>")
_WHOLE = re.compile(r"(>-?[0-9]+)\.0<")
DEVICE = ("test:device", "tester", "tester@example.org", "0102030405")
DIVERGENCES: tuple[Callable[[Difference], bool], ...] = (
    _spaces,
    _untranslated,
    _device,
    _whole_decimals,
    _other,
    _rows_beyond_count,
    _readers_of_such_rows,
    _blank_count,
    _headings,
    _own_language,
)


@pytest.mark.parametrize("name", FORMS)
def test_every_recorded_fact_is_equal_outside_the_written_divergences(name: str) -> None:
    excused: Counter[str] = Counter()
    unexplained: list[Difference] = []
    facts = 0
    for count, difference in _compared(name):
        facts += count
        if difference is None:
            continue
        reason = next((rule.__name__ for rule in DIVERGENCES if rule(difference)), None)
        if reason is None:
            unexplained.append(difference)
        else:
            excused[reason] += 1
    print(f"{name}: {facts} facts, {dict(excused)} excused")
    assert facts > 100
    assert not unexplained, f"{len(unexplained)} facts differ, the first: {unexplained[:8]}"


def _compared(name: str) -> Iterator[tuple[int, Difference | None]]:
    folder = TRACES / name
    form = import_workbook(next(folder.glob("form.xls*"))).form
    for operations in sorted(folder.glob("s*.ops.json")):
        with gzip.open(folder / operations.name.replace(".ops.json", ".jsonl.gz"), "rt", encoding="utf-8") as lines:
            yield from _Comparison(name).of(
                (json.loads(line) for line in lines), play(form, read_operations(operations), NOW, summed=False)
            )


class _Comparison:
    def __init__(self, form: str) -> None:
        self._form = form
        self._gone: set[str] = set()
        self._states: tuple[dict[str, Line], dict[str, Line]] = ({}, {})
        self._lists: tuple[dict[str, object], dict[str, object]] = ({}, {})

    def of(self, theirs: Iterator[Line], ours: Iterator[Line]) -> Iterator[tuple[int, Difference | None]]:
        for one, other in zip(theirs, ours, strict=True):
            other = json.loads(json.dumps(other))
            if "final" in one:
                yield from self._submission(one, other)
                continue
            operation = one["op"]
            if not (isinstance(operation, dict) and operation["op"] == "remove"):
                self._gone |= {str(ref) for ref in _list(one.get("removed"))}
            touched: dict[str, None] = {}
            for place, line in enumerate((one, other)):
                touched |= self._take(place, line)
            for ref in touched:
                yield from self._record(int(str(one["step"])), ref)

    def _submission(self, one: Line, other: Line) -> Iterator[tuple[int, Difference | None]]:
        """What would be sent, element by element; whole decimals and rows that came back differ as above."""
        theirs, ours = one["final"], other["final"]
        assert isinstance(theirs, dict)
        assert isinstance(ours, dict)
        texts = [_plain(str(final["xml"])) for final in (theirs, ours)]
        if texts[0] != texts[1]:
            yield 1, Difference(self._form, -1, "final", "xml", texts[0], texts[1], False, bool(self._gone))
        if theirs["violations"] != ours["violations"]:
            counts = theirs["violations"], ours["violations"]
            yield 1, Difference(self._form, -1, "final", "violations", *counts, False, bool(self._gone))

    def _take(self, place: int, line: Line) -> dict[str, None]:
        lists, state, gone = line.get("lists", {}), line.get("state") or line.get("changed"), _list(line.get("removed"))
        assert isinstance(lists, dict)
        assert isinstance(state, dict)
        self._lists[place].update(lists)
        for ref in map(str, gone):
            self._states[place].pop(ref, None)
        self._states[place].update(state)
        return dict.fromkeys([*state, *map(str, gone)])

    def _record(self, step: int, ref: str) -> Iterator[tuple[int, Difference | None]]:
        theirs, ours = (state.get(ref) for state in self._states)
        if theirs is None or ours is None:
            if theirs is not ours:
                yield 1, Difference(self._form, step, ref, "", theirs, ours, ref in self._gone, bool(self._gone))
            return
        for key in {**theirs, **ours}:
            one, other = theirs.get(key), ours.get(key)
            if key == "ch":
                one, other = self._lists[0].get(str(one), one), self._lists[1].get(str(other), other)
            if one == other:
                yield 1, None
            else:
                yield 1, Difference(self._form, step, ref, key, one, other, ref in self._gone, bool(self._gone))


def _plain(xml: str) -> str:
    """A submission without the name and version of its form, which the recording took from elsewhere."""
    bare = re.sub(r"^<data [^>]*>", "<data>", re.sub("|".join(DEVICE), "", xml))
    bare = re.sub(r"<(reserved_name_for_field_list_labels_\d+)(/>|>[^<]*</\1>)", "", bare)
    return _EMPTY.sub(r"<\1/>", _WHOLE.sub(r"\1<", bare))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
