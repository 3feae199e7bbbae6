"""What is said of a passphrase while it is being chosen: how long it resists, whom, and what would mend it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError

if TYPE_CHECKING:
    from spie_diag.casework.keys import Weight

SHORTEST = 12
"""Characters; the vault refuses fewer."""
_MONTH_S = 30 * 86_400.0
_SOLID_GUESSES = 1e11


class Strength(Enum):
    EMPTY = 0
    REFUSED = 1
    WEAK = 2
    FAIR = 3
    STRONG = 4


@dataclass(frozen=True, slots=True)
class Opinion:
    """One passphrase, in words; an order of magnitude for people, never a guarantee."""

    strength: Strength
    word: str
    how_long: str
    mend: str

    @property
    def is_enough(self) -> bool:
        """Whether the vault accepts it."""
        return self.strength.value > Strength.REFUSED.value


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a chosen passphrase is not taken, and what to do."""

    sentence: str
    advice: str


NOTHING_TYPED = Opinion(
    Strength.EMPTY, "", "", "Quatre ou cinq mots sans rapport entre eux : c’est long et facile à retenir."
)


def weighed(passphrase: str, known: tuple[str, ...]) -> Opinion:
    """Weigh a passphrase; ``known`` are the names that whoever guesses knows. Slow the first time."""
    from spie_diag.casework.keys import weigh

    if not passphrase.strip():
        return NOTHING_TYPED
    return _opinion_of(weigh(passphrase, known), len(passphrase))


def what_is_wrong(passphrase: str, again: str, opinion: Opinion) -> Wrong | None:
    """What keeps a passphrase typed twice from being taken, if anything."""
    if not passphrase.strip():
        return Wrong("La phrase secrète est vide.", opinion.mend)
    if len(passphrase.strip()) < SHORTEST:
        return Wrong("Cette phrase secrète est trop courte.", opinion.mend)
    if not opinion.is_enough:
        return Wrong("Cette phrase secrète se devinerait.", opinion.mend)
    if passphrase != again:
        return Wrong("Les deux saisies sont différentes.", "Le bouton en forme d’œil montre ce qui est écrit.")
    return None


def _opinion_of(weight: "Weight", length: int) -> Opinion:
    strength, word = _strength(weight, length)
    how_long = f"Une machine louée un euro de l’heure mettrait {weight.how_long} à la deviner."
    return Opinion(strength, word, how_long, weight.mend)


def _strength(weight: "Weight", length: int) -> tuple[Strength, str]:
    if not weight.is_enough:
        return Strength.REFUSED, "Trop courte" if length < SHORTEST else "Trop facile à deviner"
    if weight.seconds < _MONTH_S:
        return Strength.WEAK, "Fragile"
    return (Strength.STRONG, "Solide") if weight.guesses >= _SOLID_GUESSES else (Strength.FAIR, "Correcte")


class WeighingScreen(Protocol):
    def show_opinion(self, opinion: Opinion) -> None: ...

    def show_proposal(self, passphrase: str) -> None: ...


@dataclass
class Weighing:
    """Weighs what is being typed, in the worker; what came late about an older text is dropped."""

    screen: WeighingScreen
    work: Work
    known: Callable[[], tuple[str, ...]] = tuple
    _last: int = 0

    def weigh(self, passphrase: str) -> None:
        self._last += 1
        task = partial(weighed, passphrase, self.known())
        self.work.run(task, then=partial(self._weighed, self._last), failed=_raise)

    def propose(self) -> None:
        """Five words that nobody chose."""
        self.work.run(_proposed, then=self.screen.show_proposal, failed=_raise)

    def _weighed(self, number: int, opinion: Opinion) -> None:
        if number == self._last:
            self.screen.show_opinion(opinion)


def _proposed() -> str:
    from spie_diag.casework.keys import propose

    return propose()


def _raise(error: SpieError) -> None:
    """Weighing asks nothing of the world: it would be a fault of the program."""
    raise error
