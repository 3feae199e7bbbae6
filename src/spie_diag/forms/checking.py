"""What is wrong in a form, once read: names, codes, choices, expressions, circles."""

import re
from collections.abc import Iterable, Iterator

from spie_diag.forms.definition import Block, Form, Place, Question, QuestionType, Situation
from spie_diag.forms.nodes import Field
from spie_diag.forms.ordering import circles
from spie_diag.forms.plan import Misstep, Plan, plan
from spie_diag.forms.problems import Problem
from spie_diag.forms.values import number_of

_BLOCK = re.compile(r"[A-Z]{3}")


def check(form: Form, *, names_may_be_missing: bool = False) -> tuple[Problem, ...]:
    """Every problem of a form, in the order of its files; also those that do not prevent its use.

    ``names_may_be_missing``: a file of the form could not be read, so that unknown names say nothing.
    """
    made = plan(form)
    found = [
        *_repeated(form),
        *(problem for block in form.blocks for problem in _block(block)),
        *(problem for one in made.fields if not one.is_block for problem in _question(one)),
        *(
            _of_misstep(misstep)
            for misstep in made.missteps
            if not (names_may_be_missing and misstep.fault.about_a_name)
        ),
        *(_of_circle(made, circle) for circle in circles(made.order, made.reads)),
    ]
    return in_file_order(form, found)


