"""Regular expressions as authors write them: the same meaning as elsewhere, and never a window that stands still."""

import time
import warnings

import pytest

from spie_diag.forms import patterns


@pytest.mark.parametrize(
    "pattern",
    [
        "^(a+)+$", "^([a-z]+ ?)+$", "^(.+,)+$", "^(a|a)*$", r"^([a-z]|\w)+$", "^((a+))+$", "^([a-z]*)*$", "^(a{2,})+$",
        r"^(\p{L}+[ '-]?)+$", r"^(a+\b)+$", "x(y(z+)+)?",
        "^(a{1,30}){1,30}$", "^([a-z]+-?){1,10}$", "^(?i:a+)+$", "^(?:a{1,20})*$",
    ],
)  # fmt: skip
def test_repetitions_that_share_a_text_in_many_ways_are_known(pattern: str) -> None:
    assert patterns.is_entangled(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "^[0-9]{5}$", "^([A-Z][a-z]+ ?)+$", r"^(\d+,)+$", "^(a|b)*$", r"^[^@]+@[^@]+\.[a-z]+$",
        r"^(0|\+33)( ?[0-9]){9}$",
        r"^\p{L}+([ '-]\p{L}+)*$", "^([0-9]{2}){3}$", r"^(\d{1,3}\.){3}\d{1,3}$",
        "^(a+)?b$", r"(\(a+\))+", "^[(+)]+$", r"^([a-z]+\.)*[a-z]+$",
    ],
)  # fmt: skip
def test_ordinary_repetitions_are_left_alone(pattern: str) -> None:
    assert patterns.looked_at(pattern) > 1000


def test_no_pattern_keeps_anybody_waiting() -> None:
    start = time.process_time()
    assert not patterns.found("b" * 5000, "^(a+)+$")
    assert not patterns.found("a" * 19 + "!", "^(a+)+$")
    assert not patterns.found("x" * 100_000 + "!", "^.*a.*b.*c.*$")
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"^[\P{L}]+$", "12", True),
        (r"^[\P{L}]+$", "été", False),
        (r"^[\P{L}a]+$", "1a2", True),
        (r"^\P{L}$", "é", False),
        (r"^[\p{Lu}-]+$", "É-A", True),
    ],
)
def test_classes_of_letters_mean_the_same_inside_brackets(pattern: str, text: str, found: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert patterns.found(text, pattern) is found


@pytest.mark.parametrize(
    ("pattern", "anchored"),
    [("^a$", True), ("^a|b$", False), ("^a$|^b$", True), ("^(a|b)$", True), ("^[|]$", True), (r"^a\|b$", True),
     ("a", False), (r"^a\$", False)],
)  # fmt: skip
def test_a_pattern_is_anchored_on_all_its_ways(pattern: str, anchored: bool) -> None:
    assert patterns.is_anchored(pattern) is anchored


def test_a_text_is_read_as_far_as_its_ways_can_be_tried() -> None:
    assert patterns.looked_at("^(a+)+$") == patterns.looked_at("(x+x+)+y") == 20
    assert patterns.looked_at("^(([0-9]{1})*[- .(]*([0-9]{3})[- .)]*[0-9]{3}[- .]*[0-9]{4})+$") == 82
