"""What is chosen with the person for one recipient: who it is, what for, what she lets go and what she takes out."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from spie_diag.casework.profiles import SPECIALITIES, Profile
from spie_diag.forms.definition import BlockCode, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """One recipient, and what the person decided for it."""

    profile: Profile
    recipient: str = field(repr=False)
    """The structure or the person it is for, as printed."""
    purpose: str = field(default="", repr=False)
    """What it is for, as printed."""
    speciality: BlockCode | None = None
    """The domain of a specialised association; None for every other profile."""
    ticked: frozenset[str] = frozenset()
    """Codes of what leaves only if she says so, one by one, as ``offering`` names them."""
    removed: frozenset[BlockCode] = frozenset()
    """The domains that she takes out."""

    def as_json(self) -> Value:
        return {
            "profile": self.profile.value,
            "recipient": self.recipient,
            "purpose": self.purpose,
            "speciality": self.speciality,
            "ticked": [*sorted(self.ticked)],
            "removed": [*sorted(self.removed)],
        }

    @classmethod
    def from_json(cls, value: Value) -> "Selection":
        """The selection kept in a journal entry; the narrowest profile where the entry does not name one we know."""
        kept = value if isinstance(value, dict) else {}
        speciality = kept.get("speciality")
        return cls(
            profile=_PROFILES.get(str(kept.get("profile")), Profile.SPECIALISED),
            recipient=str(kept.get("recipient") or ""),
            purpose=str(kept.get("purpose") or ""),
            speciality=BlockCode(str(speciality)) if speciality in SPECIALITIES else None,
            ticked=frozenset(_texts(kept.get("ticked"))),
            removed=frozenset(BlockCode(code) for code in _texts(kept.get("removed"))),
        )


_PROFILES = {profile.value: profile for profile in Profile}


def _texts(value: Value) -> Iterable[str]:
    return (item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
