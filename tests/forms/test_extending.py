"""A territory adds, rewords, translates and hides; it never removes, recodes or exposes what is common."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.forms import rows, source
from spie_diag.forms.contents import content_of
from spie_diag.forms.core import PROTECTION, departures
from spie_diag.forms.definition import Choice, Form, Question, QuestionCode, QuestionType, Visibility
from spie_diag.forms.depending import dependants
from spie_diag.forms.errors import WrongFormError
from spie_diag.forms.extending import against_core, extended_with_remarks, is_extension
from spie_diag.forms.opening import open_form_file
from spie_diag.forms.reading import read_form
from spie_diag.paths import shipped
from tests.forms.territory import START, housing, territory, write_common, write_territory
from tests.forms.writing import form_of, state_of

WHERE, RENT, HELP = QuestionCode("LOG-01"), QuestionCode("LOG-02"), QuestionCode("LOG-03")
LOCAL = "{name: l_%s, code: L-LOG-0%d, type: text, label: Local%s}"


def codes(form: Form, block: str) -> list[str]:
    return [str(one.code) for one in next(b for b in form.blocks if b.code == block).questions]


def faults(path: Path) -> list[str]:
    with pytest.raises(WrongFormError) as told:
        extended_with_remarks(path)
    return [str(problem) for problem in told.value.problems]


# --- what a territory may do


def test_a_file_that_adds_nothing_is_the_common_form_under_another_name(tmp_path: Path) -> None:
    form = territory(tmp_path)
    common = read_form(tmp_path / "commun.yaml")

    same = replace(form, name="commun", title="Commun", settings={})
    assert content_of(same) == content_of(common)
    assert (form.name, form.version) == ("vallee", "1.0")
    assert form.settings == {"extends": "commun", "extends_version": "1.0"}


def test_local_questions_stand_where_they_say_or_at_the_end(tmp_path: Path) -> None:
    rows = f"""
    - {LOCAL % ("un", 1, ", after: logement_type")}
    - {LOCAL % ("deux", 2, ", after: LOG-01")}
    - {LOCAL % ("trois", 3, ", after: l_deux")}
    - {LOCAL % ("fin", 4, "")}
    """
    assert codes(territory(tmp_path, housing(rows)), "LOG") == [
        "LOG-01", "L-LOG-01", "L-LOG-02", "L-LOG-03", "LOG-02", "LOG-03", "LOG-04", "LOG-05", "L-LOG-04",
    ]  # fmt: skip


def test_words_of_a_common_question_are_reworded_and_the_rest_stays(tmp_path: Path) -> None:
    rows = "- {name: logement_type, label: Où habitez-vous ?, choices: {sans: À la rue}}"
    form = territory(tmp_path, housing(rows, "label: Le logement\nprompts: [Ça va ?]\n"))
    asked = form.questions[WHERE]

    assert (asked.label, asked.hint) == ("Où habitez-vous ?", "En ce moment.")
    assert [choice.label for choice in asked.choices] == ["Locataire", "À la rue"]
    assert (form.blocks[1].label, form.blocks[1].prompts) == ("Le logement", ("Ça va ?",))
    assert form.blocks[1].open_question == "Comment ça se passe ?"


def test_everything_common_can_be_translated(tmp_path: Path) -> None:
    rows = """
    - name: logement_type
      "label::Kurdî (ku)": Li ku derê?
      choices: {loc: {"label::Kurdî (ku)": Kirêdar}}
    - {name: bail, fields: [{name: debut, "label::Kurdî (ku)": Destpêk}]}
    """
    lists = 'lists: {oui_non: {oui: {"label::Kurdî (ku)": Erê}}}\n'
    form = territory(tmp_path, housing(rows, '"open_question::Kurdî (ku)": Çawa ye?\n'), more=lists)
    kurdish = "Kurdî (ku)"

    assert form.languages == (kurdish,)
    assert form.blocks[1].said("open_question", kurdish) == "Çawa ye?"
    assert form.questions[WHERE].said("label", kurdish) == "Li ku derê?"
    assert form.questions[WHERE].choices[0].said(kurdish) == "Kirêdar"
    assert form.questions[HELP].choices[0].said(kurdish) == "Erê"
    assert form.questions[QuestionCode("LOG-05")].children[0].said("label", kurdish) == "Destpêk"
    assert form.questions[WHERE].said("label") == "Où vivez-vous ?"


def test_choices_are_added_after_the_one_they_name_or_at_the_end(tmp_path: Path) -> None:
    rows = "- {name: logement_type, choices: {l_yourte: {label: Yourte, after: loc}, l_bateau: Bateau}}"
    asked = territory(tmp_path, housing(rows)).questions[WHERE]

    assert [choice.name for choice in asked.choices] == ["loc", "l_yourte", "sans", "l_bateau"]


def test_a_choice_added_to_a_shared_list_is_offered_wherever_it_is_used(tmp_path: Path) -> None:
    local = "- {name: l_chien, code: L-LOG-01, type: select_one, label: Un chien ?, choices: oui_non}"
    form = territory(tmp_path, housing(local), more="lists: {oui_non: {l_parfois: Parfois}}\n")

    for code in (HELP, QuestionCode("L-LOG-01")):
        assert [choice.name for choice in form.questions[code].choices] == ["oui", "non", "l_parfois"]


def test_a_hidden_question_is_not_asked_and_its_old_answer_stays_readable(tmp_path: Path) -> None:
    form = territory(tmp_path, housing("- {name: loyer, hidden: yes}"))
    state = state_of(form, {"LOG-01": "loc", "LOG-02": 500})

    assert form.questions[RENT].hidden
    assert RENT not in {one.question.code for one in state.visible(form.blocks[1].code)}
    kept = state.questions[RENT].answer
    assert kept is not None
    assert kept.value == 500
    assert state.questions[RENT].set_aside
    assert state.value(RENT) is None


def test_a_territory_has_blocks_situations_and_objectives_of_its_own(tmp_path: Path) -> None:
    block = """
    - block: L-SAI
      after: CAD
      name: saisons
      label: Saisons
      kind: emploi
      lead: emploi
      survey: [{name: l_saison, code: L-SAI-01, type: text, label: Quelle saison ?}]
      situations: [{code: L-SAI.S01, nature: neutre, label: Saison, relevant: "${l_saison} != ''"}]
      objectives: [{code: L-SAI-O1, label: Travailler à l’année}]
    - block: LOG
      situations: [{code: L-LOG.S01, nature: neutre, label: Loyer, relevant: "${loyer} > 900"}]
      objectives: [{code: L-LOG-O1, label: Déménager}]
    """
    form = territory(tmp_path, block)

    assert [one.code for one in form.blocks] == ["CAD", "L-SAI", "LOG"]
    assert {*form.situations} == {"LOG.S01", "L-SAI.S01", "L-LOG.S01"}
    assert {*form.objectives} == {"LOG-O1", "L-SAI-O1", "L-LOG-O1"}
    assert state_of(form, {"L-SAI-01": "été"}).suggested == ("L-SAI.S01",)


def test_local_calculations_read_common_answers(tmp_path: Path) -> None:
    more = "calculations: [{name: l_double, type: calculate, calculation: '${age} * 2'}]\n"
    assert state_of(territory(tmp_path, more=more), {"CAD-01": 20}).calculated["l_double"] == 40


def test_a_territory_may_stand_on_a_region(tmp_path: Path) -> None:
    write_territory(tmp_path, housing(f"- {LOCAL % ('region', 1, '')}"))
    village = tmp_path / "village.yaml"
    start = "extends: vallee.yaml\nsettings: {form_id: village, form_title: Village, version: '1'}\n"
    village.write_text(start + "blocks:\n  - block: LOG\n    survey: [{name: l_region, label: Autrement}]\n")

    form = open_form_file(village)

    assert form.questions[QuestionCode("L-LOG-01")].label == "Autrement"
    assert form.settings == {
        "extends": "vallee", "extends_version": "1.0", "extends_core": "commun", "extends_core_version": "1.0",
    }  # fmt: skip


VILLAGE = "extends: vallee.yaml\nsettings: {form_id: village, form_title: Village, version: '1'}\n"


def test_what_a_region_may_not_do_is_refused_under_a_village_too(tmp_path: Path) -> None:
    write_territory(tmp_path, housing("- {name: loyer, visibility: partageable}"))
    (tmp_path / "village.yaml").write_text(VILLAGE, encoding="utf-8")

    assert any("moins protégée" in line for line in faults(tmp_path / "village.yaml"))


def test_a_whole_village_is_held_to_the_common_form_where_its_region_is_not_at_hand(tmp_path: Path) -> None:
    path = write_territory(tmp_path)
    (tmp_path / "village.yaml").write_text(VILLAGE, encoding="utf-8")
    village = open_form_file(tmp_path / "village.yaml")
    exposed = changed(village, "LOG-02", {"visibility": Visibility.SHAREABLE})
    path.unlink()

    assert ["n’est pas là" in str(one) for one in against_core(village)] == [True]
    assert [one.key for one in against_core(exposed) if one.grave] == ["visibility"]


def test_a_reworded_text_loses_the_translation_of_the_older_words(tmp_path: Path) -> None:
    kurdish = '"label::Kurdî (ku)"'
    row = f"{{name: logement_type, {kurdish}: Ku, choices: {{loc: {{{kurdish}: Kirêdar}}, sans: {{{kurdish}: Bê}}}}}}"
    start = START.replace("'1.0'}", "'1.0', languages: [Kurdî (ku)]}")
    write_territory(tmp_path, housing(f"- {row}", f"{kurdish}: Mal\n"), start=start)
    block = "blocks:\n  - {block: LOG, label: Chez vous, survey: [%s]}\n"
    said = "{name: logement_type, label: Où ?, hint: En ce moment., choices: {loc: Loue, sans: Sans logement}}"
    (tmp_path / "village.yaml").write_text(VILLAGE + block % said, encoding="utf-8")

    form, remarks = extended_with_remarks(tmp_path / "village.yaml")

    question = form.questions[WHERE]
    assert question.said("label", "Kurdî (ku)") == "Où ?"
    assert [choice.said("Kurdî (ku)") for choice in question.choices] == ["Loue", "Bê"]
    assert form.blocks[1].said("label", "Kurdî (ku)") == "Chez vous"
    assert any("Kurdî" in str(one) for one in remarks), "its author is told"


def test_a_protection_may_be_raised(tmp_path: Path) -> None:
    form = territory(tmp_path, housing("- {name: logement_type, visibility: interne}"))
    assert form.questions[WHERE].visibility is Visibility.INTERNAL


# --- what it may not do


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{name: logement_type, type: text}", "« type » d’une question commune est le même partout : select_one"),
        ("{name: logement_type, code: LOG-99}", "« code » d’une question commune est le même partout : LOG-01"),
        ("{name: loyer, relevant: 'true()'}", "« relevant » d’une question commune est le même partout"),
        ("{name: loyer, constraint: '. > 0'}", "« constraint » d’une question commune est le même partout"),
        ("{name: loyer, visibility: partageable}", "ne peut pas être moins protégée"),
        ("{name: avis, hidden: yes}", "elle ne se masque pas"),
        ("{name: logement_tipe, label: X}", "Vouliez-vous dire « logement_type »"),
        ("{name: age, label: X}", "Elle est dans le bloc CAD : déplacez la ligne"),
        ("{name: l_x, label: X}", "Une question locale a un « type », et un code comme L-LOG-01"),
        ("{name: l_x, code: LOG-10, type: text, label: X}", "Écrivez « code: L-LOG-10 »"),
        ("{name: chien, code: L-LOG-10, type: text, label: X}", "Écrivez « l_chien »"),
        ("{name: l_x, code: L-LOG-10, type: text, label: X, after: loyr}", "Vouliez-vous dire « loyer »"),
        ("{name: logement_type, choices: {yourte: Yourte}}", "Le choix ajouté « yourte » n’a pas un nom local"),
        ("{name: logement_type, choices: oui_non}", "La liste des choix d’une question commune est la même partout"),
        ("{name: logement_type, choices: {loc: {region: sud}}}", "« region » d’un choix commun est le même partout"),
        ("{name: logement_type, choices: {l_x: {label: X, after: lok}}}", "Vouliez-vous dire « loc »"),
        ("{name: bail, fields: [{name: fin, label: X}]}", "n’a pas de champ « fin »"),
        ("{name: bail, fields: [{name: debut}, {name: debut}]}", "Le champ « debut » est écrit deux fois"),
        ("{name: logement_type, choices: [{name: l_x, label: X}, {name: l_x, label: Y}]}", "est écrit deux fois"),
        (
            "{name: l_x, code: L-LOG-10, type: select_one, label: X, choices: oui_non, or_other: yes}",
            "Dans un bloc, « or_other » n’a pas de code à donner",
        ),
        ("{name: logement_type, libelle: X}", "La clé « libelle » est inconnue ici"),
    ],
)
def test_what_a_territory_may_not_do_is_told_at_its_line(tmp_path: Path, row: str, said: str) -> None:
    told = faults(write_territory(tmp_path, housing(f"- {row}")))

    assert any(said in line.replace("\u00a0", " ") for line in told), told
    assert all(line.startswith("vallee.yaml, ligne 6") for line in told), told


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("survey: [{name: l_x, type: text, label: X}]", "se placent dans un bloc"),
        ("calculations: [{name: autre, type: calculate, calculation: '1'}]", "Écrivez « l_autre »"),
        ("blocks: [{block: LOG, kind: cadre}]", "« kind » d’un bloc commun est le même partout"),
        ("blocks: [{block: LOG}, {block: LOG}]", "Le bloc « LOG » est écrit deux fois"),
        ("blocks: [ailleurs.yaml]", "Le fichier « ailleurs.yaml » n’existe pas"),
        ("blocks: [../ailleurs.yaml]", "sort du dossier du formulaire"),
        (
            "blocks: [{block: SAI, name: s, label: S, kind: emploi, lead: emploi, survey: []}]",
            "Écrivez « block: L-SAI »",
        ),
        (
            "blocks: [{block: L-LOG, name: s, label: S, kind: emploi, lead: emploi, survey: []}]",
            "a les trois lettres d’un bloc commun",
        ),
    ],
)
def test_faults_outside_the_questions_are_told_too(tmp_path: Path, more: str, said: str) -> None:
    told = faults(write_territory(tmp_path, more=more + "\n"))
    assert any(said in line.replace("\u00a0", " ") for line in told), told


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("extends: perdu.yaml\n", "Aucun formulaire ne s’appelle « perdu.yaml »"),
        ("extends: inconnu\n", "Écrivez « diagnostic-commun »"),
        ("extends: vallee.yaml\n", "cela tourne en rond"),
        ("extends:\n", "Il manque « extends »"),
        ("extends: commun.yaml\n", "Il manque « settings »"),
        (START.replace("vallee", "commun"), "« commun » est le nom du formulaire commun"),
        (START.replace("form_id", "default_language: en, form_id"), "d’abord dans la langue commune : fr"),
        (START.replace("form_id", "extends: commun, form_id"), "hors de « settings »"),
    ],
)
def test_a_wrong_beginning_is_told(tmp_path: Path, start: str, said: str) -> None:
    told = faults(write_territory(tmp_path, start=start))
    assert any(said in line.replace("\u00a0", " ") for line in told), told


def test_a_survey_without_blocks_is_nothing_to_stand_on(tmp_path: Path) -> None:
    path = write_territory(tmp_path, start=START.replace("commun.yaml", "libre.yaml"))
    (tmp_path / "libre.yaml").write_text("settings: {form_id: libre}\nsurvey: [{name: a, type: text, label: A}]\n")

    assert "n’a pas de blocs" in faults(path)[0]


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    rows = "- {name: loyer, constraint: '1'}\n- {name: l_a, code: L-LOG-01, type: text, label: A, relevant: '${rien}'}"
    block = "- {block: CAD, survey: [{name: age, hidden: yes}]}\n"
    told = faults(write_territory(tmp_path, block + housing(rows)))

    assert len(told) == 3
    assert [line.split()[2] for line in told] == ["4", "7", "8"]


def test_what_a_hidden_question_takes_with_it_is_remarked(tmp_path: Path) -> None:
    _, remarks = extended_with_remarks(write_territory(tmp_path, housing("- {name: logement_type, hidden: yes}")))

    assert any("LOG-02, LOG.S01 en dépendent" in str(one) for one in remarks)


def test_what_reads_a_question_is_found_in_every_expression_and_through_calculations(tmp_path: Path) -> None:
    survey = """
    - {name: a, code: TST-01, type: integer, label: A}
    - {name: b, code: TST-02, type: text, label: B, relevant: "${double} > 2"}
    - {name: c, code: TST-03, type: text, label: C, constraint: "${aa} > string-length(.)"}
    - {name: d, code: TST-04, type: text, label: D, relevant: "${b} != '' and ${c} = 'a'"}
    - {name: e, code: TST-05, type: text, label: E, required: "${plus} = 3"}
    - name: f
      code: TST-06
      type: repeat
      label: F
      repeat_count: ${a}
      fields: [{name: g, type: text, label: G, relevant: "${a} = 1"}]
    - {name: aa, code: TST-07, type: integer, label: AA}
    """
    calculations = """
    - {name: double, type: calculate, calculation: "${a} * 2"}
    - {name: plus, type: calculate, calculation: "${double} + 1"}
    """
    form = form_of(tmp_path, survey, calculations=calculations)

    assert dependants(form, "a") == ("double", "plus", "TST-02", "TST-05", "TST-06", "TST-06/g")
    assert dependants(form, "aa") == ("TST-03",)
    assert dependants(form, "inconnu") == ()


def test_a_file_written_for_another_version_of_the_common_form_is_remarked(tmp_path: Path) -> None:
    path = write_territory(tmp_path, start=START.replace("settings", "extends_version: '0.9'\nsettings"))
    form, remarks = extended_with_remarks(path)

    assert form.settings["extends_version"] == "1.0"
    older = replace(form, settings={**form.settings, "extends_version": "0.9"})
    common = read_form(tmp_path / "commun.yaml")
    for found in (remarks, departures(older, common)):
        assert [one.grave for one in found if "Écrit pour la version 0.9" in str(one)] == [False]


@pytest.mark.parametrize("key", ["'extends'", '"extends"', "extends ", "# " + "long " * 20_000 + "\nextends"])
def test_a_territory_file_is_known_however_its_key_is_written(tmp_path: Path, key: str) -> None:
    (tmp_path / "f.yaml").write_text(f"{key}: commun.yaml\n", encoding="utf-8")
    assert is_extension(tmp_path / "f.yaml")


def test_local_questions_count_among_those_that_a_form_may_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (rows, source):
        monkeypatch.setattr(module, "MOST_QUESTIONS", 3)
    many = "\n".join(f"- {LOCAL % (place, place, '')}" for place in range(1, 7))
    assert len([one for one in faults(write_territory(tmp_path, housing(many))) if "au plus" in one]) == 1


@pytest.mark.parametrize("text", ["", "settings:\n  extends: x\n", "# extends: x\n", "a: |\n extends: x\n"])
def test_only_a_key_at_the_top_makes_a_territory_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "f.yaml").write_text(text, encoding="utf-8")
    assert not is_extension(tmp_path / "f.yaml")
    assert not is_extension(tmp_path / "absent.yaml")


_ROWS = (
    "{name: logement_type, label: Où ?}",
    "{name: logement_type, choices: {l_x: X, loc: Loc}}",
    "{name: logement_type, choices: {x: X}}",
    "{name: loyer, hidden: yes}",
    "{name: loyer, relevant: 'true()'}",
    "{name: loyer, visibility: partageable}",
    "{name: aide, visibility: interne}",
    "{name: avis, hidden: yes}",
    "{name: bail, fields: [{name: debut, label: Dès}]}",
    "{name: bail, visibility: restreint, fields: [{name: debut, visibility: interne}]}",
    "{name: bail, fields: [{name: debut, visibility: interne}, {name: debut, visibility: partageable}]}",
    "{name: l_a, code: L-LOG-01, type: text, label: A, after: loyer}",
    "{name: l_b, code: L-LOG-02, type: integer, label: B, relevant: \"${l_a} != ''\"}",
    "{name: l_c, code: LOG-09, type: text, label: C}",
)


def unchanged(kept: Question, known: Question) -> Question:
    """A common question as a form keeps it, but for what a territory may say otherwise."""
    assert PROTECTION.index(kept.visibility) >= PROTECTION.index(known.visibility)
    assert kept.hidden or kept.relevant == known.relevant
    return replace(
        kept,
        label=known.label,
        hint=known.hint,
        guidance_hint=known.guidance_hint,
        required_message=known.required_message,
        constraint_message=known.constraint_message,
        texts=known.texts,
        choices=known.choices,
        list_name=known.list_name,
        relevant=known.relevant,
        visibility=known.visibility,
        place=known.place,
        children=tuple(map(unchanged, kept.children, known.children)),
    )


@given(st.lists(st.sampled_from(_ROWS), unique=True))
def test_whatever_a_territory_writes_the_core_stays_or_the_file_is_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("vallee")
    try:
        form = territory(folder, housing("\n".join(f"- {row}" for row in rows)) if rows else "")
    except WrongFormError:
        return
    common = read_form(folder / "commun.yaml")
    assert [one for one in departures(form, common) if one.grave] == []
    for code, known in common.questions.items():
        kept = form.questions[code]
        assert unchanged(kept, known) == known
        assert {choice.name for choice in known.choices} <= {choice.name for choice in kept.choices}


@given(st.data())
def test_no_text_makes_the_reading_of_a_territory_break(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """A good file with lines lost, doubled, or spoilt."""
    path = write_territory(tmp_path_factory.mktemp("vallee"), housing("\n".join(f"- {row}" for row in _ROWS[:2])))
    lines = path.read_text(encoding="utf-8").splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(lines) - 1))
        spoilt = data.draw(st.sampled_from(("", "- x", "  extends: [a]", "blocks: 3", "{", "&a *a", "l: {l: {l: 1}}")))
        lines[place : place + 1] = data.draw(
            st.sampled_from(([], [lines[place]] * 2, [spoilt], [lines[place], spoilt]))
        )
        lines = lines or [""]
    path.write_text("\n".join(lines), encoding="utf-8")
    with suppress(WrongFormError):
        extended_with_remarks(path)


# --- a whole form, wherever it comes from, against the common core


def changed(form: Form, code: str, facts: dict[str, object]) -> Form:
    """The form with one question replaced, or removed where no fact is given."""
    blocks = tuple(
        replace(block, questions=tuple(one for old in block.questions for one in _with(old, code, facts)))
        for block in form.blocks
    )
    return replace(form, blocks=blocks)


def _with(question: Question, code: str, facts: dict[str, object]) -> tuple[Question, ...]:
    if question.code != code:
        return (question,)
    return (replace(question, **facts),) if facts else ()  # type: ignore[arg-type]  # facts are of many types


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("LOG-02", {}, "La question commune « loyer » (LOG-02) manque"),
        ("LOG-02", {"code": QuestionCode("LOG-07")}, "« code » n’est pas celui du formulaire commun"),
        ("LOG-02", {"name": "prix"}, "« name » n’est pas celui du formulaire commun"),
        ("LOG-02", {"type": QuestionType.DECIMAL}, "« type » n’est pas celui du formulaire commun"),
        ("LOG-02", {"relevant": ""}, "« relevant » n’est pas celui du formulaire commun"),
        ("LOG-02", {"visibility": Visibility.SHAREABLE}, "moins protégée"),
        ("LOG-04", {"required": ""}, "« required » n’est pas celui du formulaire commun"),
        ("LOG-01", {"choices": (Choice(name="loc", label="Locataire"),)}, "Le choix commun « sans »"),
        ("LOG-05", {"children": ()}, "Le champ commun « debut » manque"),
    ],
)
def test_a_whole_form_that_departs_from_the_core_is_refused(
    tmp_path: Path, code: str, facts: dict[str, object], said: str
) -> None:
    common = read_form(write_common(tmp_path))
    found = [str(one) for one in departures(changed(common, code, facts), common) if one.grave]

    assert len(found) == 1
    assert said in found[0].replace("\u00a0", " ")


def test_a_field_may_not_be_less_protected_either(tmp_path: Path) -> None:
    form = read_form(write_common(tmp_path))
    lease = form.questions[QuestionCode("LOG-05")]
    guarded = (replace(lease.children[0], visibility=Visibility.RESTRICTED),)
    common = changed(form, "LOG-05", {"children": guarded})

    found = [one for one in departures(form, common) if one.grave]
    assert [(one.question, one.key) for one in found] == [("LOG-05/debut", "visibility")]
    assert departures(common, form) == ()


def test_a_block_a_situation_a_calculation_may_not_be_taken_away(tmp_path: Path) -> None:
    common = read_form(write_common(tmp_path))
    housing_block = replace(common.blocks[1], situations=(), objectives=(), relevant="true()")
    poorer = replace(common, blocks=(housing_block,), calculations=())
    found = " ".join(str(one) for one in departures(poorer, common)).replace("\u00a0", " ")

    for said in ("bloc commun « Cadre »", "calcul commun « majeur »", "« LOG.S01 » manque", "« LOG-O1 » manque"):
        assert said in found
    assert "« relevant » n’est pas celui du formulaire commun" in found


def test_hiding_is_no_departure_wherever_it_is_written(tmp_path: Path) -> None:
    common = read_form(write_common(tmp_path))
    assert [one for one in departures(changed(common, "LOG-02", {"relevant": "false()"}), common) if one.grave] == []


def test_the_common_form_keeps_to_itself() -> None:
    common = read_form(shipped("forms", "diagnostic-commun.yaml"))
    assert departures(common, common) == ()


# --- the example that comes with the program


@pytest.fixture(scope="module")
def example() -> Form:
    return extended_with_remarks(shipped("forms", "exemple-territoire.yaml"))[0]


def test_a_whole_workbook_that_stands_on_the_common_form_is_held_to_it(example: Form) -> None:
    assert [one for one in against_core(example) if one.grave] == []
    assert len([one for one in against_core(changed(example, "LOG-02", {"name": "quand"})) if one.grave]) == 1
    assert against_core(replace(example, settings={})) == ()


def test_a_code_to_give_is_offered_as_a_local_one(tmp_path: Path) -> None:
    rows = "- {name: l_a, type: text, label: A}\n- {name: l_b, code: L-LOG-1, type: text, label: B}"
    told = faults(write_territory(tmp_path, housing(rows)))

    assert "Ajoutez « code: L-LOG-01 »" in told[0].replace("\u00a0", " ")
    assert "Écrivez par exemple L-LOG-01" in told[1].replace("\u00a0", " ")


def test_the_example_shows_everything_that_a_territory_may_do(example: Form) -> None:
    local = [code for code in example.questions if code.startswith("L-")]
    arabic = example.languages[0]

    assert len(local) == 6
    assert [code for code, one in example.questions.items() if one.hidden] == ["MOB-05"]
    assert [block.code for block in example.blocks if block.said("label", arabic) != block.label] == [
        "CAD", "ATT", "LOG", "MOB", "L-SAI",
    ]  # fmt: skip
    assert example.questions[QuestionCode("CAD-08")].choices[0].said(arabic) == "نعم"


def test_the_domains_that_the_example_translates_leave_nothing_for_the_person_in_french(example: Form) -> None:
    arabic = example.languages[0]
    for block in example.blocks:
        if block.code in ("ATT", "LOG", "MOB", "L-SAI"):
            assert [one.code for one in block.questions if not one.hidden and not one.texts.get(arabic)] == []
            choices = [choice for one in block.questions for choice in one.choices]
            assert [choice.name for choice in choices if not choice.texts.get(arabic)] == []


def test_local_questions_of_the_example_are_asked_when_they_should(example: Form) -> None:
    state = state_of(example, {"LOG-01": "tiers", "L-LOG-01": "oui", "L-SAI-01": ["hiver", "ete"]})

    assert state.questions[QuestionCode("L-LOG-02")].relevant
    assert {"L-LOG.S01", "L-SAI.S02"} <= {*state.suggested}
