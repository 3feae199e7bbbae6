"""Questions as they read at one moment: their texts hold the answers that they name as ``${name}``."""

from collections.abc import Sequence
from dataclasses import replace

from spie_diag.forms.definition import Question
from spie_diag.forms.live import Live
from spie_diag.forms.nodes import Node
from spie_diag.forms.tellings import told, told_choices
from spie_diag.forms.vocabulary import QUESTION_TEXTS


def filled_in(live: Live, node: Node) -> Question:
    """The question, and what it holds, as they read now; its choices in the order to show them.

    The fields of a repeat as a whole read as in a row where nothing is answered yet. A question whose texts name no
    answer is given back itself.
    """
    one = node.field
    assert one is not None, "the root says nothing"
    question = one.question
    if live.plan.templates.is_plain(one):
        return question
    holder = live.spare_row(node) if one.is_repeat and not node.is_row else node
    held = [holder.children[child.name] for child in question.children]
    languages = ("", *live.plan.form.languages)
    own = {key: told(live, node, key) for key in QUESTION_TEXTS if "${" in question.said(key)}
    return replace(
        question,
        label=own.get("label", question.label),
        hint=own.get("hint", question.hint),
        guidance_hint=own.get("guidance_hint", question.guidance_hint),
        constraint_message=own.get("constraint_message", question.constraint_message),
        required_message=own.get("required_message", question.required_message),
        texts={
            language: {key: told(live, node, key, language) if "${" in text else text for key, text in said.items()}
            for language, said in question.texts.items()
        },
        choices=told_choices(live, node, question.choices, languages),
        children=tuple(filled_in(live, child) for child in held),
    )


def filled_in_rows(live: Live, node: Node) -> tuple[Question, ...]:
    """The same for each row of a repeat, its label being the heading of that row; none where all rows read alike."""
    one = node.field
    if one is None or not one.is_repeat or live.plan.templates.is_plain(one):
        return ()
    return tuple(filled_in(live, row) for row in rows_told(node))


def rows_told(node: Node) -> Sequence[Node]:
    """The rows of a repeat that somebody filled in or that its count asks for; not those that it only kept."""
    given = len(node.given) if isinstance(node.given, list) else 0
    return node.kept[: max(given, node.wanted if node.relevant else 0)]
