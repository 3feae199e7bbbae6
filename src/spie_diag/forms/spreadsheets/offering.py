"""The choices that a row of the survey offers: a list of the workbook, of a file beside it, or former answers."""

from dataclasses import dataclass
from difflib import get_close_matches

from spie_diag.forms.definition import Choice, QuestionType
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


def offered(book: Book, page: Page, row: Row, kind: Kind, lists: Lists) -> Offered:
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
        return Offered(file=name)
    elif name not in lists.by_name:
        close = get_close_matches(name, lists.by_name, n=1)
        advice = f"Vouliez-vous dire « {close[0]} » ?" if close else "Écrivez-la dans la feuille « choices »."
        book.remarks.fault(place, f"Aucune liste ne s’appelle « {name} ».", advice)
    return Offered(lists.of(name), name)
