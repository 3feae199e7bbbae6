"""A form made ready to run: fields, compiled expressions, and the order in which they settle."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from spie_diag.forms.definition import (
    Block,
    BlockCode,
    Form,
    Question,
    QuestionCode,
    QuestionType,
    Situation,
    SituationCode,
)
from spie_diag.forms.expressions import Read, Scope
from spie_diag.forms.functions import FUNCTIONS
from spie_diag.forms.lints import is_nearly_known
from spie_diag.forms.names import Names
from spie_diag.forms.nodes import Field
from spie_diag.forms.ordering import in_order
from spie_diag.forms.rules import Offering, Rule, Rules, Shelves
from spie_diag.forms.syntax import Fault
from spie_diag.forms.templates import Templates
from spie_diag.forms.vocabulary import NO, is_yes

_CALLED = re.compile(r"(?<![\w-])([a-z][a-z0-9:-]*)\(")
_CALL = re.compile(r"\s*([a-z][a-z0-9:-]*)\(.*\)\s*", re.DOTALL)
_QUOTE = "'"
_APOSTROPHE = """', "'", '"""
"""An apostrophe, between two texts of a call that joins them."""


@dataclass(frozen=True, slots=True)
class Misstep:
    """A fault of one expression: whose it is, and under which key it is written."""

    who: str
    owner: Question | Block | Situation
    key: str
    source: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Reader:
    """A field that must be looked at again when another changes."""

    field: Field
    anchor: Field | None
    """The repeat in whose row, shared with what changed, it must; None for everywhere."""
    settles: bool
    """Its value or its relevance may change; otherwise only what a screen shows of it."""
    fires: bool = False
    """Its calculation runs because this one triggers it."""


