"""A form being filled in: after each answer, only what depends on it is evaluated again.

No answer is ever dropped: a node keeps what was *given*, for ever, beside what is in *effect*, which is nothing while
the node is not relevant, and is without the choices that are no longer offered. Rows beyond the count of a repeat, and
rows of a repeat that is not asked, are kept and count for nothing.
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isnan

from spie_diag.forms.chances import chance_of, token_of
from spie_diag.forms.definition import BlockCode, Question, Value
from spie_diag.forms.effects import result, still_offered
from spie_diag.forms.nodes import Context, Field, Node, Scene
from spie_diag.forms.plan import Plan, Reader
from spie_diag.forms.reaching import reached
from spie_diag.forms.rules import Rule, Rules
from spie_diag.forms.tree import Tree
from spie_diag.forms.values import answer_text

MOST_ROWS = 1000
"""Rows that a count may ask for: beyond, a form would stop the machine before anybody could read it."""
MOST_ROWS_IN_ALL = 10_000
"""Rows that all the counts of an interview may ask for together: a table in each row of a table multiplies them."""


@dataclass(slots=True, repr=False)
class Change:
    """What one answer changed."""

    nodes: dict[Node, None] = field(default_factory=dict)
    """Nodes of which a screen may show something else: value, relevance, choices, validity or texts."""
    removed: list[Node] = field(default_factory=list)
    """Rows that are gone."""


class Live:
    """One interview under way.

    ``prefilled``: as ODK programs, a repeat starts with one row, defaults are answers, and a calculation that another
    question triggers keeps what it gave when it was. Otherwise rows and answers exist once somebody gives them, a
    default is a proposal wherever somebody can answer, and a triggered calculation follows what it reads while its
    trigger is answered: the same answers give the same state. ``seed`` draws ``random()`` and ``uuid()`` for each
    question of this interview; without one they are 0.5 and zeros everywhere, so that a recording can be compared.
    """

    def __init__(
        self,
        made: Plan,
        *,
        today: date,
        moment: str = "",
        opened: frozenset[BlockCode] = frozenset(),
        prefilled: bool = False,
        seed: str | None = None,
        values: Mapping[int, Value] | None = None,
    ) -> None:
        self.plan = made
        self.opened = opened
        self.prefilled = prefilled
        self.evaluations = 0
        """Expressions run since the start."""
        root = Node(None, None, relevant=True, children={})
        self.scene = Scene(today, root, [], moment)
        if seed is not None:
            self.scene.chance, self.scene.token = chance_of(seed), token_of(seed)
        self._change = Change()
        self._heap: list[tuple[int, int, Node]] = []
        self._queued: set[Node] = set()
        self._count = 0
        self._fired: set[Node] = set()
        self._by_hand: set[Node] = set()
        """Triggered questions that somebody answered, where nothing is prefilled: their answer stays."""
        self._late: dict[Node, None] = {}
        self._begun = False
        self._rank = made.rank
        self._readers = made.readers
        self._tree = Tree(made, self.scene, prefilled=prefilled)
        for index, value in (values or {}).items():
            self._load(self.scene.singles[index], value)
        for top in made.tops:
            self._queue(root.children[top.name])
        self._settle()
        self._begun = True
        self._change = Change()

    # --- what happens to it

    def give(self, node: Node, value: Value) -> Change:
        """Answer a question; None takes the answer back."""
        self._load(node, value)
        self._queue(node)
        self._change.nodes[node] = None
        return self._settled()

    def add_row(self, repeat: Node, after: int | None = None) -> Change:
        """A row behind the one at that index (-1: first); at the end where none is named."""
        place = len(repeat.kept) if after is None else min(max(after + 1, 0), len(repeat.kept))
        row = self._tree.new_row(repeat)
        repeat.kept.insert(place, row)
        self._recounted(repeat)
        return self._settled()

    def remove_row(self, repeat: Node, index: int) -> Change:
        """Take a row away with all that it holds.

        Raises:
            IndexError: there is no such row.
        """
        row = repeat.kept.pop(index)
        row.relevant = False
        self._drop(row)
        self._recounted(repeat)
        return self._settled()

    @property
    def decides(self) -> bool:
        """Whether a default was computed once for all, from what was answered at that moment."""
        return self._tree.decides

    def nodes(self) -> Iterator[Node]:
        """Every question, row and repeat, in the order of the form."""
        return self._tree.nodes()

    def spare_row(self, repeat: Node) -> Node:
        """A row as it would be behind the last one, before anybody answers in it; it belongs to nothing."""
        waiting = len(self._tree.undecided)
        row = self._tree.new_row(repeat)
        self._tree.forget_row(row)
        del self._tree.undecided[waiting:]
        row.position, row.relevant = len(repeat.kept) + 1, repeat.relevant
        inside, asked = [row], [*row.children.values()]
        while asked:
            inside.append(asked.pop())
            asked += inside[-1].children.values()
        for node in sorted(inside[1:], key=lambda node: self._rank[_field(node).index]):
            self._show(node)
        return row

    def context(self, node: Node) -> Context:
        """From where the expressions of a node look."""
        return Context(self.scene, node, node)

    def rules(self, node: Node) -> Rules:
        assert node.field is not None, "the root has no rules"
        return self.plan.rules[node.field.index]

    def _load(self, node: Node, value: Value) -> None:
        """Give a value to a question and to all that it holds."""
        one = _field(node)
        node.given = value
        if one.is_leaf:
            if not self.prefilled:
                self._load_alone(node, one.question)
            return
        if one.is_repeat and not node.is_row:
            given = value if isinstance(value, list) else []
            while len(node.kept) > len(given):
                self._drop(node.kept.pop())
            while len(node.kept) < len(given):
                node.kept.append(self._tree.new_row(node))
            for row, inside in zip(node.kept, given, strict=True):
                self._load(row, inside)
                self._requeue(row)
            return
        inside = value if isinstance(value, dict) else {}
        for name, child in node.children.items():
            self._load(child, inside.get(name))
            self._requeue(child)

    def _load_alone(self, node: Node, question: Question) -> None:
        """What an answer is besides a value: by hand for good, or nothing, so that the form has its say again."""
        if node.given is None:
            self._by_hand.discard(node)
            self._tree.fill_in(node)
        elif question.trigger:
            self._by_hand.add(node)

    def _drop(self, row: Node) -> None:
        self._change.removed.append(row)
        self._tree.forget_row(row)

    def _requeue(self, node: Node) -> None:
        if self._begun:
            for one in node.children.values() if node.is_row else (node,):
                self._queue(one)

    # --- settling

    def _settled(self) -> Change:
        self._settle()
        change, self._change = self._change, Change()
        return change

    def _settle(self) -> None:
        counted: set[Node] = set()
        while True:
            while self._heap:
                node = heapq.heappop(self._heap)[2]
                self._queued.discard(node)
                self._settle_node(node)
            # Once per answer and repeat: a count that follows its own last row may otherwise never end.
            late = next((node for node in self._late if node not in counted), None)
            if late is not None:
                counted.add(late)
                del self._late[late]
                self._grow(late)
            elif self._tree.undecided:
                self._decide(self._tree.undecided.pop(0))
            else:
                self._late.clear()
                return

    def _decide(self, node: Node) -> None:
        """The computed default of a question that has just come to be."""
        rule = self.rules(node).default
        if node.given is None and rule is not None and node.field is not None:
            self.evaluations += 1
            node.given = result(node.field.question, rule, self.context(node))
            self._queue(node)

    def _queue(self, node: Node) -> None:
        if node not in self._queued and node.field is not None:
            self._queued.add(node)
            self._count += 1
            heapq.heappush(self._heap, (self._rank[node.field.index], self._count, node))

    def _settle_node(self, node: Node) -> None:
        one = _field(node)
        before = (node.relevant, node.value, node.own_text, node.is_answered, node.choices)
        self._show(node)
        if one.is_repeat:
            self._settle_repeat(node, self.plan.rules[one.index], Context(self.scene, node, node))
        if before != (node.relevant, node.value, node.own_text, node.is_answered, node.choices):
            self._change.nodes[node] = None
            if before[0] is not node.relevant:
                for child in node.children.values():
                    self._queue(child)
            self._notify(node, valued=before[1:3] != (node.value, node.own_text))

    def _show(self, node: Node) -> None:
        """Whether a node is asked, and what counts of it."""
        one = _field(node)
        rules = self.plan.rules[one.index]
        context = Context(self.scene, node, node)
        node.relevant = node.parent is not None and node.parent.relevant and self._holds(one, rules, context)
        if one.is_repeat:
            node.value = node.given
            node.is_answered = node.relevant and node.given is not None
        elif node.relevant:
            self._fill(node, one, rules, context)
        else:
            node.value, node.own_text, node.is_answered, node.choices = None, "", False, ()

    def _holds(self, one: Field, rules: Rules, context: Context) -> bool:
        if one.is_block and one.block is not None:
            if one.block.code in self.opened:
                return True
            if one.block.manual:
                return False
        if rules.relevant is None:
            return True
        self.evaluations += 1
        return rules.relevant.truth(context)

    def _fill(self, node: Node, one: Field, rules: Rules, context: Context) -> None:
        """Give a relevant node its value in effect."""
        question = one.question
        if rules.calculation is not None:
            node.given = self._calculated(node, one, rules.calculation, context)
        if question.choices:
            self._fill_choices(node, one, context)
        else:
            node.value = node.given
            node.is_answered = node.given is not None
        node.own_text = answer_text(question, node.value) if one.is_leaf else ""

    def _calculated(self, node: Node, one: Field, calculation: Rule, context: Context) -> Value:
        """What a calculation gives now, or what it gave when it last ran."""
        if one.question.trigger:
            if (self.prefilled and node not in self._fired) or node in self._by_hand:
                return node.given
            self._fired.discard(node)
            if not self.prefilled and not self._is_triggered(node, one):
                return None
        self.evaluations += 1
        return result(one.question, calculation, context)

    def _is_triggered(self, node: Node, one: Field) -> bool:
        """Whether a question that triggers this one is answered."""
        for trigger in self.plan.triggers_of(one):
            shared = trigger.repeat if trigger.repeat in one.repeats else None
            if any(found.is_answered for found in reached(self.scene, node, Reader(trigger, shared, settles=True))):
                return True
        return False

    def _fill_choices(self, node: Node, one: Field, context: Context) -> None:
        question, given = one.question, node.given
        offering = self.plan.offerings.get(one.index)
        if offering is None:
            node.choices = question.choices
        else:
            self.evaluations += 1
            node.choices = offering.offered(context)
        node.value = still_offered(question, given, node.choices)
        node.is_answered = node.value is not None

    # --- rows

    def _settle_repeat(self, node: Node, rules: Rules, context: Context) -> None:
        if node.relevant and rules.repeat_count is not None:
            if node.field in self.plan.late:
                self._late[node] = None
            else:
                self._resize(node, self._wanted_rows(rules.repeat_count, context))
        self._show_rows(node)

    def _wanted_rows(self, count: Rule, context: Context) -> int:
        self.evaluations += 1
        number = count.code.number()(context)
        return 0 if isnan(number) or number < 0 else int(min(number, MOST_ROWS))

    def _resize(self, node: Node, wanted: int) -> None:
        room = MOST_ROWS_IN_ALL - self._tree.rows
        for _ in range(min(wanted - len(node.kept), room)):
            node.kept.append(self._tree.new_row(node))
        node.wanted = wanted

    def _grow(self, node: Node) -> None:
        """A count that reads its own rows is a least number: it adds rows, and never takes one away."""
        rule = self.rules(node).repeat_count
        if node.relevant and rule is not None:
            self._resize(node, max(self._wanted_rows(rule, self.context(node)), len(node.kept)))
            self._recounted(node)

    def _recounted(self, node: Node) -> None:
        self._change.nodes[node] = None
        if node.field is not None and self.rules(node).repeat_count is not None and node.field not in self.plan.late:
            self._queue(node)
        self._show_rows(node)

    def _show_rows(self, node: Node) -> None:
        """Which rows count, and in which place; what stands in rows that come or go settles again."""
        counted = self.rules(node).repeat_count is not None
        shown = (node.kept[: node.wanted] if counted else list(node.kept)) if node.relevant else []
        if shown == node.rows and all(row.relevant for row in shown):
            return
        before, node.rows = node.rows, shown
        inside = set(shown)
        for place, row in enumerate(node.kept, 1):
            row.position = place
            if row.relevant is not (row in inside):
                row.relevant = row in inside
                for child in row.children.values():
                    self._queue(child)
                self._change.nodes[row] = None
        if before != shown:
            self._change.nodes[node] = None
            for reader in self._around(node):
                self._wake(node, reader)

    def _around(self, repeat: Node) -> Sequence[Reader]:
        one = repeat.field
        assert one is not None, "a repeat has a field"
        return self.plan.outer_readers(one)

    # --- who else must be looked at

    def _notify(self, node: Node, *, valued: bool) -> None:
        assert node.field is not None, "the root never changes"
        for reader in self._readers[node.field.index]:
            self._wake(node, reader, valued=valued)

    def _wake(self, node: Node, reader: Reader, *, valued: bool = False) -> None:
        assert node.field is not None, "the root never changes"
        # A form that turns in circles is refused by the checker; played all the same, it must come to an end.
        backwards = self._rank[reader.field.index] <= self._rank[node.field.index]
        for one in reached(self.scene, node, reader):
            self._change.nodes[one] = None
            if backwards:
                if reader.settles and reader.field in self.plan.late:
                    self._late[one] = None
            elif reader.fires and valued and self._begun:
                if self.prefilled:
                    self._fired.add(one)
                self._queue(one)
            elif reader.settles and not reader.fires:
                self._queue(one)


def _field(node: Node) -> Field:
    assert node.field is not None, "the root is no question"
    return node.field
