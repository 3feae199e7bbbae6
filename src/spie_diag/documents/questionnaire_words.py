"""What a blank questionnaire says: the texts of its form in one language, as they can stand on paper."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from spie_diag.documents.errors import RightToLeftPaperError, UnprintableLanguageError
from spie_diag.documents.typography import one_line, plain, shortened, unprintable
from spie_diag.forms.definition import Block, Choice, Form, Question, QuestionType, Visibility
from spie_diag.forms.languages import is_french, tag_of

_FOUND_BY_ITSELF: Final = frozenset(
    {QuestionType.CALCULATE, QuestionType.HIDDEN, QuestionType.START, QuestionType.END, QuestionType.TODAY}
)
_TOLD_BY_DEVICE: Final = frozenset(
    {"audit", "deviceid", "email", "phonenumber", "simserial", "start-geopoint", "subscriberid", "username"}
)
"""Types of other programs that their telephone answers, and nobody on paper."""

_HOLDERS: Final = (QuestionType.GROUP, QuestionType.REPEAT)
_LONGEST_NAME: Final = 76
_LONGEST_STRETCH: Final = 40
"""Right-to-left letters in one run; longer ones would be broken over lines in the wrong order."""
_REFERENCE: Final = re.compile(r"\$\{\s*([^{}]+?)\s*\}")
_MARKS: Final = (
    (re.compile(r"<br\s*/?>", re.IGNORECASE), "\n"),
    (re.compile(r"</?[a-zA-Z][^<>]*>"), ""),
    (re.compile(r"(?m)^\s{0,3}#{1,6}\s+"), ""),
    (re.compile(r"\[([^\[\]]+)\]\((?:[^()\s]+)\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_]+?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"\\([*_#\\])"), r"\1"),
)
"""Markdown and HTML that XLSForm labels may hold: a page shows their words only."""


@dataclass(frozen=True, slots=True)
class Known:
    """A question with where it stands, so that another one can point at it."""

    question: Question
    mark: str
    """``LOG-01``, or its number on paper where it has no code; empty for a group of a plain form."""
    block: Block | None
    inside: bool = False
    """A field of a coded question: ``mark`` is that question's."""
    conditions: tuple[str, ...] = ()
    """Of what holds it, the domain first, then its own: it is asked where all of them hold."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of a form in one language; remembers each text it gave, so that all can be checked to be printable."""

    form: Form
    language: str
    """As its author wrote it after ``::``; empty for the form's own."""
    said: list[str] = field(default_factory=list, repr=False)
    unasked: dict[tuple[int, int], bool] = field(default_factory=dict, repr=False)
    """What was found already of questions that nobody is asked, by identity and by how far it was looked for."""
    _known: dict[str, Known] = field(default_factory=dict, repr=False)
    _marks: dict[int, str] = field(default_factory=dict, repr=False)
    """By the identity of a question, which the form keeps alive."""
    _held: set[int] = field(default_factory=set, repr=False)
    """Fields as visible as the question that holds them, which tells it; by identity as well."""

    @property
    def tag(self) -> str:
        """The code of the language, for what reads the pages aloud; empty for French."""
        language = self.language or self.form.language
        return "" if is_french(language) else tag_of(language)

    def __post_init__(self) -> None:
        for one in self.form.calculations:
            self._known[one.name] = Known(one, "", None)
        for block in self.form.blocks:
            for question in block.questions:
                self._learn(question, Known(question, str(question.code or ""), block, conditions=(block.relevant,)))
        self.count(is_on_paper)

    def count(self, is_asked: Callable[[Question], bool]) -> None:
        """Number the questions of a plain form, those left out that are not asked."""
        leaves = [*_leaves(self.form.survey, is_asked)]
        self.unasked.clear()
        for question in self.form.survey:
            self._forget(question)
        for number, question in enumerate(leaves, start=1):
            self._marks[id(question)] = str(number)
        for question in self.form.survey:
            self._learn_plain(question, ())

    def _forget(self, question: Question) -> None:
        self._marks.pop(id(question), None)
        self._known.pop(question.name, None)
        for child in question.children:
            self._forget(child)

    def _learn(self, question: Question, outer: Known) -> None:
        """``outer`` knows what holds the question: itself where it is a coded one."""
        inside = question is not outer.question
        known = replace(outer, question=question, inside=inside, conditions=(*outer.conditions, question.relevant))
        self._marks[id(question)] = "" if inside else known.mark
        self._known.setdefault(question.name, known)
        if inside and outer.question.visibility is question.visibility:
            self._held.add(id(question))
        if inside:
            self._known[f"{outer.question.name}/{question.name}"] = known
        for child in question.children:
            self._learn(child, known)

    def _learn_plain(self, question: Question, around: tuple[str, ...]) -> None:
        number, conditions = self._marks.get(id(question), ""), (*around, question.relevant)
        mark = number and f"question {number}"
        self._known.setdefault(question.name, Known(question, mark, None, conditions=conditions))
        for child in question.children:
            self._learn_plain(child, conditions)

    def find(self, names: tuple[str, ...]) -> Known | None:
        """The question that an expression names, or None."""
        return self._known.get("/".join(names[-2:])) or self._known.get(names[-1])

    def mark(self, question: Question) -> str:
        """What tells the question apart on paper: its code, its number, or nothing for a field of another one."""
        return self._marks.get(id(question), "")

    def reserved(self, question: Question) -> str:
        """« réservé », said once: of a question, or of a field whose question is not."""
        restricted = question.visibility is Visibility.RESTRICTED and id(question) not in self._held
        return "réservé" if restricted else ""

    def text(self, question: Question, key: str) -> str:
        """A text of a question; a label that is missing is its name."""
        words = self.words(question.said(key, self.language))
        return words or (self.words(question.name) if key == "label" else "")

    def choice(self, choice: Choice) -> str:
        return self.words(choice.said(self.language)) or self.words(choice.name)

    def block(self, block: Block, key: str) -> str:
        return self.words(block.said(key, self.language))

    def words(self, text: str) -> str:
        """One text as a page can show it: no markup, no name of a variable."""
        for pattern, replacement in _MARKS:
            text = pattern.sub(replacement, text)
        shown = plain(_REFERENCE.sub(self._answer_to, text), french=not self.tag)
        self.said.append(shown)
        return shown

    def _answer_to(self, found: re.Match[str]) -> str:
        known = self.find(tuple(found[1].split("/")))
        return f"[{known.mark}]" if known and known.mark else "……"

    def named(self, known: Known, here: Block | None) -> str:
        """The question as a sentence calls it: by its code where that is near, else by its words too."""
        question = known.question
        if known.mark and known.block is None:
            return f"la {known.mark}"
        if known.mark and not known.inside and known.block is here:
            return known.mark
        words = f"« {shortened(self.text(question, 'label'), _LONGEST_NAME)} »"
        return f"{words} ({known.mark})" if known.mark else words

    def refuse_unprintable(self) -> None:
        """Make sure that every text given so far can be printed as it is read.

        Raises:
            UnprintableLanguageError: the fonts lack letters.
            RightToLeftPaperError: whole sentences run from right to left.
        """
        told = self.language or self.form.language
        missing = frozenset().union(*(unprintable(text) for text in self.said))
        if missing:
            raise UnprintableLanguageError(language=told, count=len(missing))
        directions = [unicodedata.bidirectional(letter) for text in self.said for letter in text]
        leftward = sum(kind in ("R", "AL") for kind in directions)
        if leftward * 2 > directions.count("L") + leftward or any(map(_runs_leftward, self.said)):
            raise RightToLeftPaperError(language=told)


def is_on_paper(question: Question) -> bool:
    """Whether a question is shown to people: what a program finds by itself is not, nor what a territory masks."""
    if question.hidden or (question.calculation and question.read_only):
        return False
    return question.type not in _FOUND_BY_ITSELF and question.foreign not in _TOLD_BY_DEVICE


def _leaves(questions: Iterable[Question], is_asked: Callable[[Question], bool]) -> Iterator[Question]:
    """The questions that a plain form asks, groups opened, in order; a repeat counts as one, then its own."""
    for question in questions:
        if not is_asked(question):
            continue
        if question.type not in (QuestionType.GROUP, QuestionType.NOTE):
            yield question
        yield from _leaves(question.children if question.type in _HOLDERS else (), is_asked)


def _runs_leftward(text: str) -> bool:
    run = 0
    for letter in one_line(text):
        kind = unicodedata.bidirectional(letter)
        run = run + 1 if kind in ("R", "AL", "NSM") or (run and kind in ("WS", "CS", "ON")) else 0
        if run > _LONGEST_STRETCH:
            return True
    return False
