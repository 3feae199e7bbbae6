"""Whether the journal is what was signed: an edit by whoever holds the vault key is still found here.

Not visible from inside: an older copy of the whole folder, witness included; an end cut off together with what the
witness remembers, by somebody who holds the key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import sqlalchemy as sa

from spie_diag.french import counted, spaced
from spie_diag.interview.people import CaseId
from spie_diag.vault import rows
from spie_diag.vault.deeds import Deed
from spie_diag.vault.entries import FIRST_LINK, SealedEntry, loaded_mapping
from spie_diag.vault.pen import sealed_after
from spie_diag.vault.projecting import ERASURE, REGISTER, STAYING
from spie_diag.vault.witness import Head, Heads

_REPAIR = f"{REGISTER}{Deed.SALVAGED.value}"


class AlarmKind(Enum):
    """The value is the sentence to show."""

    UNKNOWN_AUTHOR = "Une entrée du journal porte un auteur que ce coffre ne connaît pas."
    NOT_SIGNED_BY_AUTHOR = "Une entrée du journal n’a pas été signée par la personne dont elle porte le nom."
    CHANGED = "Une entrée du journal a été modifiée après avoir été signée."
    BROKEN_CHAIN = "Une entrée du journal manque, ou une autre a pris sa place."
    CUT_SHORT = "Le journal est plus court qu’avant : une ancienne copie a été remise, ou la fin a été ôtée."
    LOST = "Une réparation du coffre n’a pas pu relire {lost} du journal : le registre dit quand et par qui."
    """Told by whoever repaired, and signed by her: everybody is to hear it, for nothing proves that it was a loss."""
    DAMAGED = (
        "Le fichier du coffre est abîmé ({pages}) : ce n’est plus ce qui y avait été écrit. Fermez le coffre, puis "
        "réparez-le, ou restaurez sa dernière sauvegarde."
    )
    NO_WITNESS = (
        "Le fichier témoin du coffre manque ou ne convient plus : rien ne dit qu’une ancienne copie n’a pas été remise."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing that does not hold, by number: never by content."""

    kind: AlarmKind
    chain: str
    number: int
    lost: int = 0
    """How many entries are missing, for ``LOST``."""
    tick: int = 0
    """When the last repair that tells of them was made, for ``LOST``."""
    pages: int = 0
    """How many pages of the encrypted file do not hold, for ``DAMAGED``."""
    where: str = ""
    """What else tells it from another one of its kind, for instance the first of the numbers that are missing."""

    @property
    def mark(self) -> str:
        """The same for as long as this is what does not hold, and for nothing else: on it rests « J’ai vu »."""
        return ":".join(map(str, (self.chain, self.number, self.lost, self.tick, self.pages, self.where)))

    @property
    def sentence(self) -> str:
        return spaced(self.kind.value.format(lost=counted(self.lost, "entrée"), pages=counted(self.pages, "page")))


@dataclass(frozen=True, slots=True)
class _Gap:
    """Numbers missing from a chain, both ends included, and what it is unless a repair accounts for it."""

    chain: bytes
    first: int
    last: int
    otherwise: Alarm


@dataclass(frozen=True, slots=True)
class _Repair:
    """What a member says that her repair could not read again: ranges of numbers, by chain."""

    tick: int
    gaps: Mapping[bytes, list[tuple[int, int]]]

    def tells(self, gap: _Gap, written_until: int) -> bool:
        """Whether it accounts for the gap in a chain in which nobody wrote behind that tick.

        After a repair nobody goes on in the chains that it found: what goes on was not lost by it.
        """
        told = self.gaps.get(gap.chain, ())
        return written_until < self.tick and any(first <= gap.first and gap.last <= last for first, last in told)


