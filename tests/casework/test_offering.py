"""What the person is shown before anything leaves is what leaves."""

from dataclasses import replace

import pytest

from spie_diag.casework.disclosing import Disclosure
from spie_diag.casework.offering import Item, Offer, OfferedBlock, offer_of
from spie_diag.casework.profiles import CONCLUSIONS, Extent, Profile
from spie_diag.forms.definition import BlockCode
from tests.casework.full_interview import mark, marks_in
from tests.casework.test_disclosing import COLUMNS, Full, full, told_to
from tests.casework.test_other_doors import answered

__all__ = ["full"]


def block_of(offer: Offer, code: str) -> OfferedBlock:
    return next(one for one in offer.blocks if one.code == code)


def items_of(offer: Offer) -> dict[str, Item]:
    return {item.code: item for block in offer.blocks for item in block.restricted}


@pytest.mark.parametrize("profile", COLUMNS)
def test_the_lines_offered_say_all_that_the_pages_would_say(full: Full, profile: str) -> None:
    chosen = full.selection(profile, ticked=False)
    offer = offer_of(full.sheet, chosen)

    shown = " ".join(f"{line.label} {line.value}" for block in offer.blocks for line in block.lines)
    pages, _ = told_to(full, chosen)
    leaving = {one for one in marks_in(pages) if one[0] != "n"}
    agreement = {mark("q", "ATT-08en_partie")}  # which the pages say in a sentence
    assert marks_in(shown) - agreement == leaving - {mark("z", "recipient"), mark("z", "purpose")}


@pytest.mark.parametrize("profile", COLUMNS)
def test_every_item_offered_tells_in_words_what_ticking_it_lets_go(full: Full, profile: str) -> None:
    chosen = full.selection(profile, ticked=False)
    items = items_of(offer_of(full.sheet, chosen))
    before, _ = told_to(full, chosen)
    after, _ = told_to(full, replace(chosen, ticked=frozenset(items)))

    assert not any(item.ticked for item in items.values())
    assert [code for code, item in items.items() if item.words not in after or item.words in before] == []


@pytest.mark.parametrize("code", ["DIS-02", "FAM-02", "SAN.S02", "STA.S03", "PAR-06/motif_fin"])
def test_ticking_one_item_lets_nothing_else_go(full: Full, code: str) -> None:
    chosen = full.selection("CD" if code in ("FAM-02", "SAN.S02") else "FT", ticked=False)
    items = items_of(offer_of(full.sheet, chosen))
    before, _ = told_to(full, chosen)
    after, _ = told_to(full, replace(chosen, ticked=frozenset({code})))

    assert marks_in(after) - marks_in(before) == marks_in(items[code].words)


def test_what_is_ticked_is_told_as_ticked(full: Full) -> None:
    chosen = replace(full.selection("FT", ticked=False), ticked=frozenset({"IDE-07", "PAR-06/motif_fin"}))
    items = items_of(offer_of(full.sheet, chosen))

    assert {code for code, item in items.items() if item.ticked} == {"IDE-07", "PAR-06/motif_fin"}
    assert items["PAR-06/motif_fin"].words == mark("q", "PAR06motif_fin")


def test_a_domain_of_which_nothing_leaves_says_why(full: Full) -> None:
    chosen = replace(full.selection("EMP", ticked=False), removed=frozenset({BlockCode("COM")}))
    with answered(full, CAD_10=["sante"]) as limited:
        offer = offer_of(limited.sheet, chosen)

    assert block_of(offer, "LOG").why_not == "Ce destinataire ne reçoit rien sur ce sujet."
    assert block_of(offer, "COM").why_not == "La personne a retiré ce sujet."
    assert block_of(offer, "COM").removed
    assert block_of(offer, "SAN").why_not == "La personne a choisi de ne pas aborder ce sujet."
    assert block_of(offer, "IDE").why_not == ""
    assert block_of(offer, "PRO").extent is Extent.FUNCTIONAL


def test_taking_everything_out_leaves_nothing(full: Full) -> None:
    everything = frozenset({*(block.code for block in full.form.blocks), CONCLUSIONS})
    for profile in Profile:
        chosen = replace(full.selection(profile.value, ticked=True), removed=everything)
        assert not any(block.lines for block in offer_of(full.sheet, chosen).blocks)
        assert not Disclosure.of(full.sheet, chosen).answers
