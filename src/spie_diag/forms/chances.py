"""What ``random()`` and ``uuid()`` give: drawn once for each question of an interview, and the same ever after.

Drawn anew at each evaluation, they would make a state that no journal gives back.
"""

import hashlib
import uuid
from collections.abc import Callable, Sequence

from spie_diag.forms.definition import Choice
from spie_diag.forms.nodes import Node

_MODULUS, _FACTOR = 2147483647, 16807


def chance_of(seed: str) -> Callable[[Node], float]:
    """A number from 0 to 1 (never 1) for each place of the interview that ``seed`` names."""
    return lambda node: int.from_bytes(_drawn(seed, node)[:6]) / 2**48


def token_of(seed: str) -> Callable[[Node], str]:
    """A UUID for each place of the interview that ``seed`` names."""
    return lambda node: str(uuid.UUID(bytes=_drawn(seed, node)[:16], version=4))


def shuffled(choices: Sequence[Choice], seed: int) -> tuple[Choice, ...]:
    """The choices in an order that the seed draws, always the same for the same seed.

    Source: Fisher and Yates' shuffle with Park and Miller's generator, as ODK's ``randomize()``.
    """
    state = seed % _MODULUS or 1
    order = list(choices)
    for place in range(len(order) - 1, 0, -1):
        state = state * _FACTOR % _MODULUS
        other = int((state - 1) / (_MODULUS - 1) * (place + 1))
        order[place], order[other] = order[other], order[place]
    return tuple(order)


def _drawn(seed: str, node: Node) -> bytes:
    place: list[str] = []
    above: Node | None = node
    while above is not None and above.field is not None:
        place.append(f"{above.field.name}[{above.position}]" if above.is_row else above.field.name)
        above = above.parent
    return hashlib.sha256("\n".join((seed, *reversed(place))).encode()).digest()
