"""What can go wrong in this room, in French."""

from collections.abc import Sequence
from pathlib import Path

from spie_diag.errors import SpieError
from spie_diag.forms.definition import Form
from spie_diag.forms.problems import Problem
from spie_diag.french import counted


class WrongFormError(SpieError):
    """A form file cannot be used; ``problems`` holds every fault, in the order of the files.

    ``found`` also holds the remarks made on the way, in the same order; ``form``, what could be read all the same.
    """

    sentence = "Le formulaire « {form} » ne peut pas être utilisé : {count}."
    advice = "Corrigez, puis rouvrez-le :"

    def __init__(self, file: Path, found: Sequence[Problem], form: Form | None = None) -> None:
        self.file = file
        self.found = tuple(found)
        self.problems = tuple(problem for problem in found if problem.grave)
        self.form = form
        super().__init__(form=file.name or file, count=counted(len(self.problems), "faute"))

    @property
    def what_to_do(self) -> str:
        """The advice, then one line per fault."""
        return "\n– ".join((super().what_to_do, *map(str, self.problems)))


class UnreadableContentError(SpieError):
    """What was kept of a form is damaged, or was kept by a later version of the program."""

    sentence = "Le formulaire enregistré ne peut pas être relu."
    advice = "Installez la dernière version de l’application, ou importez de nouveau le formulaire."


class UnplayableError(SpieError):
    """The operations to play on a form cannot be read."""

    sentence = "Les opérations de « {file} » ne peuvent pas être jouées : {reason}."
    advice = "forms/README.md montre une liste d’opérations."


class UnwritableFormError(SpieError):
    """The files of a form cannot be written where they were asked for; nothing was written."""

    sentence = "Le formulaire ne peut pas être écrit dans « {file} »."
    advice = "Vérifiez que le dossier existe, que vous avez le droit d’y écrire et que le disque n’est pas plein."


class OtherListError(SpieError):
    """A list of choices that a form needs beside it would take the place of another file of the same name."""

    sentence = "Une autre liste « {file} » est déjà dans ce dossier."
    advice = "Déplacez-la, ou écrivez le formulaire dans un dossier vide."


class OutsideListError(SpieError):
    """A form names a list of choices outside its own folder; nothing was written."""

    sentence = "La liste « {file} » sort du dossier du formulaire."
    advice = "Placez la liste à côté du formulaire, et écrivez seulement son nom."


class UnexportableFormError(SpieError):
    """A form cannot become a workbook that gives it back."""

    sentence = "Le formulaire ne peut pas devenir le classeur « {form} » : un nom ou un code manque, ou sert deux fois."
    advice = "Corrigez ce que dit « spie-diag form check », puis recommencez."


class UnportableFormError(WrongFormError):
    """Kobo and ODK would refuse the workbook of a form; nothing was written."""

    sentence = "Kobo et ODK refuseraient le classeur de « {form} » : rien n’a été écrit."
    advice = "Corrigez, puis recommencez :"
