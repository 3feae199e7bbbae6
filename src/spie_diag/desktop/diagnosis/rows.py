"""The domains of the crossed views, gathered by what is left to do, with the levels that may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from spie_diag.desktop.interview.block_icons import block_icon
from spie_diag.diagnosis.assessment import NOT_RATED, Level, Views
from spie_diag.diagnosis.comparison import Gap, GapStrength
from spie_diag.forms.definition import BlockCode
from spie_diag.french import spaced
from spie_diag.interview.course import DomainStep, Group
from spie_diag.interview.people import Voice

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet


class Together(Enum):
    """What is left to do in a domain; the value is the title of the group, in the order of the list."""

    TALK = "À mettre en commun"
    TO_CONCLUDE = "Sans écart, à conclure"
    AGREED = "Conclus ensemble"
    KEPT = "Deux avis gardés"
    COVERED = "Regards posés, à découvrir"
    MISSING = "Un regard manque"


class Weight(Enum):
    """How a state is dressed, without saying with which colour."""

    QUIET = "quiet"
    CALL = "call"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    block: BlockCode
    title: str
    icon: str
    group: Together
    levels: dict[Voice, Level] = field(default_factory=dict, repr=False)
    """Only those that everybody may see: empty until both views are uncovered."""
    agreed: Level | None = field(default=None, repr=False)
    gap: GapStrength | None = None
    """How far apart the levels are; it stays told once a conclusion is drawn."""
    is_settled: bool = False
    is_priority: bool = False
    given: frozenset[Voice] = frozenset()
    """Who gave a view, seen or not."""
    state: str = ""
    weight: Weight = Weight.QUIET
    spoken: str = field(default="", repr=False)
    """The whole row in one sentence, as it is read aloud."""

    @property
    def needs_talk(self) -> bool:
        return self.group in (Together.TALK, Together.TO_CONCLUDE)


@dataclass(frozen=True, slots=True)
class GroupTitle:
    title: str
    count: int

    @property
    def spoken(self) -> str:
        return f"{self.title}, {self.count}"


Item = GapRow | GroupTitle


def rows_of(sheet: "Sheet", held: tuple[BlockCode, Together] | None = None) -> tuple[GapRow, ...]:
    """The domains that were opened or seen by somebody, group by group, the widest gaps first.

    ``held`` keeps the domain being talked about in its group, so that nothing moves under the hand.
    """
    found_gaps = {gap.block: gap for gap in sheet.gaps}
    rows = [row for step in sheet.course.steps if (row := _row(sheet, step, found_gaps.get(step.block.code), held))]
    order = list(Together)
    gap_order = list(found_gaps)

    def place(row: GapRow) -> tuple[int, int]:
        in_talk = row.group is Together.TALK and row.block in found_gaps
        return order.index(row.group), gap_order.index(row.block) if in_talk else 0

    return tuple(sorted(rows, key=place))


def with_titles(rows: Iterable[GapRow]) -> tuple[Item, ...]:
    """The same rows with the title of each group before it."""
    listed = list(rows)
    items: list[Item] = []
    for group in Together:
        here = [row for row in listed if row.group is group]
        if here:
            items.extend((GroupTitle(group.value, len(here)), *here))
    return tuple(items)


def next_to_settle(rows: Iterable[GapRow], after: BlockCode) -> BlockCode | None:
    """The next domain without a joint conclusion, below ``after`` and then from the top; None when all is settled."""
    listed = list(rows)
    places = [row.block for row in listed]
    start = places.index(after) + 1 if after in places else 0
    turned = [*listed[start:], *listed[:start]]
    return next((row.block for row in turned if row.needs_talk and not row.is_settled and row.block != after), None)


def _row(sheet: "Sheet", step: DomainStep, gap: Gap | None, held: tuple[BlockCode, Together] | None) -> GapRow | None:
    code = step.block.code
    views = sheet.views.get(code)
    if views is None or step.is_closed:
        return None
    given = frozenset(v for v in _present(sheet) if views.of(v) is not None or v in views.hidden)
    concluded = sheet.conclusions.get(code)
    settled = concluded is not None and concluded.is_settled
    expected = step.opened and step.group is not Group.PREPARATION
    if not (given or settled or expected):
        return None
    group = _group(sheet, code, given, gap)
    if held is not None and held[0] == code and held[1] in (Together.TALK, Together.TO_CONCLUDE):
        group = held[1] if group in (Together.AGREED, Together.KEPT) else group
    levels = dict(views.levels) if code in sheet.revealed else {}
    state, weight = _state(sheet, code, group, gap)
    return GapRow(
        block=code,
        title=step.block.label.split(" (")[0],
        icon=block_icon(code),
        group=group,
        levels=levels,
        agreed=concluded.level if concluded else None,
        gap=gap.strength if gap else None,
        is_settled=settled,
        is_priority=code in sheet.priorities,
        given=given,
        state=state,
        weight=weight,
        spoken=spaced(_spoken(sheet, step, views, state, gap)),
    )


def _present(sheet: "Sheet") -> tuple[Voice, ...]:
    return tuple(one.voice for one in sheet.pair.members)


def _group(sheet: "Sheet", code: BlockCode, given: frozenset[Voice], gap: Gap | None) -> Together:
    concluded = sheet.conclusions.get(code)
    if concluded is not None and concluded.keeps_disagreement:
        return Together.KEPT
    if concluded is not None and concluded.is_settled:
        return Together.AGREED
    if code in sheet.revealed:
        return Together.TALK if gap else Together.TO_CONCLUDE
    return Together.COVERED if given >= set(_present(sheet)) else Together.MISSING


def _state(sheet: "Sheet", code: BlockCode, group: Together, gap: Gap | None) -> tuple[str, Weight]:
    concluded = sheet.conclusions.get(code)
    if concluded is not None and concluded.keeps_disagreement:
        return "Deux avis gardés", Weight.DONE
    if concluded is not None and concluded.is_settled:
        return "Conclu", Weight.DONE
    if group is Together.TALK and gap is not None:
        return gap.strength.value, Weight.CALL if gap.strength is GapStrength.STRONG else Weight.QUIET
    return {Together.COVERED: "À découvrir", Together.MISSING: "À poser"}.get(group, "À conclure"), Weight.QUIET


def _spoken(sheet: "Sheet", step: DomainStep, views: Views, state: str, gap: Gap | None) -> str:
    code = step.block.code
    parts = [step.block.label]
    names = {Voice.SOCIAL: "Social", Voice.EMPLOYMENT: "Emploi", Voice.PERSON: "La personne"}
    if code in sheet.revealed:
        parts.extend(f"{names[voice]} : {_words(views, voice)}" for voice in Voice if views.of(voice) is not None)
    else:
        hidden = [
            f"regard {names[voice].lower()} "
            f"{'posé' if views.of(voice) is not None or voice in views.hidden else 'à poser'}"
            for voice in _present(sheet)
        ]
        parts.append(", ".join(hidden))
    concluded = sheet.conclusions.get(code)
    if concluded is not None and concluded.level is not None:
        parts.append(f"Conclusion commune : {concluded.level.label}")
    elif concluded is not None and concluded.keeps_disagreement:
        parts.append("Deux avis gardés")
    else:
        parts.append(f"{state}. Pas encore de conclusion commune")
    if gap is not None and gap.strength.value != state:
        parts.append(gap.strength.value)
    if code in sheet.priorities:
        parts.append("Priorité")
    return ". ".join(parts)


def _words(views: Views, voice: Voice) -> str:
    view = views.of(voice)
    return view.level.label if view is not None and view.level is not None else NOT_RATED.lower()
