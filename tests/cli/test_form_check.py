"""« form check »: every problem of every file in French, an exit code, and the same for programs."""

import json
from pathlib import Path

import pytest

from spie_diag.cli.main import main
from tests.forms.writing import write_form, write_plain

GOOD = "- {name: a, type: integer, label: A}"
DOUBTFUL = '- {name: a, type: integer, label: A, constraint: ". > 3"}'
WRONG = '- {name: a, type: text, label: A, relevant: "${b} = oui"}\n- {name: b, type: text, label: B}'
METHOD = """
- {name: a, code: TST-01, type: select_one, label: Où vivez-vous ?, choices: {x: X, y: Y}}
- {name: b, code: TST-02, type: integer, label: Quel loyer ?}
- {name: g, code: TST-03, type: group, label: G, fields: [{name: z, type: text, label: Z}]}
"""


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as left:
        main(["form", "check", *map(str, arguments)])
    return int(str(left.value.code or 0))


def named(folder: Path, name: str, survey: str) -> Path:
    """A plain form under a name of its own."""
    return write_plain(folder, survey).rename(folder / name)


def test_a_good_form_has_nothing_against_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(named(tmp_path, "bon.yaml", GOOD)) == 0
    assert "Rien à redire." in capsys.readouterr().out


def test_a_remark_is_told_and_leaves_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(named(tmp_path, "moyen.yaml", DOUBTFUL)) == 0
    assert "0 faute, 1 remarque" in capsys.readouterr().out.replace("\u00a0", " ")


def test_every_file_is_told_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong, doubtful = named(tmp_path, "faux.yaml", WRONG), named(tmp_path, "moyen.yaml", DOUBTFUL)
    assert run(wrong, doubtful, tmp_path / "absent.yaml") == 1
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Faute · faux.yaml, ligne 4, clé relevant · a" in told
    assert "> ${b} = oui" in told
    assert "Écrivez 'oui'" in told
    assert "« absent.yaml » n’existe pas" in told
    assert told.rstrip().endswith("En tout : 2 fautes, 1 remarque")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dossier", "n’est pas un fichier"),
        ("absent.yaml", "n’existe pas"),
        ("absent.xlsx", "n’existe pas"),
        ("image.png", "n’est pas un fichier de formulaire"),
        ("vide.yaml", "Le fichier est vide"),
        ("vide.xlsx", "Le fichier est vide"),
        ("image.yaml", "UTF-8"),
    ],
)
def test_what_is_no_form_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, expected: str
) -> None:
    (tmp_path / "dossier").mkdir()
    for empty in ("vide.yaml", "vide.xlsx"):
        (tmp_path / empty).touch()
    for image in ("image.png", "image.yaml"):
        (tmp_path / image).write_bytes(b"\x89PNG\xff\xfe")
    assert run(tmp_path / name) == 1
    told = capsys.readouterr()
    assert expected in told.out
    assert "1 faute" in told.out.replace("\u00a0", " ")
    assert "Traceback" not in told.out + told.err


def test_programs_read_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--json", named(tmp_path, "faux.yaml", WRONG)) == 1
    report = json.loads(capsys.readouterr().out)
    (file,) = report["files"]
    (problem,) = file["problems"]
    assert (report["faults"], report["remarks"], file["form"], file["questions"]) == (1, 0, "essai", 2)
    assert problem == {
        "grave": True,
        "file": "faux.yaml",
        "sheet": "",
        "line": 4,
        "column": "relevant",
        "question": "a",
        "sentence": problem["sentence"],
        "excerpt": "${b} = oui",
        "advice": "Écrivez 'oui', ou ${nom} pour une question.",
    }


def test_a_spreadsheet_tells_sheet_row_and_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheets = """
| survey |      |      |       |            |
|        | type | name | label | relevant   |
|        | text | a    | A     |            |
|        | note | b    | B     | ${a} = oui |
"""
    (tmp_path / "faux.md").write_text(sheets, encoding="utf-8")
    assert run("--json", tmp_path / "faux.md") == 1
    problems = json.loads(capsys.readouterr().out)["files"][0]["problems"]
    grave = [(one["sheet"], one["column"], one["question"], one["excerpt"]) for one in problems if one["grave"]]
    assert grave == [("survey", "relevant", "b", "${a} = oui")]


def test_rows_that_cannot_be_read_do_not_hide_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheets = """
| survey |         |      |       |               |
|        | type    | name | label | relevant      |
|        | integer | a    | A     |               |
|        | texte   | b    | B     |               |
|        | text    | c    | C     | ${a} = 'cher' |
"""
    (tmp_path / "faux.md").write_text(sheets, encoding="utf-8")
    assert run("--json", tmp_path / "faux.md") == 1
    problems = json.loads(capsys.readouterr().out)["files"][0]["problems"]
    assert [(one["column"], one["question"]) for one in problems if one["grave"]] == [("type", "b"), ("relevant", "c")]


def test_a_released_code_keeps_its_meaning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    released, form = tmp_path / "avant", tmp_path / "apres"
    released.mkdir()
    form.mkdir()
    write_form(released, METHOD)
    changed = METHOD.replace("choices: {x: X, y: Y}", "choices: {x: X}").replace("type: integer", "type: text")
    write_form(form, changed.replace("name: z", "name: zz").replace("Où vivez-vous ?", "Combien d’enfants ?"))
    assert run(form / "formulaire.yaml", "--publie", released / "formulaire.yaml") == 1
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Le choix « y » a disparu" in told
    assert "Le type passe de « integer » à « text »" in told
    assert "« TST-03/z » (Z) a disparu" in told
    assert "est-ce encore la même question" in told
    assert "sa version est toujours « 1 »" in told
    assert run(released / "formulaire.yaml", "--publie", released / "formulaire.yaml") == 0


def test_one_form_at_a_time_is_compared_to_a_released_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = named(tmp_path, "bon.yaml", GOOD)
    assert run(good, good, "--publie", good) == 1
    assert "Donnez un seul fichier" in capsys.readouterr().err
    assert run() == 1
    assert "il manque" in capsys.readouterr().err


def test_files_of_the_same_name_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / folder / "cadre.yaml" for folder in ("nord", "sud")]
    for file in files:
        file.parent.mkdir()
        named(tmp_path, "cadre.yaml", WRONG).rename(file)
    assert run(*files) == 1
    told = capsys.readouterr().out
    assert "Faute · nord/cadre.yaml, ligne 4" in told
    assert "Faute · sud/cadre.yaml, ligne 4" in told


def test_a_file_that_holds_only_faults_is_named_without_empty_parts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "vide.yaml"
    for content in ("survey: []\n", "a: 1\n", "settings: {}\nsurvey:\n  - {type: text}\n"):
        file.write_text(content, encoding="utf-8")
        assert run(file) == 1
        first = capsys.readouterr().out.splitlines()[0].replace("\u00a0", " ")
        assert first in (str(file), f"{file} : 1 question"), first
