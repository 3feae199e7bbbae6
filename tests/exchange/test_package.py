"""Data that come from anybody: read as they are told, or refused in one sentence that names nobody."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.errors import SpieError
from spie_diag.exchange.errors import (
    MisshapenDataError,
    NewerFormatError,
    NotADiagnosticError,
    TooMuchDataError,
    UnknownSchemaError,
)
from spie_diag.exchange.package import DEEPEST, LARGEST, MOST_VALUES, Package, parse, parse_again
from spie_diag.exchange.schemas import misshapen_part, schema_names, schema_text
from spie_diag.forms.definition import Value
from spie_diag.interview.answers import Status
from tests.exchange.packages import package, written

anything: st.SearchStrategy[Value] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def refused(diagnostic: bytes) -> SpieError:
    with pytest.raises(SpieError) as raised:
        parse(diagnostic)
    return raised.value


def test_a_diagnosis_is_read_as_its_writer_told_it() -> None:
    read = parse(written(package()))
    assert (read.number, read.version, read.held_on, read.joint) == ("D-2026-0001", 1, date(2026, 11, 24), True)
    assert read.person.born_on == date(1991, 3, 14)
    assert [author.structure for author in read.authors] == ["CCAS Modèle", "Agence Modèle"]
    assert read.answers["LOG-01"].value == "tiers"
    assert read.answers["MOB-02"].status is Status.DOES_NOT_KNOW
    assert read.domains[0].agreed == 2
    assert read.extract is None


def test_an_extract_says_whose_it_is() -> None:
    part: Value = {
        "profile": "EMP",
        "recipient": "Entreprise",
        "purpose": "Immersion",
        "of": {"version": 2, "sha256": None},
        "authors": [{"name": "Une autre", "structure": "Ailleurs", "field": "emploi"}],
    }
    read = parse(written(package(extract=part)))
    assert [one.name for one in read.authors] == ["Une autre"], "who wrote, and not only who signs"
    told = read.extract
    assert told is not None
    assert (told.profile, told.purpose, told.of_version, told.of_sha256) == ("EMP", "Immersion", 2, "")


def test_what_a_later_minor_version_adds_is_kept_and_ignored() -> None:
    later = package(schema="spie-diag/diagnostic/1.7", new_field={"any": ["thing"]})
    read = parse(written(later))
    assert read.minor == 7
    assert read.content["new_field"] == {"any": ["thing"]}
    assert read.answers == parse(written(package())).answers


def test_a_code_that_nobody_here_knows_is_kept() -> None:
    unknown = parse(written(package())).answers["ZZZ-99"]
    assert (unknown.label, unknown.value) == ("Une question d’une version à venir", ["a", {"b": 1}])


@pytest.mark.parametrize("schema", ["spie-diag/diagnostic/2", "spie-diag/diagnostic/2.1", "spie-diag/diagnostic/99"])
def test_a_later_major_version_is_said_to_be_one(schema: str) -> None:
    assert isinstance(refused(written(package(schema=schema))), NewerFormatError)


@pytest.mark.parametrize(
    "schema", [None, 1, "", "spie-diag/access/1", "spie-diag/diagnostic/0", "spie-diag/diagnostic/1.", "diagnostic/1"]
)
def test_another_schema_is_no_diagnosis(schema: Value) -> None:
    assert isinstance(refused(written(package(schema=schema))), NotADiagnosticError)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe{}",
        b"%PDF-1.7",
        written(package()).replace(b'"version":1', b'"version":NaN'),
        written(package()).replace(b'"version":1', b'"version":Infinity'),
        written(package()).replace(b'"version":1', b'"version":1e999'),
        written(package()).replace(b'"version":1', b'"version":1,"version":2'),
        written(package()).replace(b'"version":1', b'"version":' + b"9" * 10_000),
        written(package(number="D-1")).replace(b"D-1", b"\\ud800"),
        written(package(orientation={"x": "y"})).replace(b'"x"', b'"\\udfff"'),
    ],
)
def test_what_is_no_json_of_ours_is_no_diagnosis(content: bytes) -> None:
    assert isinstance(refused(content), NotADiagnosticError)


def test_huge_deep_and_countless_data_are_refused_before_anything_reads_them() -> None:
    nested: Value = "x"
    for _ in range(DEEPEST + 1):
        nested = [nested]
    assert isinstance(refused(written(package(more=nested))), TooMuchDataError)
    assert isinstance(refused(b"[" * 200_000), TooMuchDataError)
    assert isinstance(refused(written(package(more=[0] * MOST_VALUES))), TooMuchDataError)
    assert isinstance(refused(written(package(more="x" * LARGEST))), TooMuchDataError)


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("version", "1"),
        ("version", 0),
        ("version", True),
        ("held_on", "24/11/2026"),
        ("held_on", "2026-02-30"),
        ("held_on", None),
        ("person", []),
        ("person", {"born_on": "2026-13-01"}),
        ("specialists", {}),
        ("specialists", [{"role": "sans nom"}]),
        ("specialists", [{"name": "x", "field": "autre"}]),
        ("answers", []),
        ("answers", {"LOG-01": "tiers"}),
        ("answers", {"LOG-01": {"status": "NSR", "value": None}}),
        ("answers", {"x" * 200: {"status": "REP", "value": 1}}),
        ("domains", [{"code": "LOG", "agreed": 4}]),
        ("domains", [{"agreed": 1}]),
        ("next_meeting", {"on": "demain"}),
        ("extract", {"profile": "FT", "of": {"version": 1, "sha256": "court"}}),
    ],
)
def test_a_part_of_the_wrong_kind_is_named_and_quotes_nothing(part: str, wrong: Value) -> None:
    error = refused(written(package(**{part: wrong})))
    assert isinstance(error, MisshapenDataError)
    assert f"« {part} »" in str(error).replace("\u00a0", " ")


@pytest.mark.parametrize("part", ["version", "held_on", "form", "person", "specialists", "answers"])
def test_a_part_that_is_missing_is_named(part: str) -> None:
    content = package()
    del content[part]
    assert part in str(refused(written(content)))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_diagnosis_or_one_sentence(content: bytes) -> None:
    assert str(refused(content))


@given(st.sampled_from(sorted(package())), anything)
def test_any_value_in_any_place_is_read_or_one_sentence(part: str, value: Value) -> None:
    diagnostic = json.dumps(package(**{part: value})).encode()
    try:
        read = parse(diagnostic)
    except SpieError:
        return  # any other error would be a bug, and fails the test
    assert isinstance(read, Package)
    assert parse_again(diagnostic) == read


@given(st.dictionaries(st.text(min_size=1, max_size=12), anything, max_size=4))
def test_any_answer_of_any_code_is_kept_as_it_came(values: dict[str, Value]) -> None:
    answers: Value = {code: {"status": "REP", "value": value} for code, value in values.items()}
    read = parse(json.dumps(package(answers=answers)).encode())
    assert {code: answer.value for code, answer in read.answers.items()} == values


def test_the_published_schema_is_one_and_says_what_each_field_is() -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads(schema_text("diagnostic"))
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == "spie-diag/diagnostic/1"
    assert "diagnostic" in schema_names()
    assert misshapen_part("diagnostic", package()) is None


def test_no_other_format_has_a_schema() -> None:
    with pytest.raises(UnknownSchemaError) as raised:
        schema_text("../secret")
    assert "diagnostic" in str(raised.value)
