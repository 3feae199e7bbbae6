"""The collector rests while something large is made, and always comes back."""

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from threading import Thread, get_ident
from typing import ClassVar

import pytest

from spie_diag.sweeping import (
    collector_paused,
    forget_freed_memory,
    keep_collector_here,
    let_collector_go,
    sweep_what_is_due,
    swept_at_once,
)


class Ring:
    """Holds itself: only the collector can free it."""

    alive = 0
    freed_in: ClassVar[set[int]] = set()

    def __init__(self) -> None:
        self.itself = self
        Ring.alive += 1

    def __del__(self) -> None:
        Ring.alive -= 1
        Ring.freed_in.add(get_ident())


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


@pytest.fixture
def kept_here() -> Iterator[None]:
    keep_collector_here()
    Ring.freed_in.clear()
    yield
    let_collector_go()


def elsewhere(task: Callable[[], object]) -> None:
    thread = Thread(target=task)
    thread.start()
    thread.join()


def many_rings() -> None:
    with swept_at_once(), collector_paused():
        for _ in range(20_000):
            Ring()


def test_what_other_threads_do_frees_nothing_there_while_the_collector_is_kept(kept_here: None) -> None:
    """A part of a window that is freed beside the window's thread stops both for ever."""
    elsewhere(many_rings)
    elsewhere(forget_freed_memory)
    assert Ring.alive == 20_000

    sweep_what_is_due()

    assert Ring.alive == 0
    assert Ring.freed_in == {get_ident()}


def test_the_young_are_swept_where_nobody_asked_for_more(kept_here: None) -> None:
    elsewhere(many_rings)

    sweep_what_is_due()

    assert Ring.alive == 0


def test_a_rest_that_was_begun_before_ends_without_bringing_the_collector_back() -> None:
    with collector_paused():
        keep_collector_here()
        keep_collector_here()
    assert not gc.isenabled()
    let_collector_go()
    assert not gc.isenabled()
    let_collector_go()
    assert gc.isenabled()


def test_what_was_asked_for_elsewhere_is_done_when_the_collector_is_let_go() -> None:
    keep_collector_here()
    elsewhere(many_rings)
    elsewhere(forget_freed_memory)
    let_collector_go()

    assert Ring.alive == 0
    assert gc.isenabled()
