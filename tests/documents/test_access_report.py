"""The copy of a file conforms like the diagnosis, whatever was written in it."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spie_diag.documents.access_content import AccessCopy, Chapter, Former, InterviewCopy, Line
from spie_diag.documents.access_report import build_access
from spie_diag.documents.content import Fact
from tests.documents.reading import opened, painting_outside_marks, tree
from tests.documents.test_conformance import PROFILES, faults

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def copy(text: str, *, lines: int = 3) -> AccessCopy:
    line = Line(label="Où vivez-vous ?", value=text, by="Clara, 24/11/2026", former=(Former(value=text, by="Idris"),))
    chapter = Chapter(title="Logement", lines=(line,) * lines)
    facts = (Fact(label="Spécialiste social", value=text),)
    return AccessCopy(
        person=text,
        number="D-2026-0001",
        made_on=date(2026, 11, 24),
        made_by="Clara Morvan",
        introduction=(text,),
        identity=(line,),
        interviews=(InterviewCopy(title="Entretien du 24 novembre 2026", facts=facts, chapters=(chapter, chapter)),),
        typing=(line,),
        documents=facts,
        register=facts,
        left_out=("Rien.",),
        rights=(text,),
    )


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("lines", [1, 60])
def test_archives_and_screen_readers_accept_it(profile: str, lines: int) -> None:
    assert faults(build_access(copy("Chez un ami – « le temps de voir »", lines=lines), NOON), profile) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_an_empty_file_is_accepted_too(profile: str) -> None:
    empty = AccessCopy(
        person="Seule",
        number="D-2026-0001",
        made_on=date(2026, 11, 24),
        made_by="",
        introduction=(),
        identity=(),
        interviews=(),
        typing=(),
        documents=(),
        register=(),
        left_out=(),
        rights=(),
    )
    assert faults(build_access(empty, NOON), profile) == []


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_whatever_was_written_the_file_is_made(text: str) -> None:
    assert faults(build_access(copy(text), NOON), "3a") == []


def test_titles_go_down_one_level_at_a_time_and_nothing_is_painted_outside() -> None:
    document = opened(build_access(copy("texte", lines=40), NOON))
    depths = [int(node.role[1]) for node in tree(document) if node.role in ("H1", "H2", "H3")]
    assert depths[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(depths))
    assert not [loose for page in document.pages for loose in painting_outside_marks(page)]


def test_a_row_longer_than_a_page_goes_on_at_the_next_one() -> None:
    assert len(opened(build_access(copy("un long récit, " * 600, lines=1), NOON)).pages) > 3
