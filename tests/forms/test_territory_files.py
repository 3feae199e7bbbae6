"""A territory's form that became whole, in a workbook, is a territory's file again: what is its own, and all of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from spie_diag.cli.main import main
from spie_diag.forms.contents import content_of
from spie_diag.forms.definition import Form
from spie_diag.forms.extending import against_core, extended, is_extension
from spie_diag.forms.opening import open_form_file
from spie_diag.forms.spreadsheets import read_workbook, write_workbook
from spie_diag.forms.territory_files import territory_files
from spie_diag.forms.writing import write_files
from spie_diag.paths import shipped
from tests.forms.territory import START, housing, territory, write_common


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as left:
        main(["form", *map(str, arguments)])
    return int(str(left.value.code or 0))


def written_again(form: Form, path: Path) -> Form:
    files = territory_files(form, path)
    assert files is not None
    write_files(files, path)
    assert is_extension(path)
    return extended(path)


LANGUAGES = START.replace("'1.0'}", "'1.0', languages: ['Kurdî (ku)'], contact: mairie}")
OVERLAYS = {
    "nothing": "",
    "words": housing(
        "- {name: logement_type, label: Et où ?, hint: Là., choices: {loc: Loue}}\n- {name: LOG-04, label: Alors ?}",
        "label: Chez vous\nopen_question: Alors ?\nprompts: [Vraiment ?]\nadvice: Doucement.\n",
    ),
    "choices": housing("- {name: logement_type, choices: {l_a: {label: A, after: loc, zone: n}, l_b: B, l_c: C}}"),
    "hidden, protected": housing("- {name: loyer, hidden: yes}\n- {name: avis, visibility: interne}"),
    "fields": housing("- {name: bail, fields: [{name: debut, label: Depuis ?}]}"),
    "local questions": housing(
        "- {name: l_a, code: L-LOG-01, after: logement_type, type: text, label: A}\n"
        "- {name: l_b, code: L-LOG-02, after: logement_type, type: select_one, label: B, choices: oui_non}\n"
        "- {name: l_c, code: L-LOG-03, type: integer, label: C, hidden: yes}"
    ),
    "situations, objectives": housing(
        "",
        "situations: [{code: L-LOG.S01, nature: contrainte, label: S, relevant: \"${aide} = 'oui'\"}]\n"
        "objectives: [{code: L-LOG-O1, label: O, actions: [a, b]}]\n",
    ),
    "blocks": "".join(
        f"- {{block: L-{code}, name: l_{name}, after: {after}, label: L, kind: contrainte, lead: social,"
        " open_question: Q, anchors: [a, b, c, d],"
        f" survey: [{{name: l_{name}1, code: L-{code}-01, type: text, label: T}}]}}\n"
        for code, name, after in (("ZON", "zone", "CAD"), ("ETE", "ete", "L-ZON"))
    ),
}
MORE = """
lists:
  oui_non: {oui: {label: Oui !, "label::Kurdî (ku)": Erê}, l_bof: Bof}
  l_tailles: {p: Petit, g: Grand}
calculations:
  - {name: l_jeune, type: calculate, calculation: "${age} < 26"}
