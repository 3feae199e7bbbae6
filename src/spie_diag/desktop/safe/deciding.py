"""Who decides of something that cannot be undone."""

from dataclasses import dataclass, field

from spie_diag.interview.people import SpecialistId


@dataclass(frozen=True, slots=True)
class Proven:
    """Who says that she decides, and what she typed to prove it."""

    by: SpecialistId
    passphrase: str = field(repr=False)
