"""Whether the journal is what was signed: an edit by whoever holds the vault key is still found here.

Not visible from inside: somebody who cuts off the end of her own chain together with what the witness file remembers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import sqlalchemy as sa

from spie_diag.french import spaced
from spie_diag.interview.people import CaseId
from spie_diag.vault import rows
from spie_diag.vault.entries import FIRST_LINK, SealedEntry
from spie_diag.vault.pen import sealed_entries
from spie_diag.vault.witness import Heads


class AlarmKind(Enum):
    """The value is the sentence to show."""

    UNKNOWN_AUTHOR = "Une entrée du journal porte un auteur que ce coffre ne connaît pas."
    NOT_SIGNED_BY_AUTHOR = "Une entrée du journal n’a pas été signée par la personne dont elle porte le nom."
    CHANGED = "Une entrée du journal a été modifiée après avoir été signée."
    BROKEN_CHAIN = "Une entrée du journal manque, ou une autre a pris sa place."
    CUT_SHORT = (
        "Le journal est plus court qu’à la dernière fermeture : une ancienne copie a été remise, ou la fin a été ôtée."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing that does not hold, by number: never by content."""

    kind: AlarmKind
    chain: str
    number: int

    @property
    def sentence(self) -> str:
        return spaced(self.kind.value)


def audit(
    connection: sa.Connection, public_keys: Mapping[bytes, bytes], remembered: Heads, case: CaseId | None
) -> tuple[Alarm, ...]:
    """Alarms in the order of chains and numbers; the chains are followed whole even for one case."""
    kept = sealed_entries(connection)
    asked = [sealed for sealed in kept if case is None or sealed.case_id == case.bytes]
    alarms = [alarm for sealed in asked if (alarm := _alarm(sealed, public_keys)) is not None]
    alarms += _chain_alarms(kept, remembered)
    return tuple(sorted(alarms, key=lambda alarm: (alarm.chain, alarm.number)))


def _alarm(sealed: SealedEntry, public_keys: Mapping[bytes, bytes]) -> Alarm | None:
    public_key = public_keys.get(sealed.author)
    if public_key is None:
        kind = AlarmKind.UNKNOWN_AUTHOR
    elif not sealed.is_signed_by(public_key):
        kind = AlarmKind.NOT_SIGNED_BY_AUTHOR
    elif not sealed.holds_its_payload():
        kind = AlarmKind.CHANGED
    else:
        return None
    return Alarm(kind=kind, chain=sealed.chain.hex(), number=sealed.number)


def _chain_alarms(kept: list[SealedEntry], remembered: Heads) -> list[Alarm]:
    alarms: list[Alarm] = []
    heads: dict[bytes, dict[int, bytes]] = {}
    # The hash is computed again, never read: the column could have been changed with the rest.
    for sealed in sorted(kept, key=lambda sealed: (sealed.chain, sealed.number)):
        seen = heads.setdefault(sealed.chain, {})
        previous = seen.get(sealed.number - 1) if sealed.number > 1 else FIRST_LINK
        if sealed.previous != previous or sealed.number in seen:
            alarms.append(Alarm(kind=AlarmKind.BROKEN_CHAIN, chain=sealed.chain.hex(), number=sealed.number))
        seen[sealed.number] = sealed.hash
    for chain, head in remembered.items():
        if head.number and heads.get(chain, {}).get(head.number) != head.hash:
            alarms.append(Alarm(kind=AlarmKind.CUT_SHORT, chain=chain.hex(), number=head.number))
    return alarms


def chain_head(connection: sa.Connection, chain: bytes) -> tuple[int, bytes]:
    """The number and hash of the last entry of a chain; ``(0, FIRST_LINK)`` for an empty one."""
    table = rows.entry.c
    query = sa.select(table.number, table.hash).where(table.chain == chain).order_by(table.number.desc()).limit(1)
    last = connection.execute(query).first()
    return (last.number, last.hash) if last is not None else (0, FIRST_LINK)
