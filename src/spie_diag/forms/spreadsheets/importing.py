"""A spreadsheet file read into a form, with everything that its author should know."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from spie_diag.forms.definition import Form, Place
from spie_diag.forms.errors import WrongFormError
from spie_diag.forms.problems import Problem
from spie_diag.forms.spreadsheets.book import Book, Remarks
from spie_diag.forms.spreadsheets.choices import Lists, read_lists
from spie_diag.forms.spreadsheets.kinds import kind_of
from spie_diag.forms.spreadsheets.originals import with_originals
from spie_diag.forms.spreadsheets.own_sheets import read_blocks
from spie_diag.forms.spreadsheets.packages import refusal
from spie_diag.forms.spreadsheets.settings import Settings, read_settings
from spie_diag.forms.spreadsheets.survey import read_survey
from spie_diag.forms.spreadsheets.text_files import read_csv, read_markdown
from spie_diag.forms.spreadsheets.workbooks import read_xls, read_xlsx

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Imported:
    """A form, and what is good to know of the file it came from."""

    form: Form
    remarks: tuple[Problem, ...]


def read_workbook(path: Path) -> Form:
    """The form of an XLSForm: .xlsx, .xlsm, .xls, .csv or .md.

    Raises:
        WrongFormError: with every fault of the file, each with its sheet, row and column.
    """
    return import_workbook(path).form


def import_workbook(path: Path) -> Imported:
    """The form of an XLSForm, with the remarks made while it was read.

    Raises:
        WrongFormError: with every fault of the file, each with its sheet, row and column.
    """
    remarks = Remarks(path)
    if path.exists() and not path.is_file():
        # A pipe or a device would be waited for, without an end.
        raise refusal(path, remarks, f"« {path.name} » n’est pas un fichier.", "Nommez le fichier d’un classeur.")
    try:
        book = _book(path, remarks)
    except FileNotFoundError as error:
        raise refusal(path, remarks, f"Le fichier « {path.name} » n’existe pas.", "Vérifiez son dossier.") from error
    except OSError as error:
        raise refusal(
            path, remarks, f"Le fichier « {path.name} » ne peut pas être lu.", "Vérifiez ses droits."
        ) from error
    form = form_of_book(book)
    if not remarks.grave and book.is_ours:
        form = with_originals(form, book)
    if remarks.grave:
        raise WrongFormError(path, remarks.problems, form if form.survey or form.blocks else None)
    return Imported(form, tuple(remarks.problems))


def _book(path: Path, remarks: Remarks) -> Book:
    """The sheets, read by what the file holds rather than by its name where the two disagree."""
    with path.open("rb") as stream:
        start = stream.read(4)
    suffix = path.suffix.lower()
    if not start:
        raise refusal(path, remarks, "Le fichier est vide.")
    if start == _ZIP:
        return read_xlsx(path, remarks)
    if start == _OLE:
        return read_xls(path, remarks)
    if suffix == ".csv":
        return read_csv(path, remarks)
    if suffix == ".md":
        return read_markdown(path, remarks)
    raise refusal(path, remarks, "Ce fichier n’est pas un classeur Excel.", "Enregistrez-le en .xlsx dans un tableur.")


def form_of_book(book: Book) -> Form:
    """The form that sheets tell, without the sheet of originals; what is wrong goes to the remarks of the book."""
    page = book.pages.get("survey")
    settings = read_settings(book)
    if page is None or not page.rows:
        _note_missing_survey(book)
        return Form(name="", title="", version="", language="", blocks=())
    lists = read_lists(book, settings.language, duplicates=settings.duplicates)
    _add_others(book, lists, settings)
    survey = read_survey(book, page, lists, settings)
    return Form(
        name=settings.name,
        title=settings.title,
        version=settings.version,
        language=settings.language,
        languages=settings.languages,
        blocks=read_blocks(book, survey.blocks),
        calculations=survey.calculations,
        survey=survey.questions,
        settings=settings.others,
        setting_places=settings.places,
        place=Place(book.file, 1, page.name),
    )


def _add_others(book: Book, lists: Lists, settings: Settings) -> None:
    """Lists that one question offers with « other » offer it to all their questions, as pyxform writes them."""
    page = book.pages["survey"]
    types = [heading for heading in page.headings if heading.lower() in ("type", "command")]
    for row in page.rows:
        for heading in types:
            kind = kind_of(row.cells.get(heading, ""))
            if kind.or_other:
                lists.add_other(kind.list_name, settings.language)


def _note_missing_survey(book: Book) -> None:
    close = get_close_matches("survey", book.titles, n=1)
    if "survey" in book.pages:
        book.remarks.fault(book.remarks.at("survey", 1), "La feuille « survey » n’a aucune ligne.")
    else:
        advice = f"Est-ce « {close[0]} » ?" if close else "C’est elle qui porte les questions."
        book.remarks.fault(None, "Il manque la feuille « survey ».", advice)
