"""What the person reads, page by page, in plain words: taken from the sheet, never written for the occasion."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from spie_diag.desktop.interview.block_icons import block_icon
from spie_diag.desktop.interview.language import Language
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.conclusions import REMARKS_AGREE, Conclusion, remarks
from spie_diag.diagnosis.situations import holding
from spie_diag.followup.goals import Action, Owner, open_goals
from spie_diag.forms.definition import Block, BlockCode, Form, Nature, QuestionCode
from spie_diag.french import long_date, spaced
from spie_diag.interview.notes import NoteKind

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet

_PER_PAGE = 4
_HER_WORDS = (
    ("ATT-01", "Ce qui compte pour vous en ce moment", "heart"),
    ("ATT-02", "Ce que vous attendez de nous", "handshake"),
    ("ATT-03", "Ce que vous avez déjà essayé", "repeat"),
    ("ATT-04", "Ce dont vous êtes fier ou fière", "star"),
    ("ATT-07", "Dans six mois", "sprout"),
)
_LEVEL_WORDS = {
    None: "Nous n’avons pas assez d’éléments pour le dire.",
    Level.FINE: "Ça va.",
    Level.WATCH: "C’est à surveiller.",
    Level.COMPLICATES: "Cela complique votre chemin vers l’activité.",
    Level.PREVENTS: "Cela empêche, aujourd’hui, votre chemin vers l’activité.",
}


_OWN = Language()


class Chapter(Enum):
    """The parts of the restitution; the value is the title of its tab."""

    SAID = "Ce que vous avez dit"
    STRENGTHS = "Vos appuis"
    CONCLUDED = "Ce que nous comprenons"
    NEXT = "La suite"
    AGREES = "C’est bien ça ?"


@dataclass(frozen=True, slots=True)
class Line:
    icon: str
    text: str = field(repr=False)
    detail: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    chapter: Chapter
    title: str = field(repr=False)
    lines: tuple[Line, ...] = field(default=(), repr=False)
    rated: BlockCode | None = None
    """The domain of which she gives her own level here."""
    level: Level | None = field(default=None, repr=False)
    strength: bool = False
    is_said: bool = False
    agrees: str | None = field(default=None, repr=False)
    """What she answered to « C’est bien ça ? »: only on the last page, empty while she did not answer."""
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The words of these answers in the language that she reads, by name; none where they are not translated."""


def pages_of(sheet: "Sheet", said: Sequence[tuple[str, str, str]], language: Language = _OWN) -> tuple[PersonPage, ...]:
    """The pages, in the order in which they are read together.

    What the form says in ``language`` is read in it; what the program or the specialists wrote stays in French.
    ``said``: icon, what it is about and her words, as ``her_words`` of the presenter found them.
    """
    asked = sheet.state.form.questions[REMARKS_AGREE]
    translated = language.question(asked)
    asks = Line("message-circle", "Ce que nous avons écrit correspond à ce que vous avez dit ?")
    choices = {choice.name: language.choice(choice) for choice in asked.choices}
    return (
        *_pages(Chapter.SAID, f"{_called(sheet)}, voici ce que vous nous avez dit", _said(said)),
        *_pages(Chapter.STRENGTHS, "Ce sur quoi vous pouvez vous appuyer", list(_strengths(sheet))),
        *(_concluded(sheet, block, one, language) for block, one in _conclusions(sheet)),
        *_pages(Chapter.NEXT, "La suite, ensemble", list(_next(sheet))),
        PersonPage(
            chapter=Chapter.AGREES,
            title=translated.shown if translated.is_translated else spaced("C’est bien ça ?"),
            lines=(
                *(() if translated.is_translated and not translated.own else (asks,)),
                Line("pencil-line", "Vous pouvez tout corriger.", "Vos mots sont gardés tels quels."),
            ),
            agrees=remarks(sheet.state).agrees,
            answers={name: words.shown for name, words in choices.items() if words.is_translated},
        ),
    )


def her_questions(form: Form, language: Language = _OWN) -> tuple[tuple[QuestionCode, str, str], ...]:
    """The questions whose answers are read back: code, what it is about in words that she reads, icon."""
    return tuple((QuestionCode(code), _about(form, code, about, language), icon) for code, about, icon in _HER_WORDS)


