"""How long files are kept: what the rule proposes, and what somebody decides. Nothing goes by itself.

Source: CNIL, délibération 2023-095 (two years after the last contact, then an archive where a text asks for it).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.errors import RetentionRuleError
from spie_diag.casework.registering import note_standing
from spie_diag.clock import months_later
from spie_diag.forms.definition import Value
from spie_diag.interview.people import CaseId, Person, SpecialistId
from spie_diag.vault.deeds import Deed, Reason

if TYPE_CHECKING:
    from spie_diag.vault.cases import Kept

_PLACE = "retention"
_LONGEST = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """In months: when a file is to leave the list after the last contact, when to say so, how long an archive lasts."""

    months: int = 24
    alert_months: int = 22
    archive_months: int = 24

    def __post_init__(self) -> None:
        if not 1 <= self.alert_months <= self.months <= _LONGEST or not 1 <= self.archive_months <= _LONGEST:
            raise RetentionRuleError(limit=_LONGEST)


class Proposal(Enum):
    """What the rule says of a file; the value is the sentence to show."""

    SOON = "Bientôt au terme"
    ARCHIVE_OR_PURGE = "À archiver ou à effacer"
    PURGE = "À effacer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One file that the rule speaks of."""

    person: Person = field(repr=False)
    last_contact: date
    """The last day on which something was written in the file."""
    archived_on: date | None
    due_on: date
    proposal: Proposal


def rule(casebook: Casebook) -> Rule:
    """What the pair settled, or the rule of the house."""
    kept = casebook.vault.places.recall(_PLACE)
    if not isinstance(kept, dict):
        return Rule()
    house = Rule()

    def months(name: str, usual: int) -> int:
        given = kept.get(name)
        return given if isinstance(given, int) else usual

    try:
        return Rule(
            months=months("months", house.months),
            alert_months=months("alert_months", house.alert_months),
            archive_months=months("archive_months", house.archive_months),
        )
    except RetentionRuleError:  # a later program may say it in other words
        return house


def set_rule(casebook: Casebook, chosen: Rule) -> None:
    """Settle it for everybody who opens this vault."""
    kept: Value = {
        "months": chosen.months,
        "alert_months": chosen.alert_months,
        "archive_months": chosen.archive_months,
    }
    casebook.vault.places.remember(_PLACE, kept)


def retained_until(casebook: Casebook, case: CaseId) -> date:
    """The day from which the rule proposes that a file goes from where it is."""
    cases, chosen = casebook.vault.cases, rule(casebook)
    archived_at = cases.standing(case).archived_at
    if archived_at is not None:
        return months_later(_day(casebook, archived_at), chosen.archive_months)
    return months_later(_day(casebook, cases.last_written(case, _latest(casebook))), chosen.months)


def due(casebook: Casebook, today: date | None = None) -> tuple[Due, ...]:
    """The files that the rule speaks of on a day (the clock's, unless told), the longest overdue first."""
    day = today or casebook.clock.now().date()
    chosen, cases = rule(casebook), casebook.vault.cases
    long_ago = months_later(day, -chosen.alert_months) + _MARGIN
    waiting = cases.untouched_since(datetime.combine(long_ago, time(), casebook.clock.now().tzinfo), _latest(casebook))
    found = [_due(casebook, kept, chosen, day) for kept in (*waiting, *cases.archived())]
    return tuple(sorted(filter(None, found), key=lambda one: (one.due_on, one.person.number)))


_MARGIN = timedelta(days=4)
"""Months are not of one length: who is not due yet is left out one by one."""


def _due(casebook: Casebook, kept: "Kept", chosen: Rule, day: date) -> Due | None:
    last = _day(casebook, kept.last_written_at)
    if kept.archived_at is None:
        alert_on, due_on, archived_on = months_later(last, chosen.alert_months), months_later(last, chosen.months), None
        proposal = Proposal.ARCHIVE_OR_PURGE if day >= due_on else Proposal.SOON
    else:
        archived_on = _day(casebook, kept.archived_at)
        alert_on = due_on = months_later(archived_on, chosen.archive_months)
        proposal = Proposal.PURGE
    if day < alert_on:
        return None
    return Due(person=kept.person, last_contact=last, archived_on=archived_on, due_on=due_on, proposal=proposal)


def archived(casebook: Casebook) -> tuple[tuple[Person, date], ...]:
    """Who lies in the archive, and since when; the oldest first."""
    lying = casebook.vault.cases.archived()
    return tuple((one.person, _day(casebook, one.archived_at)) for one in lying if one.archived_at is not None)


def archive(casebook: Casebook, cases: Iterable[CaseId]) -> None:
    """Take files out of the list and the search of persons; they stay readable from the archive."""
    since = casebook.clock.now().isoformat()
    note_standing(casebook, cases, "archived", {"since": since}, Deed.ARCHIVED)


def bring_back(casebook: Casebook, cases: Iterable[CaseId]) -> None:
    """Put files back into the list: their clock starts again, since somebody works on them."""
    note_standing(casebook, cases, "archived", None, Deed.BROUGHT_BACK)


def purge(casebook: Casebook, cases: Iterable[CaseId], decided_by: SpecialistId, passphrase: str) -> None:
    """Erase files for good, by decision of a specialist who types her passphrase and signs the order.

    Raises:
        UnknownCaseError: one of the files is not there; nothing was erased.
        WrongPassphraseError: the passphrase is not hers.
        ReadApartError: a backup or a check is reading the vault.
        ErasureUnfinishedError: the files are erased, and the next opening takes away the last traces.
    """
    from spie_diag.casework.rights import erase

    erase(casebook, cases, decided_by, passphrase, Reason.RETENTION)


def _latest(casebook: Casebook) -> datetime:
    """Nothing was written later than that, unless by a clock that was ahead: two computers are never quite together."""
    return casebook.clock.now() + timedelta(days=1)


def _day(casebook: Casebook, at: datetime) -> date:
    return at.astimezone(casebook.clock.now().tzinfo).date()
