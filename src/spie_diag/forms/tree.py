"""The nodes of one interview as its form holds them: one for each question, and one for each in every row."""

from collections.abc import Iterator

from spie_diag.forms.definition import Question, QuestionType
from spie_diag.forms.nodes import Field, Node, Scene
from spie_diag.forms.plan import Plan, is_calculated
from spie_diag.forms.values import value_of


class Tree:
    """Makes nodes. ``prefilled``: a repeat starts with one row, and defaults are answers."""

    def __init__(self, made: Plan, scene: Scene, *, prefilled: bool) -> None:
        self._plan = made
        self._scene = scene
        self._prefilled = prefilled
        self.undecided: list[Node] = []
        """Questions that have just come to be, and whose default is to be computed once all else has settled."""
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
        return row

    def _built(self, one: Field, parent: Node) -> Node:
        node = Node(one, parent)
        if not one.repeats:
            self._scene.singles[one.index] = node
        if one.is_repeat:
            if self._prefilled and self._plan.rules[one.index].repeat_count is None:
                node.kept.append(self.new_row(node))
        elif one.children:
            node.children = {name: self._built(child, node) for name, child in one.children.items()}
        elif self._prefilled:
            self._prefill(node, one.question)
        return node

    def _prefill(self, node: Node, question: Question) -> None:
        if question.type is QuestionType.START:
            node.given = self._scene.moment or None
        elif question.type is QuestionType.TODAY:
            node.given = self._scene.today.isoformat()
        elif question.default and is_calculated(question.default):
            self.undecided.append(node)
        elif question.default:
            node.given = value_of(question, question.default)
