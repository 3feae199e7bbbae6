"""The nodes of one interview as its form holds them: one for each question, and one for each in every row."""

from collections.abc import Iterator

from spie_diag.forms.definition import QuestionType
from spie_diag.forms.nodes import Field, Node, Scene
from spie_diag.forms.plan import Plan, is_calculated
from spie_diag.forms.values import value_of

_NEVER_ASKED = (QuestionType.CALCULATE, QuestionType.HIDDEN, QuestionType.NOTE, QuestionType.FOREIGN)


class Tree:
    """Makes nodes. ``prefilled``: a repeat starts with one row, and defaults are answers.

    Otherwise a default is only what somebody may confirm, but where nobody can.
    """

    def __init__(self, made: Plan, scene: Scene, *, prefilled: bool) -> None:
        self._plan = made
        self._scene = scene
        self._prefilled = prefilled
        self.undecided: list[Node] = []
        """Questions that have just come to be, and whose default is to be computed once all else has settled."""
        self.decides = False
        """Whether there ever was one."""
        self.rows = 0
        """All that it made and that are still held."""
        outside = Node(None, None)
        scene.singles.extend(outside for _ in made.fields)
        for top in made.tops:
            scene.root.children[top.name] = self._built(top, scene.root)

    def nodes(self) -> Iterator[Node]:
        """Every question, row and repeat, in the order of the form."""
        queue = list(reversed(self._scene.root.children.values()))
        while queue:
            node = queue.pop()
            yield node
            queue.extend(reversed(node.kept))
            queue.extend(reversed(node.children.values()))

    def new_row(self, repeat: Node) -> Node:
        """A row that a repeat may take, with everything in it."""
        one = repeat.field
        assert one is not None, "a repeat has a field"
        row = Node(one, repeat.parent, is_answered=True, children={}, is_row=True)
        for name, child in one.children.items():
            row.children[name] = self._built(child, row)
        self.rows += 1
        return row

    def forget_row(self, row: Node) -> None:
        """A row that nobody holds any more, and those inside it, leave their room to others."""
        self.rows -= 1
        inside = [*row.children.values()]
        while inside:
            node = inside.pop()
            inside += node.children.values()
            for below in node.kept:
                self.forget_row(below)

    def fill_in(self, node: Node) -> None:
        """What a question holds before anybody answers it: a default, the day; mostly nothing."""
        one = node.field
        assert one is not None, "the root holds no answer"
        question = one.question
        node.given = None
        if question.type is QuestionType.START:
            node.given = self._scene.now
        elif question.type is QuestionType.TODAY:
            node.given = self._scene.today.isoformat()
        elif question.default and (self._prefilled or _is_out_of_reach(one)):
            if is_calculated(question.default):
                self.undecided.append(node)
                self.decides = True
            else:
                node.given = value_of(question, question.default)

    def _built(self, one: Field, parent: Node) -> Node:
        node = Node(one, parent)
        if not one.repeats:
            self._scene.singles[one.index] = node
        if one.is_repeat:
            if self._prefilled and self._plan.rules[one.index].repeat_count is None:
                node.kept.append(self.new_row(node))
        elif one.children:
            node.children = {name: self._built(child, node) for name, child in one.children.items()}
        else:
            self.fill_in(node)
        return node


def _is_out_of_reach(one: Field) -> bool:
    """Whether nobody can answer a question, so that its default is all that it ever holds."""
    return one.question.type in _NEVER_ASKED or any(above.question.read_only for above in one.way)
