"""The folder where a document was saved last: proposed the next time, kept in the vault, as it may name somebody."""

from pathlib import Path

from spie_diag.casework.casebook import Casebook

_PLACE = "saving/folder"


def last_folder(casebook: Casebook) -> Path | None:
    """The folder, if it is still there."""
    kept = casebook.vault.places.recall(_PLACE)
    if not isinstance(kept, str) or not kept:
        return None
    try:
        return Path(kept) if Path(kept).is_dir() else None
    except OSError:
        return None


def forget_folder(casebook: Casebook) -> None:
    """Propose none the next time: its name may be that of somebody who is erased."""
    if casebook.vault.places.recall(_PLACE):
        casebook.vault.places.remember(_PLACE, "")


def remember_folder(casebook: Casebook, file: Path) -> None:
    """Propose the folder of ``file`` the next time."""
    casebook.vault.places.remember(_PLACE, str(file.absolute().parent))
