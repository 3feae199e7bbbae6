"""Texts that lack a translation, told once per language and file with all their lines."""

from collections.abc import Iterator
from pathlib import Path

from spie_diag.forms.definition import Block, Form, Place, Question
from spie_diag.forms.problems import Problem, lines_of, place_of
from spie_diag.french import counted

_KEYS = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
_BLOCK_KEYS = ("label", "open_question")


def missing_translations(form: Form) -> Iterator[Problem]:
    """One remark per language and file where some texts are not translated."""
    for language in form.languages:
        missing: dict[Path, list[Place]] = {}
        for place in _untranslated(form, language):
            missing.setdefault(place.file, []).append(place)
        for places in missing.values():
            yield _told(language, places)
    if form.languages:
        yield from _untold(form)


def _told(language: str, places: list[Place]) -> Problem:
    sentence = f"La langue « {language} » manque pour {counted(len(places), 'texte')} : {lines_of(places)}."
    advice = f"Ajoutez « label::{language} » et ses semblables ; sinon, la langue du formulaire s’affiche."
    return Problem(place=places[0], key=f"label::{language}", sentence=sentence, advice=advice, grave=False)


def _untranslated(form: Form, language: str) -> Iterator[Place]:
    """Where each text stands that is not said in a language."""
    told: set[str] = set()
    for owner in _owners(form):
        keys = _KEYS if isinstance(owner, Question) else _BLOCK_KEYS
        for key in keys:
            if owner.said(key) and not owner.texts.get(language, {}).get(key):
                yield from _at(owner, key)
        if isinstance(owner, Question):
            yield from _choices(owner, language, told)


def _choices(question: Question, language: str, told: set[str]) -> Iterator[Place]:
    """The choices of a question without a translation; a list that questions share is told once."""
    if question.list_name and question.list_name in told:
        return
    told.add(question.list_name)
    for choice in question.choices:
        if choice.label and not choice.texts.get(language):
            yield from _at(question, "choices")


def _untold(form: Form) -> Iterator[Problem]:
    """Texts that exist in some languages, but not in the form's own."""
    for owner in _owners(form):
        keys = _KEYS if isinstance(owner, Question) else _BLOCK_KEYS
        for key in keys:
            if not owner.said(key) and (languages := [name for name, texts in owner.texts.items() if texts.get(key)]):
                own = f" « {form.language} »" if form.language else ""
                sentence = f"« {key} » existe en « {languages[0]} », mais pas dans la langue du formulaire{own}."
                who = owner.name
                place = place_of(owner, key)
                yield Problem(place=place, key=key, question=who, sentence=sentence, advice="Écrivez-le.", grave=False)


def _owners(form: Form) -> Iterator[Question | Block]:
    for block in form.blocks:
        yield block
        for question in block.questions:
            yield from _with_children(question)
    for question in form.survey:
        yield from _with_children(question)


def _with_children(question: Question) -> Iterator[Question]:
    yield question
    for child in question.children:
        yield from _with_children(child)


def _at(owner: Question | Block, key: str) -> Iterator[Place]:
    place = place_of(owner, key)
    if place is not None:
        yield place
