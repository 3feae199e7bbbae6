"""The wait after a wrong passphrase: short at first, longer at each new one, gone after a right one.

It counts for every name and every vault of one start of the program. Starting anew forgets it: that takes as long, and
whoever has the folder guesses without us anyway, at the price of Argon2id.
"""

import time
from typing import TYPE_CHECKING

from spie_diag.french import counted
from spie_diag.interview.people import SpecialistId
from spie_diag.vault.errors import StillWrongPassphraseError, WrongPassphraseError, WrongSheetError
from spie_diag.vault.key_record import KeyFile

if TYPE_CHECKING:
    from spie_diag.vault.slots import Opened, Unlocked


_EXPLAINED_FROM = 3
"""Wrong passphrases in a row."""


class Patience:
    """Counts the wrong passphrases since the last right one."""

    def __init__(self, step_s: float = 0.5, longest_s: float = 5.0) -> None:
        self._step_s = step_s
        self._longest_s = longest_s
        self._wrong = 0

    def wait(self) -> None:
        """After one more wrong passphrase."""
        self._wrong += 1
        time.sleep(min(self._longest_s, self._step_s * self._wrong))

    @property
    def longest(self) -> str:
        """How long the wait may become, in French, once it is long enough to be explained; else empty."""
        return counted(round(self._longest_s), "seconde") if self._wrong >= _EXPLAINED_FROM else ""

    def relax(self) -> None:
        self._wrong = 0


PATIENCE = Patience()


def unlocked_patiently(key_file: KeyFile, specialist: SpecialistId, passphrase: str, patience: Patience) -> "Unlocked":
    """One open slot; each wrong passphrase costs a longer wait."""
    from spie_diag.vault.slots import unlock

    try:
        unlocked = unlock(key_file, specialist, passphrase)
    except WrongPassphraseError:
        patience.wait()
        if patience.longest:
            raise StillWrongPassphraseError(seconds=patience.longest) from None
        raise
    patience.relax()
    return unlocked


def opened_patiently(key_file: KeyFile, secret: bytes, patience: Patience) -> "Opened":
    """What the recovery sheet opens; each wrong one costs a longer wait."""
    from spie_diag.vault.slots import unlock_with_sheet

    try:
        opened = unlock_with_sheet(key_file, secret)
    except WrongSheetError:
        patience.wait()
        raise
    patience.relax()
    return opened