@dataclass(eq=False)
class Plan:
    """What an evaluation needs to know of a form. Built even of a wrong form: ``missteps`` say what is wrong."""

    form: Form
    fields: list[Field] = field(default_factory=list)
    """Every field, parents before children; ``Field.index`` is its place here."""
    rules: list[Rules] = field(default_factory=list)
    """By index of the field."""
    suggested: dict[SituationCode, Rule] = field(default_factory=dict)
    tops: list[Field] = field(default_factory=list)
    """The fields that nothing holds: calculations of the form, blocks, then the survey."""
    names: Names = field(default_factory=lambda: Names(()))
    late: set[Field] = field(default_factory=set)
    """Repeats whose count reads their own rows: counted once all else has settled."""

    @cached_property
    def missteps(self) -> tuple[Misstep, ...]:
        """Every fault of every expression; compiles them all."""
        found: list[Misstep] = []
        for one, rules in zip(self.fields, self.rules, strict=True):
            owner: Question | Block = one.block if one.is_block and one.block is not None else one.question
            for rule in rules:
                found += [Misstep(one.title, owner, rule.key, rule.source, fault) for fault in rule.program.faults]
            for key, _, template in self.templates.naming(one):
                for rule in template:
                    found += [Misstep(one.title, owner, key, rule.source, fault) for fault in rule.program.faults]
        for situation in self.form.situations.values():
            rule_of = self.suggested.get(situation.code)
            for fault in rule_of.program.faults if rule_of else ():
                found.append(Misstep(situation.code, situation, "relevant", situation.relevant, fault))
        return tuple(found)

    @cached_property
    def reads(self) -> Mapping[Field, tuple[Field, ...]]:
        """What must settle before each field: what holds it, and what its expressions read."""
        found: dict[Field, tuple[Field, ...]] = {}
        for one, rules in zip(self.fields, self.rules, strict=True):
            producers = dict.fromkeys([one.parent] if one.parent is not None else [])
            for rule in rules.settling:
                late = rule is rules.repeat_count and one in self.late
                read_by_rule = (read.field for read in rule.reads if not (late and one in read.field.way))
                producers.update(dict.fromkeys(read_by_rule))
            producers.update(dict.fromkeys(self.triggers_of(one)))
            found[one] = tuple(producers)
        return found

    @cached_property
    def order(self) -> tuple[Field, ...]:
        """Producers first: what reads a value settles after it."""
        return in_order(self.fields, self.reads)

    @cached_property
    def rank(self) -> list[int]:
        """By index of the field: its place in ``order``."""
        if self.form.known is not None:
            return list(self.form.known.rank)
        ranks = [0] * len(self.fields)
        for place, one in enumerate(self.order):
            ranks[one.index] = place
        return ranks

    @cached_property
    def readers(self) -> list[tuple[Reader, ...]]:
        """By index of a field: who must be looked at again when it changes."""
        if self.form.known is not None:
            return [tuple(self._known_reader(*reader) for reader in readers) for readers in self.form.known.readers]
        found: list[dict[Reader, None]] = [{} for _ in self.fields]

        def note(reads: tuple[Read, ...], one: Field, *, settles: bool) -> None:
            for read in reads:
                found[read.field.index][Reader(one, read.anchor, settles)] = None

        for one, rules in zip(self.fields, self.rules, strict=True):
            for rule in rules.settling:
                note(rule.reads, one, settles=True)
            for rule in rules.showing:
                note(rule.reads, one, settles=False)
            for _, _, template in self.templates.naming(one):
                for rule in template:
                    note(rule.reads, one, settles=False)
            for trigger in self.triggers_of(one):
                shared = trigger.repeat if trigger.repeat in one.repeats else None
                found[trigger.index][Reader(one, shared, settles=True, fires=True)] = None
        return [tuple(readers) for readers in found]

    def _known_reader(self, reader: int, anchor: int, flags: int) -> Reader:
        fields = self.fields
        return Reader(fields[reader], fields[anchor] if anchor >= 0 else None, bool(flags & 1), bool(flags & 2))

    def outer_readers(self, repeat: Field) -> tuple[Reader, ...]:
        """Who must be looked at again when rows of a repeat come or go, outside these rows."""
        if repeat.index not in self._outer_readers:
            inside = {repeat, *repeat.below()}
            found = {
                reader: None
                for one in (repeat, *repeat.below())
                for reader in self.readers[one.index]
                if reader.anchor not in inside
            }
            self._outer_readers[repeat.index] = tuple(found)
        return self._outer_readers[repeat.index]

    @cached_property
    def _outer_readers(self) -> dict[int, tuple[Reader, ...]]:
        return {}

    @cached_property
    def offerings(self) -> Mapping[int, Offering]:
        """By index of a field that has a filter: the choices that it lets through."""
        shelves: Shelves = {}
        return {
            one.index: Offering(one.question, rules.choice_filter, shelves)
            for one, rules in zip(self.fields, self.rules, strict=True)
            if rules.choice_filter is not None
        }

    @cached_property
    def templates(self) -> Templates:
        """Its texts, cut at the questions that they name."""
        return Templates(self.names)

    def triggers_of(self, one: Field) -> list[Field]:
        """The questions whose change runs the calculation of this one."""
        found = (self.names.find(tuple(name.split("/")), one, 0) for name in one.question.trigger)
        return [trigger for trigger in found if isinstance(trigger, Field)]

    def sources(self, rule: Rule) -> tuple[QuestionCode, ...]:
        """The coded questions that an expression reads, also through calculations, in the order of the form."""
        seen: set[Field] = set()
        queue = [read.field for read in rule.reads]
        while queue:
            read = queue.pop().coded
            if read in seen:
                continue
            seen.add(read)
            if read.question.code is None:
                queue.extend(producer for producer in self.reads[read] if not producer.is_block)
        codes = {read.question.code for read in seen}
        return tuple(code for code in self.form.questions if code in codes)

    def block_field(self, code: BlockCode) -> Field:
        """The field that a block is.

        Raises:
            KeyError: no block bears this code.
        """
        return self._blocks[code]

    @cached_property
    def _blocks(self) -> Mapping[BlockCode, Field]:
        return {one.block.code: one for one in self.tops if one.is_block and one.block is not None}


