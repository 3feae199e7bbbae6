"""The rules of the house that a machine can check: imports, types, style, words."""

import ast
import logging.config
import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest
from grimp import build_graph
from importlinter.cli import lint_imports
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOUSE = Path(__file__).parents[1]
SOURCE = HOUSE / "src" / "spie_diag"
ROOMS = sorted(folder.parent for folder in SOURCE.glob("*/__init__.py"))
PYTHON = sorted(chain(SOURCE.rglob("*.py"), (HOUSE / "tests").rglob("*.py"), (HOUSE / "packaging").rglob("*.py")))

AT_THE_TOP = {
    ".ci", ".gitignore", ".pre-commit-config.yaml", "CHANGELOG.md", "LICENSE", "README.md", "forms", "packaging",
    "pyproject.toml", "resources", "src", "tests",
}  # fmt: skip
EXPLAINED = ("exchange", "forms", "signing", "vault")
"""Rooms whose words, format and threats need more than a docstring."""
COLOURED = {SOURCE / "desktop" / "theme" / "tokens.py", SOURCE / "documents" / "style.py"}
"""Where a colour may be written in figures: the screen's palette, and the paper's."""
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "data", "misc", "common"}
FRENCH = re.compile(r"\b(le|la|les|des|une|est|sont|dans|avec|pour|sur|qui|cette|ces|pas|nous|vous|être|fait)\b", re.I)
STRAIGHT = re.compile(r"(?<![\w'])(?:[ldjnmtsc]|qu|jusqu|lorsqu|puisqu|aujourd)'(?=[a-zàâçéèêëîïôöùûœh]{2})", re.I)


