"""The open vault: what is in it, and who may write in it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from spie_diag.forms.definition import Value
from spie_diag.interview.people import Specialist, SpecialistId
from spie_diag.vault.errors import VaultLockedError, WrongPassphraseError
from spie_diag.vault.holding import Hold
from spie_diag.vault.key_file import KeyFile
from spie_diag.vault.patience import Patience

if TYPE_CHECKING:
    from spie_diag.vault.cases import Cases
    from spie_diag.vault.drafts import Drafts
    from spie_diag.vault.forms import Forms
    from spie_diag.vault.journals import Journals
    from spie_diag.vault.parts import Parts
    from spie_diag.vault.places import Places
    from spie_diag.vault.register import Register
    from spie_diag.vault.signed_documents import SignedDocuments
    from spie_diag.vault.slots import Unlocked


class Vault:
    """An open vault. One thread at a time; everything it is told is on the disk when the call returns."""

    def __init__(self, key_file: KeyFile, parts: "Parts", hold: Hold, patience: Patience) -> None:
        self._key_file = key_file
        self._parts = parts
        self._hold = hold
        self._patience = patience
        self._is_locked = False
        self.folder = parts.folder
        self.name = key_file.name
        self.specialists: tuple[Specialist, ...] = tuple(slot.specialist for slot in key_file.slots)

    @property
    def cases(self) -> "Cases":
        return self._parts.cases

    @property
    def journals(self) -> "Journals":
        return self._parts.journals

    @property
    def drafts(self) -> "Drafts":
        return self._parts.drafts

    @property
    def forms(self) -> "Forms":
        return self._parts.forms

    @property
    def signed_documents(self) -> "SignedDocuments":
        return self._parts.signed_documents

    @property
    def places(self) -> "Places":
        return self._parts.places

    @property
    def register(self) -> "Register":
        return self._parts.register

    @property
    def clock_went_back(self) -> bool:
        """True once the computer's clock was seen earlier than something written: order is kept, dates may surprise."""
        return self._parts.clock.went_back

    @property
    def disk_was_full(self) -> bool:
        """True once the reserve had to be given back in this session: all is written, but room must be made."""
        return self._parts.ballast.given_back

    @property
    def commits_lost(self) -> int:
        """Transactions that a damaged write-ahead log lost before this opening; the log was kept aside."""
        return self._parts.commits_lost

    def unlock(self, specialist: SpecialistId, passphrase: str) -> None:
        """A colleague joins the session: from now on she can write and sign.

        Raises:
            WrongPassphraseError, EmptyPassphraseError, UnknownSpecialistError, KeyFileTamperedError
        """
        if self._is_locked:
            raise VaultLockedError
        unlocked = unlocked_patiently(self._key_file, specialist, passphrase, self._patience)
        unlocked.vault_key[:] = bytes(len(unlocked.vault_key))  # one copy in memory is enough
        self._parts.keyring.take(unlocked.keys)

    def is_unlocked(self, specialist: SpecialistId) -> bool:
        return specialist in self._parts.keyring

    def keep_private(
        self, specialist: SpecialistId, name: str, secret: bytes, told: Mapping[str, Value] | None = None
    ) -> None:
        """Keep a secret that only her passphrase opens, replacing the one of the same name.

        ``told`` is what everybody may know of it, by place: both are kept, or neither.

        Raises:
            SigningKeyLockedError: she has not typed her passphrase in this session.
        """
        self._parts.private_secrets.keep(specialist, name, secret, told or {})

    def private(self, specialist: SpecialistId, name: str) -> bytes:
        """What she kept under ``name``.

        Raises:
            SigningKeyLockedError: she has not typed her passphrase in this session.
            SecretMissingError: she kept nothing under this name.
        """
        return self._parts.private_secrets.get(specialist, name)

    def holds_private(self, specialist: SpecialistId, name: str) -> bool:
        """Whether she kept something under ``name``: needs no passphrase of hers."""
        return self._parts.private_secrets.holds(specialist, name)

    def compact(self) -> None:
        """Go on in a compact copy of the encrypted file, once it is whole and named by the key file.

        Raises:
            ReadApartError: a backup or a whole check is going on.
            CopyDamagedError, DiskFullError, ReadOnlyFolderError, StorageFailedError: the vault is as it was.
        """
        from spie_diag.vault.replacing import go_on_in_new_file
        from spie_diag.vault.slots import authenticated

        key = self._open_parts.vault_key

        def sealed(database: str, salt: bytes) -> KeyFile:
            return authenticated(replace(self._key_file, database=database, database_salt=salt), key)

        self._key_file = go_on_in_new_file(self._parts, self._key_file, key, sealed)

    @property
    def _open_parts(self) -> "Parts":
        if self._is_locked:
            raise VaultLockedError
        return self._parts

    def rest(self) -> None:
        """Fold the write-ahead log into the file, when nobody has written for a while: the less it holds, the safer."""
        self._parts.keep_witness()
        self._parts.database.checkpoint()

    def lock(self) -> None:
        """Forget every key, close the file, let another program open the vault; locking twice is locking once."""
        if self._is_locked:
            return
        self._is_locked = True
        try:
            self._parts.close()
        finally:
            self._hold.release()


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
