"""Who may receive a part of the diagnosis, and how much of each domain each of them gets at most.

The table is a starting point: for each recipient the person sees what would leave, and takes out what she wants.

Source: domain §4.3.
"""

from collections.abc import Mapping
from enum import Enum, IntEnum

from spie_diag.forms.definition import BlockCode, QuestionCode

OTHER_PEOPLE: Mapping[QuestionCode, str] = {
    QuestionCode("FAM-02"): "les enfants à charge",
    QuestionCode("FAM-06"): "le proche aidé",
    QuestionCode("FAM-09"): "l’accompagnement du conjoint",
}
"""Questions whose answers describe somebody else. Source: domain §4.3, rule 4; RGPD, article 15(4)."""
NEVER_ON_PAPER = frozenset(QuestionCode(code) for code in ("CAD-11", "FAM-10", "SAN-08"))
"""A violent partner may find the copy: told face to face, and named nowhere in it. Source: domain §4.3, rule 4."""


class Profile(Enum):
    """A kind of recipient; the value is its code in the method."""

    FRANCE_TRAVAIL = "FT"
    DEPARTMENT = "CD"
    MISSION_LOCALE = "ML"
    CAP_EMPLOI = "CE"
    PLIE = "PLIE"
    SIAE = "SIAE"
    """A structure of insertion through work, as the one that accompanies the person."""
    EMPLOYER = "EMP"
    TRAINING = "OF"
    SOCIAL_CENTRE = "CCAS"
    SPECIALISED = "SPEC"
    """An association of one speciality: it reads the domain of its speciality, and no other."""
    PERSON = "PERS"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Profile.FRANCE_TRAVAIL: "France Travail",
    Profile.DEPARTMENT: "Département",
    Profile.MISSION_LOCALE: "Mission locale",
    Profile.CAP_EMPLOI: "Cap emploi",
    Profile.PLIE: "PLIE",
    Profile.SIAE: "Structure d’insertion (SIAE, GEIQ) qui accompagne",
    Profile.EMPLOYER: "Employeur",
    Profile.TRAINING: "Organisme de formation",
    Profile.SOCIAL_CENTRE: "CCAS ou association sociale",
    Profile.SPECIALISED: "Association spécialisée",
    Profile.PERSON: "La personne",
}


class Extent(IntEnum):
    """How much of a domain leaves; each holds what the ones before it hold.

    ``FUNCTIONAL``: goals, slots and adaptations; no level, no situation, no sentence on the domain.
    ``SYNTHESIS``: and the confirmed situations, the agreed level and its sentence.
    ``DETAIL``: and the answers, the level that the person gave, and both views once there is a conclusion.

    Source: domain §4.3, levels F, S and D.
    """

    NOTHING = 0
    FUNCTIONAL = 1
    SYNTHESIS = 2
    DETAIL = 3

    @property
    def label(self) -> str:
        return _EXTENTS[self]


_EXTENTS = {
    Extent.NOTHING: "Rien",
    Extent.FUNCTIONAL: "Objectifs et aménagements seulement",
    Extent.SYNTHESIS: "Synthèse du domaine",
    Extent.DETAIL: "Réponses détaillées",
}

CONCLUSIONS = BlockCode("SYN")
"""Stands for what the pair wrote on the whole: syntheses, orientation, referent, next meeting. No form has it."""

_COLUMNS = (
    Profile.FRANCE_TRAVAIL,
    Profile.DEPARTMENT,
    Profile.MISSION_LOCALE,
    Profile.CAP_EMPLOI,
    Profile.PLIE,
    Profile.SIAE,
    Profile.EMPLOYER,
    Profile.TRAINING,
    Profile.SOCIAL_CENTRE,
    Profile.SPECIALISED,
    Profile.PERSON,
)
_LETTERS = {"-": Extent.NOTHING, "F": Extent.FUNCTIONAL, "S": Extent.SYNTHESIS, "D": Extent.DETAIL}
_OWN = "*"
"""The domain of the association's speciality: in detail; any other: nothing."""
_ROWS = {
    "IDE": "D D D D D S S S D S D",
    "STA": "D D D D D S - S S - D",
    "ATT": "D D D D D S - - S - D",
    "LOG": "S D S S S F - - D * D",
    "SAN": "F S F S F F F F F - D",
    "FAM": "S D S S S F - F D * D",
    "RES": "F D F F F F - F D * D",
    "DRO": "S D S S S F - - D * D",
    "LAN": "S S D S S S - S S * D",
    "NUM": "S S S S S S - S S * D",
    "MOB": "D S D D D S F S S * D",
    "SOC": "F S F F F - - - S - D",
    "POU": "S S S S S F - - S - D",
    "PAR": "D S D D D D S S - - D",
    "COM": "D S D D D D S S - - D",
    "FOR": "D S D D D S - D - - D",
    "PRO": "D S D D D D F D S - D",
    "DIS": "D S D D D D S S S - D",
    "REC": "D F D D D S - - - - D",
    "CRE": "D S S S S - - - - - D",
    "INT": "D - S S S - - - - - D",
    CONCLUSIONS: "D D D D D S - S S * D",
}
_TABLE = {BlockCode(block): dict(zip(_COLUMNS, letters.split(), strict=True)) for block, letters in _ROWS.items()}
SPECIALITIES = tuple(code for code, row in _TABLE.items() if row[Profile.SPECIALISED] == _OWN and code != CONCLUSIONS)
"""The domains that an association may be specialised in."""


def extent(profile: Profile, block: BlockCode, speciality: BlockCode | None = None) -> Extent:
    """How much of a domain a recipient gets at most; ``speciality`` is the domain of a specialised association.

    The frame of the interview and the domains that a territory added are in no column: only the person reads them.
    """
    row = _TABLE.get(block)
    if row is None:
        return Extent.DETAIL if profile is Profile.PERSON else Extent.NOTHING
    letter = row[profile]
    if letter != _OWN:
        return _LETTERS[letter]
    if block == CONCLUSIONS:
        return Extent.SYNTHESIS if speciality in SPECIALITIES else Extent.NOTHING
    return Extent.DETAIL if block == speciality else Extent.NOTHING