def run(*command: str) -> None:
    ended = subprocess.run([sys.executable, "-m", *command], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_rooms_import_only_what_they_may(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    # the linter's own logging would silence every logger of this process, and the tests that read the log
    monkeypatch.setattr(logging.config, "dictConfig", lambda _settings: None)
    kept = lint_imports(config_filename=str(HOUSE / "pyproject.toml"), no_cache=True)
    assert kept == 0, capsys.readouterr().out


def test_no_module_imports_itself_in_the_end() -> None:
    """Imports inside functions count too: they hide a cycle, they do not undo it."""
    graph = build_graph("spie_diag", exclude_type_checking_imports=True, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imports).prepare()


def test_types_hold() -> None:
    run("mypy", "--no-error-summary")


def test_style_is_kept() -> None:
    run("ruff", "check", "--quiet", ".")


def test_code_is_formatted() -> None:
    run("ruff", "format", "--check", "--quiet", ".")


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_says_what_it_is_for_and_what_can_go_wrong(room: Path) -> None:
    assert ast.get_docstring(parsed(room / "__init__.py"))
    assert (room / "errors.py").is_file()


@pytest.mark.parametrize("file", PYTHON, ids=lambda file: str(file.relative_to(HOUSE)))
def test_every_module_opens_with_what_it_is(file: Path) -> None:
    assert words_of(file).opening or SOURCE not in file.parents
    assert file.stem not in EMPTY_NAMES


@pytest.mark.parametrize("room", EXPLAINED)
def test_rooms_with_a_format_explain_it(room: str) -> None:
    told = (SOURCE / room / "README.md").read_text(encoding="utf-8")
    assert len(told.split()) > 100
    assert not reads_as_french(told)


def test_views_show_presenters_decide() -> None:
    """A view never reaches the work, a presenter never sees Qt: each can then be tested without the other.

    The type of what a view is given to show may be named: type checkers read it, nothing is imported.
    """
    wrong = []
    for file in sorted((SOURCE / "desktop").rglob("*.py")):
        names = set(imported(file))
        if is_called("view", file) and any(name.startswith("spie_diag.casework") for name in names):
            wrong.append(f"{file.relative_to(SOURCE)} imports casework")
        if is_called("presenter", file) and any(name.split(".")[0] == "PySide6" for name in names):
            wrong.append(f"{file.relative_to(SOURCE)} imports PySide6")
    assert not wrong


def test_colours_are_named_in_one_place() -> None:
    written = [
        f"{file.relative_to(SOURCE)}: {text}"
        for file in SOURCE.rglob("*.py")
        if file not in COLOURED
        for text in words_of(file).texts
        if re.search(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b(?!;)", text)
    ]
    assert not written


def test_french_is_typeset_with_its_own_apostrophe() -> None:
    wrong = [
        f"{file.relative_to(SOURCE)}: {text}"
        for room in ("casework", "cli", "desktop", "documents", "signing", "vault")
        for file in (SOURCE / room).rglob("*.py")
        for text in words_of(file).texts
        if STRAIGHT.search(text)
    ]
    assert not wrong


@pytest.mark.parametrize("file", PYTHON, ids=lambda file: str(file.relative_to(HOUSE)))
def test_developers_are_spoken_to_in_english(file: Path) -> None:
    said = list(comments_of(file))
    if SOURCE / "cli" not in file.parents:  # there, docstrings are the French help of the commands
        said += words_of(file).docstrings
    french = [text for text in said if reads_as_french(text)]
    assert not french


def test_advisors_are_spoken_to_in_french() -> None:
    for name in ("CHANGELOG.md", "README.md"):
        opening = (HOUSE / name).read_text(encoding="utf-8")[:600]
        assert reads_as_french(opening), name


def test_nothing_is_left_for_later() -> None:
    later = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")))
    wrong = [str(file.relative_to(HOUSE)) for file in PYTHON if later.search(file.read_text(encoding="utf-8"))]
    assert not wrong


def test_the_top_of_the_house_is_tidy() -> None:
    if not (HOUSE / ".git").exists():
        pytest.skip("not a clone: what is kept cannot be told from what is not")
    kept = subprocess.run(["git", "ls-files"], cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    assert {line.split("/")[0] for line in kept.splitlines()} <= AT_THE_TOP


def test_pinned_versions_are_those_that_the_project_allows() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    pinned = dict(pins())
    for line in [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]:
        wanted = Requirement(line)
        version = pinned.get(canonicalize_name(wanted.name))
        assert version, f"{wanted.name} is not pinned: see packaging/README.md"
        assert wanted.specifier.contains(version, prereleases=True), f"{wanted} but {version} is pinned"


def test_pinned_versions_carry_hashes_and_no_address() -> None:
    text = (HOUSE / "packaging" / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-(i|-index-url|-extra-index-url|-find-links)\b", text, re.M)
    for block in re.split(r"\n(?=\S)", text):
        if "==" in block:
            assert "--hash=sha256:" in block, block.splitlines()[0]


def pins() -> Iterator[tuple[str, str]]:
    text = (HOUSE / "packaging" / "constraints.txt").read_text(encoding="utf-8")
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.M):
        yield canonicalize_name(name), version


class Words(NamedTuple):
    """What a module says, to developers and to people."""

    opening: str | None
    docstrings: tuple[str, ...]
    texts: tuple[str, ...]


@cache
def words_of(file: Path) -> Words:
    """Read once, because several rules ask for it; trees would be too large to keep."""
    module = parsed(file)
    return Words(ast.get_docstring(module), tuple(docstrings_of(module)), tuple(texts_of(module)))


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def is_called(kind: str, file: Path) -> bool:
    return file.stem == kind or file.stem.endswith(f"_{kind}")


def imported(file: Path) -> Iterator[str]:
    """Everything a module imports when it runs, whole names."""
    waiting: list[ast.AST] = [parsed(file)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}:
            waiting += node.orelse
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        waiting += ast.iter_child_nodes(node)


def docstrings_of(module: ast.Module) -> list[str]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return [text for node in ast.walk(module) if isinstance(node, kinds) and (text := ast.get_docstring(node))]


def texts_of(module: ast.Module) -> Iterator[str]:
    """The literals of a module, without its docstrings and the strings that describe attributes."""
    said = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def comments_of(file: Path) -> Iterator[str]:
    if b"#" not in file.read_bytes():
        return
    with file.open("rb") as text:
        yield from (token.string for token in tokenize.tokenize(text.readline) if token.type == tokenize.COMMENT)


def reads_as_french(text: str) -> bool:
    """Whether three different little words of French are there, outside « quotations » and `names`."""
    spoken = re.sub(r"«[^»]*»|``[^`]*``|`[^`]*`", " ", text, flags=re.S)
    return len({word.lower() for word in FRENCH.findall(spoken)}) >= 3
