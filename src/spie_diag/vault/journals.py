"""The journals of the open vault. Nothing is ever updated or removed."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from spie_diag.forms.definition import Value
from spie_diag.interview.journal import Entry, EntryId
from spie_diag.interview.people import CaseId, InterviewId, SpecialistId
from spie_diag.vault.auditing import Alarm, AlarmKind, Audit
from spie_diag.vault.database import Database
from spie_diag.vault.pages import PageCheck
from spie_diag.vault.pen import Line, Pen, entries_kept
from spie_diag.vault.witness import Heads

__all__ = ["Journals", "Line"]

_STEP_ENTRIES = 50
_STEP_PAGES = 400
"""What an audit reads between two other things to do: 25 ms at most, for somebody may be writing."""


class Journals:
    """The entries of every case, each signed by its author and linked to the one before."""

    def __init__(
        self,
        database: Database,
        pen: Pen,
        public_keys: Mapping[bytes, tuple[bytes, ...]],
        remembered: Heads | None,
        check: PageCheck,
    ) -> None:
        """``check`` is over where the opening verified every page; else the audit goes on with it."""
        self._database = database
        self._pen = pen
        self._public_keys = public_keys
        self._remembered = remembered
        self._check = check

    def of(self, case: CaseId, interview: InterviewId | None = None) -> tuple[Entry, ...]:
        """Every entry of one person's file, or of one of her interviews, oldest first."""
        return tuple(self._database.read(lambda connection: entries_kept(connection, case, interview)))

    def write(
        self,
        case: CaseId,
        interview: InterviewId | None,
        author: SpecialistId,
        subject: str,
        value: Value,
        replaces: tuple[EntryId, ...] = (),
    ) -> Entry:
        """Write one entry; on return it is on the disk, and its author's draft of this subject is forgotten.

        Raises:
            SigningKeyLockedError: the author has not typed her passphrase in this session.
            DiskFullError, StorageFailedError: nothing was written; keep it on the screen.
        """
        line = Line(
            case=case, interview=interview, author=author, subject=subject, value=value, replaces=tuple(replaces)
        )
        return self._pen.write([line])[0]

    def write_all(self, lines: Sequence[Line]) -> tuple[Entry, ...]:
        """Write several entries in one transaction: all or none."""
        return self._pen.write(lines)

    def add(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Write the entries not yet there, and return those: adding twice is adding once."""
        return self._pen.add(entries)

    def chain_head(self) -> str:
        """Hexadecimal SHA-256 of the last entry written by this copy of the vault: on paper, it is a witness."""
        return self._pen.link.previous.hex()

    @property
    def chain(self) -> str:
        """The chain that this session writes, in hexadecimal."""
        return self._pen.link.chain.hex()

    def audit(self, case: CaseId | None = None) -> tuple[Alarm, ...]:
        """Verify signatures, commitments and chains, of one case or of all; empty when everything holds."""
        *_, alarms = self.audit_in_steps(case)
        return alarms

    def audit_in_steps(self, case: CaseId | None = None) -> Iterator[tuple[Alarm, ...]]:
        """The same in short steps: each gives what was found so far, the last one everything.

        Of a large file the pages are verified behind the entries, where the opening left that to the audit.
        """
        audit = Audit(self._public_keys, self._remembered, case, self.chain)
        while not audit.is_over:
            self._database.read(lambda connection: audit.go_on(connection, _STEP_ENTRIES))
            yield audit.alarms
        check = self._check
        # Another file in its place was verified when it was made.
        while case is None and not check.is_over and check.path == self._database.path:
            self._database.read(lambda _connection: check.go_on(_STEP_PAGES))
            yield audit.alarms
        if case is None and check.damaged:
            yield (_damage(check), *audit.alarms)


def _damage(check: PageCheck) -> Alarm:
    pages = hashlib.sha256(repr(sorted(check.damaged)).encode()).hexdigest()
    where = f"{check.path.name}/{pages[:16]}"
    return Alarm(kind=AlarmKind.DAMAGED, chain="", number=0, pages=len(check.damaged), where=where)
