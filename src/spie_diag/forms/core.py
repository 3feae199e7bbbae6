"""What a form keeps of the one it stands on: nothing common is removed, recoded, or less protected.

A territory rewords, translates, hides, adds questions, choices, situations and objectives of its own. Everything else
of the common core is the same everywhere: an answer means the same thing, whoever asked.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from spie_diag.forms.definition import Block, BlockKind, Choice, Form, Place, Question, Situation, Visibility
from spie_diag.forms.depending import dependants
from spie_diag.forms.local_codes import is_local, is_local_name
from spie_diag.forms.problems import Problem, place_of

Owner: TypeAlias = Question | Block | Situation

PROTECTION = (Visibility.SHAREABLE, Visibility.RESTRICTED, Visibility.INTERNAL)
"""From the least protected."""

_KEPT: Mapping[str, Callable[[Question], object]] = {
    "name": lambda one: one.name,
    "type": lambda one: one.type,
    "exclusive": lambda one: one.exclusive,
    "required": lambda one: one.required,
    "constraint": lambda one: one.constraint,
    "calculation": lambda one: one.calculation,
    "choice_filter": lambda one: one.choice_filter,
    "default": lambda one: one.default,
    "trigger": lambda one: one.trigger,
    "repeat_count": lambda one: one.repeat_count,
    "appearance": lambda one: one.appearance,
    "parameters": lambda one: {key: text for key, text in one.parameters.items() if key not in ("low", "high")},
    "depth": lambda one: one.depth,
    "lead": lambda one: one.lead,
    "read_only": lambda one: one.read_only,
}
"""What stays of a common question, by key of its file."""

_KEPT_OF_BLOCK: Mapping[str, Callable[[Block], object]] = {
    "name": lambda one: one.name,
    "kind": lambda one: one.kind,
    "lead": lambda one: one.lead,
    "anchors": lambda one: one.anchors,
    "relevant": lambda one: one.relevant,
    "manual": lambda one: one.manual,
    "ft": lambda one: one.ft,
    "sharing": lambda one: dict(one.sharing),
}


def departures(form: Form, base: Form) -> tuple[Problem, ...]:
    """Every way in which a form departs from the one it stands on; those that are not grave are for its author."""
    return (
        *_of_version(form, base),
        *_of_calculations(form, base),
        *_of_blocks(form, base),
        *(problem for block in base.blocks for problem in _of_block(form, block)),
        *_of_hidden(form, base),
    )


def may_be_hidden(question: Question, block: Block) -> bool:
    """Whether a territory may leave a common question out: never what frames the interview, nor what is required."""
    return block.kind is not BlockKind.FRAME and not question.required


# --- version, calculations and blocks -------------------------------------------------------------------------------


def _of_version(form: Form, base: Form) -> Iterator[Problem]:
    written_for = form.settings.get("extends_version", base.version)
    if written_for != base.version and form.settings.get("extends") == base.name:
        sentence, advice = another_version(written_for, base)
        yield Problem(place=form.place, key="extends_version", sentence=sentence, advice=advice, grave=False)


def another_version(written_for: str, base: Form) -> tuple[str, str]:
    """What is said of a form written for another version of what it stands on, and what to do."""
    return (
        f"Écrit pour la version {written_for} de « {base.name} », qui en est à {base.version}.",
        "Relisez ce qui a changé (spie-diag form diff), puis changez « extends_version ».",
    )


def _of_calculations(form: Form, base: Form) -> Iterator[Problem]:
    known = {one.name: one for one in base.calculations}
    found = {one.name: one for one in form.calculations}
    for name, calculation in known.items():
        if name not in found:
            yield _missing(form.place, name, f"Le calcul commun « {name} » manque.")
        elif found[name].calculation != calculation.calculation:
            yield _changed(found[name], "calculation", name)
    for name, one in found.items():
        if name not in known and not is_local_name(name):
            yield _unnamed(one, name)


def _of_blocks(form: Form, base: Form) -> Iterator[Problem]:
    for block in form.blocks:
        if block.code in base.by_code:
            continue
        if not is_local(block.code):
            sentence = f"Le bloc « {block.code} » n’est pas du formulaire commun, et son code n’est pas local."
            yield _problem(block, "block", block.code, sentence, f"Écrivez « block: L-{block.code[-3:]} ».")
        elif block.code.removeprefix("L-") in base.by_code:
            sentence = f"Le bloc local « {block.code} » a les trois lettres d’un bloc commun."
            yield _problem(block, "block", block.code, sentence, "Choisissez trois autres lettres.")
        for question in block.questions:
            if not is_local_name(question.name):
                yield _unnamed(question, question.name)


def _of_block(form: Form, base: Block) -> Iterator[Problem]:
    block = form.by_code.get(base.code)
    if block is None:
        yield _missing(form.place, base.code, f"Le bloc commun « {base.label} » ({base.code}) manque.")
        return
    for key, kept in _KEPT_OF_BLOCK.items():
        if kept(block) != kept(base):
            yield _changed(block, key, block.code)
    yield from _of_questions(block, base)
    yield from _of_situations(block, base)
    codes = {objective.code for objective in base.objectives}
    for code in codes - {objective.code for objective in block.objectives}:
        yield _missing(block.place, code, f"L’objectif commun « {code} » manque.")
    for objective in block.objectives:
        if objective.code not in codes and not is_local(objective.code):
            yield _uncoded(objective.place, objective.code)


def _of_situations(block: Block, base: Block) -> Iterator[Problem]:
    found = {situation.code: situation for situation in block.situations}
    for known in base.situations:
        situation = found.pop(known.code, None)
        if situation is None:
            yield _missing(block.place, known.code, f"La situation commune « {known.code} » manque.")
        elif (situation.relevant, situation.nature) != (known.relevant, known.nature):
            yield _changed(situation, "relevant", known.code)
    for added in found.values():
        if not is_local(added.code):
            yield _uncoded(added.place, added.code)


# --- questions -----------------------------------------------------------------------------------------------------


def _of_questions(block: Block, base: Block) -> Iterator[Problem]:
    found = {question.code: question for question in block.questions if question.code}
    names = {question.name: question for question in block.questions}
    for known in base.questions:
        question = found.pop(known.code, None) if known.code else names.get(known.name)
        if question is not None:
            yield from _of_question(question, known, block)
        elif (renamed := names.get(known.name)) is not None:
            found = {code: one for code, one in found.items() if one is not renamed}
            yield _changed(renamed, "code", known.name, f"Son code est « {known.code} ».")
        else:
            yield _missing(
                block.place,
                known.code or known.name,
                f"La question commune « {known.name} » ({known.code}) manque.",
                "Remettez-la, et masquez-la avec « relevant: false() » si elle ne se pose pas ici.",
            )
    for question in found.values():
        if not is_local(question.code or ""):
            yield _uncoded(question.place, question.code or question.name)
        elif not is_local_name(question.name):
            yield _unnamed(question, question.name)


def _of_question(question: Question, base: Question, block: Block) -> Iterator[Problem]:
    owner = str(question.code or question.name)
    for key, kept in _KEPT.items():
        if kept(question) != kept(base):
            yield _changed(question, key, owner)
    if question.hidden and not base.hidden and not may_be_hidden(base, block):
        sentence = "Cette question protège la personne ou fonde le diagnostic : elle ne se masque pas."
        yield _problem(question, "relevant", owner, sentence, "Reformulez-la si ses mots ne conviennent pas.")
    elif not question.hidden and question.relevant != base.relevant:
        yield _changed(question, "relevant", owner)
    yield from _of_protection(question, base, owner)
    yield from _of_choices(question, base, owner)
    yield from _of_children(question, base, owner)


def _of_choices(question: Question, base: Question, owner: str) -> Iterator[Problem]:
    found: dict[str, Choice] = {choice.name: choice for choice in question.choices}
    for known in base.choices:
        choice = found.pop(known.name, None)
        if choice is None:
            sentence = f"Le choix commun « {known.name} » ({known.label}) manque."
            yield _problem(question, "choices", owner, sentence, "Remettez-le : des réponses le portent ailleurs.")
        elif dict(choice.extra) != dict(known.extra):
            yield _problem(question, "choices", owner, f"Les colonnes du choix « {known.name} » ont changé.")
    for name in found:
        if not is_local_name(name):
            yield _problem(question, "choices", owner, f"Le choix ajouté « {name} » n’a pas un nom local.", _LOCAL_NAME)


def _of_children(question: Question, base: Question, owner: str) -> Iterator[Problem]:
    found = {child.name: child for child in question.children}
    for known in base.children:
        child = found.pop(known.name, None)
        if child is None:
            yield _problem(question, "fields", owner, f"Le champ commun « {known.name} » manque.", "Remettez-le.")
            continue
        where = f"{owner}/{known.name}"
        for key, kept in _KEPT.items():
            if kept(child) != kept(known):
                yield _changed(child, key, where)
        if child.relevant != known.relevant:
            yield _changed(child, "relevant", where)
        yield from _of_protection(child, known, where)
        yield from _of_choices(child, known, where)
    for name, child in found.items():
        sentence = f"Le champ « {name} » s’ajoute à une question commune."
        yield _problem(child, "name", f"{owner}/{name}", sentence, "Posez plutôt une question locale.")


def _of_protection(question: Question, base: Question, owner: str) -> Iterator[Problem]:
    if PROTECTION.index(question.visibility) < PROTECTION.index(base.visibility):
        sentence = "Une réponse commune ne peut pas être moins protégée que dans le formulaire commun."
        yield _problem(question, "visibility", owner, sentence, "Retirez « visibility ».")


def _of_hidden(form: Form, base: Form) -> Iterator[Problem]:
    """What a hidden question takes with it, for its author to know."""
    for code, known in base.questions.items():
        question = form.questions.get(code)
        if question is None or not question.hidden or known.hidden:
            continue
        if readers := dependants(form, known.name):
            sentence = f"« {known.name} » est masquée, et se lira toujours vide : {', '.join(readers)} en dépendent."
            if len(readers) == 1:
                sentence = f"« {known.name} » est masquée, et se lira toujours vide : {readers[0]} en dépend."
            yield _problem(question, "relevant", code, sentence, "Vérifiez que c’est voulu.", grave=False)


# --- words ---------------------------------------------------------------------------------------------------------

_LOCAL_NAME = "Un nom local commence par « l_ », comme l_camping."


def _problem(owner: Owner, key: str, who: str, sentence: str, advice: str = "", *, grave: bool = True) -> Problem:
    return Problem(place=place_of(owner, key), key=key, question=who, sentence=sentence, advice=advice, grave=grave)


def _missing(place: Place | None, who: str, sentence: str, advice: str = "") -> Problem:
    return Problem(
        place=place, question=who, sentence=sentence, advice=advice or "Remettez-le : il est le même partout."
    )


def _changed(owner: Owner, key: str, who: str, advice: str = "") -> Problem:
    sentence = f"« {key} » n’est pas celui du formulaire commun, qui ne change pas d’un territoire à l’autre."
    return _problem(owner, key, who, sentence, advice or "Remettez-le comme il était, ou posez une question locale.")


def _uncoded(place: Place | None, code: str) -> Problem:
    sentence = f"« {code} » n’est pas du formulaire commun, et son code n’est pas local."
    return Problem(place=place, question=code, sentence=sentence, advice=f"Écrivez « code: L-{code} ».")


def _unnamed(owner: Question, name: str) -> Problem:
    sentence = f"« {name} » s’ajoute au formulaire commun, et son nom n’est pas local."
    return _problem(owner, "name", name, sentence, f"Écrivez « l_{name} ».")
