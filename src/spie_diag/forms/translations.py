"""Texts that lack a translation, told once per language with all their lines."""

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from spie_diag.forms.definition import Block, Form, Place, Question
from spie_diag.forms.problems import Problem, lines_of, names_apart, place_of
from spie_diag.forms.vocabulary import BLOCK_TEXTS, QUESTION_TEXTS
from spie_diag.french import counted, listed


def missing_translations(form: Form) -> Iterator[Problem]:
    """One remark per language in which some texts are not said, with all their lines."""
    texts = list(_texts(form)) if form.languages else []
    for language in form.languages:
        missing = [one for one in texts if language not in one.languages]
        if missing:
            yield _told(form, language, missing, texts)
    if form.languages:
        yield from _untold(form)


@dataclass(frozen=True, slots=True)
class _Text:
    """One text that somebody reads: where it stands, and in which other languages it is said."""

    place: Place
    languages: Set[str]


def _told(form: Form, language: str, missing: list[_Text], texts: list[_Text]) -> Problem:
    sentence = (
        f"La langue « {language} » manque pour {counted(len(missing), 'texte')} : {_where(form, missing, texts)}."
    )
    advice = f"Ajoutez « label::{language} » et ses semblables ; sinon, la langue du formulaire s’affiche."
    return Problem(place=missing[0].place, key=f"label::{language}", sentence=sentence, advice=advice, grave=False)


def _where(form: Form, missing: list[_Text], texts: list[_Text]) -> str:
    """The lines; for a form in several files, those of each file, unless nothing in it is translated."""
    by_file: dict[Path, list[Place]] = {}
    for one in missing:
        by_file.setdefault(one.place.file, []).append(one.place)
    if len({one.place.file for one in texts}) == 1:
        return lines_of(one.place for one in missing)
    sizes = Counter(one.place.file for one in texts)
    whole = [file for file, places in by_file.items() if len(places) == sizes[file]]
    names = {file: _from_folder(form, file) or apart for file, apart in names_apart(sizes).items()}
    partly = [f"{names[file]} {lines_of(by_file[file])}" for file in by_file if file not in whole]
    told = [f"tout {listed([names[file] for file in whole])}"] if whole else []
    return " ; ".join([*partly, *told])


def _from_folder(form: Form, file: Path) -> str:
    """A file as its author finds it from the folder of the form; empty where it does not stand there."""
    folder = form.place.file.parent if form.place is not None else None
    return file.relative_to(folder).as_posix() if folder is not None and file.is_relative_to(folder) else ""


def _texts(form: Form) -> Iterator[_Text]:
    """Every text of a form that can be translated; a list of choices that questions share is told once."""
    told: set[str] = set()
    for owner in _owners(form):
        keys = QUESTION_TEXTS if isinstance(owner, Question) else BLOCK_TEXTS
        for key in keys:
            place = place_of(owner, key) if _own(owner, key) else None
            if place is not None:
                yield _Text(place, {language for language, said in owner.texts.items() if said.get(key)})
        if isinstance(owner, Question) and not (owner.list_name and owner.list_name in told):
            told.add(owner.list_name)
            place = place_of(owner, "choices")
            for choice in owner.choices:
                if choice.label and place is not None:
                    yield _Text(place, {language for language, said in choice.texts.items() if said})


def _untold(form: Form) -> Iterator[Problem]:
    """Texts that exist in some languages, but not in the form's own."""
    for owner in _owners(form):
        keys = QUESTION_TEXTS if isinstance(owner, Question) else BLOCK_TEXTS
        for key in keys:
            if not _own(owner, key) and (languages := [name for name, texts in owner.texts.items() if texts.get(key)]):
                own = f" « {form.language} »" if form.language else ""
                sentence = f"« {key} » existe en « {languages[0]} », mais pas dans la langue du formulaire{own}."
                who = owner.name
                place = place_of(owner, key)
                yield Problem(place=place, key=key, question=who, sentence=sentence, advice="Écrivez-le.", grave=False)


def _own(owner: Question | Block, key: str) -> str:
    """What is said under a key in the form's own language."""
    return " ".join(owner.prompts) if isinstance(owner, Block) and key == "prompts" else owner.said(key)


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
