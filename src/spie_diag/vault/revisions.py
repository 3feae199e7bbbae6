"""Whether an older key file was put in the place of the last: it gives a passphrase given up its power back."""

from contextlib import suppress
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from spie_diag.vault.errors import VaultError

if TYPE_CHECKING:
    from spie_diag.vault.places import Places

_SEEN = "keys/revision"
_WENT_BACK = "keys/went-back"


class Age(Enum):
    """What the encrypted file remembers says of the key file that opened it."""

    PRESENT = "present"
    OLDER = "older"
    """A later one was used before."""
    OLDER_BEFORE = "older before"
    """It is the last one, and an older one opened the vault once: whoever put it there may have been the first to
    open with it, so everybody is to hear of it."""


def compare(places: "Places", revision: int, now: datetime) -> Age:
    """At an opening: what was seen is remembered upwards only, and when an older one was met."""
    seen = places.recall(_SEEN)
    is_older = isinstance(seen, int) and seen > revision
    with suppress(VaultError):  # a full disk must not keep people from their vault
        if is_older:
            places.remember(_WENT_BACK, now.isoformat())
        elif seen != revision:
            places.remember(_SEEN, revision)
    if is_older:
        return Age.OLDER
    return Age.PRESENT if places.recall(_WENT_BACK) is None else Age.OLDER_BEFORE


def follow(places: "Places", revision: int) -> None:
    """A member changed the key file of the open vault: what she made is the last one."""
    with suppress(VaultError):
        places.remember(_SEEN, revision)
