"""What does not hold in the open vault, who said that she saw it, and what is still new to whoever is at the keyboard.

An alarm is put away by each specialist for herself alone, once it was in front of her: the line of the register that
says so is signed by her, and only what she signed is believed.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from spie_diag.casework.casebook import Casebook
from spie_diag.french import counted, spaced
from spie_diag.interview.people import SpecialistId
from spie_diag.vault.deeds import Deed

if TYPE_CHECKING:
    from spie_diag.vault.auditing import Alarm
    from spie_diag.vault.register import RegisterLine

_MOST_MARKS = 200
"""Above, a digest of all of them: a journal that holds nowhere must not fill the register."""


class AlertKind(Enum):
    """The value is the word that the register keeps."""

    UNKNOWN_AUTHOR = "unknown-author"
    NOT_SIGNED_BY_AUTHOR = "not-signed-by-author"
    CHANGED = "changed"
    BROKEN_CHAIN = "broken-chain"
    CUT_SHORT = "cut-short"
    LOST = "lost"
    DAMAGED = "damaged"
    NO_WITNESS = "no-witness"
    COMMITS_LOST = "commits-lost"
    UNREAD_ERASURES = "unread-erasures"
    OLDER_KEYS = "older-keys"
    OLDER_KEYS_BEFORE = "older-keys-before"
    WARNING = "warning"

    @property
    def stays_in_sight(self) -> bool:
        """Whether one quiet line goes on speaking of it once it was seen: something is still wrong."""
        return self not in _TOLD_ONCE


_TOLD_ONCE = frozenset(
    {AlertKind.LOST, AlertKind.COMMITS_LOST, AlertKind.OLDER_KEYS_BEFORE, AlertKind.NO_WITNESS, AlertKind.WARNING}
)
_TO_TALK_OF = frozenset(
    {
        AlertKind.UNKNOWN_AUTHOR,
        AlertKind.NOT_SIGNED_BY_AUTHOR,
        AlertKind.CHANGED,
        AlertKind.BROKEN_CHAIN,
        AlertKind.CUT_SHORT,
        AlertKind.DAMAGED,
        AlertKind.NO_WITNESS,
    }
)
SHORTLY: Mapping[str, str] = {
    AlertKind.UNKNOWN_AUTHOR.value: "entrée d’un auteur inconnu",
    AlertKind.NOT_SIGNED_BY_AUTHOR.value: "entrée non signée par son auteur",
    AlertKind.CHANGED.value: "entrée modifiée après signature",
    AlertKind.BROKEN_CHAIN.value: "entrée manquante",
    AlertKind.CUT_SHORT.value: "journal plus court qu’avant",
    AlertKind.LOST.value: "entrées perdues par une réparation",
    AlertKind.DAMAGED.value: "fichier du coffre abîmé",
    AlertKind.NO_WITNESS.value: "fichier témoin manquant",
    AlertKind.COMMITS_LOST.value: "enregistrements perdus",
    AlertKind.UNREAD_ERASURES.value: "liste des dossiers effacés douteuse",
    AlertKind.OLDER_KEYS.value: "ancien fichier de clés remis en place",
    AlertKind.OLDER_KEYS_BEFORE.value: "coffre ouvert avec un ancien fichier de clés",
    AlertKind.WARNING.value: "avertissement",
}
"""What the register says of an alarm, by the word that it keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing to say of this vault, in French."""

    kind: AlertKind
    sentence: str
    marks: frozenset[str] = field(repr=False)
    """Each thing that does not hold, by place and never by content; one more makes it new again."""

    @property
    def advice(self) -> str:
        return spaced(_TALK_FIRST) if self.kind in _TO_TALK_OF else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A specialist said that she saw an alarm, when it was in front of her."""

    by: SpecialistId
    name: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingAlert:
    """An alarm of the open vault, and who saw all of it: earliest first."""

    alert: Alert
    sightings: tuple[Sighting, ...]
    is_new: bool
    """Whether the specialist at the keyboard has not seen it yet."""


def alarms_of(casebook: Casebook) -> tuple[Alert, ...]:
    """What is wrong with this vault, seen or not; empty in health.

    Reads the whole journal: about 0.15 ms per entry. ``alarms_in_steps`` lets others work in between.
    """
    *_, alarms = alarms_in_steps(casebook)
    return alarms


def alarms_in_steps(casebook: Casebook) -> Iterator[tuple[Alert, ...]]:
    """The same in steps of some hundredths of a second: each gives what was found so far, the last one everything.

    ``standing`` tells it from then on. Ends without a word more when the vault is locked meanwhile.
    """
    from spie_diag.vault.errors import VaultLockedError

    known = tuple(_of_opening(casebook))
    casebook.alarms = known
    yield known
    try:
        for found in casebook.vault.journals.audit_in_steps():
            casebook.alarms = (*known, *_grouped(found))
            yield casebook.alarms
    except VaultLockedError:
        return


def standing(casebook: Casebook) -> tuple[StandingAlert, ...]:
    """What was found since the opening, as it stands for the specialist at the keyboard."""
    if not casebook.alarms:
        return ()
    lines = casebook.vault.register.proved(Deed.ALARM_SEEN)
    return tuple(_standing(casebook, alert, lines) for alert in casebook.alarms)


