"""What the heading of a column means, in all the spellings that XLSForm has had."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from spie_diag.forms.spreadsheets.book import Page, Remarks
from spie_diag.forms.spreadsheets.own_columns import COLUMNS as OWN_COLUMNS

TRANSLATED = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
"""Columns of the survey that a language may follow."""
_SURVEY = {
    "command": "type", "tag": "name", "value": "name", "caption": "label", "relevance": "relevant",
    "readonly": "read_only", "calculate": "calculation", "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message", "requiredmsg": "required_message",
    "jr:requiredmsg": "required_message", "count": "repeat_count", "jr:count": "repeat_count",
}  # fmt: skip
_SURVEY_KEYS = frozenset(
    (
        *TRANSLATED, "type", "name", "relevant", "required", "constraint", "calculation", "read_only", "choice_filter",
        "default", "appearance", "parameters", "repeat_count", "trigger", "disabled",
    )
)  # fmt: skip
_UNDER = {"bind": frozenset(("relevant", "required", "constraint", "calculate", "readonly", "jr:constraintmsg",
                             "jr:requiredmsg")),
          "control": frozenset(("appearance", "jr:count")), "body": frozenset(("appearance", "jr:count"))}  # fmt: skip
"""What ``bind::`` and ``control::`` may spell of the columns that are read."""
_CHOICES = {"caption": "label", "value": "name"}
_CHOICES_KEYS = frozenset(("list_name", "name", "label"))
_OWN_SETTINGS = frozenset(("form_title", "form_id", "version", "default_language"))
_SETTINGS = {"title": "form_title", "set_form_title": "form_title", "id_string": "form_id", "set_form_id": "form_id"}


@dataclass(frozen=True, slots=True)
class Column:
    """What a heading means."""

    key: str
    """Our word for it; empty for a column of other programs."""
    language: str = ""
    heading: str = ""


def survey_columns(page: Page, remarks: Remarks, *, ours: bool = False) -> Mapping[str, Column]:
    """The columns of a survey by heading; faults where two headings mean the same, or one is missing.

    ``ours``: the columns that only our workbooks have are read too; elsewhere « code » may mean anything.
    """
    double = any("::" in heading for heading in page.headings)
    columns = {heading: _survey_column(heading, double) for heading in page.headings}
    if ours:
        columns |= {heading: Column(heading, heading=heading) for heading in page.headings if heading in OWN_COLUMNS}
    _check_doubles(page, columns, remarks)
    _check_missing(page, columns, ("type", "name"), remarks)
    return columns


def choice_columns(page: Page, remarks: Remarks) -> Mapping[str, Column]:
    """The columns of a choices sheet by heading."""
    double = any("::" in heading for heading in page.headings)
    columns: dict[str, Column] = {}
    for heading in page.headings:
        words = _split(heading, double)
        key = _choice_key(words[0])
        if key not in _CHOICES_KEYS or (len(words) > 1 and key != "label"):
            columns[heading] = Column("", heading=heading)
        else:
            columns[heading] = Column(key, words[1] if len(words) > 1 else "", heading)
    _check_doubles(page, columns, remarks)
    _check_missing(page, columns, ("list_name", "name"), remarks)
    return columns


def _choice_key(heading: str) -> str:
    snake = _snake(heading)
    return _CHOICES.get(snake, snake)


def setting_key(heading: str) -> str:
    """Our word for a heading of the settings sheet."""
    snake = _snake(heading)
    return _SETTINGS.get(snake, snake if snake in _OWN_SETTINGS else heading)


def is_acted_on(heading: str, sheet: str, *, ours: bool) -> bool:
    """Whether a cell under a heading changes what the form does, rather than what it shows."""
    if sheet == "survey":
        key = _survey_column(heading, double="::" in heading).key
        return (bool(key) and key not in TRANSLATED) or (ours and heading in OWN_COLUMNS)
    if sheet in ("choices", "external_choices"):
        return _choice_key(heading.partition("::")[0]) != "label"
    return True


def is_free(heading: str, sheet: str) -> bool:
    """Whether a column of other programs may stand in a sheet: nothing else is read under that heading."""
    if not heading.strip() or " ".join(heading.split()) != heading:
        return False
    if sheet == "survey":
        return not _survey_column(heading, double=True).key and heading not in OWN_COLUMNS
    if sheet == "choices":
        return _choice_key(heading.partition("::")[0]) not in _CHOICES_KEYS
    return setting_key(heading) not in _OWN_SETTINGS


def _survey_column(heading: str, double: bool) -> Column:
    words = _split(heading, double)
    first, rest = _snake(words[0]), words[1:]
    if first in _UNDER and rest and _snake(rest[0]) in _UNDER[first]:
        first, rest = _snake(rest[0]), rest[1:]
    key = _SURVEY.get(first, first)
    if key not in _SURVEY_KEYS or len(rest) > 1 or (rest and key not in TRANSLATED):
        return Column("", heading=heading)
    return Column(key, rest[0] if rest else "", heading)


def _split(heading: str, double: bool) -> list[str]:
    """``label::English (en)`` in two; a single colon does too where no heading has two."""
    if double or "::" in heading or "jr:" in heading.lower():
        return [word.strip() for word in heading.split("::")]
    return [word.strip() for word in heading.split(":")]


def _snake(text: str) -> str:
    return "_".join(text.split()).lower()


def _check_doubles(page: Page, columns: Mapping[str, Column], remarks: Remarks) -> None:
    seen: dict[tuple[str, str], str] = {}
    for heading, column in columns.items():
        meaning = (column.key, column.language)
        if column.key and meaning in seen:
            sentence = f"Les colonnes « {seen[meaning]} » et « {heading} » disent la même chose."
            remarks.fault(remarks.at(page.name, 1, heading), sentence, "Gardez-en une seule.")
        seen.setdefault(meaning, heading)


def _check_missing(page: Page, columns: Mapping[str, Column], needed: tuple[str, ...], remarks: Remarks) -> None:
    found = {column.key for column in columns.values()}
    for key in needed:
        if key not in found:
            close = get_close_matches(key, page.headings, n=1)
            advice = f"Est-ce « {close[0]} » ? Écrivez « {key} »." if close else "Ajoutez-la à la première ligne."
            remarks.fault(remarks.at(page.name, 1), f"Il manque la colonne « {key} ».", advice)
