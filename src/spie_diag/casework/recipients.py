"""To whom documents were handed over before: proposed the next time.

They are structures, kept beside the files of persons: nothing tells to whom of them a person's document went. What it
went for is not kept: it may speak of her, and would be read by the next one.
"""

from dataclasses import dataclass, field

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.profiles import Profile
from spie_diag.casework.selecting import Selection
from spie_diag.forms.definition import BlockCode, Value

_PLACE = "recipients"
_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRecipient:
    """A structure, and what it is there for."""

    profile: Profile
    recipient: str = field(repr=False)
    speciality: BlockCode | None = None


def recipients(casebook: Casebook, profile: Profile | None = None) -> tuple[KnownRecipient, ...]:
    """Those of one kind or of all, the latest first."""
    known = (_read(value) for value in _kept(casebook))
    return tuple(one for one in known if one is not None and profile in (None, one.profile))


def remember_recipient(casebook: Casebook, selection: Selection) -> None:
    """Propose it the next time; the person herself is not a recipient to propose to others."""
    if selection.profile is Profile.PERSON:
        return
    mine = KnownRecipient(
        profile=selection.profile,
        recipient=selection.recipient.strip(),
        speciality=selection.speciality,
    )
    _keep(casebook, [mine, *(one for one in recipients(casebook) if not _is_same(one, mine))][:_MOST])


def _is_same(one: KnownRecipient, other: KnownRecipient) -> bool:
    return one.profile is other.profile and one.recipient.casefold() == other.recipient.casefold()


def _keep(casebook: Casebook, known: list[KnownRecipient]) -> None:
    kept: list[Value] = [
        Selection(profile=one.profile, recipient=one.recipient, speciality=one.speciality).as_json() for one in known
    ]
    casebook.vault.places.remember(_PLACE, kept)


def _kept(casebook: Casebook) -> list[Value]:
    kept = casebook.vault.places.recall(_PLACE)
    return kept if isinstance(kept, list) else []


def _read(value: Value) -> KnownRecipient | None:
    selection = Selection.from_json(value)
    if not selection.recipient:
        return None
    return KnownRecipient(
        profile=selection.profile,
        recipient=selection.recipient,
        speciality=selection.speciality,
    )
