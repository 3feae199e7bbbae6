"""A checked form opens again without being parsed, and only as it was checked."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.forms import grammar, publishing
from spie_diag.forms.contents import content_bytes, fingerprint_of
from spie_diag.forms.definition import Form, Question, QuestionCode, QuestionType
from spie_diag.forms.errors import UnreadableContentError, WrongFormError
from spie_diag.forms.plan import Plan, plan
from spie_diag.forms.publishing import publish, published, reopened
from spie_diag.forms.reading import read_form
from spie_diag.paths import form_cache
from tests.benchmarks.generated_forms import GeneratedForm
from tests.forms.writing import BLOCK, SETTINGS, write_form

_SURVEY = """
- {name: age, code: TST-01, type: integer, label: Âge, constraint: . > 0, required: yes}
- name: ville
  code: TST-02
  type: select_one
  label: Ville
  choices: {nice: {label: Nice, region: sud}, lille: {label: Lille, region: nord}}
  choice_filter: region = 'sud' or ${age} > 18
- {name: avis, code: TST-03, type: text, label: "Avis à ${age} ans", relevant: "${age} >= 16", default: sans}
"""


_SMALL = Form(
    name="petit",
    title="Petit",
    version="1",
    language="fr",
    blocks=(),
    survey=(
        Question(name="a", code=None, type=QuestionType.INTEGER, label="A", constraint=". < 9"),
        Question(name="b", code=None, type=QuestionType.TEXT, label="B à ${a}", relevant="${a} > 1"),
    ),
)


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    return write_form(tmp_path, _SURVEY)


def _refuse(_: Path) -> Form:
    raise AssertionError("the file is read although nothing changed")


def _no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(text: str) -> None:
        raise AssertionError(f"parsed although it was published: {text}")

    monkeypatch.setattr(grammar, "parse", parse)


def test_an_unchanged_form_opens_without_reading_nor_parsing(entry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = published(entry, read_form)
    _no_parser(monkeypatch)
    again = published(entry, _refuse)
    assert fingerprint_of(again) == fingerprint_of(form)
    made = plan(again)
    assert not made.missteps
    assert [field.path for field in made.fields] == [field.path for field in plan(form).fields]


def test_a_list_beside_the_entry_file_is_looked_at_also_for_a_block_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "blocs").mkdir()
    entry = tmp_path / "f.yaml"
    entry.write_text(f"{SETTINGS}blocks: [blocs/tst.yaml]\n", encoding="utf-8")
    rows = "  - {name: ville, code: TST-01, type: select_one, label: Ville, choices_file: villes.csv}\n"
    (tmp_path / "blocs" / "tst.yaml").write_text(f"{BLOCK}survey:\n{rows}", encoding="utf-8")
    (tmp_path / "villes.csv").write_text("name,label\nnice,Nice\n", encoding="utf-8")

    published(entry, read_form)
    assert published(entry, _refuse).survey == ()
    (tmp_path / "villes.csv").write_text("name,label\nlille,Lille\n", encoding="utf-8")

    (question,) = published(entry, read_form).questions.values()
    assert [choice.name for choice in question.choices] == ["lille"]


def test_the_trees_are_those_that_the_parser_reads(entry: Path) -> None:
    published(entry, read_form)
    known = published(entry, _refuse).known
    assert known is not None
    assert "${age} >= 16" in known.trees
    assert {source: grammar.parse(source) for source in known.trees} == dict(known.trees)


@pytest.mark.parametrize("size", [100, 400])
def test_what_reads_what_is_known_as_it_is_worked_out(size: int) -> None:
    form = GeneratedForm(size).form
    publish(form)
    again, first = plan(reopened(content_bytes(form))), plan(form)
    assert again.rank == first.rank
    assert _readers(again) == _readers(first)
    assert {one.path for one in again.late} == {one.path for one in first.late}


def _readers(made: Plan) -> list[list[tuple[str, str, bool, bool]]]:
    return [
        [(one.field.path, one.anchor.path if one.anchor else "", one.settles, one.fires) for one in readers]
        for readers in made.readers
    ]


@pytest.mark.parametrize("file", ["formulaire.yaml", "essai.yaml"])
def test_a_changed_file_is_read_again(entry: Path, file: str) -> None:
    published(entry, read_form)
    changed = entry.parent / file
    changed.write_text(changed.read_text().replace("title: Essai", "title: Autre").replace("Avis", "Opinion"))
    form = published(entry, read_form)
    assert form.title == "Autre" or form.questions[QuestionCode("TST-03")].label == "Opinion à ${age} ans"


def test_a_file_that_vanished_is_missed(entry: Path) -> None:
    published(entry, read_form)
    (entry.parent / "essai.yaml").unlink()
    with pytest.raises(WrongFormError):
        published(entry, read_form)


def test_a_wrong_form_is_never_kept(tmp_path: Path) -> None:
    entry = write_form(tmp_path, "- {name: a, code: TST-01, type: text, label: A, relevant: '${b} ='}")
    with pytest.raises(WrongFormError):
        published(entry, read_form)
    assert not form_cache().exists()


@given(st.data())
def test_a_changed_byte_is_found_and_the_file_made_again(data: st.DataObject) -> None:
    form = _SMALL
    file = form_cache() / f"{publish(form)}.json"
    sound = file.read_bytes()
    at = data.draw(st.integers(0, len(sound) - 1))
    damaged = bytearray(sound)
    damaged[at] ^= data.draw(st.integers(1, 255))
    file.write_bytes(damaged)
    assert fingerprint_of(reopened(content_bytes(form))) == fingerprint_of(form)
    assert file.read_bytes() == sound


@pytest.mark.parametrize("content", [b"", b"{}", b"{}\n{}\n{}", b"[]\n\n", b"\xff\xfe\n\n", b"\n" * 9, b"[" * 100_000])
def test_anything_else_in_the_cache_is_as_good_as_missing(entry: Path, content: bytes) -> None:
    form = published(entry, read_form)
    for file in form_cache().iterdir():
        file.write_bytes(content)
    assert fingerprint_of(published(entry, read_form)) == fingerprint_of(form)
    assert fingerprint_of(published(entry, _refuse)) == fingerprint_of(form)


def test_another_engine_reads_the_form_again(entry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(entry, read_form)
    monkeypatch.setattr(publishing, "_engine", lambda: "another")
    read: list[Path] = []

    def reading(path: Path) -> Form:
        read.append(path)
        return read_form(path)

    published(entry, reading)
    published(entry, reading)
    assert read == [entry]


def test_a_content_kept_elsewhere_opens_with_its_trees(entry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = content_bytes(read_form(entry))
    assert content_bytes(reopened(content)) == content
    _no_parser(monkeypatch)
    again = reopened(content)
    assert content_bytes(again) == content
    assert not plan(again).missteps


def test_what_an_earlier_program_wrote_is_made_ready_once(entry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = json.dumps(json.loads(content_bytes(read_form(entry)))).encode()
    first = reopened(content)
    _no_parser(monkeypatch)
    again = reopened(content)
    assert fingerprint_of(again) == fingerprint_of(first)
    assert not plan(again).missteps


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"survey": 3}', b"[" * 100_000])
def test_what_is_no_form_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableContentError):
        reopened(content)


def test_a_folder_that_cannot_be_made_keeps_nothing(entry: Path, own_folder: Path) -> None:
    (own_folder / "cache").write_text("a file where the folder should be")
    assert published(entry, read_form).title == "Essai"
    assert published(entry, read_form).title == "Essai"


def test_the_cache_does_not_grow_for_ever(entry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_KEPT", 3)
    folder = form_cache()
    folder.mkdir(parents=True)
    for place in range(5):
        (folder / f"{place}.json").write_text("old")
        os.utime(folder / f"{place}.json", (place, place))
    fingerprint_kept = publish(read_form(entry))
    assert {file.name for file in folder.iterdir()} == {"3.json", "4.json", f"{fingerprint_kept}.json"}
