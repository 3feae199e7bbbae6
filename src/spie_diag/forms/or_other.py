"""``or_other``: a choice « Autre », and the question that asks which."""

import dataclasses

from spie_diag.forms.definition import Choice, Question, QuestionType
from spie_diag.forms.languages import code_of

NAME = "other"
"""The choice, and the end of the name of the question, as XLSForm has them."""

_SELECTS = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
_WORDS = {
    "ar": ("غير ذلك", "يرجى التحديد"),
    "de": ("Andere", "Bitte angeben"),
    "en": ("Other", "Specify other."),
    "es": ("Otro", "Especifique"),
    "fa": ("سایر", "لطفاً مشخص کنید"),
    "fr": ("Autre", "Précisez"),
    "it": ("Altro", "Specificare"),
    "ku": ("Yên din", "Diyar bikin"),
    "nl": ("Andere", "Verduidelijk"),
    "pl": ("Inne", "Proszę określić"),
    "pt": ("Outro", "Especifique"),
    "ro": ("Altul", "Precizați"),
    "ru": ("Другое", "Уточните"),
    "so": ("Kale", "Fadlan sheeg"),
    "sq": ("Tjetër", "Specifikoni"),
    "tr": ("Diğer", "Lütfen belirtin"),
    "uk": ("Інше", "Уточніть"),
    "ur": ("دیگر", "براہ کرم وضاحت کریں"),
}
"""By ISO 639-1 code: the choice, and what is asked next. English as other XLSForm programs write it."""


def with_other(question: Question, language: str) -> tuple[Question, Question]:
    """The select with its choice « Autre », and the text question shown when it is chosen.

    ``language`` is that of the form's own texts; translations are given in the languages that the question speaks.
    """
    others = {*question.texts, *(named for choice in question.choices for named in choice.texts)}
    words = {named: _WORDS[code] for named in sorted(others) if (code := code_of(named)) in _WORDS}
    label, asked = _WORDS.get(code_of(language), _WORDS["en"])
    choices = question.choices
    if all(choice.name != NAME for choice in choices):
        other = Choice(name=NAME, label=label, texts={named: said[0] for named, said in words.items()})
        choices = (*choices, other)
    specify = Question(
        name=f"{question.name}_{NAME}",
        code=None,
        type=QuestionType.TEXT,
        label=asked,
        texts={named: {"label": said[1]} for named, said in words.items()},
        relevant=f"selected(${{{question.name}}}, '{NAME}')",
        lead=question.lead,
        depth=question.depth,
        visibility=question.visibility,
        place=question.place,
        lines={key: line for key, line in question.lines.items() if key in ("name", "or_other")},
    )
    return dataclasses.replace(question, choices=choices), specify


def without_other(question: Question, asked: Question, language: str) -> Question | None:
    """The select whose ``or_other`` gives these two questions; None where it would not give the very same two."""
    *choices, last = question.choices or (None,)
    named = question.code or question.list_name or question.choices_file or question.choice_filter
    if not choices or last is None or last.name != NAME or named or question.type not in _SELECTS:
        return None
    bare = dataclasses.replace(question, choices=question.choices[:-1])
    made = with_other(bare, language)
    return bare if [*map(_placeless, made)] == [_placeless(question), _placeless(asked)] else None


def _placeless(question: Question) -> Question:
    return dataclasses.replace(question, place=None)
