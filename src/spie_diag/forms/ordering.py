"""In which order things that read each other are computed, and which of them turn in circles."""

import heapq
from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Unit = TypeVar("Unit", bound=Hashable)


def in_order(units: Sequence[Unit], reads: Mapping[Unit, Sequence[Unit]]) -> tuple[Unit, ...]:
    """The units, each after all that it reads; otherwise as given. Those that turn in circles come last."""
    place = {unit: index for index, unit in enumerate(units)}
    readers: dict[Unit, list[Unit]] = {unit: [] for unit in units}
    waiting = dict.fromkeys(units, 0)
    for unit in units:
        for producer in {*reads.get(unit, ())}:
            readers[producer].append(unit)
            waiting[unit] += 1
    ready = [place[unit] for unit in units if not waiting[unit]]
    ordered: list[Unit] = []
    while ready:
        unit = units[heapq.heappop(ready)]
        ordered.append(unit)
        for reader in readers[unit]:
            waiting[reader] -= 1
            if not waiting[reader]:
                heapq.heappush(ready, place[reader])
    done = set(ordered)
    return (*ordered, *(unit for unit in units if unit not in done))


def circles(units: Sequence[Unit], reads: Mapping[Unit, Sequence[Unit]]) -> list[tuple[Unit, ...]]:
    """The shortest circles, each told once: every unit reads the next, and the last reads the first."""
    found: list[tuple[Unit, ...]] = []
    told: set[Unit] = set()
    for unit in units:
        if unit in told:
            continue
        circle = _shortest(unit, reads)
        if circle and not told.intersection(circle):
            found.append(circle)
            told.update(circle)
    return found


def _shortest(start: Unit, reads: Mapping[Unit, Sequence[Unit]]) -> tuple[Unit, ...]:
    """The shortest way from ``start`` back to itself; empty if there is none."""
    came_from: dict[Unit, Unit] = {}
    queue = deque([start])
    while queue:
        unit = queue.popleft()
        for producer in reads.get(unit, ()):
            if producer == start:
                way = [unit]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if producer not in came_from:
                came_from[producer] = unit
                queue.append(producer)
    return ()
