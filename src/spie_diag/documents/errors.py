"""What can go wrong in this room, in French."""

from typing import ClassVar

from spie_diag.errors import SpieError


class FieldNameError(SpieError):
    """A signature field needs a short ASCII name that is not the beginning of another one."""

    sentence: ClassVar[str] = "Le nom du champ de signature « {field} » ne convient pas."
    advice: ClassVar[str] = "Donnez à chaque champ un nom sans accent, dont aucun autre ne commence par lui."
