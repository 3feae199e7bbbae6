"""From the text of an expression to a closure: names found, kinds known, faults collected, nothing raised."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spie_diag.forms import lints
from spie_diag.forms.calls import answered, at_places, called, conditional, filtered, position_of
from spie_diag.forms.codes import Code, NodesCode, NumberCode, TextCode, combined, single_node
from spie_diag.forms.definition import cells_of
from spie_diag.forms.functions import FUNCTIONS, Function, Kind
from spie_diag.forms.lookups import cell_nodes, first_cell, label_of, labels_by_text_id, named_in_labels
from spie_diag.forms.names import Names, unknown_child
from spie_diag.forms.nodes import Context, Field
from spie_diag.forms.syntax import (
    DEEPEST,
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
from spie_diag.forms.ways import (
    Here,
    above,
    above_repeat,
    all_along,
    below,
    current,
    one_along,
    shared_repeats,
    standing,
)


@dataclass(frozen=True, slots=True)
class Read:
    """One field that an expression reads."""

    field: Field
    anchor: Field | None
    """The repeat in whose row, the reader's own, it is read; None where it may be read anywhere."""


@dataclass(frozen=True, slots=True)
class Program:
    """One expression, ready to run on any context of its scope."""

    source: str
    code: Code
    reads: tuple[Read, ...]
    """What its result depends on, in the order read."""
    faults: tuple[Fault, ...]
    truth: Callable[[Context], bool]
    text: Callable[[Context], str]
    tree: Expression | None = None
    """None where the source cannot be read."""
    sought: tuple[str, Callable[[Context], str]] | None = None
    """For a choice filter that asks a column to equal something: the column, and what it must equal."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression is written: the field it belongs to, and the names it may use."""

    names: Names
    field: Field | None = None
    """None for blocks and situations."""
    columns: frozenset[str] | None = None
    """For a choice filter: the columns of its choices."""


_BLANK = TextCode(lambda _: "")
_STRUCTURAL = ("count", "position", "answered", "indexed-repeat")
"""Functions that look at rows, never at what the rows hold."""
_LOOKUP = "Écrivez instance('liste')/root/item[name = ${question}]/label."


def compile_expression(source: str, scope: Scope, *, condition: bool = False) -> Program:
    """The program of an expression; one that cannot be understood is blank, and its faults say why.

    ``condition``: only whether it holds matters, so that a question alone is a mistake.
    """
    compiler = _Compiler(scope)
    tree: Expression | None = None
    code: Code = _BLANK
    sought = None
    try:
        tree = _parsed(source, scope.names)
    except UnreadableExpressionError as error:
        compiler.faults.append(error.fault)
    else:
        code = compiler.code(tree, compiler.start)
        if condition and (fault := lints.truth_of_question(tree, code)) is not None:
            compiler.faults.append(fault)
        sought = compiler.sought(tree)
    return Program(source, code, tuple(compiler.reads), tuple(compiler.faults), code.truth(), code.text(), tree, sought)


def _parsed(source: str, names: Names) -> Expression:
    if (known := names.trees.get(source)) is not None:
        return known
    # The parser takes long to import: windows know of states and questions well before any form is read.
    from spie_diag.forms.grammar import parse

    return parse(source)


