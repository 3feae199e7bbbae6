"""The texts of a form cut at the questions that they name, as « Où vit ${prenom} ? »: compiled when first told."""

from collections.abc import Iterator
from typing import TypeAlias

from spie_diag.forms.definition import Choice, Question, QuestionType
from spie_diag.forms.expressions import Scope
from spie_diag.forms.names import Names
from spie_diag.forms.nodes import Field
from spie_diag.forms.rules import Rule
from spie_diag.forms.syntax import pieces
from spie_diag.forms.vocabulary import QUESTION_TEXTS, is_yes

Template: TypeAlias = tuple[str | Rule, ...]
"""Plain texts and rules to run, in turn, from plain text to plain text."""

CHOICES = "choices"
"""The key of the labels of choices; they are told from where their question stands."""


class Templates:
    """The texts of one form, each cut once.

    The texts of a repeat head its rows, and name first what stands in them: ``Enfant ${prenom}``.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._scopes: dict[int, Scope] = {}
        self._texts: dict[tuple[int, str, str], Template] = {}
        self._labels: dict[tuple[int, str], Template] = {}
        self._lists: dict[int, bool] = {}
        self._plain: dict[int, bool] = {}

    def of(self, one: Field, key: str, language: str) -> Template:
        """The text under a key of a question, in a language."""
        place = one.index, key, language
        if place not in self._texts:
            self._texts[place] = self._cut(one, key, one.question.said(key, language))
        return self._texts[place]

    def of_label(self, one: Field, label: str) -> Template:
        """The label of one of the choices of a question."""
        place = one.index, label
        if place not in self._labels:
            self._labels[place] = self._cut(one, CHOICES, label)
        return self._labels[place]

    def naming(self, one: Field) -> Iterator[tuple[str, str, list[Rule]]]:
        """Key, language and rules of every text of a question that names questions."""
        question = one.question
        for key in QUESTION_TEXTS:
            for language in ("", *question.texts):
                text = question.said(key) if not language else question.texts[language].get(key, "")
                if "${" in text:
                    yield key, language, _rules_in(self.of(one, key, language))
        if self.names_questions(question.choices):
            for choice in question.choices:
                for language, text in (("", choice.label), *choice.texts.items()):
                    if "${" in text:
                        yield CHOICES, language, _rules_in(self.of_label(one, text))

    def names_questions(self, choices: tuple[Choice, ...]) -> bool:
        """Whether a label of a list of choices, the very one that a question holds, names a question."""
        # A list is one object for all questions that name it.
        if id(choices) not in self._lists:
            self._lists[id(choices)] = any(says_answers(choice) for choice in choices)
        return self._lists[id(choices)]

    def is_plain(self, one: Field) -> bool:
        """Whether a question and all that it holds show what their author wrote, whatever was answered."""
        if one.index not in self._plain:
            fields = (one, *one.below())
            self._plain[one.index] = not any(
                is_shuffled(field.question) or any(True for _ in self.naming(field)) for field in fields
            )
        return self._plain[one.index]

    def near(self, one: Field) -> Field:
        """The field from where the texts of a question name others: for a repeat, a line of its rows."""
        return self._scope(one).field or one

    def _cut(self, one: Field, key: str, text: str) -> Template:
        if "${" not in text:
            return (text,)
        scope = self._scope(one)
        return tuple(
            Rule(key, part, scope, condition=False) if place % 2 else part for place, part in enumerate(pieces(text))
        )

    def _scope(self, one: Field) -> Scope:
        if one.index not in self._scopes:
            self._scopes[one.index] = Scope(self._names, _heading(one) if one.is_repeat else one)
        return self._scopes[one.index]


def says_answers(choice: Choice) -> bool:
    """Whether the label of a choice names a question, in some language."""
    return "${" in choice.label or any("${" in text for text in choice.texts.values())


def is_shuffled(question: Question) -> bool:
    """Whether the parameter ``randomize`` asks for its choices in another order."""
    return is_yes(question.parameters.get("randomize", ""))


def _heading(repeat: Field) -> Field:
    """Where the texts of a repeat are read from: a line of each of its rows, that nobody else sees."""
    words = Question(name="", code=None, type=QuestionType.NOTE, label="")
    return Field(repeat.index, words, repeat.block, repeat)


def _rules_in(template: Template) -> list[Rule]:
    return [part for part in template if isinstance(part, Rule)]
