"""The offer of one selection, in the words of the page."""

from typing import TYPE_CHECKING, Final

from spie_diag.casework.profiles import Extent, Profile
from spie_diag.casework.selecting import Selection
from spie_diag.desktop.exchange.shown import BlockShown, ItemShown, LeavingShown
from spie_diag.french import counted, spaced

if TYPE_CHECKING:
    from spie_diag.casework.offering import Item, Offer, OfferedBlock

EXTENTS: Final = {
    Extent.DETAIL: "En détail",
    Extent.SYNTHESIS: "En résumé",
    Extent.FUNCTIONAL: "Seulement ce qu’il faut pour agir",
    Extent.NOTHING: "Rien",
}


def leaving_of(offer: "Offer", selection: Selection, *, can_undo: bool) -> LeavingShown:
    blocks = tuple(_block(one) for one in offer.blocks)
    return LeavingShown(blocks=blocks, can_undo=can_undo, headline=spaced(f"{whom(selection)} · {_how_much(blocks)}"))


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
