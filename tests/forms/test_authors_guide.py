"""What forms/README.md shows to authors is true: its examples run, and its functions are those that exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from spie_diag.cli.main import main
from spie_diag.forms.definition import QuestionType
from spie_diag.forms.functions import FUNCTIONS
from spie_diag.french import FIXED, NARROW

GUIDE = Path(__file__).parents[2] / "forms" / "README.md"
TEXT = GUIDE.read_text(encoding="utf-8")
FUNCTIONS_SHOWN = TEXT.partition("## Les fonctions")[2].partition("## Les langues")[0]
_FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def files() -> Iterator[tuple[str, str]]:
    """The files that the guide shows, by name."""
    return ((name, text) for _, name, text in _FENCE.findall(TEXT) if name)


def sessions() -> Iterator[tuple[str, str]]:
    """Each command of the guide, and what it prints."""
    for language, _, text in _FENCE.findall(TEXT):
        if language == "console":
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                yield command, output


def pattern(output: str) -> str:
    """A regular expression for what the guide shows: « … » is anything."""
    return ".*".join(map(re.escape, plain(output).strip().split("…")))


def plain(text: str) -> str:
    return text.replace(FIXED, " ").replace(NARROW, " ")


def test_the_examples_print_what_the_guide_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in files():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for command, output in sessions():
        program, *arguments = command.split()
        assert program == "spie-diag"
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        told = capsys.readouterr()
        assert re.fullmatch(pattern(output), plain(told.out + told.err).strip(), re.DOTALL), (command, told.out)
        assert ended.value.code == ("  Faute" in told.out), command


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_shown_with_its_arguments(name: str) -> None:
    function = FUNCTIONS[name]
    shown = re.search(rf"`{re.escape(name)}\(([^`]*)\)[^`()]*`", FUNCTIONS_SHOWN)
    assert shown is not None
    needed, _, optional = shown[1].replace("…", "").partition("[")
    few, more = (len([part for part in side.strip("], ").split(",") if part.strip()]) for side in (needed, optional))
    assert (few, few + more, "…" in shown[1]) == (
        function.fewest,
        len(function.takes),
        function.repeated,
    )


def test_every_function_of_the_guide_exists() -> None:
    assert set(re.findall(r"`([a-z][a-z0-9:-]*)\(", FUNCTIONS_SHOWN)) <= set(FUNCTIONS)


def test_every_type_is_shown() -> None:
    types = TEXT.partition("## Les types")[2].partition("## Ce que dit")[0]
    shown = set(re.findall(r"`(\w+)`", types))
    assert {kind.value for kind in QuestionType if kind is not QuestionType.FOREIGN} <= shown
