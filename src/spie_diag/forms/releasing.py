"""What a new version of a form may not do to the one already released: codes keep their meaning for ever."""

import re
from collections.abc import Iterator, Mapping, Set
from difflib import SequenceMatcher

from spie_diag.forms.contents import fingerprint_of
from spie_diag.forms.definition import Form, Question, QuestionType
from spie_diag.forms.problems import Problem, place_of
from spie_diag.french import counted, listed

_WIDER = {
    (QuestionType.INTEGER, QuestionType.DECIMAL),
    (QuestionType.RANGE, QuestionType.INTEGER),
    (QuestionType.RANGE, QuestionType.DECIMAL),
    (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE),
}
"""Changes of type after which every old answer can still be read."""
_ANOTHER_QUESTION = 0.6
"""Below this likeness, and without a word in common, a new label may ask something else."""
_WORD = re.compile(r"\w{5,}")
_LOST = "Les réponses déjà données ne se liraient plus."


def against_release(form: Form, released: Form) -> tuple[Problem, ...]:
    """Every way in which a form breaks with the one that was released under the same codes."""
    return tuple(_problems(form, released))


def _problems(form: Form, released: Form) -> Iterator[Problem]:
    old, new = _asked(released), _asked(form)
    for code, before in old.items():
        after = new.get(code)
        if after is None:
            yield _vanished(form, code, before)
        else:
            yield from _changed(code, before, after)
    yield from _vanished_codes(form, "La situation", set(released.situations) - set(form.situations))
    yield from _vanished_codes(form, "L’objectif", set(released.objectives) - set(form.objectives))
    if form.version == released.version and fingerprint_of(form) != fingerprint_of(released):
        sentence = f"Le formulaire a changé, et sa version est toujours « {form.version} »."
        advice = "Donnez-lui un nouveau numéro de version."
        yield Problem(place=form.place, key="version", sentence=sentence, advice=advice)


def _asked(form: Form) -> Mapping[str, Question]:
    """By code in a form of the method, by name in any other; fields of groups behind what holds them."""
    found: dict[str, Question] = {}

    def add(question: Question, start: str) -> None:
        key = f"{start}{question.code or question.name}"
        found[key] = question
        for child in question.children:
            add(child, f"{key}/")

    for block in form.blocks:
        for question in block.questions:
            add(question, "")
    for question in form.survey:
        add(question, "")
    return found


def _vanished(form: Form, code: str, before: Question) -> Problem:
    home = code.split("/")[0].rpartition("-")[0].removeprefix("L-")
    block = next((block for block in form.blocks if home in (block.code, block.code.removeprefix("L-"))), None)
    place = block.place if block is not None else form.place
    sentence = f"« {code} » ({before.label or before.name}) a disparu. {_LOST}"
    advice = "Remettez la question ; pour ne plus la poser, écrivez « relevant: false() »."
    return Problem(place=place, key="code", question=code, sentence=sentence, advice=advice)


def _vanished_codes(form: Form, what: str, codes: Set[str]) -> Iterator[Problem]:
    for code in sorted(codes):
        sentence = f"{what} « {code} » a disparu : des diagnostics déjà conclus en parlent."
        yield Problem(place=form.place, key="code", question=code, sentence=sentence, advice="Remettez ce code.")


def _changed(code: str, before: Question, after: Question) -> Iterator[Problem]:
    def problem(key: str, sentence: str, advice: str, *, grave: bool = True) -> Problem:
        place = place_of(after, key)
        return Problem(place=place, key=key, question=code, sentence=sentence, advice=advice, grave=grave)

    new_code = "Gardez-la, et posez la nouvelle question sous un nouveau code."
    if before.type is not after.type and (before.type, after.type) not in _WIDER:
        sentence = f"Le type passe de « {before.type.value} » à « {after.type.value} ». {_LOST}"
        yield problem("type", sentence, new_code)
    names = {choice.name for choice in after.choices}
    gone = [choice.name for choice in before.choices if choice.name not in names]
    if gone and before.type in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK):
        shown = listed([f"« {name} »" for name in gone[:6]])
        more = f" et {counted(len(gone) - 6, 'autre')}" if len(gone) > 6 else ""
        sentence = f"Le choix {shown}{more} a disparu. {_LOST}"
        yield problem("choices", sentence, "Remettez-le ; un filtre peut cesser de le proposer.")
    if after.code and before.name != after.name:
        sentence = f"La question ne s’appelle plus « {before.name} » mais « {after.name} »."
        advice = "Les expressions et les exports d’autres programmes s’y réfèrent : gardez l’ancien nom."
        yield problem("name", sentence, advice, grave=False)
    if before.label and after.label and not _is_alike(before.label.lower(), after.label.lower()):
        sentence = f"« {before.label} » devient « {after.label} » : est-ce encore la même question ?"
        yield problem("label", sentence, new_code, grave=False)


def _is_alike(one: str, other: str) -> bool:
    if set(_WORD.findall(one)) & set(_WORD.findall(other)):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ANOTHER_QUESTION
