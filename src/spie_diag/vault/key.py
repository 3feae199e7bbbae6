"""What a passphrase must be, and what guessing one costs. The ciphers themselves are in ``slots``, loaded later."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from spie_diag.interview.people import Specialist
from spie_diag.vault.errors import EmptyPassphraseError, SharedPassphraseError, ShortPassphraseError

SHORTEST_PASSPHRASE = 12
"""Characters, once in NFKC form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """What one guess of a passphrase costs: Argon2id over ``memory_kib``, ``passes`` times, in ``lanes``.

    Weaker than 64 MiB and three passes is refused, and so is what would freeze the computer.
    """

    memory_kib: int
    passes: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        if not (64 << 10 <= self.memory_kib <= 1 << 20 and 3 <= self.passes <= 16 and 1 <= self.lanes <= 16):
            raise ValueError("Argon2id parameters out of bounds")


FLOOR = Strength(memory_kib=64 << 10)
"""The weakest accepted. Source: RFC 9106, section 4, second recommended option."""


class Calibration(Enum):
    """How strong to make a new vault when nobody says."""

    ON_THIS_COMPUTER = "on this computer"
    """The largest memory whose derivation stays under 0.8 s here, and never under ``FLOOR``."""


CALIBRATED = Calibration.ON_THIS_COMPUTER


@dataclass(frozen=True, slots=True)
class Founder:
    """One of the specialists who create a vault, with the passphrase she typed herself."""

    specialist: Specialist
    passphrase: str = field(repr=False)


def check_passphrases(founders: Sequence[Founder]) -> None:
    """Refuse what would protect nobody.

    Raises:
        EmptyPassphraseError, ShortPassphraseError, SharedPassphraseError
    """
    for founder in founders:
        refuse_short(founder.passphrase)
    if len({normal_form(founder.passphrase) for founder in founders}) < len(founders):
        raise SharedPassphraseError


def refuse_short(passphrase: str) -> None:
    """Raises ``EmptyPassphraseError`` or ``ShortPassphraseError``."""
    if len(normal_form(passphrase)) < SHORTEST_PASSPHRASE:
        raise ShortPassphraseError(minimum=SHORTEST_PASSPHRASE)


def normal_form(passphrase: str) -> str:
    """NFKC, so that « é » opens the vault however the keyboard sent it; raises ``EmptyPassphraseError``."""
    if not passphrase.strip():
        raise EmptyPassphraseError
    return unicodedata.normalize("NFKC", passphrase)
