"""What can go wrong in this room, in French."""

from typing import ClassVar

from spie_diag.errors import SpieError


class UnfoundedStrengthError(SpieError):
    """A point d’appui was ticked beside a level that speaks of a difficulty."""

    sentence: ClassVar[str] = "Un point d’appui se coche seulement avec le niveau « Ça va »."
    advice: ClassVar[str] = "Choisissez « Ça va », ou décochez le point d’appui."


class BothOutcomesError(SpieError):
    """A conclusion carries a common level and a disagreement that is kept."""

    sentence: ClassVar[str] = "Une conclusion donne un niveau commun, ou garde le désaccord : pas les deux."
    advice: ClassVar[str] = "Effacez le niveau pour garder les deux regards, ou effacez la phrase de désaccord."