def in_file_order(form: Form, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems as one reads the files: the entry file first, then the blocks in the order of the interview."""
    files = [place.file for place in (form.place, *(block.place for block in form.blocks)) if place]
    rank = {file: index for index, file in reversed([*enumerate(files)])}

    def key(problem: Problem) -> tuple[int, int]:
        return (rank.get(problem.place.file, len(files)), problem.place.line) if problem.place else (-1, 0)

    return tuple(sorted(problems, key=key))


# --- names and codes -----------------------------------------------------------------------------------------------


def _repeated(form: Form) -> Iterator[Problem]:
    """Names and codes that two things bear."""
    bearers: dict[tuple[str, str], Place | None] = {}
    for kind, text, place in _borne(form):
        if (kind, text) not in bearers:
            bearers[kind, text] = place
        elif text:
            first = bearers[kind, text]
            where = f" (déjà {first})" if first else ""
            yield Problem(
                place=place,
                question=text,
                sentence=f"{kind} « {text} » sert deux fois{where}.",
                advice="Changez l’un des deux.",
            )


def _borne(form: Form) -> Iterator[tuple[str, str, Place | None]]:
    for calculation in form.calculations:
        yield "Le nom", calculation.name, calculation.place
    for block in form.blocks:
        yield "Le code", block.code, block.place
        for question in block.questions:
            yield "Le nom", question.name, question.place
            yield "Le code", question.code or "", question.place
            for child in question.children:
                yield f"Dans « {question.name} », le nom", child.name, child.place
        for situation in block.situations:
            yield "Le code", situation.code, situation.place
        for objective in block.objectives:
            yield "Le code", objective.code, objective.place


def _block(block: Block) -> Iterator[Problem]:
    def problem(key: str, sentence: str, advice: str = "", owner: str = block.code) -> Problem:
        return Problem(place=_line(block, key), question=owner, sentence=sentence, advice=advice)

    if block.code and not _BLOCK.fullmatch(block.code):
        yield problem("block", f"Le code de bloc « {block.code} » n’a pas trois capitales.", "Écrivez par exemple LOG.")
    if block.anchors and len(block.anchors) != 4:
        advice = "Une par niveau, de 0 (ça va) à 3 (empêche)."
        yield problem("anchors", f"Il faut quatre ancres, et il y en a {len(block.anchors)}.", advice)
    if block.manual and block.relevant:
        yield problem("manual", "Un bloc ouvert à la main n’a pas de condition.", "Retirez « manual » ou « relevant ».")
    yield from _without_code(block)
    for code, place, pattern, example in _codes(block):
        if code and not re.fullmatch(pattern, code):
            yield Problem(
                place=place,
                question=code,
                sentence=f"Le code « {code} » n’a pas la forme attendue.",
                advice=f"Écrivez par exemple {example}.",
            )


def _without_code(block: Block) -> Iterator[Problem]:
    """Questions that lack their code; each is offered one behind the last: a code once given is never given again."""
    numbers = (re.match(rf"{re.escape(block.code)}-([0-9]{{2}})", question.code or "") for question in block.questions)
    last = max((int(found[1]) for found in numbers if found), default=0)
    nameless = [one for one in block.questions if one.code is None and one.type is not QuestionType.CALCULATE]
    for number, question in enumerate(nameless, last + 1):
        sentence = f"La question « {question.name} » n’a pas de code."
        advice = f"Ajoutez « code: {block.code}-{number:02d} »."
        yield Problem(place=question.place, question=question.name, sentence=sentence, advice=advice)


def _codes(block: Block) -> Iterator[tuple[str, Place | None, str, str]]:
    start = re.escape(block.code)
    for question in block.questions:
        yield question.code or "", question.place, rf"{start}-[0-9]{{2}}[a-z]?", f"{block.code}-01"
    for situation in block.situations:
        yield situation.code, situation.place, rf"{start}\.S[0-9]{{2}}", f"{block.code}.S01"
    for objective in block.objectives:
        yield objective.code, objective.place, rf"{start}-O[0-9]{{1,2}}", f"{block.code}-O1"


# --- questions -----------------------------------------------------------------------------------------------------


def _question(one: Field) -> Iterator[Problem]:
    question = one.question
    owner = one.title

    def problem(key: str, sentence: str, advice: str = "") -> Problem:
        return Problem(place=_line(question, key), question=owner, sentence=sentence, advice=advice)

    names = {choice.name for choice in question.choices}
    for name in sorted(question.exclusive - names if names else ()):
        yield problem("exclusive", f"Aucun choix ne s’appelle « {name} ».", f"Choix : {', '.join(sorted(names))}.")
    if question.exclusive and question.type is not QuestionType.SELECT_MULTIPLE:
        yield problem("exclusive", "Seul un choix multiple a des choix exclusifs.", "Retirez « exclusive ».")
    if one.block is None and question.type is not QuestionType.CALCULATE:
        yield problem(
            "type", "Un calcul du formulaire est de type « calculate ».", "Placez les questions dans un bloc."
        )
    if one.block is None and question.code:
        yield problem("code", "Un calcul du formulaire n’a pas de code.", "Retirez « code ».")
    if question.type is QuestionType.CALCULATE and not question.calculation:
        yield problem("calculation", "Ce calcul n’a pas de formule.", "Ajoutez « calculation ».")
    if question.calculation and question.type is not QuestionType.CALCULATE and not question.read_only:
        advice = "Ajoutez « read_only: yes », ou proposez la valeur avec « default »."
        yield problem("calculation", "Un calcul écraserait ce que les professionnels écrivent.", advice)
    if question.choice_filter and not question.choices:
        yield problem("choice_filter", "Un filtre de choix demande des choix.", "Retirez « choice_filter ».")
    if question.constraint_message and not question.constraint:
        yield problem("constraint_message", "Ce message ne sert à rien sans « constraint ».", "Ajoutez la condition.")
    yield from (problem("parameters", sentence, advice) for sentence, advice in _parameters(question))
    if (
        names
        and question.default
        and not any(sign in question.default for sign in "${(")
        and question.default not in names
    ):
        yield problem(
            "default", f"Aucun choix ne s’appelle « {question.default} ».", f"Choix : {', '.join(sorted(names))}."
        )


def _parameters(question: Question) -> Iterator[tuple[str, str]]:
    given = question.parameters
    for key in ("start", "end", "step", "max"):
        text = given.get(key, "")
        if text and number_of(text) != number_of(text):
            yield f"« {key}: {text} » n’est pas un nombre.", ""
    if question.type is QuestionType.RANGE:
        start, end = number_of(given.get("start", "")), number_of(given.get("end", ""))
        if not start < end:
            yield "Une échelle va de « start » à « end », plus grand.", "Écrivez « parameters: {start: 0, end: 10} »."
        elif not 0 < number_of(given.get("step", "1")) <= end - start:
            yield "Le pas « step » de l’échelle ne convient pas.", "Écrivez « step: 1 »."


# --- expressions ---------------------------------------------------------------------------------------------------


def _of_misstep(misstep: Misstep) -> Problem:
    fault, source = misstep.fault, misstep.source
    place = _line(misstep.owner, misstep.key, source[: fault.at].count("\n"))
    return Problem(
        place=place,
        question=misstep.who,
        sentence=f"{misstep.key} : {fault.sentence}",
        excerpt=_around(source, fault.at),
        advice=fault.advice,
        grave=fault.grave,
    )


def _around(source: str, at: int) -> str:
    """The neighbourhood of a character, whole if it is short, with an ellipsis where it is cut."""
    start, end = max(0, at - 30), at + 40
    if len(source) <= 80:
        start, end = 0, len(source)
    near = " ".join(source[start:end].split())
    return f"{'…' if start else ''}{near}{'…' if end < len(source) else ''}"


def _of_circle(made: Plan, circle: tuple[Field, ...]) -> Problem:
    first = circle[0]
    if len(circle) == 1:
        sentence = f"{_unit(first)} dépend de sa propre réponse."
    else:
        chain = ", qui dépend de ".join(_unit(unit) for unit in (*circle[1:], first))
        sentence = f"{_unit(first)} dépend de {chain} : cela tourne en rond."
    owner = first.block if first.is_block and first.block is not None else first.question
    place = _line(owner, _key_between(made, first, circle[1 % len(circle)]))
    return Problem(place=place, question=first.title, sentence=sentence, advice="Retirez l’une de ces dépendances.")


def _key_between(made: Plan, reader: Field, producer: Field) -> str:
    """The key whose expression reads the producer."""
    for rule in made.rules[reader.index].settling:
        if any(read.field is producer for read in rule.reads):
            return rule.key
    return "name"


def _unit(unit: Field) -> str:
    return f"le bloc {unit.title}" if unit.is_block else f"« {unit.path} »"


def _line(owner: Question | Block | Situation, key: str, further: int = 0) -> Place | None:
    """The line of a key of its owner, or of the owner itself."""
    if owner.place is None:
        return None
    return Place(owner.place.file, owner.lines.get(key, owner.place.line) + further)
