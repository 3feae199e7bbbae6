"""A form on paper: every question with its boxes, conditions in words, read aloud as it is read."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import page
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spie_diag.documents.errors import RightToLeftPaperError, UnknownPaperLanguageError, UnprintableLanguageError
from spie_diag.documents.questionnaire import Questionnaire, build_questionnaire
from spie_diag.documents.questionnaire_conditions import UNTOLD, is_asked, is_never, told
from spie_diag.documents.questionnaire_words import Wording
from spie_diag.forms.definition import (
    Block,
    BlockCode,
    BlockKind,
    Choice,
    Form,
    Lead,
    Question,
    QuestionCode,
    QuestionType,
    Visibility,
)
from spie_diag.forms.opening import open_form_file
from spie_diag.paths import shipped
from tests.documents.reading import opened, painting_outside_marks, printed, spoken, tree

YES_NO = (Choice(name="oui", label="Oui"), Choice(name="non", label="Non"))
SIGNS = (
    Choice(name="a", label="Rouge", texts={"Kurdî (ku)": "Sor"}),
    Choice(name="b", label="Vert"),
    Choice(name="c", label="Bleu"),
)


def asked(name: str, kind: QuestionType = QuestionType.TEXT, label: str = "", **more: object) -> Question:
    plain = Question(name=name, code=None, type=kind, label=label or f"Question {name}")
    return replace(plain, **more)  # type: ignore[arg-type]  # the tests name fields of Question


def plain_form(*questions: Question, **more: object) -> Form:
    plain = Form(name="essai", title="Essai", version="2", language="fr", blocks=(), survey=questions)
    return replace(plain, **more)  # type: ignore[arg-type]


IN_KURDISH = {"Kurdî (ku)": {"label": "Reng"}}
SURVEY = plain_form(
    asked("accord", QuestionType.ACKNOWLEDGE, "Vous avez lu la notice"),
    asked(
        "couleur", QuestionType.SELECT_ONE, "Quelle couleur ?", choices=SIGNS, texts={"Kurdî (ku)": {"label": "Reng"}}
    ),
    asked("couleurs", QuestionType.SELECT_MULTIPLE, "Quelles couleurs ?", choices=SIGNS),
    asked("ordre", QuestionType.RANK, "Dans quel ordre ?", choices=SIGNS),
    asked("combien", QuestionType.INTEGER, "Combien de minutes ?", relevant="${couleur} = 'b'"),
    asked("jour", QuestionType.DATE),
    asked("mois", QuestionType.DATE, appearance=frozenset({"month-year"})),
    asked("heure", QuestionType.TIME),
    asked("moment", QuestionType.DATETIME),
    asked("note", QuestionType.NOTE, "Respirez **un peu**, ${prenom}."),
    asked("prenom", hint="Seulement <b>le prénom</b>.", required="yes"),
    asked("echelle", QuestionType.RANGE, parameters={"start": "0", "end": "10", "low": "Loin", "high": "Ici"}),
    asked("loin", QuestionType.RANGE, parameters={"start": "0", "end": "1000", "step": "1"}),
    asked("total", QuestionType.CALCULATE, "Jamais imprimé", calculation="1 + 1"),
    asked("cache", QuestionType.HIDDEN, "Jamais imprimé non plus"),
    asked("photo", QuestionType.FOREIGN, "La façade", foreign="image"),
    asked("appareil", QuestionType.FOREIGN, "Ni ceci", foreign="deviceid"),
    asked(
        "maison",
        QuestionType.GROUP,
        "La maison",
        relevant="${couleur} = 'a'",
        children=(
            asked("etages", QuestionType.INTEGER),
            asked(
                "pieces",
                QuestionType.GROUP,
                "Les pièces",
                children=(asked("cuisine", QuestionType.SELECT_ONE, choices=YES_NO),),
            ),
            asked(
                "habitants",
                QuestionType.REPEAT,
                "Les habitants",
                children=(
                    asked("age", QuestionType.INTEGER, "Âge"),
                    asked("ecole", QuestionType.SELECT_ONE, "École", choices=YES_NO, relevant="${age} < 16"),
                ),
            ),
            asked(
                "chambres",
                QuestionType.REPEAT,
                "Les chambres",
                children=(asked("lits", QuestionType.REPEAT, "Les lits", children=(asked("taille"),)),),
            ),
        ),
    ),
    languages=("Kurdî (ku)",),
)


@pytest.fixture(scope="module")
def common() -> Form:
    return open_form_file(shipped("forms", "diagnostic-commun.yaml"))


@pytest.fixture(scope="module")
def paper(common: Form) -> Questionnaire:
    return build_questionnaire(common)


@pytest.fixture(scope="module")
def read(paper: Questionnaire) -> str:
    return plainly(spoken(opened(paper.pdf)))


def plainly(text: str) -> str:
    return " ".join(text.split())


def faults(pdf: bytes) -> list[str]:
    found = (page.validate_pdf_bytes(pdf, profile=profile).failures for profile in ("3a", "ua1"))
    return [f"{fault.rule_id}: {fault.message}" for failures in found for fault in failures]


# --- the common form ------------------------------------------------------------------------------------------------


def test_archives_and_screen_readers_accept_the_common_form(paper: Questionnaire) -> None:
    assert faults(paper.pdf) == []
    assert all(painting_outside_marks(one) == [] for one in opened(paper.pdf).pages)


def test_the_common_form_stays_a_booklet(paper: Questionnaire) -> None:
    assert paper.pages == len(opened(paper.pdf).pages) <= 25


def test_every_question_is_there_in_the_order_of_the_screen(common: Form, read: str) -> None:
    for block in common.blocks:
        in_order = sorted(block.questions, key=lambda one: one.depth.value != "E")
        places = [read.index(f"{one.code} {plainly(one.label)}") for one in in_order if one.code]
        assert places == sorted(places), block.code


def test_every_choice_is_there(common: Form, read: str) -> None:
    missing = [
        choice.label
        for question in common.questions.values()
        if question.visibility is not Visibility.INTERNAL
        for choice in question.choices
        if plainly(choice.label) not in read
    ]
    assert missing == []


def test_what_appears_on_no_document_is_not_written_on_paper(read: str) -> None:
    asked_aloud = read[read.index("FAM-10 Souhaitez-vous") :]
    assert "sans rien écrire ici" in asked_aloud[:400]
    assert "Oui" not in asked_aloud[: asked_aloud.index("Où en est ce domaine")]


def test_the_levels_of_a_domain_are_said_with_their_meaning(common: Form, read: str) -> None:
    for block in common.blocks:
        for word, meaning in zip(("Ça va", "À surveiller", "Complique", "Empêche"), block.anchors, strict=False):
            assert f"{word} : {plainly(meaning)}" in read


def test_conditions_are_said_in_french(common: Form, read: str) -> None:
    assert "Si LOG-01 a une réponse autre que « Sans hébergement, à la rue » : LOG-03" in read
    assert "Si le nombre d’années depuis « Date de naissance » (IDE-03) vaut moins de 30 : STA-10" in read
    assert "Si LAN-02, LAN-03, LAN-04 ou LAN-05 est « C’est difficile » ou « Pas possible aujourd’hui » :" in read
    assert plainly(UNTOLD) not in read, "each condition of the common form has words"


def test_each_page_tells_what_it_belongs_to(paper: Questionnaire) -> None:
    document = opened(paper.pdf)
    for number in range(paper.pages):
        text = plainly(printed(document, number))
        assert f"Page {number + 1} sur" in text
        assert str(paper.pages) in text
        assert "diagnostic-commun · version" in text
        assert "Numéro du dossier" in text


def test_titles_go_down_one_level_at_a_time(paper: Questionnaire) -> None:
    for pdf in (paper.pdf, build_questionnaire(SURVEY).pdf):
        levels = [int(node.role[1]) for node in tree(opened(pdf)) if re.fullmatch(r"H\d", node.role)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_no_text_is_small(paper: Questionnaire) -> None:
    """Ten points at least: some will be read by people with poor sight, on a poor copy."""
    document = opened(paper.pdf)
    sizes = {
        float(size)
        for one in document.pages
        for size in re.findall(rb"/F\d+(?:\+\d+)? ([\d.]+) Tf", one.Contents.read_bytes())
    }
    assert sizes
    assert min(sizes) >= 10


def test_the_same_form_gives_the_same_bytes(common: Form, paper: Questionnaire) -> None:
    assert build_questionnaire(common).pdf == paper.pdf


# --- forms of any origin --------------------------------------------------------------------------------------------


def test_every_type_of_question_finds_its_place_on_paper() -> None:
    made = build_questionnaire(SURVEY)
    assert faults(made.pdf) == []
    text = plainly(spoken(opened(made.pdf)))
    assert "Cases pour une date : jour, mois, année" in text
    assert "Cases pour une date : mois, année" in text
    assert "Cases pour une heure : heures, minutes" in text
    assert "Une case pour un nombre, en minutes" in text
    assert "Une case par nombre, de 0, Loin à 10, Ici" in text
    assert "Une case pour un nombre, en de" not in text
    assert "Dans quel ordre ? (numérotez dans l’ordre, 1 d’abord)" in text
    assert "Quelles couleurs ? (plusieurs réponses)" in text
    assert "Question prenom (réponse attendue) Seulement le prénom." in text
    assert "Respirez un peu, [question 10]." in text
    assert "C’est lu" in text
    assert "(image) : rien à écrire ici" in text
    assert "Jamais imprimé" not in text
    assert "Ni ceci" not in text


def test_groups_and_repeats_are_parts_and_tables() -> None:
    text = plainly(spoken(opened(build_questionnaire(SURVEY).pdf)))
    assert "La maison Si la question 2 est « Rouge », remplissez cette partie." in text
    assert "Les pièces" in text
    assert "École (si la question" in text
    assert "1 Oui · 2 Non" in text
    assert "Les chambres À recopier autant de fois qu’il le faut" in text
    tables = [node for node in tree(opened(build_questionnaire(SURVEY).pdf)) if node.role == "Table"]
    assert len(tables) == 2, "the inhabitants, and the beds of one room"


def test_a_question_stays_whole() -> None:
    """The boxes of a question are on the page of its words, wherever the page ends."""
    labels = [Choice(name=f"c{place}", label=f"Choix {place}") for place in range(9)]
    many = [asked(f"q{n}", QuestionType.SELECT_ONE, f"Numéro {n} ?", choices=tuple(labels)) for n in range(40)]
    document = opened(build_questionnaire(plain_form(*many)).pdf)
    for number in range(len(document.pages)):
        text = printed(document, number)
        assert text.count("Choix 0") == text.count("Choix 8") == text.count("Numéro ") - text.count("Numéro du")


def test_a_list_of_hundreds_is_answered_in_words() -> None:
    towns = tuple(Choice(name=f"t{place}", label=f"Commune {place}") for place in range(400))
    text = spoken(opened(build_questionnaire(plain_form(asked("lieu", QuestionType.SELECT_ONE, choices=towns))).pdf))
    assert "écrivez la réponse en toutes lettres" in text
    assert "Commune 1" not in text


def test_a_form_without_a_question_is_a_page_all_the_same() -> None:
    assert faults(build_questionnaire(plain_form()).pdf) == []


@settings(max_examples=5)
@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=120), st.integers(1, 9))
@example("<b>gras</b> ${x} ${couleur} **a** _b_ [lien](http://a) & ]]> %s {0}", 60)
@example("mot " * 1500, 2)
@example("sansespace" * 300, 3)
def test_whatever_its_author_wrote_the_pages_conform(text: str, count: int) -> None:
    choices = tuple(Choice(name=f"c{place}", label=f"{text[:300]} {place}") for place in range(count))
    form = plain_form(
        asked("a", QuestionType.SELECT_MULTIPLE, text, hint=text, choices=choices),
        asked("b", QuestionType.NOTE, text),
        asked("g", QuestionType.GROUP, text, children=(asked("c", relevant=text),)),
        asked("r", QuestionType.REPEAT, text[:400], children=(asked("d", label=text[:300]),)),
    )
    assert faults(build_questionnaire(form).pdf) == []


def held(kind: QuestionType, *fields: Question, **more: object) -> Form:
    """A form of the method with one coded question made of fields."""
    question = asked("etapes", kind, "Vos étapes", code=QuestionCode("ABC-01"), children=fields, **more)
    block = Block(
        code=BlockCode("ABC"),
        name="abc",
        label="Étapes",
        kind=BlockKind.RESOURCE,
        lead=Lead.SHARED,
        questions=(question,),
    )
    return plain_form(blocks=(block,), survey=())


MINE = (
    asked("metier", label="Quel métier", visibility=Visibility.RESTRICTED),
    asked("secret", label="Le secret", visibility=Visibility.INTERNAL),
    asked("autre", label="Autre chose"),
)


def test_a_field_is_protected_on_paper_as_a_question_is() -> None:
    document = opened(build_questionnaire(held(QuestionType.GROUP, *MINE)).pdf)
    text = plainly(spoken(document))
    assert "Quel métier (réservé)" in text
    assert "Le secret À demander de vive voix, sans rien écrire ici" in text
    assert text[text.index("Vos étapes") :].count("Une ligne pour écrire") == 2


def test_what_a_whole_question_tells_its_fields_do_not_repeat() -> None:
    fields = [replace(field, visibility=Visibility.RESTRICTED) for field in MINE]
    made = build_questionnaire(held(QuestionType.REPEAT, *fields, visibility=Visibility.RESTRICTED))
    assert plainly(spoken(opened(made.pdf))).count("(réservé)") == 1


def test_a_field_that_is_not_for_paper_has_no_column() -> None:
    document = opened(build_questionnaire(held(QuestionType.REPEAT, *MINE)).pdf)
    text = plainly(spoken(document))
    assert "Le secret. À demander de vive voix, sans rien écrire ici" in text
    assert "N° Quel métier (réservé) Autre chose 1 2" in text
    alone = build_questionnaire(held(QuestionType.REPEAT, MINE[1]))
    assert not [node for node in tree(opened(alone.pdf)) if node.role == "Table"]
    assert faults(alone.pdf) == []


def test_a_field_that_is_not_for_paper_has_no_box() -> None:
    boxed = [replace(field, type=QuestionType.SELECT_ONE, choices=YES_NO) for field in MINE]
    shared = plainly(spoken(opened(build_questionnaire(held(QuestionType.GROUP, boxed[0], boxed[2])).pdf)))
    assert "Quel métier (réservé)" in shared
    assert shared.count("Oui") == 1, "the head of one column"
    apart = plainly(spoken(opened(build_questionnaire(held(QuestionType.GROUP, *boxed)).pdf)))
    assert "Le secret À demander de vive voix" in apart
    assert apart.count("Oui") == 2


def test_what_is_masked_is_not_printed_and_its_number_is_not_taken() -> None:
    form = plain_form(
        asked("un", label="Premier", relevant="false()"),
        asked("groupe", QuestionType.GROUP, "Le groupe", relevant="false()", children=(asked("x", label="Dedans"),)),
        asked("vide", QuestionType.GROUP, "Le vide", children=(asked("y", label="Aussi", relevant="false()"),)),
        asked("deux", label="Deuxième", relevant="${un} = 'a'"),
        asked("trois", label="Troisième"),
        asked(
            "boites",
            QuestionType.GROUP,
            "Les boîtes",
            children=tuple(
                asked(name, QuestionType.SELECT_ONE, name, choices=YES_NO, relevant="false()" if name == "Zut" else "")
                for name in ("Ici", "Zut", "Là")
            ),
        ),
    )
    text = plainly(spoken(opened(build_questionnaire(form).pdf)))
    assert "1 Troisième" in text
    for label in ("Premier", "Le groupe", "Dedans", "Le vide", "Aussi", "Deuxième", "Zut"):
        assert label not in text
    assert text.count("Oui") == 1, "the two others share their boxes"


def test_a_masked_domain_is_not_printed() -> None:
    form = held(QuestionType.GROUP, *MINE)
    (block,) = form.blocks
    masked = replace(form, blocks=(replace(block, relevant="false()"),))
    assert "Étapes" not in plainly(spoken(opened(build_questionnaire(masked).pdf)))


@pytest.mark.parametrize("most", ["0", "-3", "9" * 400, "2.5", "beaucoup", "", "1"])
def test_no_number_of_rows_stops_the_printing(most: str) -> None:
    many = {"max": most}
    wide = [asked(f"champ{n}", label=f"Un champ assez large {n}") for n in range(9)]
    form = plain_form(
        asked("larges", QuestionType.REPEAT, "Larges", children=tuple(wide), parameters=many),
        asked("etroits", QuestionType.REPEAT, "Étroits", children=(asked("a"),), parameters=many),
        asked("liste", appearance=frozenset({"list"}), parameters=many),
    )
    assert faults(build_questionnaire(form).pdf) == []


def test_every_line_is_level(paper: Questionnaire) -> None:
    document = opened(paper.pdf)
    drawn = document.pages[0].Contents.read_bytes()
    ruled = re.findall(rb"n ([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S", drawn)
    assert ruled
    assert all(left == right or start == end for left, start, right, end in ruled), "across or down, never aslant"


# --- languages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("named", ["Kurdî (ku)", "ku", "KU"])
def test_a_language_is_called_by_its_name_or_its_code(named: str) -> None:
    document = opened(build_questionnaire(SURVEY, named).pdf)
    text = plainly(spoken(document))
    assert "Reng" in text
    assert "Sor" in text
    assert "Vert" in text, "what is not translated stays in the language of the form"
    assert {str(node.element.Lang) for node in tree(document) if "/Lang" in node.element} == {"ku"}


def test_the_language_of_the_form_needs_no_name() -> None:
    assert build_questionnaire(SURVEY, "fr").pdf == build_questionnaire(SURVEY).pdf


@pytest.mark.parametrize(
    ("own", "others", "asked_for", "printed_in"),
    [
        ("English", ("Français (fr)",), "fr", "Français (fr)"),
        ("English", ("Français (fr)",), "en", ""),
        ("English (en)", ("Français (fr)",), "français", "Français (fr)"),
        ("en", ("French",), "FR", "French"),
        ("", ("Français (fr)",), "fr", "Français (fr)"),
        ("", ("English",), "fr", ""),
        ("fr", ("Português (pt-BR)",), "pt", "Português (pt-BR)"),
    ],
)
def test_the_language_asked_for_is_the_one_printed(
    own: str, others: tuple[str, ...], asked_for: str, printed_in: str
) -> None:
    texts = {one: {"label": f"Words in {one}"} for one in others}
    form = plain_form(asked("a", label="Own words", texts=texts), language=own, languages=others)
    text = plainly(spoken(opened(build_questionnaire(form, asked_for).pdf)))
    assert (f"Words in {printed_in}" if printed_in else "Own words") in text


@pytest.mark.parametrize(("own", "asked_for"), [("English", "fr"), ("en", "fr"), ("fr", "ku"), ("", "de")])
def test_another_language_is_never_printed_for_the_one_asked(own: str, asked_for: str) -> None:
    form = plain_form(asked("a"), language=own, languages=("Kurdî (ku-Latn)", "کوردی (ku-Arab)"))
    with pytest.raises(UnknownPaperLanguageError):
        build_questionnaire(form, asked_for)


def test_a_language_that_the_form_does_not_speak_is_refused() -> None:
    with pytest.raises(UnknownPaperLanguageError, match="«\u00a0de\u00a0»"):
        build_questionnaire(SURVEY, "de")


@pytest.mark.parametrize(
    ("label", "error"),
    [
        ("የኢትዮጵያ ህዝብ", UnprintableLanguageError),
        ("你叫什么名字", UnprintableLanguageError),
        ("ما هو اسمك الكامل كما هو مكتوب في بطاقة الهوية الخاصة بك", RightToLeftPaperError),
    ],
    ids=["no letters", "no ideograms", "right to left"],
)
def test_boxes_in_place_of_letters_are_never_printed(label: str, error: type[Exception]) -> None:
    form = plain_form(asked("a", label=label), language="autre")
    with pytest.raises(error):
        build_questionnaire(form)


# --- conditions -----------------------------------------------------------------------------------------------------

CODED: Mapping[str, Question] = {
    "un": asked("un", QuestionType.SELECT_ONE, "Un ?", choices=SIGNS),
    "plusieurs": asked("plusieurs", QuestionType.SELECT_MULTIPLE, "Plusieurs ?", choices=SIGNS),
    "nombre": asked("nombre", QuestionType.DECIMAL, "Nombre ?"),
    "jour": asked("jour", QuestionType.DATE, "Jour ?"),
    "lignes": asked("lignes", QuestionType.REPEAT, "Lignes ?", children=(asked("x"),)),
    "oui": asked("oui", QuestionType.CALCULATE, calculation="if(${nombre} > 3, 'oui', 'non')"),
    "vrai": asked("vrai", QuestionType.CALCULATE, calculation="${nombre} > 3"),
    "sans_mots": asked("sans_mots", QuestionType.CALCULATE, calculation="regex(${un}, '^a')"),
    "toujours": asked("toujours", QuestionType.CALCULATE, calculation="if(true(), 'x', 'y')"),
    "masquee": asked("masquee", QuestionType.SELECT_ONE, "Masquée ?", choices=SIGNS, relevant="false()"),
    "apres_masquee": asked("apres_masquee", relevant="${masquee} = 'a'"),
    "masque": asked(
        "masque",
        QuestionType.GROUP,
        "Masqué",
        relevant=" false() ",
        children=(asked("dans_masque"), asked("rangs", QuestionType.REPEAT, children=(asked("rang"),))),
    ),
    "boucle": asked("boucle", QuestionType.CALCULATE, calculation="${boucle} + 1"),
}


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("${un} = 'a'", "Si la question 1 est « Rouge » :"),
        ("'a' = ${un}", "Si la question 1 est « Rouge » :"),
        ("${un} = 'a' or ${un} = 'b'", "Si la question 1 est « Rouge » ou « Vert » :"),
        ("not(${un} = 'a' or ${un} = 'b')", "Si la question 1 n’est pas « Rouge » ni « Vert » :"),
        ("${un} != '' and ${un} != 'a'", "Si la question 1 a une réponse autre que « Rouge » :"),
        ("${un} = ''", "Si la question 1 n’a pas de réponse :"),
        ("selected(${plusieurs}, 'a')", "Si la question 2 comprend « Rouge » :"),
        ("not(selected(${plusieurs}, 'a'))", "Si la question 2 ne comprend pas « Rouge » :"),
        (
            "selected(${plusieurs}, 'a') and selected(${plusieurs}, 'b')",
            "Si la question 2 comprend « Rouge » et « Vert » :",
        ),
        ("answered(${nombre})", "Si la question 3 a une réponse :"),
        ("string-length(${nombre}) > 0", "Si la question 3 a une réponse :"),
        ("${nombre} >= 2.5", "Si la question 3 vaut au moins 2,5 :"),
        ("10 > ${nombre}", "Si la question 3 vaut moins de 10 :"),
        ("not(${nombre} < 10)", "Si la question 3 vaut au moins 10 :"),
        ("${jour} < today()", "Si la question 4 est avant aujourd’hui :"),
        ("${jour} > '2026-11-23'", "Si la question 4 est après le 23/11/2026 :"),
        ("${jour} = '2026-11-23'", "Si la question 4 est le 23/11/2026 :"),
        ("count(${lignes}) > 0", "Si la question 5 a au moins une ligne :"),
        ("count(${lignes}) > 3", "Si le nombre de lignes de la question 5 vaut plus de 3 :"),
        ("count-selected(${plusieurs}) >= 2", "Si le nombre de réponses cochées à la question 2 vaut au moins 2 :"),
        ("${oui} = 'oui'", "Si la question 3 vaut plus de 3 :"),
        ("${oui} = 'non'", "Si la question 3 vaut au plus 3 :"),
        ("${vrai} = 'true'", "Si la question 3 vaut plus de 3 :"),
        (
            "${un} = 'a' and (${nombre} > 3 or ${jour} = today())",
            "Si la question 1 est « Rouge », et si la question 3 vaut plus de 3 ou que la question 4 est aujourd’hui :",
        ),
        ("${sans_mots} = 'x'", UNTOLD),
        ("regex(${un}, '^a')", "Selon la réponse à la question 1 :"),
        ("${boucle} > 3", UNTOLD),
        ("${un} > 3", "Si la question 1 vaut plus de 3 :"),
        ("${inconnu} = 'a'", UNTOLD),
        ("int(${nombre} div 2) > 3", "Selon la réponse à la question 3 :"),
        ("coalesce(${nombre}, 4) > 3", "Selon la réponse à la question 3 :"),
        ("once(${nombre}) > 3", "Selon la réponse à la question 3 :"),
        ("number(${nombre}) > 3", "Si la question 3 vaut plus de 3 :"),
        ("${toujours} = 'x'", ""),
        ("${toujours} = 'x' and ${un} = 'a'", "Si la question 1 est « Rouge » :"),
        ("false() or ${un} = 'a'", "Si la question 1 est « Rouge » :"),
        ("${masquee} != 'a'", ""),
        ("${dans_masque} = ''", ""),
        ("${masquee} = 'a' or ${un} = 'a'", "Si la question 1 est « Rouge » :"),
        ("regex(${un}, ${masquee})", "Selon la réponse à la question 1 :"),
        ("1 = 1", ""),
        ("pas une (expression", UNTOLD),
        ("true()", ""),
        ("", ""),
    ],
)
def test_a_condition_is_told_in_words(expression: str, words: str) -> None:
    assert told(expression, Wording(plain_form(*CODED.values()), "")) == words


@pytest.mark.parametrize(
    "expression",
    [
        "false()",
        "not(true())",
        "${un} = 'a' and false()",
        "regex(${un}, '^a') and 1 = 2",
        "${toujours} != 'x'",
        "${toujours} = 'z'",
        "${masquee} = 'a'",
        "${masquee} > 3",
        "selected(${masquee}, 'a')",
        "not(${masquee} != 'a')",
        "answered(${dans_masque})",
        "${apres_masquee} != ''",
        "count(${rangs}) > 0",
        "2 <= count(${rangs})",
    ],
)
def test_what_no_answer_makes_true_is_known_and_so_is_its_opposite(expression: str) -> None:
    wording = Wording(plain_form(*CODED.values()), "")
    assert is_never(expression, wording)
    assert not is_never(f"not({expression})", wording)
    assert told(f"not({expression})", wording) == ""


def test_conditions_that_build_on_each_other_are_each_looked_into_once() -> None:
    asked_after = [f"${{q{place}}} = 'a'" for place in range(120)]
    questions = [asked(f"q{n}", relevant=" or ".join(asked_after[max(0, n - 9) : n])) for n in range(120)]
    wording = Wording(plain_form(*questions), "")
    assert all(is_asked(question, wording) for question in questions)
    assert len(wording.unasked) < 5 * len(questions)


def test_a_condition_names_a_question_of_another_domain_by_its_words(common: Form) -> None:
    wording = Wording(common, "")
    mobility = next(block for block in common.blocks if block.code == "MOB")
    said = told("${logement_type} = 'sans' and ${vehicule} = 'ok'", wording, mobility)
    assert said == (
        "Si « Où vivez-vous en ce moment\u202f? » (LOG-01) est « Sans hébergement, à la rue », "
        "et si MOB-03 est « Oui, en état et assuré » :"
    )


def test_a_code_is_printed_before_its_question() -> None:
    coded = replace(CODED["un"], code=QuestionCode("ABC-01"))
    assert Wording(plain_form(coded), "").mark(coded) == "1", "a plain form counts its questions"
