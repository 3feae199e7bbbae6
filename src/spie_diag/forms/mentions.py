"""The questions that texts name: ``${…}`` in labels, hints, messages and choices, well written and of this form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spie_diag.forms.definition import Block, Choice, Place, Question
from spie_diag.forms.nodes import Field
from spie_diag.forms.plan import Plan
from spie_diag.forms.problems import Problem, around, place_of, place_of_choice
from spie_diag.forms.syntax import Fault
from spie_diag.forms.vocabulary import BLOCK_TEXTS, QUESTION_TEXTS

_OPENED = re.compile(r"\$\{(?P<inside>(?:(?!\$\{)[^{}])*)(?P<closed>\})?")
_NAMES = re.compile(r"\s*[\w.#-]+(\s*/\s*[\w.#-]+)*\s*")
_LITERAL = "Un texte ne peut pas montrer « ${ » : écrivez « $ { »."


@dataclass(frozen=True, slots=True)
class _Said:
    """One text, where its author wrote it."""

    owner: Question
    key: str
    text: str
    choice: Choice | None = None
    """Whose label it is, where it is not a text of the question itself."""

    def place(self, at: int) -> Place | None:
        if self.choice is not None:
            return place_of_choice(self.owner, self.choice, self.key)
        return place_of(self.owner, self.key, self.text[:at].count("\n"))


def mention_problems(plan: Plan, *, names_may_be_missing: bool = False) -> Iterator[Problem]:
    """Every ``${…}`` of a text that is not written as a name, or names no question.

    ``names_may_be_missing``: a file of the form could not be read, so that unknown names say nothing.
    """
    told: set[tuple[int, str, str]] = set()
    for field in plan.fields:
        for said in _texts(plan, field):
            for fault in _faults(plan, field, said.text):
                # Questions that share a list share its faults, unless names mean something else where they stand.
                spot = id(said.choice or said.owner), said.key, f"{fault.at} {fault.sentence}"
                if spot not in told and not (names_may_be_missing and fault.about_a_name):
                    told.add(spot)
                    yield _told(field, said, fault)
    for block in plan.form.blocks:
        yield from _never_filled(block)


def _texts(plan: Plan, field: Field) -> Iterator[_Said]:
    """The texts of a field that name something, and those of its choices."""
    question = field.question
    if field.is_block:
        return
    for key in QUESTION_TEXTS:
        for language, text in _in_languages(question, key):
            if "${" in text:
                yield _Said(question, f"{key}::{language}" if language else key, text)
    if not plan.templates.names_questions(question.choices):
        return
    for choice in question.choices:
        for language, text in (("", choice.label), *choice.texts.items()):
            if "${" in text:
                yield _Said(question, f"label::{language}" if language else "label", text, choice)


def _never_filled(block: Block) -> Iterator[Problem]:
    """What names a question in the texts that are shown as they are written: only those of questions are filled."""
    for who, key, place, text in _told_as_written(block):
        if (match := _OPENED.search(text)) is not None:
            yield Problem(
                place=place,
                key=key,
                question=who,
                sentence=f"{key} : « {match[0]} » s’affichera tel quel : ce texte ne reprend aucune réponse.",
                excerpt=around(text, match.start()),
                advice="Écrivez-le sans accolades, ou placez-le dans une note.",
            )


def _told_as_written(block: Block) -> Iterator[tuple[str, str, Place | None, str]]:
    """Who, key, place and text of what a block says beside its questions; its label is a name, in many places."""
    for key, said in (
        ("label", (block.label,)),
        ("open_question", (block.open_question,)),
        ("prompts", block.prompts),
        ("advice", (block.advice,)),
        ("anchors", block.anchors),
    ):
        yield from ((block.code, key, place_of(block, key), text) for text in said)
    for language, texts in block.texts.items():
        for key in BLOCK_TEXTS:
            named = f"{key}::{language}"
            yield block.code, named, place_of(block, named), texts.get(key, "")
    for situation in block.situations:
        yield situation.code, "label", place_of(situation, "label"), situation.label
    for objective in block.objectives:
        yield objective.code, "label", objective.place, objective.label
        yield from ((objective.code, "actions", objective.place, action) for action in objective.actions)


def _in_languages(owner: Question, key: str) -> Iterator[tuple[str, str]]:
    yield "", owner.said(key)
    for language, texts in owner.texts.items():
        if text := texts.get(key, ""):
            yield language, text


def _faults(plan: Plan, field: Field, text: str) -> Iterator[Fault]:
    for match in _OPENED.finditer(text):
        at, inside = match.start(), match["inside"]
        if match["closed"] is None:
            yield Fault(at, "Une accolade ouverte par « ${ » n’est pas fermée.", f"Écrivez ${{nom}}. {_LITERAL}")
        elif not inside.strip():
            yield Fault(at, "« ${} » ne nomme aucune question.", f"Écrivez ${{nom}}. {_LITERAL}")
        elif not _NAMES.fullmatch(inside):
            sentence = f"« ${{{inside}}} » n’est pas un nom : entre les accolades, ni espace, ni calcul."
            yield Fault(at, sentence, "Écrivez ${nom} ; un calcul se nomme d’abord dans une question « calculate ».")
        else:
            names = tuple(name.strip() for name in inside.split("/"))
            found = plan.names.find(names, plan.templates.near(field), at)
            if isinstance(found, Fault):
                # What the checker says of expressions, that a text stands between apostrophes, is not so here.
                yield found if "${" in found.advice else replace(found, advice="Vérifiez le nom.")


def _told(field: Field, said: _Said, fault: Fault) -> Problem:
    whose = said.key if said.choice is None else f"Choix « {said.choice.name} »"
    return Problem(
        place=said.place(fault.at),
        key=said.key,
        question=field.title,
        sentence=f"{whose} : {fault.sentence}",
        excerpt=around(said.text, fault.at),
        advice=fault.advice,
        grave=fault.grave,
    )
