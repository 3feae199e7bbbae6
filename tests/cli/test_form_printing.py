"""« form print »: a form on paper, whole or not at all, and one sentence for whatever is wrong."""

from pathlib import Path

import pytest

from spie_diag.cli.main import main

FORM = """
settings: {form_id: essai, form_title: Essai, version: "1", default_language: fr}
survey:
  - name: prenom
    type: text
    label: Quel est votre prénom ?
    "label::Kurdî (ku)": Navê we çi ye?
    "label::አማርኛ (am)": ስምዎ ማን ነው?
"""


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["form", "print", *arguments])
    return int(str(left.value.code or 0))


@pytest.fixture
def form(tmp_path: Path) -> str:
    file = tmp_path / "essai.yaml"
    file.write_text(FORM, encoding="utf-8")
    return str(file)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """The one sentence on the error output, and nothing like a traceback."""
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    return told.err


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_form_goes_on_paper(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "essai.pdf"
    assert run(form, str(out)) == 0
    assert "1\u00a0page" in capsys.readouterr().out
    assert out.read_bytes().startswith(b"%PDF-")
    assert names(tmp_path) == ["essai.pdf", "essai.yaml"], "nothing else is left"


def test_a_language_of_the_form_is_chosen_by_its_code(form: str, tmp_path: Path) -> None:
    own, other = tmp_path / "fr.pdf", tmp_path / "ku.pdf"
    assert run(form, str(own)) == run(form, str(other), "--langue", "ku") == 0
    assert own.read_bytes() != other.read_bytes()


def test_a_file_is_replaced_only_on_demand(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "essai.pdf"
    out.write_bytes(b"precious")
    assert run(form, str(out)) == 1
    assert "existe déjà" in said(capsys)
    assert out.read_bytes() == b"precious"
    assert run(form, str(out), "--remplacer") == 0
    assert out.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("out", "options", "words"),
    [
        ("absent/essai.pdf", (), "n’a pas pu être écrit"),
        ("essai.txt", (), "Terminez-le par .pdf"),
        ("essai.yaml/x.pdf", (), "n’a pas pu être écrit"),
        ("x.pdf", ("--langue", "de"), "n’a pas la langue"),
        ("x.pdf", ("--langue", "am"), "manquent aux polices"),
    ],
)
def test_what_cannot_be_written_is_told_in_one_sentence(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str, options: tuple[str, ...], words: str
) -> None:
    assert run(form, str(tmp_path / out), *options) == 1
    assert words in said(capsys)
    assert names(tmp_path) == ["essai.yaml"]


def test_a_folder_is_not_written_over(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dossier.pdf").mkdir()
    assert run(form, str(tmp_path / "dossier.pdf"), "--remplacer") == 1
    assert "n’est pas un fichier" in said(capsys)
    assert names(tmp_path) == ["dossier.pdf", "essai.yaml"]


def test_a_full_disk_leaves_what_was_there(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "essai.pdf"
    out.write_bytes(b"before")

    def full(_beside: Path, _file: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert run(form, str(out), "--remplacer") == 1
    assert "n’a pas pu être écrit" in said(capsys)
    assert out.read_bytes() == b"before"
    assert names(tmp_path) == ["essai.pdf", "essai.yaml"]


def test_a_wrong_form_is_told_with_its_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "essai.yaml"
    wrong.write_text(FORM.replace("type: text", "type: texte"), encoding="utf-8")
    assert run(str(wrong), str(tmp_path / "x.pdf")) == 1
    assert "ligne " in said(capsys)
    assert names(tmp_path) == ["essai.yaml"]
