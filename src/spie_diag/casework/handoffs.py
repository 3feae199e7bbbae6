"""What was handed over of a person's file: to whom, for what, agreed when, and whether she still agrees to it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.selecting import Selection
from spie_diag.forms.definition import Value
from spie_diag.french import long_date, spaced
from spie_diag.interview.journal import Entry
from spie_diag.interview.people import CaseId, InterviewId, Person, Specialist


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """One document that left, for whom, and what the person said of it."""

    id: str
    interview: InterviewId
    version: int
    selection: Selection = field(repr=False)
    agreed_on: date
    person_present: bool
    """She agreed face to face; else from afar, by telephone for instance."""
    handed_at: datetime
    handed_by: Specialist | None = field(repr=False)
    sha256: str
    """Of the document itself, not of its envelope."""
    sealed: str
    """``none``, ``password`` or ``certificate``."""
    format: str = "pdf"
    """``pdf`` for a document, ``json`` for a file of data."""
    withdrawn_on: date | None = None


def handoffs(casebook: Casebook, case: CaseId) -> tuple[Handoff, ...]:
    """Everything that was handed over of a person's file, the latest first."""
    found = [
        _handoff(casebook, row.id, key, casebook.desk(row.id).record.history(entry.subject)[0], entry)
        for row in casebook.vault.cases.interviews(case)
        for key, entry in casebook.desk(row.id).record.under("handoff").items()
        if isinstance(entry.value, dict)
    ]
    return tuple(sorted(found, key=lambda one: (one.handed_at, one.id), reverse=True))


def _handoff(casebook: Casebook, interview: InterviewId, key: str, first: Entry, latest: Entry) -> Handoff:
    kept = latest.value if isinstance(latest.value, dict) else {}
    withdrawn = kept.get("withdrawn_on")
    return Handoff(
        id=key,
        interview=interview,
        version=int(str(kept["version"])),
        selection=Selection.from_json(kept.get("selection")),
        agreed_on=date.fromisoformat(str(kept["agreed_on"])),
        person_present=kept.get("person_present") is True,
        handed_at=first.written_at,
        handed_by=casebook.specialists.get(first.author),
        sha256=str(kept["sha256"]),
        sealed=str(kept["sealed"]),
        format=str(kept.get("format") or "pdf"),
        withdrawn_on=date.fromisoformat(withdrawn) if isinstance(withdrawn, str) else None,
    )


def as_json(made: Handoff) -> Value:
    """What the journal keeps of it."""
    return {
        "selection": made.selection.as_json(),
        "version": made.version,
        "agreed_on": made.agreed_on.isoformat(),
        "person_present": made.person_present,
        "sha256": made.sha256,
        "sealed": made.sealed,
        "format": made.format,
        "withdrawn_on": made.withdrawn_on.isoformat() if made.withdrawn_on else None,
    }


def withdrawal_notice(person: Person, handoff: Handoff) -> str:
    """What to send to the recipient, who finds the document by its number: it names nobody."""
    since = f" à compter du {long_date(handoff.withdrawn_on, weekday=False)}" if handoff.withdrawn_on else ""
    return spaced(
        f"Nous vous avons remis, le {long_date(handoff.handed_at.date(), weekday=False)}, un extrait de diagnostic "
        f"(dossier {person.number}, version {handoff.version}). La personne retire son accord à cette transmission"
        f"{since}. Merci de ne plus utiliser ce document, de le supprimer avec ses copies, sauf si une obligation "
        "légale vous impose de le garder, et de nous confirmer que c’est fait."
    )
