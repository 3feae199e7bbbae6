"""The relay sheet and the meeting sheet: one page whatever is told, and nobody recognised in a meeting."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.documents import meeting_sheet, relay_sheet
from spie_diag.documents.content import MeetingSheet, RelaySheet
from tests.documents import sheet_samples
from tests.documents.reading import opened, painting_outside_marks, printed, spoken
from tests.documents.samples import MOMENT
from tests.documents.test_conformance import PROFILES, faults

SHEETS: dict[str, Callable[[], bytes]] = {
    "relay": partial(relay_sheet.build, sheet_samples.RELAY, MOMENT),
    "relay, crowded": lambda: relay_sheet.build(sheet_samples.crowded_relay(), MOMENT),
    "relay, empty": lambda: relay_sheet.build(sheet_samples.empty_relay(), MOMENT),
    "meeting": partial(meeting_sheet.build, sheet_samples.MEETING, MOMENT),
    "meeting, crowded": lambda: meeting_sheet.build(sheet_samples.crowded_meeting(), MOMENT),
    "meeting, empty": lambda: meeting_sheet.build(sheet_samples.empty_meeting(), MOMENT),
}


@cache
def sheet(name: str) -> bytes:
    return SHEETS[name]()


def relay(content: RelaySheet) -> str:
    return spoken(opened(relay_sheet.build(content, MOMENT))).replace("\u00a0", " ")


def meeting(content: MeetingSheet) -> str:
    return spoken(opened(meeting_sheet.build(content, MOMENT))).replace("\u00a0", " ")


@pytest.mark.parametrize("name", SHEETS)
def test_it_is_one_page_that_archives_and_screen_readers_accept(name: str) -> None:
    pdf = sheet(name)
    assert [faults(pdf, profile) for profile in PROFILES] == [[], []]
    document = opened(pdf)
    (only,) = document.pages
    assert painting_outside_marks(only) == []


@pytest.mark.parametrize("name", ["relay", "meeting"])
def test_the_same_sheet_gives_the_same_bytes(name: str) -> None:
    assert SHEETS[name]() == sheet(name)


@settings(max_examples=10)
@given(st.text(max_size=400), st.integers(0, 12))
def test_whatever_is_told_it_stays_on_one_page(text: str, count: int) -> None:
    one = sheet_samples.RELAY.constraints[0]
    told = replace(
        sheet_samples.RELAY,
        summary=(text,) * count,
        strengths=(text,) * count,
        constraints=(replace(one, noted_by=text),) * count,
    )
    assert len(opened(relay_sheet.build(told, MOMENT)).pages) == 1


def test_a_relay_says_who_gives_who_takes_and_what_is_under_way() -> None:
    text = relay(sheet_samples.RELAY)
    for words in (
        "Nadia Témoin, assistante sociale",
        "Léa Modèle, conseillère, Mission locale Spécimen",
        "Changement de référent",
        "Parcours socio-professionnel",
        "Permis B",
        "depuis 2024",
        "Empêche",
        "Appeler le relais petite enfance · Nadia Témoin",
        "27 décembre 2026",
        "01 99 00 00 03",
        "Accord donné le 26 novembre 2026",
    ):
        assert words in text
    page = printed(opened(relay_sheet.build(sheet_samples.RELAY, MOMENT)), 0).replace("\u00a0", " ")
    for words in ("Pour Léa Modèle", "D-2026-0001 · version 1 · 26/11/2026", "ne pas transmettre à un tiers", "Droits"):
        assert words in page


def test_a_relay_that_leaves_points_out_says_so() -> None:
    assert "D’autres points sont dans le diagnostic." in printed(opened(sheet("relay, crowded")), 0)
    assert "D’autres points" not in relay(sheet_samples.RELAY)


def test_a_relay_without_agreement_has_a_line_to_sign() -> None:
    assert "Date et signature :" in relay(replace(sheet_samples.RELAY, agreement=""))


def test_a_meeting_sheet_carries_no_file_and_names_nobody() -> None:
    document = opened(sheet("meeting"))
    assert not document.attachments
    assert "/Author" not in document.docinfo or str(document.docinfo.Author) == ""
    text = meeting(sheet_samples.MEETING)
    for words in ("Situation A", "Comment tenir une garde", "un adulte, deux enfants", "Informée avant la réunion"):
        assert words in text
    assert "25 novembre 2026" in text


def test_a_meeting_sheet_leaves_lines_for_what_the_meeting_will_say() -> None:
    text = meeting(sheet_samples.empty_meeting())
    for title in ("Ce que nous demandons au groupe", "Propositions", "Décisions", "Informée après la réunion, le :"):
        assert title in text
