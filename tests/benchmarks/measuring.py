"""Measure a task several times, and say it in one line."""

import math
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

if sys.platform != "win32":
    import resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What one task cost, and what it was allowed."""

    name: str
    samples_ms: tuple[float, ...]
    budget_ms: float | None = None
    """What house or issue asks for: shown as a ratio, never enforced."""
    note: str = ""

    @property
    def median_ms(self) -> float:
        return statistics.median(self.samples_ms)

    def __str__(self) -> str:
        low, high = min(self.samples_ms), max(self.samples_ms)
        told = f"{self.name:<44} {self.median_ms:>9.1f} ms   {low:>9.1f} to {high:<9.1f}"
        if self.budget_ms is not None:
            told += f" {self.median_ms / self.budget_ms:>6.2f} of {self.budget_ms:g} ms"
        return f"{told}  {self.note}".rstrip()


def measure(
    name: str,
    task: Callable[[], object],
    *,
    times: int = 7,
    budget_ms: float | None = None,
    note: str = "",
    warm: bool = True,
) -> Measure:
    """Run ``task`` ``times`` times; a first run that does not count warms it up, unless the first is the point."""
    if warm:
        task()
    samples = []
    for _ in range(times):
        start = time.perf_counter()
        task()
        samples.append((time.perf_counter() - start) * 1000)
    return Measure(name=name, samples_ms=tuple(samples), budget_ms=budget_ms, note=note)


def peak_memory_mb() -> float:
    """The most memory that this process held so far; not a number on Windows, where Python does not tell."""
    if sys.platform == "win32":
        return math.nan
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
