"""The offer of one selection, in the words of the page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from spie_diag.casework.profiles import Extent, Profile
from spie_diag.casework.selecting import Selection
from spie_diag.desktop.exchange.shown import BlockShown, ItemShown, LeavingShown, Prepared
from spie_diag.french import counted, listed, spaced
from spie_diag.interview.people import Specialist, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.offering import Item, Offer, OfferedBlock

EXTENTS: Final = {
    Extent.DETAIL: "En détail",
    Extent.SYNTHESIS: "En résumé",
    Extent.FUNCTIONAL: "Seulement ce qu’il faut pour agir",
    Extent.NOTHING: "Rien",
}


def leaving_of(offer: "Offer", prepared: Prepared, possible: Sequence[Specialist], *, can_undo: bool) -> LeavingShown:
    """``possible``: those who may sign it, in the order in which they would."""
    blocks, selection = tuple(_block(one) for one in offer.blocks), prepared.selection
    return LeavingShown(
        blocks=blocks,
        can_undo=can_undo,
        headline=spaced(f"{whom(selection)} · {_how_much(blocks)}"),
        hands=_hands(possible, can_be_none=selection.profile is Profile.PERSON),
        signing=code_of(prepared.signing),
    )


def code_of(signing: Sequence[SpecialistId]) -> str:
    """The name of a choice of who signs; empty for nobody."""
    return " ".join(str(one) for one in signing)


def signing_of(code: str, possible: Sequence[SpecialistId]) -> tuple[SpecialistId, ...]:
    """The choice of this name, as far as it is possible."""
    return tuple(one for one in possible if str(one) in code.split())


def whom(selection: Selection) -> str:
    """For whom it is: the name that was written, else the kind of recipient."""
    if selection.profile is Profile.PERSON:
        return "Son propre exemplaire"
    return selection.recipient.strip() or selection.profile.label


def let_go(offer: "Offer") -> tuple[str, ...]:
    """What was ticked, in words, domain by domain."""
    return tuple(
        f"{spaced(f'{block.label} :')} {_words(one)}"
        for block in offer.blocks
        for one in block.restricted
        if one.ticked
    )


def _hands(possible: Sequence[Specialist], *, can_be_none: bool) -> tuple[tuple[str, str], ...]:
    each = [(code_of([one.id]), one.name) for one in possible]
    both = (
        [(code_of([one.id for one in possible]), listed([one.name for one in possible]))] if len(possible) > 1 else []
    )
    nobody = [("", "Personne, sans signature")] if can_be_none else []
    return (*each, *both, *nobody)


def _block(one: "OfferedBlock") -> BlockShown:
    leaves = bool(one.lines) and not one.removed
    return BlockShown(
        code=one.code,
        title=one.label,
        extent=EXTENTS[one.extent if leaves else Extent.NOTHING],
        leaves=leaves,
        is_whole=leaves and one.extent is Extent.DETAIL,
        lines=tuple(f"{spaced(f'{fact.label} :')} {fact.value}" for fact in one.lines),
        items=() if one.removed else tuple(_item(item) for item in one.restricted),
        why_not=one.why_not,
        is_removed=one.removed,
        is_removable=bool(one.lines or one.restricted) and not one.removed,
    )


def _item(one: "Item") -> ItemShown:
    return ItemShown(code=one.code, words=_words(one), is_ticked=one.ticked)


def _words(one: "Item") -> str:
    label = spaced(one.label)
    return f"{label} – {one.words}" if one.words else label


def _how_much(blocks: tuple[BlockShown, ...]) -> str:
    leaving = sum(one.leaves for one in blocks)
    if not leaving:
        return "rien ne part, à part qui elle est"
    words = counted(leaving, "sujet part", "sujets partent")
    open_ticks = sum(not item.is_ticked for one in blocks for item in one.items)
    return f"{words}, {counted(open_ticks, 'élément')} à cocher si elle le veut" if open_ticks else words
