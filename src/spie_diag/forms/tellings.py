"""What a screen shows of one question at one moment: whether it is asked, its texts, its choices, its faults."""

from dataclasses import dataclass, field
from math import isfinite

from spie_diag.forms.chances import shuffled
from spie_diag.forms.definition import Choice, QuestionType, Value
from spie_diag.forms.fitting import misfit
from spie_diag.forms.live import Live
from spie_diag.forms.nodes import Field, Node
from spie_diag.forms.values import number_of, value_of
from spie_diag.french import spaced

_YES = ("true", "true()", "yes", "oui")


@dataclass(frozen=True, slots=True)
class Facts:
    """One question, row or group as it stands. Texts are in the language asked for."""

    relevant: bool
    required: bool
    """Its rule holds, whether it is asked or not."""
    read_only: bool
    """Its own, or that of a group that holds it."""
    text: str = field(repr=False)
    """The value in effect, as expressions read it."""
    violation: str
    """``constraint``, ``required`` or nothing; never blocks anything."""
    message: str = field(repr=False)
    """What its author says of that violation; empty where nothing was written."""
    label: str
    hint: str
    choices: tuple[Choice, ...]


def facts(live: Live, node: Node, language: str = "") -> Facts:
    """What a screen shows of a node, in a language of the form."""
    violation, message = _violation(live, node, language)
    return Facts(
        relevant=node.relevant,
        required=is_required(live, node),
        read_only=_is_read_only(node),
        text=node.own_text,
        violation=violation,
        message=message,
        label=told(live, node, "label", language),
        hint=told(live, node, "hint", language),
        choices=offered_choices(live, node),
    )


def told(live: Live, node: Node, key: str, language: str = "") -> str:
    """A text of a question, the answers that it names filled in."""
    assert node.field is not None, "the root says nothing"
    if node.field.is_block and node.field.block is not None:
        return node.field.block.said("label", language) if key == "label" else ""
    template = live.plan.template(node.field, key, language)
    if len(template) == 1:
        return str(template[0])
    scene = live.scene
    spoken, scene.language = scene.language, language
    try:
        context = live.context(node)
        live.evaluations += len(template) // 2
        return "".join(part if isinstance(part, str) else part.text(context) for part in template)
    finally:
        scene.language = spoken


def offered_choices(live: Live, node: Node) -> tuple[Choice, ...]:
    """The choices that the filter lets through, also of a question that is not asked, in the order to show them."""
    assert node.field is not None, "the root offers nothing"
    question = node.field.question
    if node.relevant or not question.choices or node.is_row:
        return in_order_shown(live, node, node.choices)
    offering = live.plan.offerings.get(node.field.index)
    offered = question.choices if offering is None else offering.offered(live.context(node))
    return in_order_shown(live, node, offered)


def in_order_shown(live: Live, node: Node, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices as they are, or shuffled where the parameter ``randomize`` asks for it.

    ``seed`` is a number or ``${question}``; without one, each question of an interview has its own order, and keeps it.
    """
    assert node.field is not None, "the root offers nothing"
    parameters = node.field.question.parameters
    if parameters.get("randomize", "").lower() not in _YES:
        return choices
    seed = parameters.get("seed", "")
    if seed.startswith("${"):
        found = live.plan.names.find(tuple(seed.strip("${}").split("/")), node.field, 0)
        seed = live.scene.singles[found.index].own_text if isinstance(found, Field) else ""
    number = number_of(seed)
    return shuffled(choices, int(number) if isfinite(number) else int(live.scene.chance(node) * 2**31))


def is_required(live: Live, node: Node) -> bool:
    """Whether the rule « required » holds, asked or not."""
    rule = live.rules(node).required
    if rule is None or node.is_row:
        return False
    live.evaluations += 1
    return rule.truth(live.context(node))


def proposal(live: Live, node: Node) -> Value:
    """The default of a question, to show while there is no answer."""
    rule = live.rules(node).default
    if rule is None or node.field is None:
        return None
    live.evaluations += 1
    return value_of(node.field.question, rule.text(live.context(node)))


def misgivings(live: Live, node: Node) -> str:
    """Why the answer of a question does not fit, in one French sentence: its own fault, then those of its fields."""
    one = node.field
    assert one is not None, "the root has no answer"
    own = _own_misgiving(live, node)
    if own or one.is_leaf:
        return own
    if not one.is_repeat:
        return next((said for child in node.children.values() if (said := misgivings(live, child))), "")
    return next(
        (
            spaced(f"Ligne {row.position} : {said}")
            for row in node.rows
            for child in row.children.values()
            if (said := misgivings(live, child))
        ),
        "",
    )


def _own_misgiving(live: Live, node: Node) -> str:
    one = node.field
    if one is None or not node.is_answered:
        return ""
    question = one.question
    if sentence := misfit(question, node.given):
        return spaced(f"{question.label} : {sentence}") if one.holder else sentence
    if _breaks_constraint(live, node):
        return question.constraint_message or spaced(f"Cette réponse ne convient pas à « {question.label} ».")
    return ""


def _violation(live: Live, node: Node, language: str) -> tuple[str, str]:
    one = node.field
    if one is None or not node.relevant or node.is_row or one.is_block:
        return "", ""
    if one.is_leaf and node.own_text == "":
        if is_required(live, node):
            return "required", told(live, node, "required_message", language)
        return "", ""
    if sentence := misfit(one.question, node.given) if node.is_answered else "":
        return "constraint", sentence
    if _breaks_constraint(live, node):
        return "constraint", told(live, node, "constraint_message", language)
    return "", ""


def _breaks_constraint(live: Live, node: Node) -> bool:
    constraint = live.rules(node).constraint
    assert node.field is not None, "the root has no rules"
    blank = not node.rows if node.field.is_repeat else not node.text
    if constraint is None or blank:
        return False
    live.evaluations += 1
    return not constraint.truth(live.context(node))


def _is_read_only(node: Node) -> bool:
    above: Node | None = node
    while above is not None and above.field is not None:
        if above.field.question.read_only or above.field.question.type is QuestionType.NOTE:
            return True
        above = above.parent
    return False
