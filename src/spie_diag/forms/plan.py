"""A form made ready to run: fields, compiled expressions, and the order in which they settle."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from spie_diag.forms.definition import Block, BlockCode, Form, Question, QuestionCode, Situation, SituationCode
from spie_diag.forms.expressions import Program, Scope, compile_expression
from spie_diag.forms.names import Names
from spie_diag.forms.nodes import Field
from spie_diag.forms.ordering import in_order
from spie_diag.forms.syntax import Fault

Unit: TypeAlias = Field | BlockCode
"""What settles at once: whether a block is offered, or one field of the form."""

_YES = ("yes", "true", "true()", "oui")
_NO = ("", "no", "false", "false()", "non")


@dataclass(slots=True)
class Rules:
    """The compiled expressions of one question; None where it has none."""

    relevant: Program | None = None
    required: Program | None = None
    constraint: Program | None = None
    calculation: Program | None = None
    choice_filter: Program | None = None
    default: Program | None = None

    @property
    def settling(self) -> Iterator[Program]:
        """Those on which the effective value depends."""
        return (rule for rule in (self.relevant, self.calculation, self.choice_filter) if rule is not None)


@dataclass(frozen=True, slots=True)
class Misstep:
    """A fault of one expression: whose it is, and under which key it is written."""

    who: str
    owner: Question | Block | Situation
    key: str
    source: str
    fault: Fault


@dataclass(slots=True, eq=False)
class Plan:
    """What an evaluation needs to know of a form. Built even of a wrong form: ``missteps`` say what is wrong."""

    form: Form
    fields: list[Field] = field(default_factory=list)
    """Every field, parents before children; ``Field.index`` is its place here."""
    rules: list[Rules] = field(default_factory=list)
    """By index of the field."""
    offered: dict[BlockCode, Program] = field(default_factory=dict)
    """The condition of the blocks that have one."""
    suggested: dict[SituationCode, Program] = field(default_factory=dict)
    reads: dict[Unit, list[Unit]] = field(default_factory=dict)
    order: tuple[Unit, ...] = ()
    """Producers first: what reads a value settles after it."""
    missteps: list[Misstep] = field(default_factory=list)

    @property
    def readers(self) -> Mapping[Unit, list[Unit]]:
        """Who must settle again when a unit changes: for an evaluation that follows one answer."""
        found: dict[Unit, list[Unit]] = {unit: [] for unit in self.order}
        for unit, producers in self.reads.items():
            for producer in producers:
                found[producer].append(unit)
        return found

    def sources(self, program: Program) -> tuple[QuestionCode, ...]:
        """The coded questions that an expression reads, also through calculations, in the order of the form."""
        seen: set[Field] = set()
        queue = list(program.reads)
        while queue:
            read = queue.pop().coded
            if read in seen:
                continue
            seen.add(read)
            if read.question.code is None:
                queue.extend(producer for producer in self.reads[read] if isinstance(producer, Field))
        codes = {read.question.code for read in seen}
        return tuple(code for code in self.form.questions if code in codes)


@lru_cache(maxsize=8)
def plan(form: Form) -> Plan:
    """The plan of a form, made once per form object."""
    made = Plan(form)
    for calculation in form.calculations:
        _add_field(made, calculation, None)
    for block in form.blocks:
        for question in block.questions:
            _add_field(made, question, block)
    names = Names(made.fields)
    for one in made.fields:
        made.rules.append(_rules(made, one, names))
    _compile_blocks(made, names)
    _link(made)
    made.order = in_order([*(block.code for block in form.blocks), *made.fields], made.reads)
    return made


def _add_field(made: Plan, question: Question, block: Block | None, parent: Field | None = None) -> Field:
    added = Field(len(made.fields), question, block, parent)
    made.fields.append(added)
    for child in question.children:
        added.children.setdefault(child.name, _add_field(made, child, block, added))
    return added


def _compile(made: Plan, owner: Question | Block | Situation, key: str, source: str, scope: Scope) -> Program | None:
    """The program of one key, its faults noted; None where nothing is written."""
    if not source.strip():
        return None
    program = compile_expression(source, scope, condition=key not in ("calculation", "default"))
    who = owner.code if not isinstance(owner, Question) else scope.field.title if scope.field else owner.name
    made.missteps.extend(Misstep(who, owner, key, source, fault) for fault in program.faults)
    return program


def _rules(made: Plan, one: Field, names: Names) -> Rules:
    question = one.question
    scope = Scope(names, one)
    columns = frozenset({"name", "label"}.union(*(choice.extra for choice in question.choices)))
    required = question.required.strip()
    return Rules(
        relevant=_compile(made, question, "relevant", question.relevant, scope),
        required=_compile(made, question, "required", _truth_word(required), scope),
        constraint=_compile(made, question, "constraint", question.constraint, scope),
        calculation=_compile(made, question, "calculation", question.calculation, scope),
        choice_filter=_compile(made, question, "choice_filter", question.choice_filter, Scope(names, one, columns)),
        default=_compile(made, question, "default", _default_expression(question.default), scope),
    )


def _truth_word(text: str) -> str:
    """``yes`` and ``no``, as spreadsheets write them, as an expression."""
    if text.lower() in _NO:
        return ""
    return "true()" if text.lower() in _YES else text


def _default_expression(text: str) -> str:
    """A default is a plain value, unless it names a question or calls a function."""
    if not text or "${" in text or text.rstrip().endswith(")"):
        return text
    return f'"{text}"' if '"' not in text else f"'{text}'"


def _compile_blocks(made: Plan, names: Names) -> None:
    scope = Scope(names)
    for block in made.form.blocks:
        if (program := _compile(made, block, "relevant", block.relevant, scope)) is not None:
            made.offered[block.code] = program
        for situation in block.situations:
            if (program := _compile(made, situation, "relevant", situation.relevant, scope)) is not None:
                made.suggested[situation.code] = program


def _link(made: Plan) -> None:
    """Who reads whom; a question also depends on its block and on the group that holds it."""
    for block in made.form.blocks:
        program = made.offered.get(block.code)
        made.reads[block.code] = list(program.reads) if program else []
    for one, rules in zip(made.fields, made.rules, strict=True):
        producers: dict[Unit, None] = {}
        if one.parent is not None:
            producers[one.parent] = None
        elif one.block is not None:
            producers[one.block.code] = None
        for program in rules.settling:
            producers.update(dict.fromkeys(program.reads))
        made.reads[one] = list(producers)
