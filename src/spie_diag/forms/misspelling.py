"""Words that are nearly those of the form language: columns, settings and appearances that nothing reads as meant."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from spie_diag.forms.definition import Choice, Form, Place, Question
from spie_diag.forms.nodes import Field
from spie_diag.forms.plan import Plan
from spie_diag.forms.problems import Problem, lines_of, place_of, place_of_choice
from spie_diag.forms.spelling import is_nearly, plain
from spie_diag.forms.vocabulary import ADVISORY_KEYS, APPEARANCES, OWN_KEYS, QUESTION_TEXTS, SETTINGS, SURVEY_KEYS

ELSEWHERE = "Gardé pour Kobo ou ODK, sans effet ici."
_SPELLINGS = {"relevance": "relevant", "calculate": "calculation", "readonly": "read_only"}
"""Other words of XLSForm for ours, when something is near them."""
_PREFIXES = ("bind", "control", "body")
_LABEL = "label"
_ACTING = ("form_id", "version", "default_language", "languages")
"""Settings without which a form is another one, or speaks another language."""


def foreign_columns(plan: Plan) -> Iterator[Problem]:
    """One problem per column that is not read, with its rows; a fault where it nearly bears the name of one that is."""
    filled: dict[str, list[Field]] = {}
    for field in plan.fields:
        for column, text in field.question.columns.items():
            if text.strip():
                filled.setdefault(column, []).append(field)
    for column, fields in filled.items():
        yield _of_column(plan.form, column, fields)


def _of_column(form: Form, column: str, fields: list[Field]) -> Problem:
    question = fields[0].question
    where = _rows(one.question.place for one in fields)
    sentence, advice, grave = f"La colonne « {column} » n’est pas prise en charge{where}.", ELSEWHERE, False
    meant = _meant(column, (*SURVEY_KEYS, *(OWN_KEYS if form.blocks else ())))
    if meant and not any(_says(one.question, meant) for one in fields):
        key = meant.partition("::")[0]
        if key not in ADVISORY_KEYS and is_nearly(_words(column)[0], key):
            sentence = f"La colonne « {column} » n’existe pas : ce qu’elle dit reste sans effet{where}."
            advice, grave = f"Vouliez-vous dire « {meant} » ? Corrigez le titre de la colonne.", True
        else:
            advice = f"Vouliez-vous dire « {meant} » ? Sinon, elle est gardée pour Kobo ou ODK, sans effet ici."
    return Problem(place=place_of(question, column), key=column, sentence=sentence, advice=advice, grave=grave)


def _words(heading: str) -> list[str]:
    """A heading without what says that it is meant for XML, as its language stands behind « :: »."""
    words = [word.strip() for word in heading.split("::")]
    return words[1:] if len(words) > 1 and plain(words[0]) in _PREFIXES else words


def _meant(heading: str, keys: Iterable[str]) -> str:
    """The heading that was probably meant, with its language; empty where nothing is near."""
    word, *rest = _words(heading)
    names = {key: key for key in keys} | _SPELLINGS
    if word in names:
        return ""
    near = get_close_matches(plain(word), names, n=1, cutoff=0.75)
    return "::".join((names[near[0]], *rest[:1])) if near else ""


def _says(question: Question, meant: str) -> bool:
    """Whether a question says already what a column would say, so that the column says something else."""
    key, _, language = meant.partition("::")
    if key in QUESTION_TEXTS:
        return bool(question.texts.get(language, {}).get(key) if language else question.said(key))
    said: Mapping[str, object] = {
        "name": question.name, "type": question.type, "relevant": question.relevant, "required": question.required,
        "constraint": question.constraint, "calculation": question.calculation, "default": question.default,
        "choice_filter": question.choice_filter, "trigger": question.trigger, "repeat_count": question.repeat_count,
        "read_only": question.read_only, "appearance": question.appearance, "parameters": question.parameters,
        "code": question.code, "exclusive": question.exclusive,
    }  # fmt: skip
    return bool(said.get(key))


# --- labels of choices, settings ------------------------------------------------------------------------------------


def misspelt_words(plan: Plan) -> Iterator[Problem]:
    """Columns of choices and settings that are nearly those that are read, and appearances that nobody knows."""
    told: set[int] = set()
    for field in plan.fields:
        choices = field.question.choices
        if choices and id(choices) not in told:
            told.add(id(choices))
            yield from _of_choices(field.question, choices)
    yield from _of_settings(plan.form)
    yield from _of_appearances(plan)


def _of_choices(question: Question, choices: tuple[Choice, ...]) -> Iterator[Problem]:
    """A column that is nearly « label », of choices that have none."""
    for column in dict.fromkeys(column for choice in choices for column in choice.extra):
        word, _, language = column.partition("::")
        if word == _LABEL or not is_nearly(word, _LABEL):
            continue
        if any((choice.texts.get(language) if language else choice.label) for choice in choices):
            continue
        sentence = f"La colonne « {column} » des choix n’existe pas : ils n’ont pas de libellé."
        meant = f"{_LABEL}::{language}" if language else _LABEL
        bearer = next(choice for choice in choices if column in choice.extra)
        yield Problem(
            place=place_of_choice(question, bearer, column),
            key=column,
            question=question.name,
            sentence=sentence,
            advice=f"Vouliez-vous dire « {meant} » ?",
        )


def _of_settings(form: Form) -> Iterator[Problem]:
    place = form.place
    # A workbook that names neither takes the name of its file, and that name for a title.
    by_default = ("", place.file.stem if place is not None else "")
    said = {
        "form_id": form.name not in by_default,
        "form_title": form.title not in (*by_default, form.name),
        "version": bool(form.version),
        "languages": bool(form.languages),
    }
    for key, text in form.settings.items():
        near = [known for known in SETTINGS if is_nearly(key, known)] if key not in SETTINGS and text.strip() else []
        if not near or said.get(near[0]) or form.settings.get(near[0]):
            continue
        yield Problem(
            place=Place(place.file, 2, "settings", key) if place is not None and place.sheet else place,
            key=key,
            sentence=f"Le réglage « {key} » n’existe pas : il reste sans effet.",
            advice=f"Vouliez-vous dire « {near[0]} » ?",
            grave=near[0] in _ACTING,
        )


# --- appearances ----------------------------------------------------------------------------------------------------


def _of_appearances(plan: Plan) -> Iterator[Problem]:
    """One remark per word, with its rows."""
    bearers: dict[str, list[Question]] = {}
    for field in plan.fields:
        for word in sorted(field.question.appearance):
            if not _is_known(word):
                bearers.setdefault(word, []).append(field.question)
    for word, questions in bearers.items():
        near = get_close_matches(word.lower(), APPEARANCES, n=1, cutoff=0.75)
        yield Problem(
            place=place_of(questions[0], "appearance"),
            key="appearance",
            question=questions[0].name if len(questions) == 1 else "",
            sentence=f"« {word} » n’est pas une apparence connue{_rows(one.place for one in questions)}.",
            advice=f"Vouliez-vous dire « {near[0]} » ?" if near else "Sans effet ici ; Kobo et ODK l’ignorent aussi.",
            grave=False,
        )


def _is_known(word: str) -> bool:
    """Whether a word, also with a number behind it (``columns-3``, ``w2``), means something to some program."""
    lower = word.lower()
    start, _, number = lower.rpartition("-")
    return (
        lower in APPEARANCES
        or (number.isdigit() and start in ("columns", "compact", "quickcompact", "horizontal"))
        or (lower[:1] == "w" and lower[1:].isdigit())
        or lower.partition(":")[0] in ("ex", "printer", "intent")
        or lower.startswith("kobo--")
    )


def _rows(places: Iterable[Place | None]) -> str:
    """« (lignes 3 et 5) »; nothing for a form without places."""
    known = [place for place in places if place is not None]
    return f" ({lines_of(known)})" if known else ""
