"""The keys of the specialists who have typed their passphrase in this session."""

from uuid import UUID

from spie_diag.interview.people import SpecialistId
from spie_diag.vault.errors import SigningKeyLockedError
from spie_diag.vault.slots import Opened, PersonalKeys, Unlocked

NOBODY = SpecialistId(UUID(int=0))
"""Who writes in a vault opened with the recovery sheet: nobody has this one's keys."""


class Keyring:
    """Grows as colleagues join the session; emptied when the vault is locked."""

    def __init__(self) -> None:
        self._keys: dict[SpecialistId, PersonalKeys] = {}

    def __contains__(self, specialist: object) -> bool:
        return specialist in self._keys

    def take(self, keys: PersonalKeys) -> None:
        """Keep them until they are wiped here; of somebody who is there already, the new copy is wiped at once."""
        if self._keys.setdefault(keys.specialist, keys) is not keys:
            keys.wipe()

    def drop(self, specialist: SpecialistId) -> None:
        """Forget the keys of whoever was shut out, or has new ones."""
        keys = self._keys.pop(specialist, None)
        if keys is not None:
            keys.wipe()

    def of(self, specialist: SpecialistId) -> PersonalKeys:
        """Raises ``SigningKeyLockedError`` for whoever has not typed her passphrase."""
        try:
            return self._keys[specialist]
        except KeyError:
            raise SigningKeyLockedError from None

    def wipe(self) -> None:
        for keys in self._keys.values():
            keys.wipe()
        self._keys.clear()


def wipe_opened(opened: Opened) -> None:
    """Forget everything that a slot gave, her own keys too: for whoever gave up what it was opened for."""
    opened.wipe()
    if isinstance(opened, Unlocked):
        opened.keys.wipe()