class Audit:
    """One reading of the whole journal, some entries at a time, so that whoever is writing need not wait for it."""

    def __init__(
        self,
        public_keys: Mapping[bytes, tuple[bytes, ...]],
        remembered: Heads | None,
        case: CaseId | None = None,
        session: str = "",
    ) -> None:
        """``public_keys`` are all those that an author ever signed with.

        ``remembered`` is what the witness said at the opening, None where there was no witness to believe.
        With a ``case`` only its entries are verified one by one; the chains are followed whole all the same.
        ``session`` is the chain that is being written: one witness that was taken away is not another.
        """
        self._public_keys = public_keys
        self._remembered = remembered
        self._case = case
        self._session = session
        self._last: SealedEntry | None = None
        self._found: list[Alarm] = []
        self._heads_met: set[tuple[bytes, int, bytes]] = set()
        self._without_payload: list[SealedEntry] = []
        self._erased: dict[bytes, int] = {}
        """The cases that a member ordered to be erased, and the tick of the last order."""
        self._staying: set[bytes] = set()
        """The entries that such an order left as they were, by id."""
        self._gaps: list[_Gap] = []
        self._repairs: list[_Repair] = []
        self._ends: dict[bytes, int] = {}
        self._ticks: dict[bytes, int] = {}
        """The latest tick of each chain."""
        self.is_over = False

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What was found so far, in the order of chains and numbers."""
        return tuple(sorted(self._found, key=lambda alarm: (alarm.chain, alarm.number)))

    def go_on(self, connection: sa.Connection, entries: int) -> None:
        """Read at most so many more entries; about 0.15 ms each."""
        after = None if self._last is None else (self._last.chain, self._last.number, self._last.id)
        read = sealed_after(connection, after, entries)
        for sealed in read:
            self._look_at(sealed)
        if len(read) < entries:
            self._conclude()

    def _look_at(self, sealed: SealedEntry) -> None:
        if self._case is None or sealed.case_id == self._case.bytes:
            alarm = _alarm(sealed, self._public_keys)
            self._found += [alarm] if alarm is not None else []
            if alarm is None and sealed.payload is None:
                self._without_payload.append(sealed)
            elif alarm is None and _is_order(sealed):
                self._erased[sealed.case_id] = max(self._erased.get(sealed.case_id, 0), sealed.tick)
                self._staying |= _left_by(sealed)
        # A repair writes in a new chain, of which it is the first word.
        if sealed.number == 1 and _speaks_of(sealed, _REPAIR) and _alarm(sealed, self._public_keys) is None:
            self._repairs.append(_Repair(sealed.tick, _gaps_told(sealed)))
        if not _follows(sealed, self._last):
            self._note_break(sealed)
        head = (self._remembered or {}).get(sealed.chain)
        # The hash is computed again, never read: the column could have been changed with the rest.
        if head is not None and (head.number, head.hash) == (sealed.number, sealed.hash):
            self._heads_met.add((sealed.chain, head.number, head.hash))
        self._ends[sealed.chain] = sealed.number
        self._ticks[sealed.chain] = max(self._ticks.get(sealed.chain, 0), sealed.tick)
        self._last = sealed

    def _note_break(self, sealed: SealedEntry) -> None:
        first = self._ends.get(sealed.chain, 0) + 1
        alarm = Alarm(
            kind=AlarmKind.BROKEN_CHAIN, chain=sealed.chain.hex(), number=sealed.number, where=f"from {first}"
        )
        if first < sealed.number:
            self._gaps.append(_Gap(sealed.chain, first, sealed.number - 1, alarm))
        else:
            self._found.append(alarm)

    def _conclude(self) -> None:
        self.is_over = True
        for sealed in self._without_payload:
            # What was written behind the order is the register's, and nothing erases that.
            if sealed.tick >= self._erased.get(sealed.case_id, 0) or sealed.id in self._staying:
                self._found.append(Alarm(kind=AlarmKind.CHANGED, chain=sealed.chain.hex(), number=sealed.number))
        # Without any entry there is nothing that could have been taken away.
        if self._remembered is None and self._last is not None:
            self._found.append(Alarm(kind=AlarmKind.NO_WITNESS, chain="", number=0, where=self._session))
        for chain, head in (self._remembered or {}).items():
            if head.number and (chain, head.number, head.hash) not in self._heads_met:
                self._note_short(chain, head)
        self._tell_gaps()

    def _note_short(self, chain: bytes, head: Head) -> None:
        end = self._ends.get(chain, 0)
        alarm = Alarm(kind=AlarmKind.CUT_SHORT, chain=chain.hex(), number=head.number, where=f"from {end + 1}")
        if end < head.number:
            self._gaps.append(_Gap(chain, end + 1, head.number, alarm))
        else:
            self._found.append(alarm)

    def _tell_gaps(self) -> None:
        lost, latest = 0, 0
        for gap in self._gaps:
            by = [repair.tick for repair in self._repairs if repair.tells(gap, self._ticks.get(gap.chain, 0))]
            if by:
                lost, latest = lost + gap.last - gap.first + 1, max(latest, *by)
            else:
                self._found.append(gap.otherwise)
        if lost:
            self._found.append(Alarm(kind=AlarmKind.LOST, chain="", number=0, lost=lost, tick=latest))


def _follows(sealed: SealedEntry, before: SealedEntry | None) -> bool:
    """Whether this entry takes up where the one before stopped; both in the order of chains and numbers."""
    same_chain = before is not None and before.chain == sealed.chain
    if before is None or not same_chain:
        return sealed.number == 1 and sealed.previous == FIRST_LINK
    return sealed.number == before.number + 1 and sealed.previous == before.hash


def _alarm(sealed: SealedEntry, public_keys: Mapping[bytes, tuple[bytes, ...]]) -> Alarm | None:
    hers = public_keys.get(sealed.author)
    if hers is None:
        kind = AlarmKind.UNKNOWN_AUTHOR
    elif not any(sealed.is_signed_by(public_key) for public_key in hers):
        kind = AlarmKind.NOT_SIGNED_BY_AUTHOR
    elif sealed.payload is not None and not sealed.holds_its_payload():
        kind = AlarmKind.CHANGED
    else:
        return None
    return Alarm(kind=kind, chain=sealed.chain.hex(), number=sealed.number)


def _is_order(sealed: SealedEntry) -> bool:
    return _speaks_of(sealed, ERASURE)


def _speaks_of(sealed: SealedEntry, subject: str) -> bool:
    # Only what may be it is read: the audit takes everything else as bytes.
    return (
        sealed.payload is not None
        and f'"{subject}"'.encode() in sealed.payload
        and loaded_mapping(sealed.payload)["subject"] == subject
    )


def _left_by(order: SealedEntry) -> set[bytes]:
    """The entries that an order of erasure says to leave; those of the first programs named none."""
    value = loaded_mapping(order.payload or b"{}")["value"]
    named = value.get(STAYING) if isinstance(value, dict) else None
    return {_hexadecimal(str(one)) for one in named} if isinstance(named, list) else set()


def _gaps_told(sealed: SealedEntry) -> dict[bytes, list[tuple[int, int]]]:
    """The ranges of numbers in ``gaps`` of a repair: ``{chain: [[first, last], …]}``, chains in hexadecimal."""
    value = loaded_mapping(sealed.payload or b"{}")["value"]
    gaps = value.get("gaps") if isinstance(value, dict) else None
    told: dict[bytes, list[tuple[int, int]]] = {}
    for chain, ranges in gaps.items() if isinstance(gaps, dict) else ():
        for one in ranges if isinstance(ranges, list) else ():
            match one:
                case [int() as first, int() as last]:
                    told.setdefault(_hexadecimal(chain), []).append((first, last))
    return told


def _hexadecimal(text: str) -> bytes:
    """Of what names nothing: nothing."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def holds_head(connection: sa.Connection, chain: bytes, head: Head | None) -> bool:
    """Whether the chain still has the end that was remembered of it; true of a chain that nobody remembers."""
    if head is None or not head.number:
        return True
    table = rows.entry.c
    query = sa.select(table.hash).where(table.chain == chain, table.number == head.number)
    return connection.execute(query).scalars().all() == [head.hash]


def chain_head(connection: sa.Connection, chain: bytes) -> tuple[int, bytes]:
    """The number and hash of the last entry of a chain; ``(0, FIRST_LINK)`` for an empty one."""
    table = rows.entry.c
    query = sa.select(table.number, table.hash).where(table.chain == chain).order_by(table.number.desc()).limit(1)
    last = connection.execute(query).first()
    return (last.number, last.hash) if last is not None else (0, FIRST_LINK)
