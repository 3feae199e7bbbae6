"""The encrypted file made anew: compact, or under another key."""

from spie_diag.casework.casebook import Casebook, for_one_deed
from spie_diag.casework.registering import note
from spie_diag.interview.people import SpecialistId
from spie_diag.vault.deeds import Deed


def compact(casebook: Casebook) -> tuple[int, int]:
    """Go on in a compact copy of the file; returns its size in bytes before and after.

    Raises:
        SpieError: a backup is going on, the disk is full, or it does not give back what was written; all is as it was.
    """
    casebook.vault.rest()  # what is only in the log counts too
    before = casebook.vault.size
    casebook.vault.compact()
    note(casebook, Deed.COMPACTED)
    return before, casebook.vault.size


def rotate(casebook: Casebook, by: SpecialistId, passphrase: str) -> None:
    """Encrypt the whole file anew under another key; nobody's passphrase changes.

    Raises:
        SpieError: the passphrase of ``by`` is wrong, a backup is going on, or the disk refuses; all is as it was.
    """
    with for_one_deed(casebook, by):
        casebook.vault.rotate(by, passphrase)
    note(casebook, Deed.KEY_ROTATED)
