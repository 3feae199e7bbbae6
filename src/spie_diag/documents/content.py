"""Everything the printed diagnosis says, section by section in the order of its pages; no logic.

Texts are plain French, as they were written: the document escapes them and sets their spaces. An empty text or an
empty tuple is a section with nothing to say, which the document leaves out or says so, as each field tells.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TypeAlias

from spie_diag.interview.people import Voice

Stroke: TypeAlias = tuple[tuple[float, float], ...]
"""One pen movement: points in the order drawn, x to the right and y down, in any unit; no time, no pressure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and what it is: one line of a list."""

    label: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One of the specialists who led the interview."""

    name: str
    role: str
    structure: str
    voice: Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What makes a copy an extract: made for one recipient, from the diagnosis that the pair and the person signed."""

    title: str = "Extrait du diagnostic"
    made_on: date
    of: str
    """What it was drawn from, as « version 2 du diagnostic, signée par les deux spécialistes »."""
    rights: str
    """How the person exercises her rights, in a few words after « Droits de la personne : »; on each page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    person: str = field(repr=False)
    """Her full name, as she wants it written."""
    born_on: date | None = field(default=None, repr=False)
    commune: str = field(default="", repr=False)
    number: str
    """The file number, as « D-2026-0001 »."""
    held_on: date
    authors: tuple[Author, ...]
    version: int = 1
    correction: str = field(default="", repr=False)
    """Why this version replaces the one before; empty for the first."""
    recipient: str = ""
    """Whom this copy is for; empty for the person and her two specialists."""
    purpose: str = ""
    """What this copy is for; printed with ``recipient`` on the cover and at the foot of each page of an extract."""
    extract: Extract | None = None
    """None for the diagnosis itself."""
    absent: str = ""
    """One sentence saying who was missing; not empty means « Diagnostic non conjoint » on every page."""
    form: str = ""
    """Name and version of the form, as « Diagnostic commun 1.0 »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the person said, in her own words."""

    about: str
    """What she was answering, as « Ce qui compte le plus »."""
    said: str = field(repr=False)
    is_quote: bool = True
    """Set between « »; False for what she chose in a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    text: str = field(repr=False)
    domain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One voice's level: 3 « Empêche », 2 « Complique », 1 « À surveiller », 0 « Ça va », None for not rated."""

    level: int | None = None
    is_strength: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What one voice holds, where the voices are told apart."""

    voice: Voice
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """One domain as the three voices and the joint conclusion read it."""

    label: str
    social: Rating | None = None
    employment: Rating | None = None
    person: Rating | None = None
    agreed: Rating | None = None
    """None where nothing was concluded together."""
    statement: str = field(default="", repr=False)
    """The sentence written together."""
    since: str = ""
    """Since when, as « depuis 2021 »."""
    is_priority: bool = False
    disagreement: tuple[Opinion, ...] = ()
    """Both views, where the disagreement was kept."""
    voices_told: bool = True
    """False where the recipient reads the conclusion only: nothing then says that a voice rated it, or did not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """The pathway proposed to the person, and why."""

    proposal: str
    """In words, as « Parcours socio-professionnel »; empty while the pair has not concluded."""
    reason: str = field(default="", repr=False)
    opinions: tuple[Opinion, ...] = ()
    facts: tuple[Fact, ...] = ()
    """Weekly rhythm, hours, commitments of the structures and of the person…"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    what: str = field(repr=False)
    who: str = field(repr=False)
    when: date | None = None
    status: str = ""
    """In words, as « À faire »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    label: str = field(repr=False)
    domain: str = ""
    due: date | None = None
    reached_when: str = field(default="", repr=False)
    """How everybody will know that it is reached."""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSteps:
    referent: str = ""
    correspondent: str = ""
    """The named contact of the other field."""
    meeting: str = ""
    """Day, hour, place and with whom, in words."""
    deadlines: tuple[Fact, ...] = ()
    """Dates that must not pass unseen: what, and the day in words."""
    numbers: tuple[Fact, ...] = ()
    """Whom to call for what."""


