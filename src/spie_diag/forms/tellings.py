"""What a screen shows of one question at one moment: whether it is asked, its texts, its choices, its faults."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import isfinite

from spie_diag.forms.chances import shuffled
from spie_diag.forms.definition import Choice, QuestionType, Value
from spie_diag.forms.effects import result
from spie_diag.forms.fitting import misfit
from spie_diag.forms.live import Live
from spie_diag.forms.nodes import Context, Field, Node
from spie_diag.forms.rules import Rule
from spie_diag.forms.templates import Template, is_shuffled, says_answers
from spie_diag.forms.values import number_of
from spie_diag.french import spaced


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
    label: str = field(repr=False)
    hint: str = field(repr=False)
    choices: tuple[Choice, ...] = field(repr=False)
    """Their labels too, in the language asked for."""


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
        choices=offered_choices(live, node, language),
    )


def told(live: Live, node: Node, key: str, language: str = "") -> str:
    """A text of a question, the answers that it names filled in; those of a repeat are also its rows' own."""
    assert node.field is not None, "the root says nothing"
    if node.field.is_block and node.field.block is not None:
        # A name, shown in many places as it is written: the checker refuses one that names an answer.
        return node.field.block.said("label", language) if key == "label" else ""
    return _filled_in(live, node, live.plan.templates.of(node.field, key, language), language)


def _filled_in(live: Live, node: Node, template: Template, language: str) -> str:
    if len(template) == 1:
        return str(template[0])
    scene, one = live.scene, node.field
    origin = node
    if one is not None and one.is_repeat:
        # A repeat as a whole is in none of its rows: what these hold is blank in its texts.
        origin = Node(None, node if node.is_row else Node(None, node.parent))
    context = Context(scene, origin, origin)
    spoken, scene.language = scene.language, language
    try:
        live.evaluations += len(template) // 2
        return "".join(
            part if isinstance(part, str) else "" if not node.is_row and _reads_rows(part, one) else part.text(context)
            for part in template
        )
    finally:
        scene.language = spoken


def _reads_rows(rule: Rule, one: Field | None) -> bool:
    """Whether a text of a repeat names the repeat or what its rows hold."""
    return one is not None and one.is_repeat and any(one in read.field.way for read in rule.reads)


def offered_choices(live: Live, node: Node, language: str = "") -> tuple[Choice, ...]:
    """What is offered, also by a question that is not asked, in the order to show it and as it is said."""
    assert node.field is not None, "the root offers nothing"
    question = node.field.question
    offered = node.choices
    if not node.relevant and question.choices and not node.is_row:
        offering = live.plan.offerings.get(node.field.index)
        offered = question.choices if offering is None else offering.offered(live.context(node))
    return told_choices(live, node, offered, (language,))


def told_choices(
    live: Live, node: Node, choices: tuple[Choice, ...], languages: Sequence[str] = ("",)
) -> tuple[Choice, ...]:
    """Some choices of a question in the order to show them; their labels hold answers, in these languages."""
    one = node.field
    assert one is not None, "the root offers nothing"
    shown = in_order_shown(live, node, choices)
    if not shown or not live.plan.templates.names_questions(one.question.choices):
        return shown
    return tuple(_told_choice(live, node, choice, languages) if says_answers(choice) else choice for choice in shown)


def _told_choice(live: Live, node: Node, choice: Choice, languages: Sequence[str]) -> Choice:
    assert node.field is not None, "the root offers nothing"
    label, texts = choice.label, dict(choice.texts)
    for language in languages:
        template = live.plan.templates.of_label(node.field, choice.said(language))
        said = _filled_in(live, node, template, language)
        if texts.get(language):
            texts[language] = said
        else:
            label = said
    return replace(choice, label=label, texts=texts)


def in_order_shown(live: Live, node: Node, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices as they are, or shuffled where the parameter ``randomize`` asks for it.

    ``seed`` is a number or ``${question}``; without one, each question of an interview has its own order, and keeps it.
    """
    assert node.field is not None, "the root offers nothing"
    if not is_shuffled(node.field.question):
        return choices
    seed = node.field.question.parameters.get("seed", "")
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
    return result(node.field.question, rule, live.context(node))


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
    if sentence := misfit(one.question, node.given):
        return spaced(f"{told(live, node, 'label')} : {sentence}") if one.holder else sentence
    if _breaks_constraint(live, node):
        message = told(live, node, "constraint_message")
        return message or spaced(f"Cette réponse ne convient pas à « {told(live, node, 'label')} ».")
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
