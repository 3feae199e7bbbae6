"""From the text of an expression to a closure: names found, kinds known, faults collected, nothing raised."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spie_diag.forms import lints
from spie_diag.forms.calls import answered, at_place, called, conditional, filtered, holder_of, position_of
from spie_diag.forms.codes import Code, NodesCode, NumberCode, TextCode, combined, single_node
from spie_diag.forms.functions import FUNCTIONS, Function, Kind
from spie_diag.forms.names import Names, unknown_child
from spie_diag.forms.nodes import Context, Field
from spie_diag.forms.syntax import (
    Binary,
    Call,
    Expression,
    Fault,
    Filtered,
    Negated,
    Number,
    Path,
    Reference,
    Step,
    Text,
    UnreadableExpressionError,
)


@dataclass(frozen=True, slots=True)
class Program:
    """One expression, ready to run on any context of its scope."""

    source: str
    code: Code
    reads: tuple[Field, ...]
    """What its result depends on, in the order read."""
    faults: tuple[Fault, ...]
    truth: Callable[[Context], bool]
    text: Callable[[Context], str]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression is written: the field it belongs to, and the names it may use."""

    names: Names
    field: Field | None = None
    """None for blocks and situations."""
    columns: frozenset[str] | None = None
    """For a choice filter: the columns of its choices."""


@dataclass(frozen=True, slots=True)
class _Here:
    """What ``.`` is while a part is compiled: a field, one row of a repeat, or the root."""

    field: Field | None
    row: bool = False
    own: bool = False
    """The question of the expression itself, not the item of a predicate."""


_BLANK = TextCode(lambda _: "")
_DEEPEST = 120
"""Levels of an expression; Python stops at about a thousand nested calls."""


def compile_expression(source: str, scope: Scope, *, condition: bool = False) -> Program:
    """The program of an expression; one that cannot be understood is blank, and its faults say why.

    ``condition``: only whether it holds matters, so that a question alone is a mistake.
    """
    compiler = _Compiler(scope)
    try:
        tree = _parsed(source)
    except UnreadableExpressionError as error:
        compiler.faults.append(error.fault)
        code: Code = _BLANK
    else:
        code = compiler.code(tree, _Here(scope.field, own=True))
        if condition and (fault := lints.truth_of_question(tree, code)) is not None:
            compiler.faults.append(fault)
    return Program(source, code, tuple(compiler.reads), tuple(compiler.faults), code.truth(), code.text())


def _parsed(source: str) -> Expression:
    # The parser takes long to import: windows know of states and questions well before any form is read.
    from spie_diag.forms.grammar import parse

    return parse(source)


