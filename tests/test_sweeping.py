"""The collector rests while something large is made, and always comes back."""

import gc
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from spie_diag.sweeping import collector_paused, swept_at_once


class Ring:
    """Holds itself: only the collector can free it."""

    alive = 0

    def __init__(self) -> None:
        self.itself = self
        Ring.alive += 1

    def __del__(self) -> None:
        Ring.alive -= 1


def test_what_was_thrown_away_is_gone_at_the_end() -> None:
    with swept_at_once():
        for _ in range(2_000):
            Ring()
        assert Ring.alive == 2_000
    assert Ring.alive == 0


def test_what_is_thrown_away_later_is_gone_too_although_something_was_swept_within() -> None:
    with swept_at_once():
        rings = [Ring() for _ in range(2_000)]
        with swept_at_once():
            Ring()
        del rings
    assert Ring.alive == 0


@pytest.mark.parametrize("rest", [collector_paused, swept_at_once])
def test_the_collector_comes_back_even_after_a_fault(
    rest: Callable[[], AbstractContextManager[None]],
) -> None:
    with rest():
        with pytest.raises(ValueError, match="a fault"), rest():
            raise ValueError("a fault")
        assert not gc.isenabled()
    assert gc.isenabled()


@pytest.mark.parametrize("rest", [collector_paused, swept_at_once])
def test_a_collector_stopped_by_somebody_else_stays_so(rest: Callable[[], AbstractContextManager[None]]) -> None:
    gc.disable()
    try:
        with rest():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