class _Compiler:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.start = Here(scope.field, own=True, anchor=scope.field.repeat if scope.field else None)
        self.faults: list[Fault] = []
        self.reads: dict[Read, None] = {}
        self._depth = 0

    def code(self, tree: Expression, here: Here, all_rows: bool = False, structural: bool = False) -> Code:
        if self._depth >= DEEPEST:
            return self._fault(Fault(tree.at, "L’expression est trop longue.", "Coupez-la en plusieurs calculs."))
        self._depth += 1
        try:
            return self._code(tree, here, all_rows, structural)
        finally:
            self._depth -= 1

    def _code(self, tree: Expression, here: Here, all_rows: bool, structural: bool) -> Code:
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
                return self._reference(tree, all_rows, structural)
            case Filtered(base, predicates):
                return self._filtered(self.code(base, here, all_rows, structural), predicates, tree.at)
            case Path():
                return self._path(tree, here, all_rows)
            case Call():
                return self._call(tree, here)

    def _fault(self, fault: Fault | None) -> Code:
        if fault is not None and fault not in self.faults:
            self.faults.append(fault)
        return _BLANK

    # --- operators

    def _binary(self, tree: Binary, here: Here, all_rows: bool) -> Code:
        if tree.operator == "|":
            return self._union(tree, here, all_rows)
        left, right = self.code(tree.left, here), self.code(tree.right, here)
        if tree.operator in ("and", "or"):
            self._fault(lints.truth_of_question(tree.left, left))
            self._fault(lints.truth_of_question(tree.right, right))
        else:
            self._fault(lints.comparison(tree, left, right))
        return combined(tree.operator, left, right)

    def _union(self, tree: Binary, here: Here, all_rows: bool) -> Code:
        left, right = self.code(tree.left, here, all_rows), self.code(tree.right, here, all_rows)
        if not isinstance(left, NodesCode) or not isinstance(right, NodesCode):
            return self._fault(Fault(tree.at, "Le signe | réunit deux questions.", "Pour « ou », écrivez or."))
        first, second = left.run, right.run
        return NodesCode(lambda c: [*first(c), *second(c)], left.field if left.field is right.field else None)

    # --- questions

    def _reference(self, tree: Reference, all_rows: bool, structural: bool) -> Code:
        found = self._scope.names.find(tree.names, self._scope.field, tree.at)
        return self._fault(found) if isinstance(found, Fault) else self._nodes_of(found, all_rows, structural)

    def _nodes_of(self, field: Field, all_rows: bool = False, structural: bool = False) -> NodesCode:
        """The field as seen from the expression: in the reader's own row where they share a repeat, else in all."""
        near = self._scope.field
        shared = shared_repeats(field.repeats, near.repeats if near else ())
        if all_rows and shared and shared == field.repeats and not field.is_repeat:
            shared = shared[:-1]
        anchor = shared[-1] if shared else None
        self._reads(field, anchor, structural)
        way = field.way[field.way.index(anchor) + 1 :] if anchor else field.way
        hops = len(near.way) - 1 - near.way.index(anchor) if near and anchor else 0
        if field.is_repeat or len(field.repeats) > len(shared):
            return NodesCode(all_along(way, anchor, hops), field, rows=field.is_repeat, anchor=anchor)
        return single_node(field, one_along(way, anchor, hops), anchor)

    def _reads(self, field: Field, anchor: Field | None, structural: bool = False) -> None:
        self.reads[Read(field, anchor)] = None
        # Reading a group or a row is reading its fields, except from inside, where each names what it reads.
        if not structural and not field.is_leaf and (self._scope.field is None or field not in self._scope.field.way):
            self.reads.update(dict.fromkeys(Read(inner, anchor) for inner in field.below()))

    def _path(self, tree: Path, here: Here, all_rows: bool) -> Code:
        steps = list(tree.steps)
        if isinstance(tree.start, Call) and tree.start.name == "instance":
            return self._looked_up(tree.start, steps)
        if isinstance(tree.start, Binary):
            return self._fault(Fault(tree.at, "Un chemin part d’une seule question.", "Réunissez après : a/x | b/x."))
        if tree.start is not None:
            code = self.code(tree.start, here, all_rows, structural=True)
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
            return self._fault(_no_column(name, columns, tree.at))
        return NodesCode(lambda c: (found,) if (found := c.choice.get(name)) else (), None, filtered=True)

    def sought(self, tree: Expression) -> tuple[str, Callable[[Context], str]] | None:
        """For a filter such as ``region = ${region}``: the column, and the text that it must equal."""
        if self._scope.columns is None or not isinstance(tree, Binary) or tree.operator != "=":
            return None
        for column, other in ((tree.left, tree.right), (tree.right, tree.left)):
            if not isinstance(column, Path) or column.start is not None or not isinstance(other, Reference | Text):
                continue
            code = self.code(other, self.start)
            if isinstance(code, TextCode) or (isinstance(code, NodesCode) and code.single is not None):
                return column.steps[0].name, code.text()
        return None

    def _first_step(self, step: Step, here: Here) -> Code:
        this = standing(here)
        if step.name == ".":
            if here.own and here.field is not None:
                self._reads(here.field, here.anchor)
            return this
        if step.name == ".." and here.own and here.field is not None and here.field.is_repeat:
            return above_repeat(here.field)
        if step.name == ".." or (here.field is not None and here.field.children):
            return self._move(this, step)
        return self._fault(self._scope.names.bare(step.name, step.at))

    def _move(self, code: NodesCode, step: Step) -> Code:
        if step.name == ".":
            return code
        if step.name == "..":
            return self._up(code, step)
        name, holder = step.name, code.field
        if holder is None:
            found = self._scope.names.top.get(name)
            if found is None:
                return self._fault(self._scope.names.unknown(name, step.at))
            return self._nodes_of(found, all_rows=True)
        child = holder.children.get(name)
        if child is None:
            return self._fault(unknown_child(holder, name, step.at))
        self._reads(child, code.anchor, structural=child.is_repeat)
        return below(code, child)

    def _up(self, code: NodesCode, step: Step) -> Code:
        if code.field is None:
            return self._fault(Fault(step.at, "Il n’y a rien au-dessus.", "Retirez « .. »."))
        return above(code, code.field)

    def _filtered(self, code: Code, predicates: Sequence[Expression], at: int) -> Code:
        for predicate in predicates:
            if not isinstance(code, NodesCode):
                return code if code is _BLANK else self._fault(Fault(at, "Un crochet [ ] suit une question."))
            test = self.code(predicate, Here(code.field, row=code.rows, anchor=code.anchor))
            self._fault(lints.truth_of_question(predicate, test))
            run = filtered(code.run, test)
            code = NodesCode(run, code.field, rows=code.rows, filtered=True, anchor=code.anchor)
        return code

    # --- functions

    def _call(self, tree: Call, here: Here) -> Code:
        function = FUNCTIONS.get(tree.name)
        if function is None:
            return self._fault(lints.unknown_function(tree))
        if (fault := lints.arity(tree, function)) is not None:
            return self._fault(fault)
        self._fault(lints.arguments(tree))
        structural = tree.name in _STRUCTURAL
        codes = [self.code(argument, here, function.all_rows, structural) for argument in tree.arguments]
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

    def _with_here(self, function: Function, codes: list[Code], here: Here) -> list[Code]:
        """``string()`` and the like read the item where they stand when nothing is given."""
        if codes or not function.takes or function.fewest:
            return codes
        return [self._first_step(Step("."), here)]

    def _special_call(self, tree: Call, codes: list[Code]) -> Code:
        match tree.name:
            case "if":
                return conditional(codes)
            case "current":
                return current(self._scope.field)
            case "position":
                return self._position(codes)
            case "answered":
                return answered(codes[0])
            case "jr:choice-name":
                return self._choice_name(tree, codes[0])
            case "jr:itext":
                return label_of(labels_by_text_id(self._scope.names.lists), codes[0].text(), {})
            case "instance":
                return self._fault(Fault(tree.at, "instance(…) désigne une liste de choix, puis une colonne.", _LOOKUP))
            case _:
                return self._indexed(tree, codes)

    def _position(self, codes: Sequence[Code]) -> Code:
        for code in codes:
            if isinstance(code, NodesCode) and code.rows and code.field is not None:
                # A row that is added or removed moves those behind it.
                self._reads(code.field, code.field.repeat, structural=True)
        return position_of(codes)

    def _choice_name(self, tree: Call, value: Code) -> Code:
        named = tree.arguments[1]
        try:
            reference = _parsed(named.value, self._scope.names) if isinstance(named, Text) else named
        except UnreadableExpressionError as error:
            return self._fault(Fault(named.at, error.fault.sentence, error.fault.advice))
        nodes = self.code(reference, self.start)
        if not isinstance(nodes, NodesCode) or nodes.field is None or not nodes.field.question.choices:
            advice = "Écrivez jr:choice-name(${nom}, '${nom}')."
            return self._fault(Fault(named.at, "jr:choice-name attend une question à choix.", advice))
        choices = nodes.field.question.choices
        found = {part: self._scope.names.find(names, nodes.field, 0) for part, names in named_in_labels(choices)}
        texts = {part: self._nodes_of(field).text() for part, field in found.items() if isinstance(field, Field)}
        return label_of({choice.name: choice for choice in reversed(choices)}, value.text(), texts)

    def _looked_up(self, start: Call, steps: Sequence[Step]) -> Code:
        """``instance('list')/root/item[condition]/column``: a cell of the first choice where the condition holds."""
        named = start.arguments[0] if len(start.arguments) == 1 else None
        choices = self._scope.names.lists.get(named.value) if isinstance(named, Text) else None
        if choices is None or named is None:
            known = ", ".join(self._scope.names.lists) or "aucune"
            return self._fault(Fault(start.at, "Cette liste de choix n’existe pas.", f"Listes : {known}."))
        if [step.name for step in steps[:2]] != ["root", "item"] or len(steps) != 3 or steps[2].predicates:
            return self._fault(Fault(start.at, "instance(…) désigne une liste de choix, puis une colonne.", _LOOKUP))
        name = str(named).strip("'\"")
        cells = [cells_of(choice) | {"itextId": f"{name}-{place}"} for place, choice in enumerate(choices)]
        column, columns = steps[2].name, frozenset().union(*cells)
        if column not in columns:
            return self._fault(_no_column(column, columns, steps[2].at))
        tests = [self._over_choices(predicate, columns) for predicate in steps[1].predicates]
        return first_cell([cell_nodes(row) for row in cells], column, tests)

    def _over_choices(self, predicate: Expression, columns: frozenset[str]) -> Code:
        """A condition on the columns of a list, compiled where it stands."""
        inner = _Compiler(Scope(self._scope.names, self._scope.field, columns))
        code = inner.code(predicate, inner.start)
        self.faults += [fault for fault in inner.faults if fault not in self.faults]
        self.reads |= inner.reads
        return code

    def _indexed(self, tree: Call, codes: list[Code]) -> Code:
        """``indexed-repeat(${x}, ${r}, 2)``, with as many pairs of repeat and place as there are repeats around x."""
        wanted, pairs = codes[0], list(zip(codes[1::2], codes[2::2], strict=False))
        advice = "Écrivez indexed-repeat(${champ}, ${tableau}, 1)."
        places: list[tuple[Field, Callable[[Context], float]]] = []
        for rows, place in pairs:
            if not isinstance(rows, NodesCode) or not rows.rows or rows.field is None:
                return self._fault(Fault(tree.at, "indexed-repeat attend un champ puis son tableau.", advice))
            places.append((rows.field, place.number()))
        if not isinstance(wanted, NodesCode) or len(codes) % 2 == 0:
            return self._fault(Fault(tree.at, "indexed-repeat attend un champ puis son tableau.", advice))
        run = wanted.run
        return TextCode(lambda c: at_places(run(c), [(repeat, number(c)) for repeat, number in places]))


def _no_column(name: str, columns: frozenset[str], at: int) -> Fault:
    advice = f"Colonnes : {', '.join(sorted(columns))} ; un texte se met entre apostrophes droites : '{name}'."
    return Fault(at, f"Les choix n’ont pas de colonne « {name} ».", advice)
