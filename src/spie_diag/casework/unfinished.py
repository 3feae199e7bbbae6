"""What is being typed about one person and is no entry yet: in words, for whoever looks for one of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.telling import Told, told
from spie_diag.forms.definition import BlockCode, Form, Value
from spie_diag.french import spaced
from spie_diag.interview.people import CaseId, Specialist

_WHOLE = frozenset({"goal", "orientation"})
"""Kinds of entries whose draft is the whole of what will be written."""
_PARTS = {"conclusion": 2, "goal": 2, "orientation": 1}
"""How many parts of a draft’s field are the subject; what follows is one text of several beside it."""
_NAMING: dict[str, Value] = {"version": {"number": "", "reason": ""}}
"""What tells the label of a subject whose value names nothing else yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """One text that somebody in the session is writing; ``subject`` is where it will stand."""

    subject: str
    author: Specialist
    told: Told = field(repr=False)


def unfinished_of(casebook: Casebook, form: Form, case: CaseId) -> Iterator[Unfinished]:
    """What those who are in the session are writing; what a colleague left half written is hers until she is back."""
    for one in casebook.openers:
        if not casebook.vault.is_unlocked(one.id):
            continue
        for field_, draft in casebook.vault.drafts.of(case, one.id).items():
            subject = _subject(field_)
            words = _words(form, subject, draft.text)
            if words.strip():
                yield Unfinished(subject=subject, author=one, told=_told(form, subject, words))


def _subject(field_: str) -> str:
    parts = field_.split("/")
    return "/".join(parts[: _PARTS.get(parts[0], len(parts))])


def _told(form: Form, subject: str, words: str) -> Told:
    kind, _, rest = subject.partition("/")
    if kind == "note":  # where it will be filed is all that is known of it
        return Told(form.by_code[BlockCode(rest)].label if BlockCode(rest) in form.by_code else "", "Note", words)
    named = told(form, subject, _NAMING.get(kind))
    return Told(named.chapter, named.label, spaced(words))


def _words(form: Form, subject: str, text: str) -> str:
    """A text as it is typed, or the texts of a field made of several."""
    try:
        value: Value = json.loads(text)
    except json.JSONDecodeError:
        return text
    if subject.partition("/")[0] in _WHOLE and isinstance(value, dict):
        return told(form, subject, value).words
    return " ".join(_leaves(value)) if isinstance(value, dict | list) else text


def _leaves(value: Value) -> Iterator[str]:
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _leaves(part)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
