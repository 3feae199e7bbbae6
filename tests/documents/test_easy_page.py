"""The person's own first page: large, short, on one sheet, and heard in order."""

import re
from dataclasses import replace

import pikepdf
import pytest

from spie_diag.documents.content import EasyPage
from tests.documents import samples, sheet_samples
from tests.documents.conftest import built
from tests.documents.reading import opened, painting_outside_marks, printed, spoken, tree
from tests.documents.test_conformance import PROFILES, faults

SMALLEST = 14.0


def person(page: EasyPage) -> bytes:
    return built(replace(sheet_samples.person_report(), easy=page), samples.BOTH[:1])


@pytest.fixture(scope="module")
def easy() -> bytes:
    return person(sheet_samples.EASY)


@pytest.fixture(scope="module")
def crowded() -> bytes:
    return person(sheet_samples.crowded_easy_page())


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", ["easy", "crowded"])
def test_archives_and_screen_readers_accept_it(request: pytest.FixtureRequest, name: str, profile: str) -> None:
    assert faults(request.getfixturevalue(name), profile) == []


def test_it_comes_first_and_is_heard_in_order(easy: bytes) -> None:
    text = spoken(opened(easy)).replace("\u00a0", " ")
    told = (
        "Votre diagnostic, en bref",
        "Une bulle de parole",
        "Ce que nous avons dit",
        "Vous voulez retravailler",
        "Ce que vous savez faire",
        "Ce que nous allons faire",
        "Appeler le relais petite enfance",
        "Nadia Témoin · avant le 31 janvier",
        "mardi 22 décembre 2026 à 10 heures",
        "01 99 00 00 01",
        "Les pages suivantes disent tout en détail",
        "La parole de la personne",
    )
    places = [text.find(words) for words in told]
    assert -1 not in places, told[places.index(-1)]
    assert places == sorted(places)


def test_its_letters_are_large(easy: bytes, crowded: bytes) -> None:
    for pdf in (easy, crowded):
        document, sizes, inside = opened(pdf), set(), False
        for instruction in pikepdf.parse_content_stream(document.pages[0]):
            name = str(instruction.operator)
            if name in {"BDC", "BMC"}:
                inside = str(instruction.operands[0]) != "/Artifact"
            elif name == "Tf" and inside:
                sizes.add(float(instruction.operands[1]))
        assert sizes
        assert min(sizes) >= SMALLEST


def test_too_much_stays_on_one_page_and_says_that_there_is_more(crowded: bytes, easy: bytes) -> None:
    assert len(opened(crowded).pages) == len(opened(easy).pages)
    assert "Il y a d’autres points." in printed(opened(crowded), 0)
    assert "Il y a d’autres points." not in printed(opened(easy), 0)


def test_nothing_to_say_leaves_no_empty_part() -> None:
    pdf = person(EasyPage())
    assert [faults(pdf, profile) for profile in PROFILES] == [[], []]
    first = printed(opened(pdf), 0)
    assert "Votre diagnostic, en bref" in first
    assert "Besoin d’aide" not in first


def test_titles_go_down_one_level_at_a_time_from_one_first_title(easy: bytes) -> None:
    levels = [int(node.role[1]) for node in tree(opened(easy)) if re.fullmatch(r"H\d", node.role)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert {2, 3} <= set(levels)


def test_nothing_is_painted_outside_the_tree_and_the_artifacts(easy: bytes, crowded: bytes) -> None:
    for pdf in (easy, crowded):
        document = opened(pdf)
        assert painting_outside_marks(document.pages[0]) == []
