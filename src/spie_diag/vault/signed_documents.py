"""The PDFs of each interview, byte for byte, at each stage of their signing. Nothing is ever updated or removed."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from spie_diag.clock import Clock
from spie_diag.interview.people import CaseId, InterviewId
from spie_diag.vault import rows
from spie_diag.vault.database import Database
from spie_diag.vault.entries import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDocument:
    """One PDF as it was at one stage; ``stage`` is a word of the caller, as is what ``digest`` is computed over."""

    id: UUID
    case: CaseId
    interview: InterviewId
    version: int
    stage: str
    digest: str
    kept_at: datetime
    pdf: bytes = field(repr=False)


class SignedDocuments:
    """The documents of the open vault, by interview."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(
        self, case: CaseId, interview: InterviewId, version: int, digest: str, pdf: bytes, stage: str
    ) -> SignedDocument:
        """Keep one PDF; on return it is on the disk."""
        now = self._clock.now()
        document = SignedDocument(
            id=new_id(now),
            case=case,
            interview=interview,
            version=version,
            stage=stage,
            digest=digest,
            kept_at=now,
            pdf=bytes(pdf),
        )
        row = {
            "id": document.id.bytes,
            "case_id": case.bytes,
            "interview_id": interview.bytes,
            "version": version,
            "stage": stage,
            "digest": digest,
            "kept_at": now.isoformat(),
            "pdf": document.pdf,
        }
        self._database.write(lambda connection: connection.execute(rows.signed_document.insert(), row))
        return document

    def of(self, interview: InterviewId) -> tuple[SignedDocument, ...]:
        """All stages of all versions, in the order they were kept."""
        table = rows.signed_document.c
        query = sa.select(rows.signed_document).where(table.interview_id == interview.bytes).order_by(table.n)
        kept = self._database.read(lambda connection: connection.execute(query).mappings().all())
        return tuple(_document(row) for row in kept)

    def latest(self, interview: InterviewId) -> SignedDocument | None:
        """The one kept last, if any was."""
        table = rows.signed_document.c
        query = sa.select(rows.signed_document).where(table.interview_id == interview.bytes)
        query = query.order_by(table.n.desc()).limit(1)
        row = self._database.read(lambda connection: connection.execute(query).mappings().first())
        return _document(row) if row is not None else None


def _document(kept: sa.RowMapping) -> SignedDocument:
    return SignedDocument(
        id=UUID(bytes=kept["id"]),
        case=CaseId(UUID(bytes=kept["case_id"])),
        interview=InterviewId(UUID(bytes=kept["interview_id"])),
        version=kept["version"],
        stage=kept["stage"],
        digest=kept["digest"],
        kept_at=datetime.fromisoformat(kept["kept_at"]),
        pdf=kept["pdf"],
    )
