"""What is being typed right now: kept at each pause, outside the journal, so that what was erased while typing is."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from spie_diag.clock import Clock
from spie_diag.interview.people import CaseId, SpecialistId
from spie_diag.vault import rows
from spie_diag.vault.database import Database
from spie_diag.vault.ready import Ready, Values


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text not yet said to be finished. ``field`` is the subject that its entry will have."""

    field: str
    author: SpecialistId
    text: str = dataclasses.field(repr=False)
    written_at: datetime


def _keep() -> Ready:
    upsert = insert(rows.draft)
    changed = {"text": upsert.excluded.text, "written_at": upsert.excluded.written_at}
    whole = upsert.on_conflict_do_update(index_elements=["case_id", "field", "author"], set_=changed)
    return Ready(whole, rows.draft.c.keys())


_KEEP = _keep()


class Drafts:
    """One draft per case, field and author; the entry written under the same subject by its author forgets it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, case: CaseId, field: str, author: SpecialistId, text: str) -> None:
        """Replace the draft; on return it is on the disk."""
        draft: Values = {
            "case_id": case.bytes,
            "field": field,
            "author": author.bytes,
            "text": text.encode("utf-8", "surrogatepass"),
            "written_at": self._clock.now().isoformat(),
        }
        self._database.write(lambda connection: _KEEP.run(connection, draft))

    def of(self, case: CaseId, author: SpecialistId | None = None) -> Mapping[str, Draft]:
        """Drafts by field, of one author or of all; of two authors on one field, the later one."""
        query = sa.select(rows.draft).where(rows.draft.c.case_id == case.bytes)
        if author is not None:
            query = query.where(rows.draft.c.author == author.bytes)
        kept = self._database.read(lambda connection: connection.execute(query).all())
        drafts = [
            Draft(
                field=row.field,
                author=SpecialistId(UUID(bytes=row.author)),
                text=row.text.decode("utf-8", "surrogatepass"),
                written_at=datetime.fromisoformat(row.written_at),
            )
            for row in kept
        ]
        return {draft.field: draft for draft in sorted(drafts, key=lambda draft: draft.written_at)}

    def forget(self, case: CaseId, field: str, author: SpecialistId) -> None:
        table = rows.draft.c
        gone = rows.draft.delete().where(
            table.case_id == case.bytes, table.field == field, table.author == author.bytes
        )
        self._database.write(lambda connection: connection.execute(gone))
