"""Any form at all, for what must hold whatever an author writes."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import strategies as st

from spie_diag.forms.definition import Choice, Depth, Form, Lead, Question, QuestionType, Visibility
from spie_diag.forms.vocabulary import FOREIGN_TYPES, HOLDERS, SELECTS

LANGUAGES = ("Kurdî (ku)", "العربية (ar)", "English")

_QUESTION_TEXTS = (
    "label", "hint", "guidance_hint", "relevant", "required", "required_message", "constraint", "constraint_message",
    "calculation", "choice_filter", "default", "repeat_count",
)  # fmt: skip
_written = st.characters(exclude_categories=["Cs", "Cn"])
_traps = st.sampled_from(
    ["yes", "no", "1.0", "2026-01-01", "~", "null", "- a", "a: b", "a #b", "#a", "*a", "&a", "!a", "%a", "@a", "`a",
     "'a'", '"a"', "a:", "? a", "[a]", "{a}", "${a} = 'b'", "a\nb", "a\n\n  b\n c", " a", "a ", "\ta", "a\r\nb", "|",
     ">", "\u202f", "a\u2028b", "\ufeff", "\x07", "---", "...", "a\\b", "é", "<<", "a, b", "=", "a\u0085b", "a \u00a0"]
)  # fmt: skip
texts = (
    st.text(_written, max_size=12)
    | _traps
    | st.lists(_traps, max_size=6).flatmap(lambda parts: st.sampled_from([" ".join(parts * 8), "\n".join(parts)]))
)
"""Texts that YAML could take for something else, short and long."""
names = st.from_regex(r"[A-Za-zé_][A-Za-z0-9é_.-]{0,6}", fullmatch=True)
labels = texts.filter(str.strip)
columns = st.dictionaries(st.sampled_from(["region", "media::image", "bind::x", "a b", "-"]), texts, max_size=2)


def translations(*keys: str) -> st.SearchStrategy[Mapping[str, Mapping[str, str]]]:
    said = st.dictionaries(st.sampled_from(keys), labels, min_size=1, max_size=2)
    return st.dictionaries(st.sampled_from(LANGUAGES), said, max_size=2)


choices = st.builds(
    Choice,
    name=names | labels,
    label=texts,
    extra=columns,
    texts=st.dictionaries(st.sampled_from(LANGUAGES), labels, max_size=2),
)
choice_lists = st.lists(choices, min_size=1, max_size=3).map(tuple)


@st.composite
def questions(draw: st.DrawFn, lists: Mapping[str, tuple[Choice, ...]], depth: int = 2) -> Question:
    """A question of a plain form; groups hold others."""
    kind = draw(st.sampled_from([one for one in QuestionType if depth or one not in HOLDERS]))
    told = draw(st.dictionaries(st.sampled_from(_QUESTION_TEXTS), texts, max_size=4))
    question = Question(
        name=draw(names),
        code=None,
        type=kind,
        label=told.get("label", ""),
        hint=told.get("hint", ""),
        guidance_hint=told.get("guidance_hint", ""),
        texts=draw(translations("label", "hint", "guidance_hint", "constraint_message", "required_message")),
        exclusive=draw(st.frozensets(labels, max_size=2)),
        relevant=told.get("relevant", ""),
        required=told.get("required", ""),
        required_message=told.get("required_message", ""),
        constraint=told.get("constraint", ""),
        constraint_message=told.get("constraint_message", ""),
        calculation=told.get("calculation", ""),
        choice_filter=told.get("choice_filter", ""),
        default=told.get("default", ""),
        trigger=draw(st.lists(names, max_size=2).map(tuple)),
        repeat_count=told.get("repeat_count", ""),
        appearance=draw(st.frozensets(st.sampled_from(["minimal", "w1", "field-list"]))),
        parameters=draw(columns),
        read_only=draw(st.booleans()),
        foreign=draw(st.sampled_from(FOREIGN_TYPES)) if kind is QuestionType.FOREIGN else "",
        columns=draw(columns),
        depth=draw(st.sampled_from(Depth)),
        lead=draw(st.sampled_from(Lead)),
        visibility=draw(st.sampled_from(Visibility)),
    )
    if kind in SELECTS:
        name = draw(st.sampled_from(["", *lists]))
        return replace(question, list_name=name, choices=lists[name] if name else draw(choice_lists))
    if kind in HOLDERS:
        return replace(question, children=tuple(draw(st.lists(questions(lists, depth - 1), max_size=2))))
    return question


@st.composite
def plain_forms(draw: st.DrawFn) -> Form:
    lists = draw(st.dictionaries(labels, choice_lists, max_size=2))
    return Form(
        name=draw(labels),
        title=draw(texts),
        version=draw(texts),
        language=draw(st.sampled_from(["", "fr", "Français (fr)"])),
        languages=draw(st.permutations(LANGUAGES).map(tuple)),
        blocks=(),
        survey=tuple(draw(st.lists(questions(lists), min_size=1, max_size=3))),
        settings=draw(st.dictionaries(st.sampled_from(["style", "instance_name"]), texts)),
    )
