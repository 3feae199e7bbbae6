"""What was handed over of a person's file: to whom, for what, agreed when, and whether she still agrees to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.selecting import Selection
from spie_diag.forms.definition import Value
from spie_diag.french import long_date, spaced
from spie_diag.interview.journal import Entry
from spie_diag.interview.people import CaseId, InterviewId, Person, Specialist

_ANYBODY = "partner"
"""How the register calls a recipient whom nobody named."""
NEXT_REFERENT = "Prochain référent, à désigner"
MEETING = "Réunion de plusieurs structures"


class OnePage(StrEnum):
    """A sheet of one page, which nobody signs."""

    RELAY = "relay"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """One document that left, for whom, and what the person said of it.

    The recipient of the sheet of a meeting is how the situation is called there.
    """

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
    sheet: OnePage | None = None
    """None for a document or a file of data."""
    withdrawn_on: date | None = None

    @property
    def is_for_somebody(self) -> bool:
        """Whether the selection names who received it."""
        return self.sheet is None or (self.sheet is OnePage.RELAY and bool(self.selection.recipient))

    @property
    def recipient_code(self) -> str:
        """The kind of recipient, as the register tells it."""
        return self.selection.profile.value if self.is_for_somebody else _ANYBODY


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
        sheet=sheet_in(kept),
        withdrawn_on=date.fromisoformat(withdrawn) if isinstance(withdrawn, str) else None,
    )


def sheet_in(kept: Mapping[str, Value]) -> OnePage | None:
    """Which sheet the journal tells of."""
    return next((one for one in OnePage if one == kept.get("sheet")), None)


def whom(selection: Selection, sheet: OnePage | None = None) -> str:
    """For whom it was, in words: who takes part in a meeting is not known."""
    if sheet is OnePage.MEETING:
        return f"{MEETING} (« {selection.recipient} »)"
    if sheet is OnePage.RELAY and not selection.recipient:
        return NEXT_REFERENT
    return ", ".join(filter(None, (selection.profile.label, selection.recipient)))


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
        "sheet": made.sheet.value if made.sheet else None,
        "withdrawn_on": made.withdrawn_on.isoformat() if made.withdrawn_on else None,
    }


def withdrawal_notice(person: Person, handoff: Handoff) -> str:
    """What to send to the recipient, who finds the document by its number: it names nobody.

    A meeting, which must not come to her number, finds it by how the situation was called there.
    """
    since = f" à compter du {long_date(handoff.withdrawn_on, weekday=False)}" if handoff.withdrawn_on else ""
    number = f"dossier {person.number}, version {handoff.version}"
    what = {
        None: f"un extrait de diagnostic ({number})",
        OnePage.RELAY: f"une fiche de relais ({number})",
        OnePage.MEETING: f"une fiche de réunion sans identité (« {handoff.selection.recipient} »)",
    }[handoff.sheet]
    return spaced(
        f"Nous vous avons remis, le {long_date(handoff.handed_at.date(), weekday=False)}, {what}. La personne retire "
        f"son accord à cette transmission{since}. Merci de ne plus utiliser ce document, de le supprimer avec ses "
        "copies, sauf si une obligation légale vous impose de le garder, et de nous confirmer que c’est fait."
    )