class _Compiler:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.faults: list[Fault] = []
        self.reads: dict[Field, None] = {}
        self._depth = 0

    def code(self, tree: Expression, here: _Here, all_rows: bool = False) -> Code:
        if self._depth >= _DEEPEST:
            return self._fault(Fault(tree.at, "L’expression est trop longue.", "Coupez-la en plusieurs calculs."))
        self._depth += 1
        try:
            return self._code(tree, here, all_rows)
        finally:
            self._depth -= 1

    def _code(self, tree: Expression, here: _Here, all_rows: bool) -> Code:
        match tree:
            case Number(value):
                return NumberCode(lambda _: value)
            case Text(text):
                return TextCode(lambda _: text, numeric=not text)
            case Negated(of):
                number = self.code(of, here).number()
                return NumberCode(lambda c: -number(c))
            case Binary():
                return self._binary(tree, here, all_rows)
            case Reference():
                return self._reference(tree, all_rows)
            case Filtered(base, predicates):
                return self._filtered(self.code(base, here, all_rows), predicates, tree.at)
            case Path():
                return self._path(tree, here, all_rows)
            case Call():
                return self._call(tree, here)

    def _fault(self, fault: Fault | None) -> Code:
        if fault is not None and fault not in self.faults:
            self.faults.append(fault)
        return _BLANK

    # --- operators

    def _binary(self, tree: Binary, here: _Here, all_rows: bool) -> Code:
        if tree.operator == "|":
            return self._union(tree, here, all_rows)
        left, right = self.code(tree.left, here), self.code(tree.right, here)
        if tree.operator in ("and", "or"):
            self._fault(lints.truth_of_question(tree.left, left))
            self._fault(lints.truth_of_question(tree.right, right))
        else:
            self._fault(lints.comparison(tree, left, right))
        return combined(tree.operator, left, right)

    def _union(self, tree: Binary, here: _Here, all_rows: bool) -> Code:
        left, right = self.code(tree.left, here, all_rows), self.code(tree.right, here, all_rows)
        if not isinstance(left, NodesCode) or not isinstance(right, NodesCode):
            return self._fault(Fault(tree.at, "Le signe | réunit deux questions.", "Pour « ou », écrivez or."))
        first, second = left.run, right.run
        return NodesCode(lambda c: [*first(c), *second(c)], left.field if left.field is right.field else None)

    # --- questions

    def _reference(self, tree: Reference, all_rows: bool) -> Code:
        found = self._scope.names.find(tree.names, self._scope.field, tree.at)
        return self._fault(found) if isinstance(found, Fault) else self._nodes_of(found, all_rows)

    def _nodes_of(self, field: Field, all_rows: bool) -> NodesCode:
        self._reads(field)
        index, name = field.index, field.name
        if field.is_repeat:
            return NodesCode(lambda c: c.scene.singles[index].rows, field, rows=True)
        repeat = field.repeat
        if repeat is None:
            return single_node(field, lambda c: c.scene.singles[index])
        if self._scope.field is not None and self._scope.field.repeat is repeat and not all_rows:
            return single_node(field, lambda c: holder_of(c.origin).children[name])
        rows = repeat.index
        return NodesCode(lambda c: [row.children[name] for row in c.scene.singles[rows].rows], field)

    def _reads(self, field: Field) -> None:
        self.reads[field] = None
        # Reading a group or a row is reading its fields, except from inside, where each names what it reads.
        if self._scope.field is None or self._scope.field.parent is not field:
            self.reads.update(dict.fromkeys(field.children.values()))

    def _path(self, tree: Path, here: _Here, all_rows: bool) -> Code:
        steps = list(tree.steps)
        if isinstance(tree.start, Binary):
            return self._fault(Fault(tree.at, "Un chemin part d’une seule question.", "Réunissez après : a/x | b/x."))
        if tree.start is not None:
            code = self.code(tree.start, here, all_rows)
        elif self._scope.columns is not None and here.own:
            return self._column(tree)
        else:
            code = self._first_step(steps[0], here)
            code = self._filtered(code, steps.pop(0).predicates, tree.at)
        for step in steps:
            if not isinstance(code, NodesCode):
                return self._fault(Fault(step.at, "Un chemin part d’une question.")) if code is not _BLANK else code
            code = self._filtered(self._move(code, step), step.predicates, step.at)
        return code

    def _column(self, tree: Path) -> Code:
        """A bare name in a choice filter is a column of the choice list."""
        name = tree.steps[0].name
        columns = self._scope.columns or frozenset()
        if len(tree.steps) > 1 or tree.steps[0].predicates or name not in columns:
            known = ", ".join(sorted(columns))
            return self._fault(Fault(tree.at, f"Les choix n’ont pas de colonne « {name} ».", f"Colonnes : {known}."))
        return TextCode(lambda c: c.choice.get(name, ""))

    def _first_step(self, step: Step, here: _Here) -> Code:
        this = _standing(here)
        if step.name == ".":
            if here.own and here.field is not None:
                self._reads(here.field)
            return this
        if step.name == ".." or (here.field is not None and here.field.children):
            return self._move(this, step)
        return self._fault(self._scope.names.bare(step.name, step.at))

    def _move(self, code: NodesCode, step: Step) -> Code:
        if step.name == ".":
            return code
        if step.name == "..":
            return self._up(code, step)
        run, single, name, holder = code.run, code.single, step.name, code.field
        if holder is None:
            found = self._scope.names.top.get(name)
            if found is None:
                return self._fault(self._scope.names.unknown(name, step.at))
            return self._nodes_of(found, all_rows=True)
        child = holder.children.get(name)
        if child is None:
            return self._fault(unknown_child(holder, name, step.at))
        self._reads(child)
        if single is not None:
            return single_node(child, lambda c: single(c).children[name])
        return NodesCode(lambda c: [node.children[name] for node in run(c)], child)

    def _up(self, code: NodesCode, step: Step) -> Code:
        run, single, field = code.run, code.single, code.field
        if field is None:
            return self._fault(Fault(step.at, "Il n’y a rien au-dessus.", "Retirez « .. »."))
        above = None if code.rows else field.parent
        rows = above is not None and above.is_repeat
        if single is not None:
            return NodesCode(lambda c: (holder_of(single(c)),), above, lambda c: holder_of(single(c)), rows)
        return NodesCode(lambda c: list(dict.fromkeys(holder_of(node) for node in run(c))), above, rows=rows)

    def _filtered(self, code: Code, predicates: Sequence[Expression], at: int) -> Code:
        for predicate in predicates:
            if not isinstance(code, NodesCode):
                return code if code is _BLANK else self._fault(Fault(at, "Un crochet [ ] suit une question."))
            test = self.code(predicate, _Here(code.field, row=code.rows))
            self._fault(lints.truth_of_question(predicate, test))
            code = NodesCode(filtered(code.run, test), code.field, rows=code.rows, filtered=True)
        return code

    # --- functions

    def _call(self, tree: Call, here: _Here) -> Code:
        function = FUNCTIONS.get(tree.name)
        if function is None:
            return self._fault(lints.unknown_function(tree))
        if (fault := lints.arity(tree, function)) is not None:
            return self._fault(fault)
        self._fault(lints.arguments(tree))
        codes = [self.code(argument, here, function.all_rows) for argument in tree.arguments]
        if _BLANK in codes:
            return _BLANK
        for code, kind in zip(codes, function.takes, strict=False):
            if kind is Kind.NODES and not isinstance(code, NodesCode):
                return self._fault(lints.question_expected(tree))
        if tree.arguments and function.takes[0] is Kind.BOOLEAN and tree.name != "boolean":
            self._fault(lints.truth_of_question(tree.arguments[0], codes[0]))
        for argument, code in zip(tree.arguments, codes, strict=True):
            self._fault(lints.choice_argument(tree, argument, code, codes))
        if function.run is not None:
            return called(function, self._with_here(function, codes, here))
        return self._special_call(tree, codes)

    def _with_here(self, function: Function, codes: list[Code], here: _Here) -> list[Code]:
        """``string()`` and the like read the item where they stand when nothing is given."""
        if codes or not function.takes or function.fewest:
            return codes
        return [self._first_step(Step("."), here)]

    def _special_call(self, tree: Call, codes: list[Code]) -> Code:
        match tree.name:
            case "if":
                return conditional(codes)
            case "current":
                return _current(self._scope.field)
            case "position":
                return position_of(codes)
            case "answered":
                return answered(codes[0])
            case "jr:choice-name":
                return self._choice_name(tree, codes[0])
            case _:
                return self._indexed(tree, codes)

    def _choice_name(self, tree: Call, value: Code) -> Code:
        named = tree.arguments[1]
        try:
            reference = _parsed(named.value) if isinstance(named, Text) else named
        except UnreadableExpressionError as error:
            return self._fault(Fault(named.at, error.fault.sentence, error.fault.advice))
        nodes = self.code(reference, _Here(self._scope.field, own=True))
        if not isinstance(nodes, NodesCode) or nodes.field is None or not nodes.field.question.choices:
            advice = "Écrivez jr:choice-name(${nom}, '${nom}')."
            return self._fault(Fault(named.at, "jr:choice-name attend une question à choix.", advice))
        labels = {choice.name: choice.label for choice in nodes.field.question.choices}
        text = value.text()
        return TextCode(lambda c: labels.get(text(c), ""))

    def _indexed(self, tree: Call, codes: list[Code]) -> Code:
        wanted, rows, place = codes
        if not isinstance(wanted, NodesCode) or not isinstance(rows, NodesCode) or not rows.rows:
            advice = "Écrivez indexed-repeat(${champ}, ${tableau}, 1)."
            return self._fault(Fault(tree.at, "indexed-repeat attend un champ puis son tableau.", advice))
        run, number = wanted.run, place.number()
        return TextCode(lambda c: at_place(run(c), number(c)))


def _standing(here: _Here) -> NodesCode:
    """What ``.`` means; for a repeat itself, its rows."""
    if here.own and here.field is not None and here.field.is_repeat:
        return NodesCode(lambda c: c.here.rows, here.field, rows=True)
    return NodesCode(lambda c: (c.here,), here.field, lambda c: c.here, rows=here.row)


def _current(field: Field | None) -> NodesCode:
    """What ``current()`` means: the question of the expression, even inside a predicate."""
    if field is not None and field.is_repeat:
        return NodesCode(lambda c: c.origin.rows, field, rows=True)
    return NodesCode(lambda c: (c.origin,), field, lambda c: c.origin)