"""


@pytest.mark.parametrize("more", ["", MORE], ids=["", "lists"])
@pytest.mark.parametrize("blocks", OVERLAYS.values(), ids=OVERLAYS)
def test_what_is_a_territorys_own_is_written_and_reads_the_same(tmp_path: Path, blocks: str, more: str) -> None:
    form = territory(tmp_path, blocks, start=LANGUAGES, more=more)
    assert content_of(written_again(form, tmp_path / "retour.yaml")) == content_of(form)
    for file in tmp_path.glob("retour/*.yaml"):
        assert "Votre avis" not in file.read_text(encoding="utf-8"), "what is common is not copied"


def test_a_text_said_otherwise_keeps_the_translation_that_its_author_kept(tmp_path: Path) -> None:
    kurdish = '"label::Kurdî (ku)": Ku'
    write_common(tmp_path)
    territory(tmp_path, housing(f"- {{name: logement_type, {kurdish}, choices: {{loc: {{{kurdish}}}}}}}"))
    path = tmp_path / "village.yaml"
    row = f"{{name: logement_type, {kurdish}, label: Et où ?, choices: {{loc: {{label: Loue, {kurdish}}}}}}}"
    start = START.replace("commun", "vallee").replace("form_id: vallee", "form_id: village")
    path.write_text(f"{start}blocks: [{{block: LOG, survey: [{row}]}}]\n", encoding="utf-8")
    form = extended(path)

    assert content_of(written_again(form, tmp_path / "retour.yaml")) == content_of(form)


def test_a_local_list_is_written_once(tmp_path: Path) -> None:
    asked = "- {name: l_t, code: L-LOG-01, type: select_one, label: T, choices: l_tailles}"
    form = territory(tmp_path, housing(asked), more=MORE)
    assert content_of(written_again(form, tmp_path / "retour.yaml")) == content_of(form)
    assert "choices: l_tailles" in (tmp_path / "retour" / "logement.yaml").read_text(encoding="utf-8")


def test_a_territory_comes_back_from_a_workbook_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = shipped("forms", "exemple-territoire.yaml")
    write_workbook(extended(file), tmp_path / "t.xlsx")
    assert run("import", tmp_path / "t.xlsx", tmp_path / "t.yaml") == 0
    assert "Seul ce qui diffère de «\u00a0diagnostic-commun\u00a0» y est." in capsys.readouterr().out
    assert (tmp_path / "t.yaml").read_text(encoding="utf-8").startswith("extends: diagnostic-commun\n")
    assert sorted(one.name for one in (tmp_path / "t").iterdir()) == sorted(
        one.name for one in file.with_suffix("").iterdir()
    )
    assert content_of(open_form_file(tmp_path / "t.yaml")) == content_of(extended(file))
    assert run("diff", file, tmp_path / "t.yaml") == 0
    assert capsys.readouterr().out.startswith("Rien n’a changé.")


def test_a_core_in_the_same_folder_is_found(tmp_path: Path) -> None:
    form = territory(tmp_path, OVERLAYS["words"])
    write_workbook(form, tmp_path / "v.xlsx")
    whole = read_workbook(tmp_path / "v.xlsx")
    assert not [one for one in against_core(whole) if one.grave]
    assert content_of(written_again(whole, tmp_path / "retour.yaml")) == content_of(form)
    assert "extends: commun.yaml" in (tmp_path / "retour.yaml").read_text(encoding="utf-8")


def test_a_form_that_departs_from_its_core_is_written_whole_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = territory(tmp_path, OVERLAYS["words"])
    housing_block = form.blocks[-1]
    shorter = replace(form, blocks=(*form.blocks[:-1], replace(housing_block, questions=housing_block.questions[1:])))
    write_workbook(shorter, tmp_path / "v.xlsx")
    assert run("import", tmp_path / "v.xlsx", tmp_path / "retour.yaml") == 0
    told = capsys.readouterr().out
    assert "«\u00a0commun\u00a0» y est recopié en entier" in told
    assert "La question commune «\u00a0logement_type\u00a0» (LOG-01) manque." in told
    assert content_of(open_form_file(tmp_path / "retour.yaml")) == content_of(shorter)


def test_a_core_that_is_not_there_is_told(tmp_path: Path) -> None:
    form = territory(tmp_path)
    (tmp_path / "ailleurs").mkdir()
    write_workbook(form, tmp_path / "ailleurs" / "v.xlsx")
    whole = read_workbook(tmp_path / "ailleurs" / "v.xlsx")
    (remark,) = against_core(whole)
    assert not remark.grave
    assert "commun.yaml" in remark.advice
    assert territory_files(whole, tmp_path / "ailleurs" / "v.yaml") is None


def test_a_core_is_never_written_over(tmp_path: Path) -> None:
    form = territory(tmp_path)
    assert territory_files(form, write_common(tmp_path)) is None
