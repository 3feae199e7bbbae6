"""Where things live on this computer: what the program brought with it, and what it keeps for its user."""

import os
from pathlib import Path

import platformdirs

_HERE = Path(__file__).parent
_CHECKOUT = _HERE.parent.parent


def shipped(*parts: str) -> Path:
    """A file or folder that came with the program, as ``shipped("resources", "fonts")``.

    In a checkout it is the top-level folder; in an installed wheel the same folder inside the package.
    """
    packed = _HERE / "_shipped"
    root = packed if packed.is_dir() else _CHECKOUT
    return root.joinpath(*parts)


def user_folder() -> Path:
    """Where settings that carry no personal data are kept; ``SPIE_DIAG_HOME`` moves it, for tests and trials."""
    chosen = os.environ.get("SPIE_DIAG_HOME")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("spie-diag", appauthor=False))


def default_vault() -> Path:
    """The folder of the vault that the app proposes at first start."""
    return user_folder() / "coffre"


def installed_forms() -> Path:
    """The forms of the territory that were added to the common one: nothing personal."""
    return user_folder() / "formulaires"


def form_cache() -> Path:
    """Checked forms, ready to open: may be deleted at any time, and is made again."""
    chosen = os.environ.get("SPIE_DIAG_HOME")
    kept = Path(chosen) / "cache" if chosen else Path(platformdirs.user_cache_dir("spie-diag", appauthor=False))
    return kept / "formulaires"


def known_signers() -> Path:
    """The public certificates of the specialists whose signature this computer recognises."""
    return user_folder() / "signataires"


def correspondences() -> Path:
    """The tables of codes of the territory, over those that came with the program: nothing personal."""
    return user_folder() / "correspondances"


def known_authorities() -> Path:
    """The certificates of the authorities that this computer recognises, and the lists of what they took back."""
    return user_folder() / "autorites"


def window_memory() -> Path:
    """Size and place of the window, text size, theme, last vault: nothing personal."""
    return user_folder() / "fenetre.json"


def log_folder() -> Path:
    """Where the technical log goes: ids and counts only."""
    return user_folder() / "journal"
