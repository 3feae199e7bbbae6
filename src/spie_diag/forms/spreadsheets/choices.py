"""The lists of choices of a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from spie_diag.forms.definition import Choice, Question, QuestionType
from spie_diag.forms.or_other import with_other
from spie_diag.forms.spreadsheets.book import Book, Page, Row
from spie_diag.forms.spreadsheets.cells import cleaned, dated
from spie_diag.forms.spreadsheets.headings import Column, choice_columns


@dataclass(slots=True)
class Lists:
    """Lists of choices by name; ``or_other`` may add to one while the survey is read."""

    by_name: dict[str, list[Choice]] = field(default_factory=dict)
    made: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    """Each list as questions share it."""

    def of(self, name: str) -> tuple[Choice, ...]:
        if name not in self.made:
            self.made[name] = tuple(self.by_name.get(name, ()))
        return self.made[name]

    def add_other(self, name: str, language: str) -> None:
        """Add the choice « other » to a list that has none."""
        if name in self.by_name:
            offering = Question(
                name=name, code=None, type=QuestionType.SELECT_ONE, label="", choices=tuple(self.by_name[name])
            )
            self.by_name[name] = [*with_other(offering, language)[0].choices]


def read_lists(book: Book, language: str, *, duplicates: bool) -> Lists:
    """Every list of the sheets ``choices`` and ``external_choices``; a fault says which row cannot be read."""
    lists = Lists()
    for name in ("choices", "external_choices"):
        page = book.pages.get(name)
        if page is not None and page.rows:
            columns = choice_columns(page, book.remarks)
            for row in page.rows:
                _read_choice(book, page, row, columns, lists, language, duplicates=duplicates)
    return lists


def _read_choice(
    book: Book, page: Page, row: Row, columns: Mapping[str, Column], lists: Lists, language: str, *, duplicates: bool
) -> None:
    cells = {columns[heading]: text for heading, text in row.cells.items()}
    plain = {column.key: text for column, text in cells.items() if column.key and not column.language}
    list_name, name = plain.get("list_name", ""), plain.get("name", "")
    if not (list_name and name):
        if list_name or name or plain.get("label"):
            missing, said = ("list_name", name) if name else ("name", list_name)
            sentence = f"Il manque « {missing} » à ce choix."
            book.remarks.fault(
                book.remarks.at(page.name, row.number, missing), sentence, "Complétez la ligne.", who=said
            )
        return
    name = " ".join(cleaned(name, one_space=False).split()) if not book.is_ours else name
    name = dated(name)
    labels = {column.language: _shown(book, text) for column, text in cells.items() if column.key == "label"}
    own = labels.pop(language, "") or labels.pop("", "")
    labels.pop("", None)
    extra = {column.heading: dated(_shown(book, text)) for column, text in cells.items() if not column.key}
    choices = lists.by_name.setdefault(list_name, [])
    if not duplicates and any(choice.name == name for choice in choices[-200:]):
        sentence = f"Le choix « {name} » est écrit deux fois dans la liste « {list_name} »."
        advice = "Changez l’un des deux noms, ou écrivez « allow_choice_duplicates » : « yes » dans « settings »."
        book.remarks.warn(book.remarks.at(page.name, row.number, "name"), sentence, advice, who=list_name)
    if not own and not labels and not any("image" in heading for heading in extra):
        place = book.remarks.at(page.name, row.number, "label")
        book.remarks.warn(place, f"Le choix « {name} » n’a pas de libellé.", "Écrivez-le.", who=list_name)
    place = book.remarks.at(page.name, row.number)
    choices.append(Choice(name=name, label=own, extra=extra, texts=labels, place=place))


def _shown(book: Book, text: str) -> str:
    """A text of the choices sheet, as Kobo and ODK show it."""
    return text if book.is_ours else cleaned(text, one_space=False)
