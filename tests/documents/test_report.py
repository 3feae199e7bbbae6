"""What the pages say, in which order, and how it looks to a reader."""

import re
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.documents import style
from spie_diag.documents.content import Fact, Goal, PersonSignature, PersonSigning, SignatureSlot, Words
from spie_diag.documents.errors import FieldNameError
from spie_diag.documents.report import letters_without_glyph
from spie_diag.interview.people import Voice
from tests.documents import samples
from tests.documents.conftest import built
from tests.documents.reading import fields, opened, printed, spoken, tree

ORDER = (
    "Diagnostic socio-professionnel conjoint",
    "Camille Exemple",
    "Entretien du mardi 24 novembre 2026",
    "Nadia Témoin, Assistante sociale",
    "La parole de la personne",
    "Je voudrais retravailler mais je ne sais pas qui garderait la petite.",
    "Points d’appui",
    "Ponctualité et relation d’aide",
    "Contraintes et besoins",
    "Vue d’ensemble",
    "Domaine par domaine",
    "Désaccord gardé, les deux lectures",
    "Projet et disponibilité",
    "Parcours proposé et motif",
    "Objectifs et actions",
    "Suite",
    "Prochain rendez-vous",
    "Observations de la personne",
    "Vos données et vos droits",
    "Lu et relu ensemble : signatures",
)


def pages_of(pdf: bytes) -> list[str]:
    document = opened(pdf)
    return [printed(document, number).replace("\u00a0", " ") for number in range(len(document.pages))]


def said(pdf: bytes) -> str:
    return spoken(opened(pdf)).replace("\u00a0", " ")


def test_sections_are_read_in_the_order_of_the_method(full: bytes) -> None:
    text = said(full)
    places = [text.find(title) for title in ORDER]
    assert -1 not in places, [title for title, place in zip(ORDER, places, strict=True) if place < 0]
    assert all(before < after for before, after in pairwise(places))


def test_words_stay_apart_at_line_ends(full: bytes) -> None:
    text = re.sub(" +", " ", said(full))
    wanted = samples.full_report().summary.replace("'", "’").replace(" ;", "\u202f;")
    assert wanted in text


def test_french_spaces_survive_in_the_text_layer(full: bytes) -> None:
    assert "réaliste\u202f; garde" in said(full)


def test_a_full_diagnosis_takes_three_pages(full: bytes) -> None:
    pages = pages_of(full)
    assert len(pages) == 3
    assert all(f"Page {number} /" in page for number, page in enumerate(pages, start=1))
    assert all(page.rstrip().endswith("3") for page in pages)


def test_every_page_shows_the_head_of_the_journal_and_that_it_is_confidential(full: bytes) -> None:
    for page in pages_of(full):
        assert samples.CHAIN_HEAD in page
        assert "Document confidentiel" in page


def test_every_page_says_that_one_specialist_was_missing(alone: bytes, full: bytes) -> None:
    assert all("Diagnostic non conjoint" in page for page in pages_of(alone))
    assert "Diagnostic socio-professionnel conjoint" not in said(alone)
    assert "n’a pas pu être présent" in said(alone)
    assert not any("non conjoint" in page for page in pages_of(full))


def test_a_repeated_table_header_is_spoken_once(hostile: bytes) -> None:
    pages = pages_of(hostile)
    assert sum("Retenu ensemble" in page for page in pages) > 2
    assert said(hostile).count("Retenu ensemble") == 1


def test_sixty_actions_are_all_there(hostile: bytes) -> None:
    text = said(hostile)
    assert all(f"Action {goal}.{step} " in text for goal in range(6) for step in range(10))


def test_an_empty_report_says_little_and_breaks_nothing() -> None:
    pages = pages_of(built(samples.empty_report()))
    assert len(pages) == 1
    assert "Points d’appui" not in pages[0]
    assert "Pas d’observation ajoutée." in pages[0]


@settings(max_examples=10)
@given(st.integers(0, 90))
def test_no_page_is_empty_wherever_the_text_ends(facts: int) -> None:
    report = replace(
        samples.empty_report(), project=tuple(Fact(label=f"Fait {n}", value="Une ligne") for n in range(facts))
    )
    pages = pages_of(built(report))
    assert all("Fait" in page or "signatures" in page for page in pages[1:])


def test_a_text_of_many_lines_runs_over_the_pages() -> None:
    facts = (Fact(label="Liste", value="\n" * 200 + "fin"), Fact(label="Lignes", value="a\n" * 120 + "terme"))
    text = said(built(replace(samples.empty_report(), project=facts)))
    assert "fin" in text
    assert "terme" in text


