"""The open vault: what is in it, and who may write in it."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spie_diag.forms.definition import Value
from spie_diag.interview.people import Specialist, SpecialistId
from spie_diag.vault.contents import Contents
from spie_diag.vault.errors import (
    NotOpenedBySheetError,
    OwnAccessError,
    RevocationStoppedError,
    RotationStoppedError,
    SharedPassphraseError,
    UnknownSpecialistError,
    VaultError,
    VaultLockedError,
)
from spie_diag.vault.files import disk_refusals
from spie_diag.vault.holding import Hold
from spie_diag.vault.key import Founder, normal_form, refuse_short
from spie_diag.vault.key_file import KeyFile, write_key_file
from spie_diag.vault.patience import Patience, unlocked_patiently
from spie_diag.vault.revisions import Age, compare, follow
from spie_diag.vault.stepping import UNWATCHED, Steps, stopped_as
from spie_diag.vault.wiping import taken, wipe

if TYPE_CHECKING:
    from spie_diag.vault.backing_up import Backup
    from spie_diag.vault.checking import Checking
    from spie_diag.vault.parts import Parts
    from spie_diag.vault.slots import Unlocked


class Vault(Contents):
    """An open vault. One thread at a time; everything it is told is on the disk when the call returns."""

    def __init__(
        self, key_file: KeyFile, parts: "Parts", hold: Hold, patience: Patience, root: bytearray | None = None
    ) -> None:
        """``root`` is what the recovery sheet opened: with it, and with nobody's passphrase, keys are made anew."""
        self._key_file = key_file
        super().__init__(parts)
        self._hold = hold
        self._patience = patience
        self._root = root
        self._is_locked = False
        self._age_of_keys = self._compare_with_remembered()
        self.folder = parts.folder
        self.name = key_file.name

    @property
    def specialists(self) -> tuple[Specialist, ...]:
        """Who may open the vault now."""
        return self._key_file.specialists

    @property
    def former_specialists(self) -> tuple[Specialist, ...]:
        """Who wrote in it and may no longer open it."""
        return self._key_file.former_specialists

    def since(self, specialist: SpecialistId) -> date | None:
        """When she was welcomed; None where the vault is older than this record, or does not know her."""
        return next((slot.since for slot in self._key_file.slots if slot.specialist.id == specialist), None)

    @property
    def sheet_made_on(self) -> date | None:
        """The day of the present recovery sheet; None where there is none."""
        return self._key_file.sheet.made_on if self._key_file.sheet else None

    @property
    def was_opened_by_sheet(self) -> bool:
        """True while everything can be read, and nobody's keys are there to sign."""
        return self._root is not None

    @property
    def age_of_keys(self) -> Age:
        """Whether an older key file lies in place of the one last used, or did lately: what it says may be given up."""
        return self._age_of_keys

    def older_copies(self) -> tuple[str, ...]:
        """What lies in the vault's folder that was copied before now: it holds what has been erased since."""
        from spie_diag.vault.erasing import older_copies

        return older_copies(self.folder)

    def unlock(self, specialist: SpecialistId, passphrase: str) -> None:
        """A colleague joins the session: from now on she can write and sign.

        Raises:
            WrongPassphraseError, EmptyPassphraseError, UnknownSpecialistError, KeyFileTamperedError
        """
        if self._is_locked:
            raise VaultLockedError
        unlocked = unlocked_patiently(self._key_file, specialist, passphrase, self._patience)
        unlocked.wipe()  # one copy in memory is enough
        self._parts.keyring.take(unlocked.keys)
        with suppress(VaultError):  # her slot can wait for its new form until the next time
            self._keep(unlocked.key_file)

    def leave(self, specialist: SpecialistId) -> None:
        """She leaves the session: nothing is written or signed as her until she types her passphrase again."""
        self._parts.keyring.drop(specialist)

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

    @property
    def id(self) -> str:
        """Random, in every seal and backup of this vault."""
        return self._key_file.vault

    @property
    def size(self) -> int:
        """Bytes of the encrypted file."""
        with disk_refusals():
            return self._parts.database.path.stat().st_size

    def back_up(
        self,
        target: Path,
        now: datetime,
        keep: int = 10,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> "Backup":
        """Make a whole copy in a new folder of ``target`` and read it again; for a thread of its own, or any.

        Raises:
            VaultLockedError, BackupInsideVaultError, and all the others of ``backing_up.back_up``.
        """
        from spie_diag.vault.backing_up import back_up, refuse_inside

        if self._is_locked:
            raise VaultLockedError
        refuse_inside(self.folder, target)
        return back_up(self._parts.database, target, now, keep, progress, cancelled)

    def compact(self, steps: Steps = UNWATCHED) -> None:
        """Go on in a compact copy of the encrypted file, once it is whole and named by the key file.

        Raises:
            DeedStoppedError: it was asked to stop; the vault is as it was.
            ReadApartError: a backup or a whole check is going on.
            CopyDamagedError, DiskFullError, ReadOnlyFolderError, StorageFailedError: the vault is as it was.
        """
        from spie_diag.vault.members import moved
        from spie_diag.vault.replacing import go_on_in_new_file

        if self._is_locked:
            raise VaultLockedError
        key = self._parts.vault_key

        def sealed(name: str, salt: bytes) -> KeyFile:
            return moved(self._key_file, key, name, salt)

        self._adopt(go_on_in_new_file(self._parts, self._key_file, key, sealed, steps))

    def rotate(self, by: SpecialistId, passphrase: str, steps: Steps = UNWATCHED) -> None:
        """Encrypt everything anew under another key: old copies of the file then tell nothing of what comes after.

        Nobody's passphrase changes, and the former key opens neither the new file nor anything sealed since.

        Raises:
            WrongPassphraseError, UnknownSpecialistError: nothing was changed.
            RotationStoppedError: it was asked to stop; the vault is as it was.
            ReadApartError: a backup or a whole check is going on.
            CopyDamagedError, DiskFullError, ReadOnlyFolderError, StorageFailedError: the vault is as it was.
        """
        with stopped_as(RotationStoppedError), self._proved(by, passphrase) as unlocked:
            self._rekey(unlocked, steps)

    def change_passphrase(self, specialist: SpecialistId, old: str, new: str) -> None:
        """Another passphrase opens her slot from now on; the encrypted file and her colleagues' slots are untouched.

        A copy of the folder made before still opens with the old one.

        Raises:
            WrongPassphraseError, EmptyPassphraseError, ShortPassphraseError, UnknownSpecialistError
            DiskFullError, ReadOnlyFolderError, StorageFailedError: the old one still holds.
        """
        from spie_diag.vault.members import with_passphrase

        with self._proved(specialist, old) as unlocked:
            refuse_short(new)
            self._keep(with_passphrase(unlocked, new))

    def add_member(self, by: SpecialistId, passphrase: str, founder: Founder, today: date) -> None:
        """Welcome a colleague, who has just typed a passphrase of her own and joins the session.

        Raises:
            WrongPassphraseError, EmptyPassphraseError, ShortPassphraseError, MemberExistsError
            SharedPassphraseError: hers is that of whoever welcomes her.
        """
        from spie_diag.vault.members import with_member

        with self._proved(by, passphrase) as unlocked:
            refuse_short(founder.passphrase)
            if normal_form(founder.passphrase) == normal_form(passphrase):
                raise SharedPassphraseError
            key_file, keys = with_member(unlocked, founder, today)
            self._keep(key_file)
        self._parts.keyring.take(keys)

    def revoke(self, by: SpecialistId, passphrase: str, specialist: SpecialistId, steps: Steps = UNWATCHED) -> None:
        """Shut a colleague out: a new vault key, sealed to all the others, and a new encrypted file under it.

        What she signed still holds. A copy of the folder made before still opens with her passphrase.

        Raises:
            WrongPassphraseError, EmptyPassphraseError, UnknownSpecialistError, OwnAccessError
            RevocationStoppedError: it was asked to stop; everything is as it was.
            CopyDamagedError, DiskFullError, StorageFailedError: everything is as it was.
        """
        if by == specialist:
            raise OwnAccessError
        _named(self.specialists, specialist)
        with stopped_as(RevocationStoppedError), self._proved(by, passphrase) as unlocked:
            self._parts.erasing.sign_again(unlocked.keys)
            self._rekey(unlocked, steps, without=specialist)
        self._parts.keyring.drop(specialist)
        self._parts.private_secrets.forget(specialist)

    def keep_recovery_sheet(self, by: SpecialistId, passphrase: str, words: str, today: date) -> None:
        """The sheet of these words opens the vault from now on and signs for nobody; a former one no longer opens.

        Raises:
            WrongPassphraseError, EmptyPassphraseError, UnknownSpecialistError
            SheetLengthError, SheetWordsError, SheetMismatchError: the words are no sheet; the former one still opens.
        """
        from spie_diag.vault.members import with_sheet
        from spie_diag.vault.recovery import read_words

        secret = read_words(words)
        with self._proved(by, passphrase) as unlocked:
            self._keep(with_sheet(unlocked, secret, today))

    def renew(self, specialist: SpecialistId, passphrase: str) -> None:
        """In a vault opened with the recovery sheet, new keys for a member whose passphrase is lost; she joins.

        What she signed still holds; the secrets that only she could open are gone, and must be made anew.

        Raises:
            NotOpenedBySheetError, UnknownSpecialistError, EmptyPassphraseError, ShortPassphraseError
        """
        from spie_diag.vault.members import renewed
        from spie_diag.vault.slots import Opened

        if self._is_locked:
            raise VaultLockedError
        if self._root is None:
            raise NotOpenedBySheetError
        refuse_short(passphrase)
        opened = Opened(self._key_file, self._parts.vault_key, self._root)
        key_file, keys = renewed(opened, specialist, passphrase)
        self._parts.erasing.sign_again(keys)
        # First: if the light goes out in between, she lacks secrets that are made anew, not some that nobody opens.
        self._parts.private_secrets.forget(specialist)
        self._keep(key_file)
        self._parts.keyring.drop(specialist)
        self._parts.keyring.take(keys)
        self._parts.erasing.settle(specialist)

    @property
    def checking(self) -> "Checking":
        from spie_diag.vault.checking import Checking

        return Checking(self._parts, self._key_file)

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
            if self._root is not None:
                wipe(self._root)
            self._hold.release()

    @contextmanager
    def _proved(self, specialist: SpecialistId, passphrase: str) -> Iterator["Unlocked"]:
        """What her passphrase opens, for one deed that cannot be done without it; she joins the session."""
        if self._is_locked:
            raise VaultLockedError
        unlocked = unlocked_patiently(self._key_file, specialist, passphrase, self._patience)
        try:
            yield unlocked
        except BaseException:
            unlocked.keys.wipe()
            raise
        finally:
            unlocked.wipe()
        self._parts.keyring.take(unlocked.keys)

    def _rekey(self, unlocked: "Unlocked", steps: Steps, without: SpecialistId | None = None) -> None:
        """Go on in a new encrypted file under a new key, sealed to everybody but one."""
        from spie_diag.vault.members import rekeyed
        from spie_diag.vault.replacing import go_on_in_new_file

        key = taken(secrets.token_bytes(32))

        def sealed(name: str, salt: bytes) -> KeyFile:
            return rekeyed(unlocked, key, name, salt, without)

        try:
            self._adopt(go_on_in_new_file(self._parts, self._key_file, key, sealed, steps))
        finally:
            wipe(key)

    def _keep(self, key_file: KeyFile) -> None:
        """Write the key file where it changed: the one moment from which what it says holds."""
        if key_file != self._key_file:
            write_key_file(self.folder, key_file)
            self._adopt(key_file)

    def _adopt(self, key_file: KeyFile) -> None:
        self._key_file = key_file
        self._parts.public_keys.update(key_file.signing_keys)
        self._parts.erasing.believe(key_file.members_keys)
        follow(self._parts.places, key_file.revision)

    def _compare_with_remembered(self) -> Age:
        return compare(self._parts.places, self._key_file.revision, self._parts.clock.moment().at)


def _named(specialists: tuple[Specialist, ...], specialist: SpecialistId) -> Specialist:
    found = next((one for one in specialists if one.id == specialist), None)
    if found is None:
        raise UnknownSpecialistError
    return found