def acknowledge(casebook: Casebook, shown: Collection[Alert]) -> None:
    """Note that the specialist at the keyboard saw these alarms, which were in front of her: all, or none.

    Raises:
        SpieError: her keys are not unlocked, or the disk takes nothing.
    """
    from spie_diag.vault.register import line_of

    new = {one.alert for one in standing(casebook) if one.is_new}
    casebook.vault.journals.write_all(
        [
            line_of(Deed.ALARM_SEEN, casebook.writer, facts={"alarm": one.kind.value, "marks": [*sorted(one.marks)]})
            for one in shown
            if one in new
        ]
    )


def _standing(casebook: Casebook, alert: Alert, lines: "Iterable[RegisterLine]") -> StandingAlert:
    marks: dict[SpecialistId, set[str]] = {}
    seen: dict[SpecialistId, datetime] = {}
    for line in lines:
        told = line.facts.get("marks")
        if line.facts.get("alarm") != alert.kind.value or not isinstance(told, list) or line.author in seen:
            continue
        hers = marks.setdefault(line.author, set())
        hers.update(map(str, told))
        if alert.marks <= hers:
            seen[line.author] = line.at
    zone = casebook.clock.now().tzinfo
    sightings = tuple(
        Sighting(by=by, name=_name(casebook, by), at=at.astimezone(zone))
        for by, at in sorted(seen.items(), key=lambda one: one[1])
    )
    return StandingAlert(alert=alert, sightings=sightings, is_new=casebook.writer not in seen)


def _name(casebook: Casebook, specialist: SpecialistId) -> str:
    known = casebook.specialists.get(specialist)
    return known.name if known else "un ancien spécialiste"


def _grouped(found: "Iterable[Alarm]") -> Iterator[Alert]:
    """One sentence for all that say the same."""
    groups: dict[tuple[AlertKind, str], list[str]] = {}
    for alarm in found:
        groups.setdefault((AlertKind[alarm.kind.name], alarm.sentence), []).append(alarm.mark)
    for (kind, sentence), marks in groups.items():
        yield Alert(kind=kind, sentence=sentence, marks=_few(marks))


def _few(marks: Collection[str]) -> frozenset[str]:
    if len(marks) <= _MOST_MARKS:
        return frozenset(marks)
    return frozenset({_digest("\n".join(sorted(marks)).encode())})


def _of_opening(casebook: Casebook) -> Iterator[Alert]:
    """What was known before the audit."""
    from spie_diag.vault.backing_up import ERASED
    from spie_diag.vault.key_file import NAME as KEYS
    from spie_diag.vault.revisions import Age

    vault = casebook.vault
    for warning in casebook.warnings:
        yield _alert(AlertKind.WARNING, warning, _digest(warning.encode()))
    if vault.commits_lost:
        lost = _LOST.format(lost=counted(vault.commits_lost, "enregistrement"))
        yield _alert(AlertKind.COMMITS_LOST, lost, vault.journals.chain)
    if vault.erasing.unread:
        yield _alert(AlertKind.UNREAD_ERASURES, _UNREAD_ERASURES, _digest_of(casebook, ERASED))
    if vault.age_of_keys is Age.OLDER:
        yield _alert(AlertKind.OLDER_KEYS, _OLDER_KEYS, _digest_of(casebook, KEYS))
    elif vault.age_of_keys is Age.OLDER_BEFORE:
        last = vault.register.last_tick({Deed.KEYS_WENT_BACK})
        yield _alert(AlertKind.OLDER_KEYS_BEFORE, _OLDER_KEYS_BEFORE, str(last))


def _alert(kind: AlertKind, sentence: str, mark: str) -> Alert:
    return Alert(kind=kind, sentence=spaced(sentence), marks=frozenset({mark}))


def _digest_of(casebook: Casebook, name: str) -> str:
    """Of a file of the vault as it lies there: another one in its place is another alarm."""
    try:
        return _digest((casebook.vault.folder / name).read_bytes())
    except OSError:
        return ""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


_TALK_FIRST = (
    "Ne saisissez rien de nouveau avant d’en parler à votre collègue et à la personne qui s’occupe de cet ordinateur."
)
_OLDER_KEYS = (
    "Un ancien fichier de clés a été remis à la place du dernier : une phrase secrète abandonnée ouvre peut-être de "
    "nouveau ce coffre. Changez la vôtre, puis la clé du coffre."
)
_OLDER_KEYS_BEFORE = (
    "Ce coffre a été ouvert avec un ancien fichier de clés, remplacé depuis : le registre dit quand. Si ce "
    "n’était ni vous ni votre collègue, changez votre phrase secrète, puis la clé du coffre."
)
_UNREAD_ERASURES = (
    "La liste des dossiers effacés ne peut pas être crue en entier : elle est abîmée, ou signée par un spécialiste que "
    "cette copie du coffre ne connaît pas. Vérifiez qu’aucun dossier effacé n’est revenu."
)
_LOST = (
    "Le fichier du coffre était abîmé : {lost} n’ont pas pu être relus. Vérifiez les dernières réponses ; une copie du "
    "fichier abîmé est gardée dans le dossier du coffre."
)
