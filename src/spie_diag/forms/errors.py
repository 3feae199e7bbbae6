"""What can go wrong in this room, in French."""

from collections.abc import Sequence
from pathlib import Path

from spie_diag.errors import SpieError
from spie_diag.forms.problems import Problem
from spie_diag.french import counted


class WrongFormError(SpieError):
    """A form file cannot be used; ``problems`` holds every fault, in the order of the files."""

    sentence = "Le formulaire « {form} » ne peut pas être utilisé : {count}.\n{listing}"
    advice = "\nCorrigez le fichier, puis rouvrez-le."

    def __init__(self, file: Path, problems: Sequence[Problem]) -> None:
        listing = "\n".join(f"– {problem}" for problem in problems)
        super().__init__(form=file.name, count=counted(len(problems), "faute"), listing=listing)
        self.file = file
        self.problems = tuple(problems)
