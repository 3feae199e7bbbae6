"""The wait after a wrong passphrase: short at first, longer at each new one, gone after a right one."""

import time
from typing import TYPE_CHECKING

from spie_diag.interview.people import SpecialistId
from spie_diag.vault.errors import WrongPassphraseError, WrongSheetError
from spie_diag.vault.key_record import KeyFile

if TYPE_CHECKING:
    from spie_diag.vault.slots import Opened, Unlocked


class Patience:
    """Counts the wrong passphrases of this start of the program."""

    def __init__(self, step_s: float = 0.5, longest_s: float = 5.0) -> None:
        self._step_s = step_s
        self._longest_s = longest_s
        self._wrong = 0

    def wait(self) -> None:
        """After one more wrong passphrase."""
        self._wrong += 1
        time.sleep(min(self._longest_s, self._step_s * self._wrong))

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
