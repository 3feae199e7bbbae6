"""What the page says of a document and of persons, without a window; whatever the document says."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from spie_diag.casework.reconciling import Change, Difference, Likeness, Match
from spie_diag.desktop.receiving.shown import Sign
from spie_diag.desktop.receiving.wording import MOST_SHOWN, asked_of, candidate_of, news_of
from spie_diag.exchange.package import Whom, parse
from spie_diag.interview.people import CaseId, Person
from tests.exchange.packages import package, written

PERSON = Person(
    case=CaseId(UUID(int=1)),
    number="D-2026-0001",
    called="Amina",
    family_name="BENSAÏD",
    first_names="Amina",
    born_on=date(1991, 4, 7),
    commune="Saint-Aubin",
    phone="06 12 34 56 78",
)


def match(person: Person = PERSON, *, archived: bool = False) -> Match:
    return Match(person=person, likeness=Likeness.NAME, is_archived=archived)


def test_each_fact_speaks_for_or_against() -> None:
    whom = Whom(
        family_name="Bensaid",
        first_names="amina",
        born_on=date(1990, 4, 7),
        commune="saint-aubin",
        phone="0612345678",
    )
    told = {one.words: one.sign for one in candidate_of(whom, match()).points}
    assert told == {
        "Même nom": Sign.FOR,
        "Autre date de naissance ici\u00a0: 07/04/1991": Sign.AGAINST,
        "Même commune\u00a0: Saint-Aubin": Sign.FOR,
        "Même numéro de téléphone\u00a0: 0612345678": Sign.FOR,
    }
    nothing = [one.words for one in candidate_of(Whom(called="Zoé"), match(archived=True)).points]
    assert "Date de naissance non notée dans le document" in nothing
    assert candidate_of(Whom(), match(archived=True)).likeness.endswith("dossier archivé")


def test_only_the_nearest_are_shown_and_the_others_are_counted() -> None:
    asked = asked_of(parse(written(package())), [match()] * (MOST_SHOWN + 3))
    assert (len(asked.candidates), asked.left_out) == (MOST_SHOWN, 3)


def test_what_differs_comes_before_what_is_the_same() -> None:
    order = (Change.SAME, Change.GONE, Change.NEW, Change.OTHER)
    news = news_of(parse(written(package())), [Difference(change=one, label=one.name) for one in order], "le dossier")
    assert [one.cells[0] for one in news.lines] == [one.value for one in reversed(order)]
    assert news.counts.startswith("1\u00a0ligne différente, 1\u00a0ligne nouvelle")


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_name_stays_on_one_short_line(called: str, family_name: str) -> None:
    told = asked_of(parse(written(package(person={"called": called, "family_name": family_name}))), [match()])
    assert told.told[0]
    assert all("\n" not in line and len(line) <= 200 for line in told.told)
