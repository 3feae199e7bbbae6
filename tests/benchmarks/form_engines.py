"""One form engine in a process of its own: open a form, give answers, tell what it cost and where it ended."""

import json
import resource
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from spie_diag.forms.live import Live
from spie_diag.forms.nodes import Node
from spie_diag.forms.plan import plan
from spie_diag.forms.publishing import reopened
from spie_diag.forms.tellings import facts
from spie_diag.sweeping import collector_paused
from tests.benchmarks.generated_forms import UNCOUNTED, GeneratedForm, Move


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a form ended: what both engines must agree on, wherever they started from."""

    values: Mapping[str, str]
    """What each calculation holds, by path."""
    asked: list[str]
    """The paths of what is relevant, but for the steps of the chains: the peer reads what hidden steps hold."""
    refused: list[str]
    """The paths of the answers that break a constraint."""
    missing: list[str]


@dataclass(frozen=True, slots=True)
class Run:
    """One process: times in milliseconds, memory in megabytes."""

    open_ms: float
    opened_mb: float
    """How much the process grew until the form was open."""
    grown_mb: float
    """And until the last answer."""
    answers_ms: list[float]
    outcome: Outcome
    evaluations: list[int] = field(default_factory=list)
    """How many expressions each answer evaluated, where the engine tells."""


class Engine(Protocol):
    """A form engine as a screen uses it. The peer is imported and the file is read before the clock starts."""

    def open(self, form: Path, rows: int) -> None:
        """Open a form and add the rows of its repeat, up to its first whole state."""

    def give(self, move: Move) -> int:
        """Answer, and have everything that a screen needs to show it; how many expressions that took, or 0."""

    def outcome(self) -> Outcome: ...


class RxEval:
    """The fastest peer. It renders no text, so none is asked of it; choices are asked only where they changed."""

    def open(self, form: Path, rows: int) -> None:
        import rxeval

        self._session = rxeval.Session(form.read_text())
        for _ in range(rows - 1):
            self._session.add_row("/data/member")
        self._state = self._session.recompute()

    def give(self, move: Move) -> int:
        self._session.set(move.path, move.text)
        self._state = self._session.recompute()
        if "/region_" in move.path:
            self._session.choices(move.path.replace("/region_", "/district_"))
        return 0

    def outcome(self) -> Outcome:
        asked = [path for path, relevant in self._state["relevant"].items() if relevant and "/meta/" not in path]
        return Outcome(
            values={path: self._session.get(path) for path in asked if _is_calculated(path)},
            asked=sorted(path for path in asked if "/step" not in path),
            refused=sorted(path for path, _ in self._state["invalid"]),
            missing=sorted(self._state["missing"]),
        )


class Ours:
    """What a screen needs: values, relevance, choices, validity and texts of every question that an answer changed."""

    def open(self, form: Path, rows: int) -> None:
        with collector_paused():
            self._live = Live(plan(reopened(form.read_bytes())), today=date(2026, 11, 24), prefilled=True)
            repeat = self._live.scene.root.children["member"]
            for _ in range(rows - 1):
                self._live.add_row(repeat)

    def give(self, move: Move) -> int:
        before = self._live.evaluations
        change = self._live.give(self._node(move.path), move.value)
        for node in change.nodes:
            facts(self._live, node)
        return self._live.evaluations - before

    def outcome(self) -> Outcome:
        shown = {_path(node): facts(self._live, node) for node in self._live.nodes() if _is_leaf(node)}
        return Outcome(
            values={path: one.text for path, one in shown.items() if one.relevant and _is_calculated(path)},
            asked=sorted(path for path, one in shown.items() if one.relevant and "/step" not in path),
            refused=sorted(path for path, one in shown.items() if one.violation == "constraint"),
            missing=sorted(path for path, one in shown.items() if one.violation == "required"),
        )

    def _node(self, path: str) -> Node:
        node = self._live.scene.root
        for step in path.removeprefix("/data/").split("/"):
            name, _, place = step.rstrip("]").partition("[")
            node = node.children[name]
            if place:
                node = node.kept[int(place) - 1]
        return node


def _is_leaf(node: Node) -> bool:
    return node.field is not None and node.field.is_leaf


def _path(node: Node) -> str:
    if node.parent is None or node.field is None:
        return "/data"
    return f"{_path(node.parent)}/{node.field.name}{f'[{node.position}]' if node.is_row else ''}"


def _is_calculated(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.startswith(("total_", "years_")) or name in ("year_income", "members", "all_income", "grand_total")


def run(engine: Engine, form: Path, size: int) -> Run:
    """Open a generated form and give it all its answers."""
    generated = GeneratedForm(size)
    moves = generated.moves()
    before = memory_mb()
    start = time.perf_counter()
    engine.open(form, generated.rows)
    open_ms = (time.perf_counter() - start) * 1000
    opened = memory_mb()
    answers_ms, evaluations = [], []
    for move in moves:
        start = time.perf_counter()
        evaluated = engine.give(move)
        answers_ms.append((time.perf_counter() - start) * 1000)
        evaluations.append(evaluated)
    return Run(
        open_ms=open_ms,
        opened_mb=opened - before,
        grown_mb=memory_mb() - before,
        answers_ms=answers_ms[UNCOUNTED:],
        evaluations=evaluations[UNCOUNTED:],
        outcome=engine.outcome(),
    )


def memory_mb() -> float:
    """What this process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / (1024 * 1024)


def main(name: str, form: str, size: str) -> None:
    print(json.dumps(asdict(run(ENGINES[name](), Path(form), int(size)))))


ENGINES: Mapping[str, type[Engine]] = {"ours": Ours, "rxeval": RxEval}

if __name__ == "__main__":
    main(*sys.argv[1:])