def _about(form: Form, code: str, about: str, language: Language) -> str:
    """The question itself where it is translated: our own words for it are in French only."""
    question = form.questions.get(QuestionCode(code))
    words = language.question(question) if question is not None else None
    return words.shown if words is not None and words.is_translated else about


def suggested_strengths(sheet: "Sheet") -> tuple[str, ...]:
    """Points d’appui that the conclusions, her own levels and the situations name, not yet in the list."""
    form = sheet.state.form
    agreed = [one.text or form.by_code[code].label for code, one in sheet.conclusions.items() if one.strength]
    hers = [
        form.by_code[code].label
        for code, views in sheet.views.items()
        if views.person is not None and views.person.strength and code not in sheet.conclusions
    ]
    held = holding(sheet.state, sheet.confirmed)
    told = [
        situation.label
        for code, situation in form.situations.items()
        if situation.nature is Nature.STRENGTH and code in held
    ]
    there = {text.casefold() for text in sheet.strengths}
    found = dict.fromkeys(text.split("\n")[0].strip() for text in (*agreed, *hers, *told))
    return tuple(text for text in found if text and text.casefold() not in there)


def _called(sheet: "Sheet") -> str:
    return sheet.person.called.split(" (")[0]


def _pages(chapter: Chapter, title: str, lines: Sequence[Line]) -> Iterator[PersonPage]:
    for start in range(0, len(lines), _PER_PAGE):
        yield PersonPage(chapter=chapter, title=spaced(title), lines=tuple(lines[start : start + _PER_PAGE]))


def _said(said: Sequence[tuple[str, str, str]]) -> list[Line]:
    return [Line(icon, about, words) for icon, about, words in said]


def _strengths(sheet: "Sheet") -> Iterator[Line]:
    for text in sheet.strengths:
        yield Line("sprout", text)


def _conclusions(sheet: "Sheet") -> Iterator[tuple[Block, Conclusion]]:
    ranked = [*sheet.priorities, *(block.code for block in sheet.state.form.blocks)]
    for code in dict.fromkeys(ranked):
        one = sheet.conclusions.get(code)
        if one is not None and not sheet.course.is_closed(code):
            yield sheet.state.form.by_code[code], one


def _concluded(sheet: "Sheet", block: Block, one: Conclusion, language: Language) -> PersonPage:
    hers = sheet.views[block.code].person
    words = "Nos deux avis diffèrent." if one.keeps_disagreement else _LEVEL_WORDS[one.level]
    lines = [Line(block_icon(block.code), words, (one.disagreement or one.text).strip())]
    if one.strength:
        lines.append(Line("sprout", "C’est un point d’appui pour vous."))
    lines.extend(_her_notes(sheet, block.code))
    return PersonPage(
        chapter=Chapter.CONCLUDED,
        title=language.block(block).shown.split(" (")[0],
        lines=tuple(lines[:3]),
        rated=block.code,
        level=hers.level if hers else None,
        strength=hers.strength if hers else False,
        is_said=hers is not None,
    )


def _her_notes(sheet: "Sheet", block: BlockCode) -> Iterator[Line]:
    said = [note for note in sheet.notes if note.block == block and note.kind is NoteKind.VERBATIM]
    for note in said[-1:]:
        yield Line("quote", "Vous nous avez dit :", f"« {note.text.strip('«» ')} »")


def _next(sheet: "Sheet") -> Iterator[Line]:
    for goal in open_goals(sheet.goals):
        yield Line("target", goal.label, _actions(sheet, goal.actions))
    met = sheet.next_meeting
    if met is not None:
        when = long_date(met.on) + (f" à {met.at}" if met.at else "")
        where = ", ".join(word for word in (met.place, f"avec {met.with_whom}" if met.with_whom else "") if word)
        yield Line("calendar", f"Nous nous revoyons {when}.", where)


def _actions(sheet: "Sheet", actions: Sequence[Action]) -> str:
    parts = []
    for one in actions:
        who = "Vous" if one.owner is Owner.PERSON else one.owner_name or _carried(sheet, one.owner)
        parts.append(f"{who} : {one.what}" + (f", avant le {long_date(one.due)}" if one.due else ""))
    return "\n".join(parts)


def _carried(sheet: "Sheet", owner: Owner) -> str:
    one = {Owner.SOCIAL: sheet.pair.social, Owner.EMPLOYMENT: sheet.pair.employment}.get(owner)
    return one.name if one is not None else owner.label