@lru_cache(maxsize=8)
def plan(form: Form) -> Plan:
    """The plan of a form, made once per form object."""
    made = Plan(form)
    for calculation in form.calculations:
        made.tops.append(_add_field(made, calculation, None))
    for block in form.blocks:
        made.tops.append(_add_block(made, block))
    for question in form.survey:
        made.tops.append(_add_field(made, question, None))
    made.names = Names(made.fields, form.known.trees if form.known else None)
    for one in made.fields:
        made.rules.append(_rules(one, made.names))
    everywhere = Scope(made.names)
    for situation in form.situations.values():
        if situation.relevant.strip():
            rule = Rule("relevant", situation.relevant, everywhere, condition=True)
            made.suggested[situation.code] = rule
    if form.known is not None:
        made.late.update(made.fields[index] for index in form.known.late)
    else:
        made.late.update(one for one, rules in zip(made.fields, made.rules, strict=True) if _counts_itself(one, rules))
    return made


def _counts_itself(one: Field, rules: Rules) -> bool:
    count = rules.repeat_count
    return count is not None and any(one in read.field.way for read in count.reads)


def _add_block(made: Plan, block: Block) -> Field:
    heading = Question(name=block.name, code=None, type=QuestionType.GROUP, label=block.label, relevant=block.relevant)
    added = Field(len(made.fields), heading, block, None, is_block=True)
    made.fields.append(added)
    for question in block.questions:
        child = _add_field(made, question, block, added)
        added.children.setdefault(child.name, child)
    return added


def _add_field(made: Plan, question: Question, block: Block | None, parent: Field | None = None) -> Field:
    added = Field(len(made.fields), question, block, parent)
    made.fields.append(added)
    for child in question.children:
        made_child = _add_field(made, child, block, added)
        added.children.setdefault(child.name, made_child)
    return added


def _rules(one: Field, names: Names) -> Rules:
    question = one.question
    scope = Scope(names, None if one.is_block else one)

    def rule(key: str, source: str, *, condition: bool = True, within: Scope = scope) -> Rule | None:
        return Rule(key, source, within, condition=condition) if source and not source.isspace() else None

    filtered = scope
    if question.choice_filter:
        columns = frozenset({"name", "label"}.union(*(choice.extra for choice in question.choices)))
        filtered = Scope(names, one, columns)
    return Rules(
        relevant=rule("relevant", question.relevant),
        required=rule("required", _truth_word(question.required.strip())),
        constraint=rule("constraint", question.constraint),
        calculation=rule("calculation", question.calculation, condition=False),
        choice_filter=rule("choice_filter", question.choice_filter, within=filtered),
        default=rule("default", _default_expression(question.default), condition=False),
        repeat_count=rule("repeat_count", question.repeat_count, condition=False),
    )


def _truth_word(text: str) -> str:
    """``yes`` and ``no``, as spreadsheets write them, as an expression."""
    if not text or text.lower() in NO:
        return ""
    return "true()" if is_yes(text) else text


def is_calculated(default: str) -> bool:
    """Whether a default is an expression and not a plain value, as ``Lyon (69)``: it names a question or a function."""
    if "${" in default or any(name in FUNCTIONS for name in _CALLED.findall(default)):
        return True
    whole = _CALL.fullmatch(default)
    return whole is not None and is_nearly_known(whole[1])


def _default_expression(text: str) -> str:
    """A default is a plain value, unless it names a question or calls a function."""
    if not text or is_calculated(text):
        return text
    if '"' not in text:
        return f'"{text}"'
    # No text of an expression holds both kinds of quotes.
    return f"'{text}'" if "'" not in text else f"concat('{_APOSTROPHE.join(text.split(_QUOTE))}')"
