"""The choices that a row of the survey offers: a list of the workbook, of a file beside it, or former answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from spie_diag.forms.definition import Choice, Place, QuestionType
from spie_diag.forms.other_files import is_beside, read_choices_file
from spie_diag.forms.sheet import Notes
from spie_diag.forms.spreadsheets.book import Book, Page, Row
from spie_diag.forms.spreadsheets.choices import Lists
from spie_diag.forms.spreadsheets.kinds import Kind

_SELECTS = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK)


@dataclass(frozen=True, slots=True)
class Offered:
    """Choices, and where they come from."""

    choices: tuple[Choice, ...] = ()
    list_name: str = ""
    file: str = ""


def offered(book: Book, page: Page, row: Row, kind: Kind, lists: Lists, parameters: Mapping[str, str]) -> Offered:
    """What a row offers; a fault or a remark says why nothing is."""
    if kind.type not in _SELECTS:
        return Offered()
    place = book.remarks.at(page.name, row.number, "type")
    name = kind.list_name
    if not name:
        book.remarks.fault(place, "Ce choix ne nomme aucune liste.", "Écrivez « select_one nom_de_la_liste ».")
    elif name.startswith("${"):
        sentence = "Les choix viendraient des réponses à une autre question : ce n’est pas pris en charge."
        book.remarks.warn(place, sentence, "Écrivez une liste, ou une question « text ».")
        return Offered(list_name=name)
    elif kind.from_file:
        return _from_file(book, place, name, parameters)
    elif name not in lists.by_name:
        close = get_close_matches(name, lists.by_name, n=1)
        advice = f"Vouliez-vous dire « {close[0]} » ?" if close else "Écrivez-la dans la feuille « choices »."
        book.remarks.fault(place, f"Aucune liste ne s’appelle « {name} ».", advice)
    return Offered(lists.of(name), name)


def _from_file(book: Book, place: Place, name: str, parameters: Mapping[str, str]) -> Offered:
    """The choices of a CSV file beside the workbook; it may also be sent apart, so that its absence is a remark."""
    file = book.file.parent / name
    if not is_beside(name):
        sentence = f"« {name} » sort du dossier du formulaire."
        book.remarks.fault(place, sentence, "Placez le fichier dans ce dossier, et écrivez seulement son nom.")
        return Offered()
    if not name.lower().endswith(".csv"):
        book.remarks.warn(
            place, f"Le fichier « {name} » n’est pas lu.", "Écrivez la liste dans un fichier .csv à côté."
        )
        return Offered(file=name)
    if not file.is_file():
        sentence = f"Le fichier « {name} » n’est pas à côté du classeur : cette question n’a pas de choix."
        book.remarks.warn(place, sentence, "Placez-le dans le même dossier, puis importez de nouveau.")
        return Offered(file=name)
    key = (file, parameters.get("value") or "name", parameters.get("label") or "label")
    if key not in book.lists:
        notes = Notes()
        book.lists[key] = read_choices_file(file, notes, place, name=key[1], label=key[2])
        book.remarks.problems += notes.problems
    return Offered(book.lists[key], file=name)
