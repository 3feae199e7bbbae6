"""The words of the register and of erasures: quick to import, for those who only name a deed."""

from enum import Enum
from uuid import UUID

from spie_diag.interview.people import CaseId

VAULT_ITSELF = CaseId(UUID(int=0))
"""The case of what concerns no person's file: a backup, a new key."""


class Deed(Enum):
    """What may be told; the value is the word kept."""

    VAULT_OPENED = "vault-opened"
    OPENED = "opened"
    EXPORTED = "exported"
    SHARED = "shared"
    SHARING_WITHDRAWN = "sharing-withdrawn"
    RECEIVED = "received"
    PRINTED = "printed"
    CORRECTED = "corrected"
    ARCHIVED = "archived"
    BROUGHT_BACK = "brought-back"
    PURGED = "purged"
    OPPOSED = "opposed"
    OPPOSITION_LIFTED = "opposition-lifted"
    ACCESS_EXPORT = "access-export"
    BACKUP = "backup"
    RESTORED = "restored"
    SALVAGED = "salvaged"
    KEY_ROTATED = "key-rotated"
    COMPACTED = "compacted"
    CHECKED = "checked"
    MEMBER_ADDED = "member-added"
    MEMBER_REVOKED = "member-revoked"
    PASSPHRASE_CHANGED = "passphrase-changed"  # noqa: S105 a word, not a secret
    SIGNING_KEY_CHANGED = "signing-key-changed"
    KEYS_WENT_BACK = "keys-went-back"
    ALARM_SEEN = "alarm-seen"
    RECOVERY_SHEET = "recovery-sheet"


class Reason(Enum):
    """Why a file was erased; the value is the word kept."""

    REQUEST = "request"
    """The person asked for it."""
    RETENTION = "retention"
    """It had been kept as long as it may be."""
    MISTAKE = "mistake"
    """It should never have been opened: a double, a trial."""
    ERASED_BEFORE = "erased-before"
    """It came back with an older copy of the vault."""
