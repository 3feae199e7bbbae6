"""The journal of an interview: everything said, decided or corrected, in order, nothing ever rewritten.

An entry gives one subject one value. Subjects are paths:

==============================  =========================================================================
``session``                     ``{today, form, version, fingerprint, social, emploi}`` opens a day of work
``answer/LOG-01``               ``{status, value, source}``, or null when the answer is taken back; ``origin`` too,
                                the SHA-256 of the partner's document that it was taken from
``sweep/LOG/personne``          a ``SweepAnswer`` of one voice
``note/<id>``                   ``{block, kind, text}``, or null once removed
``flag/LOG/resume``             true or false; also ``flag/LOG/not_today`` and ``flag/LOG/open``
``situation/LOG.S03``           ``OUI`` or ``NON``: confirmed or dismissed by a human; null: undecided again
``view/LOG/social``             ``{level, strength, reason}`` of one voice
``revealed/LOG``                true from the moment both specialists see both views
``conclusion/LOG``              ``{level, strength, text, disagreement}``
``priorities``                  up to three block codes
``strengths``                   short texts
``synthesis/short``             a text; also ``shareable`` and ``agreed``
``orientation``                 see ``diagnosis.orientation``
``goal/<id>``                   see ``followup.goals``; null once removed
``next_meeting``                ``{on, place, with}``
``person_signature/1``          ``{kind, strokes, witness}``, by version of the document
``signing_order/1``             the voice that signs first, by version
``signed/1/social``             ``{specialist, digest}``, by version and voice
``paper/1``                     ``{signed_on, kept_by, digest}``: its pages were signed by hand; null once taken back
``version``                     ``{number, reason}``: a correction of a signed document begins
``handoff/<id>``                ``{selection, version, agreed_on, sha256, withdrawn_on…}``: a document left
==============================  =========================================================================

Of the person's file, and of no interview: ``person``, ``archived``, ``opposed``, ``register/…``, ``erasure``, and
``received/<sha256>``, a document of a partner with the data that its first signer signed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import NewType
from uuid import UUID

from spie_diag.forms.definition import Value
from spie_diag.interview.people import CaseId, InterviewId, SpecialistId

EntryId = NewType("EntryId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that one specialist wrote down at one moment."""

    id: EntryId
    case: CaseId
    interview: InterviewId | None
    """None for what belongs to the person's file and not to one interview."""
    author: SpecialistId
    written_at: datetime
    """Aware. For people to read: order comes from ``tick``."""
    tick: int
    """Hybrid logical time: always grows, even when the computer's clock moves back."""
    subject: str
    value: Value = field(repr=False)
    replaces: tuple[EntryId, ...] = ()
    """What its author saw on the screen for this subject when writing."""


class Record:
    """What the entries say today, subject by subject; several distinct heads are a conflict to show."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        # Each is in the order of time: thousands of entries are read at once, and asked for after each answer.
        self._entries: dict[EntryId, Entry] = {}
        self._by_subject: dict[str, list[Entry]] = {}
        self._heads: dict[str, dict[EntryId, Entry]] = {}
        self._replaced: set[EntryId] = set()
        self._last = (-1, 0)
        for entry in _in_order(list(entries)):
            self.add(entry)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        """Every entry, oldest first."""
        return iter(tuple(self._entries.values()))

    @property
    def subjects(self) -> frozenset[str]:
        """Everything that was ever spoken of."""
        return frozenset(self._by_subject)

    def add(self, entry: Entry) -> None:
        """Take one more entry in; adding twice is adding once."""
        id_, subject = entry.id, entry.subject
        if id_ in self._entries:
            return
        self._entries[id_] = entry
        said = self._by_subject.get(subject)
        if said is None:
            said, self._heads[subject] = self._by_subject.setdefault(subject, []), {}
        said.append(entry)
        heads = self._heads[subject]
        if id_ not in self._replaced:
            heads[id_] = entry
        for old in entry.replaces:
            self._replaced.add(old)
            heads.pop(old, None)
        if (order := _order(entry)) > self._last:
            self._last = order
        else:
            self._put_in_order(subject)

    def _put_in_order(self, subject: str) -> None:
        """An entry came behind a later one: from another copy, or in a moment that holds two."""
        self._entries = {entry.id: entry for entry in sorted(self._entries.values(), key=_order)}
        self._by_subject[subject].sort(key=_order)
        self._heads[subject] = {one.id: one for one in sorted(self._heads[subject].values(), key=_order)}

    def heads(self, subject: str) -> tuple[Entry, ...]:
        """The entries of ``subject`` that no other replaces, oldest first: more than one is a conflict."""
        return tuple(self._heads.get(subject, {}).values())

    def latest(self, subject: str) -> Entry | None:
        heads = self._heads.get(subject)
        return next(reversed(heads.values())) if heads else None

    def value(self, subject: str) -> Value:
        entry = self.latest(subject)
        return entry.value if entry else None

    def under(self, prefix: str) -> Mapping[str, Entry]:
        """The latest entries whose subject starts with ``prefix/``, by the rest of their subject, in order written."""
        start = f"{prefix}/"
        found = [entry for subject in self._heads if subject.startswith(start) if (entry := self.latest(subject))]
        return {entry.subject[len(start) :]: entry for entry in sorted(found, key=_order)}

    def history(self, subject: str) -> tuple[Entry, ...]:
        """Every entry ever written on ``subject``, oldest first."""
        return tuple(self._by_subject.get(subject, ()))


def _order(entry: Entry) -> tuple[int, int]:
    return entry.tick, entry.id.int


def _in_order(entries: list[Entry]) -> list[Entry]:
    """As they are where each is later than the one before, which costs a tenth of sorting them."""
    are_in_order = all(one.tick < other.tick for one, other in pairwise(entries))
    return entries if are_in_order else sorted(entries, key=_order)


def merge(mine: Iterable[Entry], yours: Iterable[Entry]) -> list[Entry]:
    """The union of two copies of a journal, in one order: commutative, and adding twice changes nothing."""
    return sorted({entry.id: entry for entry in (*mine, *yours)}.values(), key=_order)
