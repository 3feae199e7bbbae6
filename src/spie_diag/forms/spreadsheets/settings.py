"""The settings of a workbook, and the languages of its columns."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from spie_diag.forms.definition import Place
from spie_diag.forms.spreadsheets.book import Book, Page, Remarks
from spie_diag.forms.spreadsheets.cells import cleaned, dated
from spie_diag.forms.spreadsheets.headings import Column, choice_columns, setting_key, survey_columns
from spie_diag.forms.vocabulary import is_yes


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the settings sheet says, and what the headings tell about languages."""

    name: str
    title: str
    version: str
    language: str
    languages: tuple[str, ...]
    others: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    """Where each is written, by our word for it."""

    @property
    def duplicates(self) -> bool:
        return is_yes(self.others.get("allow_choice_duplicates", ""))


def read_settings(book: Book) -> Settings:
    """The settings; what no sheet says is taken from the name of the file and from the headings."""
    said = _cells(book)
    name = said.pop("form_id", "") or book.file.stem
    title = said.pop("form_title", "") or name
    asked = said.pop("default_language", "")
    language, languages = _languages(book, asked)
    return Settings(
        name=name,
        title=title,
        version=said.pop("version", ""),
        language=language,
        languages=languages,
        others=said,
        places=_places(book),
    )


def _cells(book: Book) -> dict[str, str]:
    page = book.pages.get("settings")
    if page is None or not page.rows:
        return {}
    said: dict[str, str] = {}
    for heading, text in page.rows[0].cells.items():
        key = setting_key(heading)
        if key in said and said[key] != text:
            sentence = f"« {key} » est écrit deux fois."
            book.remarks.warn(book.remarks.at(page.name, page.rows[0].number, heading), sentence, "Gardez-en un seul.")
        if key not in said or heading == key:
            said[key] = dated(text if book.is_ours else cleaned(text, one_space=False))
    for row in page.rows[1:]:
        sentence = "Seule la première ligne de réglages compte : celle-ci n’est pas lue."
        book.remarks.warn(book.remarks.at(page.name, row.number), sentence, "Retirez-la.")
    return said


def _places(book: Book) -> dict[str, Place]:
    page = book.pages.get("settings")
    if page is None or not page.rows:
        return {}
    row = page.rows[0]
    return {setting_key(heading): book.remarks.at(page.name, row.number, heading) for heading in row.cells}


def _languages(book: Book, asked: str) -> tuple[str, tuple[str, ...]]:
    """The language of untranslated texts, and the others in the order of their columns.

    Where only translations exist, the first one is the form's own: an untranslated form in no language helps nobody.
    """
    survey = _texts(book, "survey")
    named = list(dict.fromkeys(column.language for column in (*survey, *_texts(book, "choices")) if column.language))
    plain = any(column.key == "label" and not column.language for column in survey)
    if book.is_ours or (asked and (plain or asked in named or not named)):
        own = asked
    elif plain:
        own = ""
    else:
        labels = [column.language for column in survey if column.key == "label"]
        own = next(iter(labels), named[0] if named else "")
    return own, tuple(language for language in named if language != own)


def _texts(book: Book, name: str) -> Iterable[Column]:
    page = book.pages.get(name)
    if page is None:
        return ()
    quiet = Remarks(book.file)
    columns = survey_columns(page, quiet) if name == "survey" else choice_columns(page, quiet)
    return [column for heading, column in columns.items() if column.key and _used(page, heading)]


def _used(page: Page, heading: str) -> bool:
    return any(heading in row.cells for row in page.rows)
