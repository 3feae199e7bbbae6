"""The benches run, so that they still measure something on the day they are needed; no duration is asserted."""

from tests.benchmarks.measuring import Measure, measure, peak_memory_mb


def test_a_measure_tells_its_median_and_its_share_of_the_budget() -> None:
    told = str(Measure(name="page", samples_ms=(1.0, 2.0, 9.0), budget_ms=4.0, note="3 pages"))
    assert "2.0 ms" in told
    assert "0.50 of 4 ms" in told
    assert told.endswith("3 pages")


def test_the_first_run_does_not_count() -> None:
    ran: list[int] = []
    measured = measure("count", lambda: ran.append(1), times=3)
    assert len(ran) == 4
    assert len(measured.samples_ms) == 3


def test_memory_is_counted_in_megabytes() -> None:
    assert 5 < peak_memory_mb() < 100_000
