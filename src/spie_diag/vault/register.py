"""The register: what was opened, handed out, kept safe and erased, by whom and when, and never about whom by name.

Its lines are signed entries of the journal, so that nobody takes one away unseen. They outlive the erasure of the file
they tell of: their facts are counts, formats, organisations and ids, nothing that names a person.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from spie_diag.forms.definition import Value
from spie_diag.interview.journal import Entry
from spie_diag.interview.people import CaseId, SpecialistId
from spie_diag.vault import rows
from spie_diag.vault.database import Database
from spie_diag.vault.deeds import VAULT_ITSELF, Deed
from spie_diag.vault.entries import SealedEntry, loaded_mapping, opened
from spie_diag.vault.pen import Line, Pen, sealed_lines
from spie_diag.vault.projecting import REGISTER

__all__ = ["VAULT_ITSELF", "Deed", "Register", "RegisterLine", "line_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """One deed. ``tick`` grows with time: the ``before`` of the next page."""

    at: datetime
    author: SpecialistId
    deed: Deed
    case: CaseId
    facts: Mapping[str, Value]
    tick: int


class Register:
    """The lines of the open vault, latest first. Nothing is ever updated or removed."""

    def __init__(self, database: Database, pen: Pen, public_keys: Mapping[bytes, tuple[bytes, ...]]) -> None:
        """``public_keys`` are all those that an author ever signed with."""
        self._database = database
        self._pen = pen
        self._public_keys = public_keys

    def note(
        self, deed: Deed, author: SpecialistId, case: CaseId = VAULT_ITSELF, facts: Mapping[str, Value] | None = None
    ) -> None:
        """Tell one deed; ``facts`` must name nobody: they stay when the person's file goes.

        Raises:
            SigningKeyLockedError: the author has not typed her passphrase in this session.
        """
        self._pen.write([line_of(deed, author, case, facts)])

    def lines(self, limit: int, before: int | None = None, case: CaseId | None = None) -> tuple[RegisterLine, ...]:
        """At most ``limit`` lines, latest first, from just before the tick ``before``; of one case or of all."""
        table = rows.register_line.c
        query = sa.select(table.at, table.author, table.deed, table.case_id, table.facts, table.tick)
        if before is not None:
            query = query.where(table.tick < before)
        if case is not None:
            query = query.where(table.case_id == case.bytes)
        query = query.where(table.deed.in_(_KNOWN)).order_by(table.tick.desc()).limit(limit)
        kept = self._database.read(lambda connection: connection.execute(query).all())
        return tuple(
            RegisterLine(
                at=datetime.fromisoformat(row.at),
                author=SpecialistId(UUID(bytes=row.author)),
                deed=Deed(row.deed),
                case=CaseId(UUID(bytes=row.case_id)),
                facts=loaded_mapping(row.facts),
                tick=row.tick,
            )
            for row in kept
        )

    def proved(self, deed: Deed) -> tuple[RegisterLine, ...]:
        """The lines of one deed as their authors signed them, earliest first; what nobody signed so is left out.

        ``lines`` believes the list, which whoever holds the vault key may write in; this asks the entries behind it.
        """
        kept = self._database.read(lambda connection: sealed_lines(connection, deed.value))
        true = (sealed for sealed in kept if self._is_proved(sealed))
        entries = (_entry(sealed) for sealed in sorted(true, key=lambda sealed: sealed.tick))
        return tuple(
            RegisterLine(
                at=entry.written_at,
                author=entry.author,
                deed=deed,
                case=entry.case,
                facts=entry.value if isinstance(entry.value, dict) else {},
                tick=entry.tick,
            )
            for entry in entries
            if entry.subject == f"{REGISTER}{deed.value}"
        )

    def _is_proved(self, sealed: SealedEntry) -> bool:
        hers = self._public_keys.get(sealed.author, ())
        return sealed.holds_its_payload() and any(sealed.is_signed_by(public_key) for public_key in hers)

    def last_tick(self, deeds: Collection[Deed]) -> int:
        """Of the last line that tells one of these deeds; 0 where none does."""
        table = rows.register_line.c
        query = sa.select(sa.func.max(table.tick)).where(table.deed.in_([deed.value for deed in deeds]))
        return int(self._database.read(lambda connection: connection.execute(query).scalar()) or 0)


_KNOWN = tuple(deed.value for deed in Deed)
"""Words of a later program are left to it."""


def _entry(sealed: SealedEntry) -> Entry:
    return opened(sealed.id, sealed.case_id, sealed.interview_id, sealed.author, sealed.tick, sealed.payload or b"")


def line_of(
    deed: Deed, author: SpecialistId, case: CaseId = VAULT_ITSELF, facts: Mapping[str, Value] | None = None
) -> Line:
    """The entry of a deed, for whoever must tell it together with doing it."""
    return Line(
        case=case,
        interview=None,
        author=author,
        subject=f"{REGISTER}{deed.value}",
        value={"deed": deed.value, **(facts or {})},
    )
