"""Files that leave the vault in clear: whole or absent, told in the register first, swept after a kill."""

import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.errors import UnwrittenFileError
from spie_diag.casework.registering import note
from spie_diag.forms.definition import Value
from spie_diag.interview.people import CaseId
from spie_diag.vault.deeds import Deed

_UNFINISHED = "handing-out/unfinished"


def hand_out(
    casebook: Casebook, place: Path, write: Callable[[Path], object], deed: Deed, case: CaseId, **facts: Value
) -> None:
    """Have ``write`` make a file or a folder beside ``place``, tell the register, then give it its name.

    Told first: where the register cannot be written, nothing leaves. What a crash leaves half made is remembered in the
    vault until it is gone.

    Raises:
        UnwrittenFileError: the folder refuses it, or the disk is full; nothing is left there.
        SpieError: the vault cannot be written; nothing left it.
    """
    from spie_diag.vault.errors import VaultError

    folder = place.parent.absolute()
    if not folder.is_dir():  # nothing could be left half made there: it would be remembered for ever
        raise UnwrittenFileError(folder=place.parent)
    beside = folder / f"{_begun(casebook)}{secrets.token_hex(4)}.part"
    _remember(casebook, {*_unfinished(casebook), str(folder)})
    try:
        _sweep(casebook, folder)
        write(beside)
        note(casebook, deed, case, **facts)
        try:
            beside.replace(place)
        except OSError:
            note(casebook, deed, case, **facts, undone=True)
            raise
    except OSError as why:
        raise UnwrittenFileError(folder=place.parent) from why
    finally:
        with suppress(VaultError):  # done or not, it is said already; the next opening sweeps
            sweep(casebook)


def sweep(casebook: Casebook) -> None:
    """Take away what was left half made in clear, wherever its disk is there; what is not stays remembered."""
    unfinished = _unfinished(casebook)
    left = {folder for folder in unfinished if not _sweep(casebook, Path(folder))}
    if left != unfinished:
        _remember(casebook, left)


def _begun(casebook: Casebook) -> str:
    """How the names begin of what this vault has not finished writing; one window holds it, so nobody else is at it."""
    return f".spie-{casebook.vault.id[:8]}-"


def _sweep(casebook: Casebook, folder: Path) -> bool:
    """Whether nothing half made is left in ``folder``; False where it cannot be looked into."""
    try:
        half_made = [path for path in folder.iterdir() if path.name.startswith(_begun(casebook))]
        for path in half_made:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    except OSError:
        return False
    return True


def _unfinished(casebook: Casebook) -> set[str]:
    kept = casebook.vault.places.recall(_UNFINISHED)
    return {folder for folder in kept if isinstance(folder, str)} if isinstance(kept, list) else set()


def _remember(casebook: Casebook, folders: set[str]) -> None:
    kept: list[Value] = [*sorted(folders)]
    casebook.vault.places.remember(_UNFINISHED, kept)