class PersonSigning(Enum):
    DRAWN = "drawn"
    WITNESSED = "witnessed"
    """She agrees and cannot or will not draw; a witness says so."""
    DECLINED = "declined"
    ON_PAPER = "on_paper"
    """An empty line to sign by hand on the printed page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSignature:
    kind: PersonSigning = PersonSigning.ON_PAPER
    strokes: tuple[Stroke, ...] = field(default=(), repr=False)
    witness: str = field(default="", repr=False)
    signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureSlot:
    """An empty electronic signature field, in the order of signing.

    ``field_name`` is ASCII, and no field's name begins with another's: readers match locks by prefix.
    """

    field_name: str
    who: str
    role: str
    structure: str
    voice: Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What a recipient is told of one block, question by question."""

    title: str
    situations: tuple[str, ...] = field(default=(), repr=False)
    """Those that were confirmed, in words."""
    answers: tuple[Fact, ...] = field(default=(), repr=False)
    """Questions and answers, in the order of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EasyStep:
    """One thing to do, in plain words."""

    what: str = field(repr=False)
    who: str = field(repr=False)
    """« Vous », or a name."""
    when: str = ""
    """The day in words, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EasyPage:
    """The person's first page: short sentences in large type, addressed to her, a picture beside each part.

    The page holds the first few of each and says when there are more; a part with nothing to say is left out.
    """

    said: tuple[str, ...] = field(default=(), repr=False)
    """What was said together, at most three short sentences."""
    strengths: tuple[str, ...] = field(default=(), repr=False)
    """What she is good at, as « Vous êtes toujours à l’heure »."""
    steps: tuple[EasyStep, ...] = field(default=(), repr=False)
    meeting: str = field(default="", repr=False)
    """The next date: day, hour, place and with whom, in words."""
    numbers: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One version of the diagnosis, for one recipient."""

    cover: Cover
    summary: str = field(default="", repr=False)
    """What the pair and the person agree on, in a few sentences (at most 1 500 characters)."""
    words: tuple[Words, ...] = ()
    strengths: tuple[Strength, ...] = ()
    domains: tuple[Domain, ...] = ()
    """In the order of the form: constraints first, then resources and employment."""
    not_explored: tuple[str, ...] = ()
    """Labels of the domains that were not spoken of."""
    project: tuple[Fact, ...] = ()
    """Project and availability."""
    pathway: Pathway
    goals: tuple[Goal, ...] = ()
    next_steps: NextSteps = NextSteps()
    observations: str = field(default="", repr=False)
    """The person's remarks on what is written, in her words."""
    agreement: str = ""
    """Whether the text says what she said, as « La synthèse correspond à ce que la personne a dit. »"""
    answers: tuple[Chapter, ...] = ()
    """In full, for those who get more than conclusions; empty on the diagnosis itself."""
    rights: tuple[str, ...] = ()
    """What is kept, by whom, for how long, and how to exercise her rights: one paragraph each."""
    signature: PersonSignature | None = PersonSignature()
    """None where the person is not asked to sign, as on an extract."""
    easy: EasyPage | None = None
    """The person's first page, on her own copy."""
    kept_by: str = ""
    """Who keeps the copy signed by hand; empty leaves a line to write it. Read where nobody signs electronically."""
    signed_by_hand_on: date | None = None
    """The same for the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenConstraint:
    """A constraint that is still there when the file changes hands."""

    label: str
    level: int
    """As agreed: 1 « À surveiller » to 3 « Empêche »."""
    noted_by: str = ""
    since: str = ""
    """Since when, as « depuis septembre 2026 »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelaySheet:
    """One page for whoever takes over: where the person stands, what is under way, which dates come next.

    The page holds the first few of each, in the order given. Source: domain §5.
    """

    person: str = field(repr=False)
    born_on: date | None = field(default=None, repr=False)
    reached_at: str = field(default="", repr=False)
    """Telephone, commune: how she is reached, in words."""
    number: str
    version: int = 1
    made_on: date
    made_by: str
    """Name, role and structure of the outgoing référent."""
    recipient: str
    """Name and structure of the incoming one."""
    purpose: str = "Changement de référent"
    pathway: str = ""
    """The pathway in words."""
    summary: tuple[str, ...] = field(default=(), repr=False)
    """Where she stands, at most five lines."""
    strengths: tuple[str, ...] = field(default=(), repr=False)
    """At most three."""
    constraints: tuple[OpenConstraint, ...] = ()
    goals: tuple[Goal, ...] = ()
    """Those under way."""
    dates: tuple[Fact, ...] = ()
    """At most three: what, and the day in words."""
    contacts: tuple[Fact, ...] = ()
    agreement: str = ""
    """That the person agrees, since when, as « Accord donné le 24 novembre 2026 »; empty prints a line to sign."""
    rights: str = ""
    """How she exercises her rights, in a few words after « Droits de la personne : »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSheet:
    """One page for a meeting of several structures, which must not let guess who the person is.

    No name, no number, no place, no date of birth. An empty part leaves lines to write on. Source: domain §3.6.
    """

    pseudonym: str
    """How she is called in the meeting, as « Situation A »."""
    made_on: date
    asked_by: str = ""
    """Structures and roles of those who ask; names of specialists are theirs to give."""
    question: str = field(repr=False)
    """What the group is asked."""
    facts: tuple[Fact, ...] = field(default=(), repr=False)
    """Those strictly needed."""
    tried: tuple[str, ...] = field(default=(), repr=False)
    proposals: tuple[str, ...] = field(default=(), repr=False)
    decisions: tuple[Action, ...] = field(default=(), repr=False)
    informed_before: date | None = None
    """When the person was told that the meeting takes place."""
    informed_after: date | None = None
    agreement: str = ""
