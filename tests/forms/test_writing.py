"""What is written reads back the same, and looks like what a person would have written."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from spie_diag.forms.contents import content_of
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
)
from spie_diag.forms.errors import OtherListError, OutsideListError, UnwritableFormError
from spie_diag.forms.reading import read_form, read_unchecked
from spie_diag.forms.writing import form_files, write_form
from spie_diag.paths import shipped
from tests.forms.any_forms import plain_forms
from tests.forms.test_contents import BLOCK, FULL, QUESTION


@settings(max_examples=50, deadline=None)
@given(plain_forms())
def test_any_form_reads_back_the_same(tmp_path_factory: pytest.TempPathFactory, form: Form) -> None:
    path = tmp_path_factory.mktemp("f") / "form.yaml"
    write_form(form, path)
    assert content_of(read_unchecked(path)) == content_of(form)


def test_the_common_form_reads_back_the_same_file_by_file(tmp_path: Path) -> None:
    form = read_form(shipped("forms", "diagnostic-commun.yaml"))
    written = write_form(form, tmp_path / "commun.yaml")
    assert content_of(read_form(tmp_path / "commun.yaml")) == content_of(form)
    assert [file.name for file in written][-3:] == ["creation.yaml", "international.yaml", "commun.yaml"]
    again = form_files(read_form(tmp_path / "commun.yaml"), tmp_path / "commun.yaml")
    assert {file: file.read_text(encoding="utf-8") for file in written} == again


def test_a_form_of_the_method_reads_back_the_same_in_every_field(tmp_path: Path) -> None:
    said = {"English": {"label": "Home", "hint": "h", "required_message": "r"}}
    child = replace(QUESTION, name="child", code=None, type=QuestionType.RANK, texts=said, children=(), foreign="")
    child = replace(child, choices_file="", exclusive=frozenset())
    group = replace(child, name="box", code=QuestionCode("LOG-02"), type=QuestionType.GROUP, choices=(), list_name="")
    foreign = replace(QUESTION, choices=(), list_name="", choices_file="", children=())
    block = replace(
        BLOCK,
        texts={"English": {"label": "Home", "open_question": "How is it?", "prompts": "Since when?\nWhy?"}},
        questions=(foreign, replace(group, children=(child, replace(child, name="other", lead=Lead.SHARED)))),
    )
    calculation = Question(name="sum", code=None, type=QuestionType.CALCULATE, label="", calculation="1 + 1")
    form = replace(FULL, blocks=(block,), calculations=(calculation,), survey=())
    write_form(form, tmp_path / "f.yaml")
    assert content_of(read_unchecked(tmp_path / "f.yaml")) == content_of(form)


PLAIN = """\
settings:
  form_id: enquete
  form_title: Enquête
  version: 2026-11
  default_language: fr
  languages: ["العربية (ar)"]
  style: pages

lists:
  yes_no:
    yes: {label: Oui, "label::العربية (ar)": نعم}
    no: Non

survey:
  - name: start
    type: start

  - name: well
    type: select_one
    label: Comment allez-vous ?
    label::العربية (ar): كيف حالك؟
    hint: |-
      Sans insister.

      Rien n’est obligatoire.
    choices: yes_no
    required: yes

  - name: children
    type: repeat
    label: "Vos enfants : un par ligne"
    relevant: >-
      ${well} = 'yes' and (${well} != 'no' or string-length(normalize-space(${well})) > 2)
      and not(selected(${well}, 'no'))
    fields:
      - name: age
        type: integer
        constraint: . >= 0
        parameters: {start: 0, end: 20}

  - name: place
    type: geopoint
    trigger: well, start
    columns: {media::image: plan.png}

  - name: town
    type: select_one
    choices:
      - {name: foot paths, label: Sentiers, region: sud}
      - {name: foot paths, label: Chemins, region: nord}
    choice_filter: region = 'sud'