def test_no_row_of_short_facts_is_left_alone_at_the_top_of_a_page() -> None:
    for count in range(34, 46):
        facts = tuple(Fact(label=f"Fait {n}.", value="Une ligne") for n in range(count))
        pages = pages_of(built(replace(samples.empty_report(), project=facts)))
        assert all(page.count("Fait ") != 1 for page in pages)


def test_a_correction_gives_its_reason_and_its_number() -> None:
    full = samples.full_report()
    text = said(built(replace(full, cover=replace(full.cover, version=2, correction="Date de naissance corrigée"))))
    assert "version 2" in text
    assert "Date de naissance corrigée" in text


def test_what_was_chosen_in_a_list_is_not_set_as_a_quotation() -> None:
    words = (Words(about="Attend", said="un emploi", is_quote=False), Words(about="Dit", said="On verra."))
    text = said(built(replace(samples.empty_report(), words=words)))
    assert "« un emploi" not in text
    assert "« On verra. »" in text


def test_voices_that_agree_are_named_together(full: bytes) -> None:
    assert said(full).count("parcours socio-professionnel") == 1


def test_a_goal_without_action_says_so() -> None:
    text = said(built(replace(samples.empty_report(), goals=(Goal(label="Se loger"),))))
    assert "Pas encore d’action écrite" in text


def test_the_person_may_decline_or_have_a_witness() -> None:
    bare = samples.empty_report()
    witnessed = PersonSignature(kind=PersonSigning.WITNESSED, witness="Idris Modèle")
    assert "avec un témoin : Idris Modèle" in said(built(replace(bare, signature=witnessed)))
    declined = PersonSignature(kind=PersonSigning.DECLINED)
    assert "N’a pas souhaité signer." in said(built(replace(bare, signature=declined)))


def test_each_signature_locks_all_but_the_ones_to_come(full: bytes, alone: bytes) -> None:
    document, other = opened(full), opened(alone)
    first, second = fields(document)
    assert str(first.T) == samples.NADIA.field_name
    assert (str(first.Lock.Action), int(first.Lock.P)) == ("/Exclude", 2)
    assert [str(name) for name in first.Lock.Fields] == [samples.HUGO.field_name, "Horodatage"]
    assert (str(second.Lock.Action), int(second.Lock.P)) == ("/All", 1)
    (only,) = fields(other)
    assert str(only.Lock.Action) == "/All"


def test_signers_sign_in_the_order_given() -> None:
    document = opened(built(samples.empty_report(), samples.BOTH[::-1]))
    assert [str(field.T) for field in fields(document)] == [samples.HUGO.field_name, samples.NADIA.field_name]


def test_a_signer_without_role_or_structure_is_named_without_a_comma_alone() -> None:
    plain = replace(samples.NADIA, role="", structure="")
    document = opened(built(samples.empty_report(), (plain,)))
    (field,) = fields(document)
    assert str(field.TU) == f"Signature électronique de {samples.NADIA.who}"


@pytest.mark.parametrize("name", ["", "é", "signature_social_2", "a b", "Horo"])
def test_field_names_that_readers_confuse_are_refused(name: str) -> None:
    other = SignatureSlot(field_name=name, who="X", role="", structure="", voice=Voice.EMPLOYMENT)
    with pytest.raises(FieldNameError):
        built(samples.empty_report(), (samples.NADIA, other))


def test_letters_that_no_font_has_are_told() -> None:
    assert letters_without_glyph(samples.full_report()) == frozenset()
    assert letters_without_glyph(samples.hostile_report()) == frozenset("王小明🦄")


def test_every_text_can_be_read_on_its_background() -> None:
    def light(color: str) -> float:
        parts = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for text, ground in style.TEXT_ON:
        low, high = sorted((light(text), light(ground)))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)


def test_colours_on_the_pages_are_those_of_the_palette(full: bytes) -> None:
    named = {value for name, value in vars(style).items() if name.isupper() and isinstance(value, str)}
    known = {tuple(round(int(one[at : at + 2], 16) / 255, 2) for at in (0, 2, 4)) for one in named if len(one) == 6}
    used = {
        tuple(round(float(part), 2) for part in instruction.operands)
        for one in opened(full).pages
        for instruction in pikepdf.parse_content_stream(one)
        if str(instruction.operator) in {"rg", "RG"}
    }
    assert used <= known | {(0.0, 0.0, 0.0)}


def test_the_table_of_domains_has_a_header_for_each_row(full: bytes) -> None:
    document = opened(full)
    rows = [node for node in tree(document) if node.role == "TR"]
    assert len(rows) > len(samples.DOMAINS)
