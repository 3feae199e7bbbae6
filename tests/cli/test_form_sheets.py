"""« form import » and « form export »: whole or not at all, and one sentence for whatever is wrong."""

import os
from pathlib import Path

import pytest

from spie_diag.cli.main import main
from spie_diag.forms.contents import content_of
from spie_diag.forms.opening import open_form_file
from tests.forms.spreadsheets.making import survey

FORM = """
settings: {form_id: essai, form_title: Essai, version: "1", default_language: fr}
survey:
  - {name: naissance, type: date, label: Quand êtes-vous né·e ?}
  - {name: age, type: calculate, calculation: "difference-in-years(${naissance}, today())"}
"""


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as left:
        main(["form", *map(str, arguments)])
    return int(str(left.value.code or 0))


@pytest.fixture
def form(tmp_path: Path) -> Path:
    (tmp_path / "essai.yaml").write_text(FORM, encoding="utf-8")
    return tmp_path / "essai.yaml"


def test_a_form_is_exported_imported_and_the_same(
    form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", form, tmp_path / "essai.xlsx") == 0
    told = capsys.readouterr().out
    assert "essai.yaml, ligne 5" in told
    assert "365,25" in told
    assert run("import", tmp_path / "essai.xlsx", tmp_path / "relu.yaml") == 0
    assert content_of(open_form_file(tmp_path / "relu.yaml")) == content_of(open_form_file(form))


def test_an_import_tells_remarks_and_faults_with_their_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = survey(
        tmp_path / "f.xlsx",
        ("geopoint", "lieu", "Où ?", None),
        ("text", "ville", "Quelle ville ?", "${pays} = 'fr'"),
        headings=("type", "name", "label", "relevant"),
    )
    assert run("import", path, tmp_path / "f.yaml") == 0
    told = capsys.readouterr().out
    assert "feuille survey, ligne 2" in told
    assert "feuille survey, ligne 3" in told
    assert "form check" in told
    assert (tmp_path / "f.yaml").exists()


def test_an_import_that_cannot_be_read_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", survey(tmp_path / "f.xlsx", ("txet", "a", "A")), tmp_path / "f.yaml") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "feuille survey, ligne 2, colonne type" in told.err
    assert [one.name for one in tmp_path.iterdir()] == ["f.xlsx"]


@pytest.mark.parametrize("command", ["import", "export"])
def test_a_file_that_exists_is_only_replaced_when_asked(command: str, form: Path, tmp_path: Path) -> None:
    source = survey(tmp_path / "f.xlsx", ("text", "a", "A")) if command == "import" else form
    out = tmp_path / ("out.yaml" if command == "import" else "out.xlsx")
    out.write_text("précieux", encoding="utf-8")
    assert run(command, source, out) == 1
    assert out.read_text(encoding="utf-8") == "précieux"
    assert run(command, source, out, "--remplacer") == 0
    assert out.stat().st_size > 20


@pytest.mark.parametrize(
    ("command", "source", "out", "word"),
    [
        ("export", "essai.yaml", "out.xls", ".xlsx"),
        ("export", "absent.yaml", "out.xlsx", "absent.yaml"),
        ("export", "essai.yaml", "nulle/part.xlsx", "part.xlsx"),
        ("import", "essai.yaml", "out.yaml", "classeur"),
        ("import", "absent.xlsx", "out.yaml", "absent.xlsx"),
        ("import", "essai.yaml", "out.txt", ".yaml"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_leaves_nothing(
    form: Path, capsys: pytest.CaptureFixture[str], command: str, source: str, out: str, word: str
) -> None:
    folder = form.parent
    assert run(command, folder / source, folder / out) == 1
    told = capsys.readouterr()
    assert word in told.err
    assert "Traceback" not in told.err
    assert [one.name for one in folder.iterdir()] == ["essai.yaml"]


def test_a_workbook_is_never_written_over_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = survey(tmp_path / "f.xlsx", ("text", "a", "A"))
    before = source.read_bytes()
    assert run("export", source, tmp_path / ".." / tmp_path.name / "f.xlsx", "--remplacer") == 1
    assert "est le fichier à lire" in capsys.readouterr().err
    assert source.read_bytes() == before


def test_a_form_that_kobo_would_refuse_leaves_no_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "f.yaml").write_text(FORM + "  - {name: b, type: text, label: 'x ${a b'}\n", encoding="utf-8")
    assert run("export", tmp_path / "f.yaml", tmp_path / "f.xlsx") == 1
    told = capsys.readouterr()
    assert "rien n’a été écrit" in told.err
    assert "f.yaml, ligne 6" in told.err
    assert told.out == ""
    assert [one.name for one in tmp_path.iterdir()] == ["f.yaml"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize("name", ["f.xlsx", "f.csv", "f"])
def test_what_is_no_file_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    os.mkfifo(tmp_path / name)
    assert run("import", tmp_path / name, tmp_path / "f.yaml") == 1
    assert "n’est pas un fichier" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_form_that_is_no_file_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "f.yaml")
    assert run("check", tmp_path / "f.yaml") == 1
    assert "n’est pas un fichier" in capsys.readouterr().out
    assert run("export", tmp_path / "f.yaml", tmp_path / "f.xlsx") == 1
    assert "n’est pas un fichier" in capsys.readouterr().err