"""


def test_a_written_form_is_what_its_author_wrote(tmp_path: Path) -> None:
    path = tmp_path / "enquete.yaml"
    text = PLAIN.replace('["العربية (ar)"]', "[العربية (ar)]").replace(
        '"label::العربية (ar)": نعم', "label::العربية (ar): نعم"
    )
    path.write_text(text, encoding="utf-8")
    assert form_files(read_unchecked(path), path) == {path: text}


def test_a_list_in_a_file_of_its_own_goes_with_the_form(tmp_path: Path) -> None:
    towns = (Choice(name="06088", label="Nice, sur mer", extra={"region": "sud"}, texts={"Nissart": "Nissa"}),)
    select = Question(
        name="town", code=None, type=QuestionType.SELECT_ONE, label="Où ?", choices=towns, choices_file="villes.csv"
    )
    form = Form(name="f", title="F", version="1", language="fr", languages=("Nissart",), blocks=(), survey=(select,))
    assert [file.name for file in write_form(form, tmp_path / "f.yaml")] == ["villes.csv", "f.yaml"]
    assert content_of(read_unchecked(tmp_path / "f.yaml")) == content_of(form)
    assert [file.name for file in write_form(form, tmp_path / "f.yaml")] == ["f.yaml"]
    (tmp_path / "villes.csv").write_text("name,label\n75056,Paris\n", encoding="utf-8")
    with pytest.raises(OtherListError):
        write_form(form, tmp_path / "f.yaml")


def test_nothing_is_left_where_a_form_cannot_be_written(tmp_path: Path) -> None:
    form = read_form(shipped("forms", "diagnostic-commun.yaml"))
    (tmp_path / "dossier.yaml").mkdir()
    (tmp_path / "pris").write_text("", encoding="utf-8")
    for path in (tmp_path / "absent" / "f.yaml", tmp_path / "dossier.yaml", tmp_path / "pris.yaml"):
        with pytest.raises(UnwritableFormError, match="ne peut pas être écrit"):
            write_form(form, path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["dossier.yaml", "pris"]


OTHER = """
settings: {form_id: f, form_title: F, version: '1', default_language: fr, languages: ['Español (es)']}
survey:
  - {name: a, type: select_one, label: A, "label::Español (es)": A, choices: {x: X}, or_other: yes}
  - name: g
    type: group
    label: G
    fields: [{name: b, type: select_multiple, label: B, choices: {x: X}, or_other: yes}]
"""


def test_or_other_is_written_as_it_was_and_only_where_it_gives_the_same(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(OTHER, encoding="utf-8")
    form = read_unchecked(tmp_path / "f.yaml")
    (text,) = form_files(form, tmp_path / "g.yaml").values()
    assert text.count("or_other: yes") == 2
    assert "other: Autre" not in text
    first, asked, *rest = form.survey
    other = replace(form, survey=(first, replace(asked, label="Lequel ?"), *rest))
    (text,) = form_files(other, tmp_path / "g.yaml").values()
    assert text.count("or_other: yes") == 1
    write_form(other, tmp_path / "g.yaml")
    assert content_of(read_unchecked(tmp_path / "g.yaml")) == content_of(other)


def blocks_form(*named: tuple[str, str]) -> Form:
    blocks = (
        Block(code=BlockCode(code), name=name, label="B", kind=BlockKind.CONSTRAINT, lead=Lead.SOCIAL, questions=())
        for code, name in named
    )
    return Form(name="f", title="F", version="1", language="fr", blocks=tuple(blocks))


@pytest.mark.parametrize("code", ["/../../../evil", "..\\..\\evil", "é", ""])
def test_a_block_file_stands_in_the_folder_of_the_form_whatever_its_code(tmp_path: Path, code: str) -> None:
    form = blocks_form((code, "même"), (code, "même"), ("TST", "../même"))
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)

    written = write_form(form, folder / "f.yaml")

    assert len(set(written)) == 4, "one file each"
    assert {file.resolve().parent for file in written} == {folder / "f", folder}
    assert {file for file in tmp_path.rglob("*") if file.is_file()} == set(written)


@pytest.mark.parametrize("name", ["../x.csv", "/tmp/x.csv", "C:x.csv", "a\\..\\..\\x.csv", "\\\\serveur\\x.csv"])
def test_a_list_outside_the_folder_of_the_form_is_never_written(tmp_path: Path, name: str) -> None:
    select = Question(name="q", code=None, type=QuestionType.SELECT_ONE, label="Q", choices_file=name)
    form = Form(name="f", title="F", version="1", language="", blocks=(), survey=(select,))
    folder = tmp_path / "a"
    folder.mkdir()
    with pytest.raises(OutsideListError, match="sort du dossier"):
        write_form(form, folder / "f.yaml")
    assert [*tmp_path.rglob("*")] == [folder]


def test_a_writing_that_fails_half_way_leaves_the_former_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f.yaml"
    write_form(blocks_form(("AAA", "a"), ("BBB", "b")), path)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    move = Path.replace

    def fails_at_the_entry(self: Path, target: Path) -> Path:
        if target == path and self.suffix == ".part":
            raise OSError("the disk is gone")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", fails_at_the_entry)
    with pytest.raises(UnwritableFormError):
        write_form(replace(blocks_form(("AAA", "a"), ("CCC", "c")), title="Autre"), path)

    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_a_folder_in_the_place_of_one_file_is_refused_before_any_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    write_form(blocks_form(("AAA", "a")), path)
    (tmp_path / "f" / "b.yaml").mkdir()
    before = path.read_bytes(), (tmp_path / "f" / "a.yaml").read_bytes()
    with pytest.raises(UnwritableFormError):
        write_form(replace(blocks_form(("AAA", "a"), ("BBB", "b")), title="Autre"), path)
    assert (path.read_bytes(), (tmp_path / "f" / "a.yaml").read_bytes()) == before
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["a.yaml", "b.yaml", "f", "f.yaml"]
