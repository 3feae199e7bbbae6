"""Small forms, written as their authors write them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from textwrap import dedent, indent

from spie_diag.forms.definition import BlockCode, Form, QuestionCode, Value
from spie_diag.forms.reading import read_form
from spie_diag.interview.answers import Answer, Status
from spie_diag.interview.state import State, evaluate

TODAY = date(2026, 11, 24)
SETTINGS = "settings: {form_id: essai, form_title: Essai, version: '1'}\n"
BLOCK = "block: TST\nname: essai\nlabel: Essai\nkind: socle\nlead: commun\n"


def write_form(folder: Path, survey: str, *, calculations: str = "", block: str = "", lists: str = "") -> Path:
    """The path of a form of one block; each argument is the YAML under its own key."""
    parts = [SETTINGS]
    if lists:
        parts.append("lists:\n" + indent(dedent(lists).strip(), "  ") + "\n")
    if calculations:
        parts.append("calculations:\n" + indent(dedent(calculations).strip(), "  ") + "\n")
    parts.append("blocks: [essai.yaml]\n")
    path = folder / "formulaire.yaml"
    path.write_text("".join(parts), encoding="utf-8")
    asked = "survey:\n" + indent(dedent(survey).strip(), "  ") + "\n"
    (folder / "essai.yaml").write_text(BLOCK + dedent(block) + asked, encoding="utf-8")
    return path


def form_of(folder: Path, survey: str, *, calculations: str = "", block: str = "", lists: str = "") -> Form:
    return read_form(write_form(folder, survey, calculations=calculations, block=block, lists=lists))


def write_plain(folder: Path, survey: str, *, settings: str = "", lists: str = "") -> Path:
    """The path of a form without blocks; each argument is the YAML under its own key."""
    parts = [("settings:\n  form_id: essai\n" + indent(dedent(settings), "  ")).rstrip()]
    if lists:
        parts.append("lists:\n" + indent(dedent(lists).strip(), "  "))
    parts.append("survey:\n" + indent(dedent(survey).strip(), "  "))
    path = folder / "enquete.yaml"
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")
    return path


def state_of(form: Form, answers: Mapping[str, Value | Status], *opened: str) -> State:
    """The state once each code is answered with a value or a status."""
    given = {
        QuestionCode(code): Answer(status=value) if isinstance(value, Status) else Answer(value=value)
        for code, value in answers.items()
    }
    return evaluate(form, given, TODAY, frozenset(BlockCode(code) for code in opened))
