"""The form engine against the fastest peer, rxeval: fresh processes, one after the other, medians."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from spie_diag.forms.contents import content_bytes
from spie_diag.forms.publishing import publish
from tests.benchmarks.form_engines import Outcome, Run
from tests.benchmarks.generated_forms import SIZES, GeneratedForm

RUNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One cost of both engines on one form; each number is a median over the runs."""

    name: str
    ours: float
    peer: float
    unit: str = "ms"
    at_most: float | None = None
    """What the issue asks for: ours, divided by the peer's."""
    note: str = ""

    def __str__(self) -> str:
        ratio = self.ours / self.peer if self.peer else float("nan")
        said = f"{ratio:6.2f} ×" if ratio > 0.1 else f"{1 / ratio:5.0f} times less" if ratio > 0 else ""
        told = f"{self.name:<34} {self.ours:>9.3f} {self.unit}   rxeval {self.peer:>9.3f} {self.unit}   {said}"
        if self.at_most is not None:
            goal = f"at most {self.at_most:g} ×" if self.at_most > 0.1 else f"{1 / self.at_most:.0f} times less"
            told += f"   ({'as asked' if ratio <= self.at_most else 'NOT AS ASKED'}: {goal})"
        return f"{told}  {self.note}".rstrip()


def measures() -> Iterator[object]:
    """Every size, smallest first."""
    with TemporaryDirectory() as folder:
        os.environ["SPIE_DIAG_HOME"] = folder
        for size in SIZES:
            yield from _compared(GeneratedForm(size), Path(folder))


def _compared(generated: GeneratedForm, folder: Path) -> Iterator[object]:
    files = _prepared(generated, folder)
    runs: dict[str, list[Run]] = {name: [] for name in files}
    for _ in range(RUNS):
        for name, file in files.items():
            runs[name].append(_run(name, file, generated.size))
    ours, peer = runs["ours"], runs["rxeval"]
    _must_agree(ours[0].outcome, peer[0].outcome, generated.size)

    def compared(name: str, of: Callable[[Run], float], unit: str = "ms", at_most: float | None = None) -> Comparison:
        values = (statistics.median(map(of, of_one)) for of_one in (ours, peer))
        mine, theirs = values
        return Comparison(name=f"{generated.size:>5} {name}", ours=mine, peer=theirs, unit=unit, at_most=at_most)

    yield compared("open, first whole state", lambda run: run.open_ms, at_most=_OPEN_AT_MOST.get(generated.size))
    yield compared("answer, median", lambda run: statistics.median(run.answers_ms))
    yield compared("answer, p95", lambda run: part(run.answers_ms, 95), at_most=_P95_AT_MOST.get(generated.size))
    yield compared("answer, slowest", lambda run: max(run.answers_ms))
    yield compared("memory, open", lambda run: run.opened_mb, unit="MB")
    yield compared("memory, after the last answer", lambda run: run.grown_mb, unit="MB")
    counts = ours[0].evaluations
    yield (
        f"{generated.size:>5} expressions evaluated per answer: median {statistics.median(counts):g}, "
        f"p95 {part(counts, 95):g}, most {max(counts)}; in the form: {_expressions(generated)}"
    )


_OPEN_AT_MOST = {400: 1.2, 4_000: 1.0}
_P95_AT_MOST = {400: 1 / 15, 4_000: 1 / 50}


def part(values: Sequence[float], percent: int) -> float:
    """The smallest of the values that so many percent of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def _prepared(generated: GeneratedForm, folder: Path) -> dict[str, Path]:
    """The form as each engine opens it: ours published, the peer's as XForm."""
    xform = folder / f"{generated.size}.xml"
    xform.write_text(generated.xform)
    content = folder / f"{generated.size}.json"
    content.write_bytes(content_bytes(generated.form))
    publish(generated.form)
    return {"ours": content, "rxeval": xform}


def _run(engine: str, form: Path, size: int) -> Run:
    command = [sys.executable, "-m", "tests.benchmarks.form_engines", engine, str(form), str(size)]
    told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    return Run(**{**told, "outcome": Outcome(**told["outcome"])})


def _must_agree(ours: Outcome, peer: Outcome, size: int) -> None:
    """Speed means nothing where the results differ."""
    if ours == peer:
        return
    differing = {path for path in {*ours.values, *peer.values} if ours.values.get(path) != peer.values.get(path)}
    differing |= {*ours.asked} ^ {*peer.asked} | {*ours.refused} ^ {*peer.refused} | {*ours.missing} ^ {*peer.missing}
    told = ", ".join(sorted(differing)[:10])
    raise RuntimeError(f"the engines disagree on the form of {size} questions about {told}")


def _expressions(generated: GeneratedForm) -> int:
    keys = ("relevant", "required", "constraint", "calculation", "choice_filter")
    return sum(key in row.cells for row in generated.survey for key in keys)
