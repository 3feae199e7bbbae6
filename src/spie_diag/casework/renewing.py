"""The encrypted file made anew: compact, or under another key."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from spie_diag.casework.casebook import Casebook, for_one_deed
from spie_diag.casework.registering import note
from spie_diag.errors import SpieError
from spie_diag.interview.people import SpecialistId
from spie_diag.vault.deeds import Deed

if TYPE_CHECKING:
    from spie_diag.vault.stepping import Progress


def was_stopped(error: SpieError) -> bool:
    """Whether a long deed ended only because somebody asked it to stop."""
    from spie_diag.vault.errors import DeedStoppedError

    return isinstance(error, DeedStoppedError)


def compact(
    casebook: Casebook,
    progress: "Progress" = lambda _done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[int, int]:
    """Go on in a compact copy of the file; returns its size in bytes before and after.

    ``progress`` is told from 0 to 1, and ``cancelled`` is asked, until the new file is the vault.

    Raises:
        SpieError: a backup is going on, the disk is full, or it does not give back what was written, or it was stopped;
            all is as it was.
    """
    from spie_diag.vault.stepping import Steps

    casebook.vault.rest()  # what is only in the log counts too
    before = casebook.vault.size
    casebook.vault.compact(Steps(progress, cancelled))
    note(casebook, Deed.COMPACTED)
    return before, casebook.vault.size


def rotate(
    casebook: Casebook,
    by: SpecialistId,
    passphrase: str,
    progress: "Progress" = lambda _done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Encrypt the whole file anew under another key; nobody's passphrase changes.

    ``progress`` and ``cancelled`` as above.

    Raises:
        SpieError: the passphrase of ``by`` is wrong, a backup is going on, the disk refuses, or it was stopped; all is
            as it was.
    """
    from spie_diag.vault.stepping import Steps

    with for_one_deed(casebook, by):
        casebook.vault.rotate(by, passphrase, Steps(progress, cancelled))
    note(casebook, Deed.KEY_ROTATED)
