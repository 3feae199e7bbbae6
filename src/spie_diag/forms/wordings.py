"""Every text of a form that somebody reads, with whose it is and what it says in other languages."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from spie_diag.forms.definition import Block, Form, Question

Translations: TypeAlias = Mapping[str, str]

_PARTS = {
    "label": "question",
    "hint": "aide",
    "guidance_hint": "consigne",
    "constraint_message": "message de contrôle",
    "required_message": "message « obligatoire »",
}
_LONGEST = 120
_BLOCK_PARTS = {"label": "titre", "open_question": "question ouverte"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One text: whose, which one, and what it says."""

    owner: str
    """The code or path of a question, the code of a block, situation or objective."""
    part: str
    """« question », « aide », « choix loc_social »: in French."""
    text: str
    translations: Translations = field(default_factory=dict)
    """By language."""

    @property
    def key(self) -> tuple[str, str]:
        """What says that two wordings are of the same thing."""
        return self.owner, self.part


def wordings(form: Form) -> Iterator[Wording]:
    """Every text of a form in its order, also those left empty."""
    for block in form.blocks:
        yield from _of_block(block)
        for question in block.questions:
            yield from _of_question(question, "")
        for situation in block.situations:
            yield Wording(owner=situation.code, part="situation", text=situation.label)
        for objective in block.objectives:
            yield Wording(owner=objective.code, part="objectif", text=objective.label)
    for question in form.survey:
        yield from _of_question(question, "")


def _of_block(block: Block) -> Iterator[Wording]:
    for key, part in _BLOCK_PARTS.items():
        yield Wording(owner=block.code, part=part, text=block.said(key), translations=_translated(block, key))
    prompts = "\n".join(block.prompts)
    yield Wording(owner=block.code, part="relances", text=prompts, translations=_translated(block, "prompts"))


def _of_question(question: Question, holder: str) -> Iterator[Wording]:
    own = question.code or question.name
    owner = f"{holder}/{own}" if holder else own
    for key, part in _PARTS.items():
        yield Wording(owner=owner, part=part, text=question.said(key), translations=_translated(question, key))
    borne: Counter[str] = Counter()
    for choice in question.choices:
        borne[choice.name] += 1  # lists of others hold choices of the same name, told apart by a filter
        which = f" ({borne[choice.name]})" if borne[choice.name] > 1 else ""
        yield Wording(owner=owner, part=f"choix {choice.name}{which}", text=choice.label, translations=choice.texts)
    for child in question.children:
        yield from _of_question(child, owner)


def _translated(owner: Question | Block, key: str) -> Translations:
    return {language: texts[key] for language, texts in owner.texts.items() if texts.get(key)}


def shortened(text: str) -> str:
    """A text on one line, cut where it would fill a sentence by itself."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def from_to(was: str, now: str) -> str:
    """« this » devient « that », on one line."""
    was, now = (" ".join(text.split()) for text in (was, now))
    if was == now:
        return "seules des espaces changent"
    if not was:
        return f"« {now} » est ajouté"
    return f"« {was} » devient « {now} »" if now else f"« {was} » est retiré"
