"""Files made to do harm, or broken: one sentence, at once, and nothing but ``WrongFormError``."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.forms.contents import content_of
from spie_diag.forms.errors import WrongFormError
from spie_diag.forms.reading import read_unchecked
from spie_diag.french import spaced
from tests.forms.test_writing import PLAIN

_LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 12)
)
_TWO_SECONDS = 2.0


def faults(path: Path, within_s: float = _TWO_SECONDS) -> str:
    start = time.process_time()
    with pytest.raises(WrongFormError) as caught:
        read_unchecked(path)
    told = str(caught.value)
    assert time.process_time() - start < within_s
    return told


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(_LAUGHS, "300 000 valeurs, renvois (*nom) compris", id="laughs"),
        pytest.param("a: &a [*a]\n", "Le renvoi « *a » se contient lui-même.", id="cycle"),
        pytest.param("a: &a {b: [{c: *a}]}\n", "Le renvoi « *a » se contient lui-même.", id="far cycle"),
        pytest.param("[" * 200_000, "plus de 60 niveaux", id="brackets"),
        pytest.param("{a: " * 200_000, "plus de 60 niveaux", id="braces"),
        pytest.param("- " * 200_000, "plus de 60 niveaux", id="dashes"),
        pytest.param("? " * 200_000, "plus de 60 niveaux", id="keys"),
        pytest.param("a: \0\n", "ligne 1 : Le fichier contient des caractères nuls.", id="nul"),
        pytest.param("a: b\nc: \x07\n", "ligne 2 : Le fichier contient un caractère interdit en YAML.", id="bell"),
        pytest.param("a: b\n---\nc: d\n", "un second document commence", id="two documents"),
        pytest.param("!!python/object/apply:os.system [ls]\n", "n’est pas une suite", id="code"),
        pytest.param(
            "settings: {form_id: f}\nsurvey: [{name: a, type: text}]\n".encode("utf-16"), "UTF-8", id="utf-16"
        ),
        pytest.param("titre: été\n".encode("latin-1"), "ligne 1 : Le fichier n’est pas un texte en UTF-8.", id="latin"),
        pytest.param("a: é\nb: ".encode() + b"\xe9\n", "ligne 2 : Le fichier n’est pas un texte en UTF-8.", id="mixed"),
        pytest.param(b"#" * 20_000_001, "Le fichier dépasse 20 Mo", id="large"),
    ],
)
def test_a_file_made_to_do_harm_is_refused_at_once(tmp_path: Path, content: str | bytes, expected: str) -> None:
    path = tmp_path / "form.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    assert spaced(expected) in faults(path)


def test_a_hundred_thousand_rows_are_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text("survey:\n" + "- {name: a, type: text, label: A}\n" * 100_000, encoding="utf-8")
    assert "300 000 valeurs" in faults(path, within_s=5)


def test_more_rows_than_a_form_has_are_told_once(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text("settings: {form_id: a}\nsurvey:\n" + "- {name: a, type: note}\n" * 12_000, encoding="utf-8")
    told = faults(path, within_s=10)
    assert spaced("ligne 10003 : Un formulaire a au plus 10 000 questions.") in told
    assert told.count("10 000 questions") == 1


def test_ten_thousand_faults_are_not_all_told(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text("settings: {form_id: a}\nsurvey:\n" + "- {nom: a, typ: b}\n" * 9_000, encoding="utf-8")
    assert faults(path, within_s=10).count("\n") < 1_100


def test_what_is_not_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    assert "ce n’est pas un fichier" in faults(tmp_path / "folder.yaml")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.yaml")
        assert "ce n’est pas un fichier" in faults(tmp_path / "pipe.yaml")


@pytest.mark.parametrize("name", ['"a\\0b.yaml"', "/etc/passwd", "../x.yaml", '""', "x" * 500, '"a\\nb"'])
def test_a_block_file_with_an_impossible_name_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "form.yaml"
    path.write_text(f"settings: {{form_id: a, form_title: a, version: a}}\nblocks: [{name}]\n", encoding="utf-8")
    assert "ligne 2" in faults(path)


def test_the_same_block_file_is_not_read_twice(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text("settings: {form_id: a, form_title: a, version: a}\nblocks: [a.yaml, a.yaml]\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("block: LOG\n", encoding="utf-8")
    assert spaced("Le fichier « a.yaml » est nommé deux fois.") in faults(path)


_cuts = st.integers(0, len(PLAIN))
_pieces = st.text(max_size=4) | st.sampled_from(
    ["\n", "- ", ": ", "{", "}", "[", "]", "'", '"', "&a ", "*a", "\t", "  ", "|"]
)


@settings(max_examples=80, deadline=None)
@given(_cuts, _cuts, _pieces)
def test_no_damage_gives_anything_but_a_form_or_its_faults(
    tmp_path_factory: pytest.TempPathFactory, start: int, end: int, piece: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.yaml"
    text = PLAIN[: min(start, end)] + piece + PLAIN[max(start, end) :]
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    try:
        content_of(read_unchecked(path))
    except WrongFormError as error:
        told = str(error)
    else:
        return
    assert "ligne" in told
