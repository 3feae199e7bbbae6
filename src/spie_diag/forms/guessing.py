"""What expressions that cannot be compiled read all the same: a circle through one is told before it is mended."""

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from spie_diag.forms.nodes import Field
from spie_diag.forms.plan import Plan
from spie_diag.forms.rules import Rule
from spie_diag.forms.syntax import Fault

Guesses: TypeAlias = Mapping[Field, Mapping[Field, str]]
"""By field, what it reads besides, and under which key."""

_REFERENCE = re.compile(r"\$\{\s*([\w.-]+(?:\s*/\s*[\w.-]+)*)\s*\}")
_BARE_WORD = re.compile(r"[^\W\d][\w.-]*(?!\s*\(|[\w.-])")
_CLOSED_TEXT = re.compile(r"'[^'$]*'|\"[^\"$]*\"")


def guessed_reads(plan: Plan) -> Guesses:
    """What refused expressions read beyond what the compiler saw of them, as far as their ``${…}`` tell."""
    found: dict[Field, dict[Field, str]] = {}
    for field, rules in zip(plan.fields, plan.rules, strict=True):
        for rule in rules.settling:
            if any(fault.grave for fault in rule.program.faults):
                for read in _named(plan, field, rule):
                    found.setdefault(field, {}).setdefault(read, rule.key)
    return found


def _named(plan: Plan, field: Field, rule: Rule) -> Iterator[Field]:
    known = {read.field for read in rule.reads}
    for names in (*_references(rule.source), *_bare_words(rule)):
        read = plan.names.find(names, None if field.is_block else field, 0)
        if isinstance(read, Fault) or read in known:
            continue
        if rule.key == "repeat_count" and field in read.way:
            continue  # a number of rows that reads its own rows settles all the same, one turn after another
        yield read


def _references(source: str) -> Iterator[tuple[str, ...]]:
    for match in _REFERENCE.finditer(_CLOSED_TEXT.sub("''", source)):
        yield tuple(name.strip() for name in match[1].split("/"))


def _bare_words(rule: Rule) -> Iterator[tuple[str]]:
    """Names without their braces, where the compiler refused one; in a filter, they are columns."""
    for fault in rule.program.faults if rule.key != "choice_filter" else ():
        if (match := _BARE_WORD.match(rule.source, fault.at)) is not None:
            yield (match[0],)
