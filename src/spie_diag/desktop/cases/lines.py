"""What the list says of each person, in words: pure, so that it can be tested without a window."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from spie_diag.desktop.interview.language import named_short
from spie_diag.french import counted, long_date, short_date
from spie_diag.interview.people import CaseId, InterviewId

if TYPE_CHECKING:
    from spie_diag.casework.history import PastInterview
    from spie_diag.casework.questionnaires import OfferedForm
    from spie_diag.casework.receiving import PersonRow, PersonsCount

STAGES = 7
TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One interview of the person beside the list."""

    interview: InterviewId
    words: str
    detail: str
    day: str
    version: int
    signatures: int
    is_signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """One person, as the panel beside the list shows her."""

    case: CaseId
    number: str
    called: str = field(repr=False)
    full_name: str = field(repr=False)
    facts: tuple[str, ...] = field(repr=False)
    due: str
    due_icon: str
    past: tuple[Past, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """A form that an interview may be led with."""

    fingerprint: str
    title: str
    version: str
    languages: tuple[str, ...]
    """In French, its own first."""
    is_installed: bool
    """Added on this computer: it may be taken away again."""


def form_line_of(form: "OfferedForm") -> FormLine:
    return FormLine(
        fingerprint=form.fingerprint,
        title=form.title,
        version=form.version,
        languages=tuple(named_short(name).lower() for name in (form.language, *form.languages) if name),
        is_installed=form.is_installed,
    )


class Urgency(Enum):
    QUIET = "quiet"
    SOON = "soon"
    LATE = "late"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person in the list."""

    case: CaseId
    name: str = field(repr=False)
    detail: str = field(repr=False)
    """Age and commune."""
    stage: str
    stage_number: int
    """0 where no interview was begun."""
    due: str
    due_icon: str
    urgency: Urgency
    social: bool
    employment: bool

    @property
    def spoken(self) -> str:
        """The whole line in one sentence."""
        pair = " et ".join(word for word, there in (("social", self.social), ("emploi", self.employment)) if there)
        parts = (self.name, self.detail, self.stage, self.due, f"binôme : {pair}" if pair else "")
        return ". ".join(part for part in parts if part)


def line_of(row: "PersonRow", today: date) -> Line:
    person, pair = row.person, row.pair
    age = counted(row.age, "an") if row.age is not None else ""
    due, icon, urgency = _due(row, today)
    return Line(
        case=person.case,
        name=_name(person.called, person.full_name),
        detail=" · ".join(part for part in (age, person.commune) if part),
        stage=_stage(row),
        stage_number=0 if row.stage is None else STAGES if _is_signed(row) else row.stage.number,
        due=due,
        due_icon=icon,
        urgency=urgency,
        social=pair is not None and pair.social is not None,
        employment=pair is not None and pair.employment is not None,
    )


def details_of(row: "PersonRow", past: "tuple[PastInterview, ...]", today: date) -> Details:
    person, line = row.person, line_of(row, today)
    facts = (
        person.full_name if person.full_name != person.called else "",
        line.detail,
        f"Naissance : {short_date(person.born_on)}" if person.born_on else "",
        person.phone,
        f"Numéro {person.number}",
    )
    return Details(
        case=person.case,
        number=person.number,
        called=person.called,
        full_name=person.full_name,
        facts=tuple(fact for fact in facts if fact),
        due=line.due,
        due_icon=line.due_icon,
        past=tuple(_past(one) for one in past),
    )


def _past(one: "PastInterview") -> Past:
    notes = (
        f"version {one.version}" if one.is_signed and one.version > 1 else "",
        "" if one.pair.is_joint else "un seul spécialiste",
    )
    return Past(
        interview=one.interview,
        words="Diagnostic signé" if one.is_signed else one.stage.title,
        detail=" · ".join(note for note in notes if note),
        day=short_date(one.held_on),
        version=one.version,
        signatures=one.signatures,
        is_signed=one.is_signed,
    )


def _name(called: str, full_name: str) -> str:
    """How she is called, beside her full name only where that says something else."""
    return full_name if called.casefold() in full_name.casefold() else f"{called} · {full_name}"


def _is_signed(row: "PersonRow") -> bool:
    return row.pair is not None and row.signatures > 0 and row.signatures == len(row.pair.members)


def _stage(row: "PersonRow") -> str:
    if row.stage is None:
        return "Pas encore d’entretien"
    return "Diagnostic signé" if _is_signed(row) else row.stage.title


def _due(row: "PersonRow", today: date) -> tuple[str, str, Urgency]:
    """The one thing to know next: words, icon, urgency."""
    if row.pair is not None and 0 < row.signatures < len(row.pair.members):
        return "Une signature manque", "signature", Urgency.LATE
    if row.next_meeting:
        return _meeting(date.fromisoformat(row.next_meeting), today)
    if row.to_resume:
        return f"{counted(row.to_resume, 'sujet')} à reprendre", "flag", Urgency.SOON
    if _is_signed(row):
        return "Aucune date prévue", "calendar", Urgency.QUIET
    if row.stage is None:
        return "Premier entretien à commencer", "calendar-clock", Urgency.QUIET
    return "Entretien à reprendre", "calendar-clock", Urgency.SOON


def _meeting(day: date, today: date) -> tuple[str, str, Urgency]:
    away = (day - today).days
    if away < 0:
        return f"Rendez-vous du {_day(day, today)} passé", "bell", Urgency.LATE
    if away == 0:
        return "Rendez-vous aujourd’hui", "calendar-clock", Urgency.SOON
    if away == 1:
        return "Rendez-vous demain", "calendar-clock", Urgency.SOON
    return f"Rendez-vous le {_day(day, today)}", "calendar-check", Urgency.SOON if away <= 7 else Urgency.QUIET


def _day(day: date, today: date) -> str:
    words = long_date(day, weekday=False)
    return words.removesuffix(f" {day.year}") if day.year == today.year else words


def in_all(found: "PersonsCount") -> str:
    """« 12 345 personnes », « au moins 57 personnes »."""
    number = f"{found.count:,}".replace(",", "\u202f")
    words = f"{number}\u00a0{'personne' if found.count < TWO else 'personnes'}"
    return words if found.is_whole else f"au moins {words}"


def summary(lines: tuple[Line, ...]) -> str:
    """« 24 personnes · 3 à suivre de près », where all of them are there."""
    waiting = sum(line.urgency in (Urgency.SOON, Urgency.LATE) for line in lines)
    parts = [counted(len(lines), "personne")]
    if waiting:
        parts.append(f"{waiting} à suivre de près")
    return " · ".join(parts)
