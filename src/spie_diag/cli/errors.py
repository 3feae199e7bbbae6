"""What can go wrong in this room, in French."""

from typing import ClassVar

from spie_diag.errors import SpieError


class WrongCommandError(SpieError):
    """The command line is not written as expected."""

    sentence: ClassVar[str] = "La commande n’est pas écrite comme attendu : {problem}."
    advice: ClassVar[str] = "« {help} » montre ce qui est possible."


class FolderInUseError(SpieError):
    """The folder asked for a demonstration holds something already."""

    sentence: ClassVar[str] = "Le dossier « {folder} » existe déjà et n’est pas vide."
    advice: ClassVar[str] = "Choisissez un autre dossier avec --out, ou videz celui-ci."


class NotAFolderError(SpieError):
    """A file has the name of the folder asked for a demonstration."""

    sentence: ClassVar[str] = "« {folder} » est un fichier : la démonstration a besoin d’un dossier."
    advice: ClassVar[str] = "Choisissez avec --out un dossier vide, ou qui n’existe pas encore."
