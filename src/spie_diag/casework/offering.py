"""What the person is shown before anything leaves: domain by domain, what would be read, and what she may tick."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from spie_diag.casework import reporting
from spie_diag.casework.disclosing import REASON, STRENGTHS, SYNTHESIS, Disclosure, free_goal
from spie_diag.casework.profiles import CONCLUSIONS, Extent, extent
from spie_diag.casework.selecting import Selection
from spie_diag.casework.sheet import Sheet
from spie_diag.casework.wording import words_of
from spie_diag.diagnosis.assessment import Level
from spie_diag.documents import content
from spie_diag.forms.definition import Block, BlockCode, Question, QuestionCode, SituationCode, Value
from spie_diag.french import long_date, spaced
from spie_diag.interview.course import Fold
from spie_diag.interview.people import Voice

_WHOLE = "Conclusions d’ensemble"
_WISHES = {
    Voice.SOCIAL: "Avis du spécialiste social",
    Voice.EMPLOYMENT: "Avis du spécialiste emploi",
    Voice.PERSON: "Souhait de la personne",
}
_TITLES = {SYNTHESIS: "Synthèse écrite ensemble", REASON: "Motif du parcours proposé", STRENGTHS: "Points d’appui"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something that leaves only if she ticks it."""

    code: str
    label: str
    words: str = field(repr=False)
    ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedBlock:
    """One domain, as the recipient would read it with what is chosen now."""

    code: BlockCode
    label: str
    extent: Extent
    """What the profile lets out at most, before anything was taken out."""
    lines: tuple[content.Fact, ...] = field(default=(), repr=False)
    """What would be read: a label, and what it says."""
    restricted: tuple[Item, ...] = field(default=(), repr=False)
    why_not: str = ""
    """Why nothing leaves, in one French sentence; empty where something may."""
    removed: bool = False
    """She took it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    selection: Selection
    blocks: tuple[OfferedBlock, ...] = field(repr=False)
    """The domains offered in the interview, in the order of the form, then the conclusions on the whole."""


def offer_of(sheet: Sheet, selection: Selection) -> Offer:
    """What this selection would let out, and what else she may tick or take out."""
    return Offer(selection=selection, blocks=tuple(_Offering(sheet, selection).blocks()))


class _Offering:
    def __init__(self, sheet: Sheet, selection: Selection) -> None:
        self._sheet = sheet
        self._selection = selection
        self._leaving = Disclosure.of(sheet, selection)
        # Everything that she may tick, ticked: in words, so that she knows what she ticks.
        self._most = Disclosure.of(sheet, replace(selection, ticked=self._leaving.tickable | selection.ticked))

    def blocks(self) -> Iterable[OfferedBlock]:
        items = self._items()
        for block in self._sheet.state.form.blocks:
            if self._sheet.state.is_offered(block.code):
                yield self._block(block.code, block.label, tuple(self._lines(block)), items.get(block.code, ()))
        yield self._block(CONCLUSIONS, _WHOLE, tuple(self._on_the_whole()), items.get(CONCLUSIONS, ()))

    def _block(
        self, code: BlockCode, label: str, lines: tuple[content.Fact, ...], items: tuple[Item, ...]
    ) -> OfferedBlock:
        at_most = extent(self._selection.profile, code, self._selection.speciality)
        removed = code in self._selection.removed
        return OfferedBlock(
            code=code,
            label=label,
            extent=at_most,
            lines=lines,
            restricted=items,
            why_not="" if lines or items else spaced(self._why_not(code, at_most, removed=removed)),
            removed=removed,
        )

    def _why_not(self, code: BlockCode, at_most: Extent, *, removed: bool) -> str:
        step = self._sheet.course.step(code)
        if removed:
            return "La personne a retiré ce sujet."
        if step is not None and step.fold is not None and step.is_closed:
            return step.fold.why
        if not at_most:
            return "Ce destinataire ne reçoit rien sur ce sujet."
        if step is not None and step.fold is Fold.NOTHING_TO_SAY:
            return "Rien à signaler : il n’y a rien à transmettre."
        return "Rien n’est noté que ce destinataire puisse lire."

    def _lines(self, block: Block) -> Iterable[content.Fact]:
        domain = reporting.domain_of(self._sheet, self._leaving, block)
        if domain is not None:
            yield from _levels(domain)
        confirmed = (one.label for one in block.situations if one.code in self._leaving.situations)
        yield from (content.Fact(label="Situation confirmée", value=label) for label in confirmed)
        for asked in self._sheet.state.visible(block.code):
            code = asked.question.code
            if code and (said := reporting.answer_words(self._sheet, self._leaving, code)):
                yield content.Fact(label=self._leaving.wording(self._sheet, code)[0].label, value=said)
        yield from self._goals(block.code)

    def _goals(self, block: BlockCode | None) -> Iterable[content.Fact]:
        for goal, _ in reporting.leaving_goals(self._sheet, self._leaving):
            if goal.block == block:
                what = " ; ".join(filter(None, (goal.label, goal.sign, *(one.what for one in goal.actions))))
                due = f" (pour le {long_date(goal.due, weekday=False)})" if goal.due else ""
                yield content.Fact(label="Objectif", value=spaced(f"{what}{due}"))

    def _on_the_whole(self) -> Iterable[content.Fact]:
        sheet, leaving = self._sheet, self._leaving
        if said := reporting.summary(sheet, leaving):
            yield content.Fact(label=_TITLES[SYNTHESIS], value=said)
        for strength in reporting.strengths(sheet, leaving):
            yield content.Fact(label="Point d’appui", value=strength.text)
        path = reporting.pathway(sheet, leaving)
        if path.proposal:
            yield content.Fact(label="Parcours proposé", value=path.proposal)
        if path.reason:
            yield content.Fact(label="Motif", value=path.reason)
        yield from (content.Fact(label=_WISHES[one.voice], value=one.text) for one in path.opinions)
        yield from path.facts
        steps = reporting.next_steps(sheet, leaving)
        told = (("Référent", steps.referent), ("Correspondant", steps.correspondent), ("Rendez-vous", steps.meeting))
        yield from (content.Fact(label=label, value=value) for label, value in told if value)
        yield from steps.deadlines
        yield from self._goals(None)

    def _items(self) -> Mapping[BlockCode, tuple[Item, ...]]:
        """By domain, what may be ticked and says something, in the order of the form."""
        found: dict[BlockCode, list[Item]] = {}
        for block, item in (*self._questions(), *self._situations(), *self._texts()):
            found.setdefault(block, []).append(item)
        return {block: tuple(items) for block, items in found.items()}

    def _item(self, code: str, label: str, words: str) -> Item:
        return Item(code=code, label=label, words=words, ticked=code in self._selection.ticked)

    def _questions(self) -> Iterable[tuple[BlockCode, Item]]:
        form = self._sheet.state.form
        for code, asked in form.questions.items():
            block = form.block_of[code].code
            whole = reporting.answer_words(self._sheet, self._most, code)
            if code in self._leaving.tickable and whole:
                yield block, self._item(code, self._most.wording(self._sheet, code)[0].label, whole)
            for ticked in sorted(one for one in self._leaving.tickable if one.startswith(f"{code}/")):
                path = ticked.split("/")[1:]
                said = " ; ".join(_words_at(self._most.wording(self._sheet, code)[0], path, self._value(code)))
                if said:
                    yield block, self._item(ticked, f"{asked.label} {_child(asked, path).label}", said)

    def _value(self, code: QuestionCode) -> Value:
        return self._most.value(self._sheet, code)

    def _situations(self) -> Iterable[tuple[BlockCode, Item]]:
        for block in self._sheet.state.form.blocks:
            for one in block.situations:
                if one.code in self._leaving.tickable and SituationCode(one.code) in self._most.situations:
                    yield block.code, self._item(one.code, "Situation confirmée", one.label)

    def _texts(self) -> Iterable[tuple[BlockCode, Item]]:
        written = {
            SYNTHESIS: reporting.summary(self._sheet, self._most),
            REASON: self._sheet.orientation.reason,
            STRENGTHS: " ; ".join(self._sheet.strengths),
            **{free_goal(goal): goal.label for goal in self._sheet.goals if goal.block is None},
        }
        for code, words in written.items():
            if code in self._leaving.tickable and words:
                yield CONCLUSIONS, self._item(code, _TITLES.get(code, "Objectif"), words)


def _levels(domain: content.Domain) -> Iterable[content.Fact]:
    held = {
        "Niveau retenu ensemble": domain.agreed,
        "Niveau selon la personne": domain.person,
        "Niveau selon le champ social": domain.social,
        "Niveau selon le champ de l’emploi": domain.employment,
    }
    for label, rating in held.items():
        if rating is not None and rating.level is not None:
            strength = ", point d’appui" if rating.is_strength else ""
            yield content.Fact(label=label, value=f"{Level(rating.level).label}{strength}")
    if domain.statement:
        yield content.Fact(label="Ce qui est écrit ensemble", value=domain.statement)
    for one in domain.disagreement:
        yield content.Fact(label=f"Ce qu’en pense le spécialiste {one.voice.value}", value=one.text)


def _child(question: Question, path: Sequence[str]) -> Question:
    for name in path:
        question = next(one for one in question.children if one.name == name)
    return question


def _words_at(question: Question, path: Sequence[str], value: Value) -> Iterable[str]:
    """What a field says in every row that holds it."""
    if not path:
        if said := words_of(question, value):
            yield said
        return
    for row in value if isinstance(value, list) else [value]:
        if isinstance(row, dict):
            yield from _words_at(_child(question, path[:1]), path[1:], row.get(path[0]))
