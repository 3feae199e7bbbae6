"""Expressions as every XLSForm program reads them: no paths in ``${}``, none of the functions that are only ours."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spie_diag.forms.definition import QuestionType
from spie_diag.forms.spreadsheets.placing import Placed, Placing

_TOKEN = re.compile(
    r"""(?P<text>'[^']*'|"[^"]*")|\$\{(?P<reference>[^}]*)\}|(?P<word>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?)"""
    r"""|(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<sign>\s+|\.\.|.)""",
    re.DOTALL,
)
_REFERENCE = re.compile(r"\$\{([^}]*)\}")
_OPERATORS = frozenset(("and", "or", "div", "mod"))
_DAYS_A_YEAR, _DAYS_A_MONTH = "365.25", "30.4375"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


@dataclass(slots=True)
class Rewritten:
    """An expression for a workbook, and the functions of ours that it no longer calls."""

    text: str
    replaced: list[str] = field(default_factory=list)


def rewritten(expression: str, near: Placed | None, placing: Placing) -> Rewritten:
    """The expression with names of the workbook and functions that every program has.

    What cannot be understood is left as it is: the checker says what is wrong with it.
    """
    writer = _Writer(near, placing)
    text = writer.write([*_tokens(expression)])
    return Rewritten(text, writer.replaced)


def renamed(text: str, near: Placed | None, placing: Placing) -> str:
    """A label or another text with the names of the workbook in its ``${}``."""

    def name_of(match: re.Match[str]) -> str:
        found = placing.find(match[1], near)
        return f"${{{found.name}}}" if found is not None else match[0]

    return _REFERENCE.sub(name_of, text)


def _tokens(expression: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(expression):
        kind = match.lastgroup or "sign"
        yield _Token(kind, match[kind])


class _Writer:
    """The rewriting of one expression, from left to right."""

    def __init__(self, near: Placed | None, placing: Placing) -> None:
        self._near = near
        self._placing = placing
        self.replaced: list[str] = []

    def write(self, tokens: Sequence[_Token], rows: Placed | None = None) -> str:
        """``rows``: the repeat or group whose fields bare words name, inside its brackets."""
        parts: list[str] = []
        latest: Placed | None = None
        brackets: list[Placed | None] = [rows]
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.kind == "reference":
                latest = self._placing.find(token.text, self._near)
                parts.append(f"${{{latest.name if latest is not None else token.text}}}")
            elif token.kind == "word" and (end := _call_end(tokens, at)):
                parts.append(self._call(token.text, tokens[at:end], brackets[-1]))
                at = end - 1
            elif token.kind == "word" and token.text not in _OPERATORS:
                parts.append(self._field(token.text, tokens[:at], brackets[-1]))
            else:
                if token.text == "[":
                    brackets.append(latest or brackets[-1])
                elif token.text == "]" and len(brackets) > 1:
                    brackets.pop()
                parts.append(token.text)
            at += 1
        return "".join(parts)

    def _field(self, word: str, before: Sequence[_Token], rows: Placed | None) -> str:
        """The name in the workbook of a field that stands without ``${}``."""
        said = "".join(token.text for token in before[-3:] if not token.text.isspace())
        holder = self._near.holder if said.endswith("../") and self._near is not None else rows
        found = holder.child(word) if holder is not None else None
        return found.name if found is not None else word

    def _call(self, name: str, tokens: Sequence[_Token], rows: Placed | None) -> str:
        opening = next(at for at, token in enumerate(tokens) if token.text == "(")
        arguments = [*_arguments(tokens[opening + 1 : -1])]
        written = [self.write(argument, rows).strip() for argument in arguments]
        if name == "answered" and len(arguments) == 1:
            self.replaced.append(name)
            return self._answered(arguments[0], written[0])
        if name in _FORMULAS and len(arguments) in _FORMULAS[name].takes:
            self.replaced.append(name)
            return _FORMULAS[name].write(written)
        head = "".join(token.text for token in tokens[: opening + 1])
        return f"{head}{', '.join(written)})" if len(written) > 1 else f"{head}{written[0] if written else ''})"

    def _answered(self, tokens: Sequence[_Token], written: str) -> str:
        said = [token for token in tokens if not token.text.isspace()]
        alone = said[0].text if len(said) == 1 and said[0].kind == "reference" else ""
        found = self._placing.find(alone, self._near) if alone else None
        if found is None:
            return f"({written} != '')"
        if found.question.type is QuestionType.REPEAT:
            return f"(count({written}) > 0)"
        if found.question.type is QuestionType.GROUP:
            leaves = [f"${{{one.name}}} != ''" for one in found.everywhere() if _may_be_answered(one)]
            return f"({' or '.join(leaves) or 'false()'})"
        return f"({written} != '')"


def _may_be_answered(one: Placed) -> bool:
    return one.question.type not in (QuestionType.NOTE, QuestionType.GROUP, QuestionType.REPEAT)


def _call_end(tokens: Sequence[_Token], at: int) -> int:
    """One past the bracket that closes the call that starts here; 0 where no call starts, or none ends."""
    opening = at + 1
    while opening < len(tokens) and tokens[opening].text.isspace():
        opening += 1
    if opening >= len(tokens) or tokens[opening].text != "(":
        return 0
    depth = 0
    for place in range(opening, len(tokens)):
        if tokens[place].kind == "sign":
            depth += {"(": 1, ")": -1}.get(tokens[place].text, 0)
        if depth == 0:
            return place + 1
    return 0


def _arguments(tokens: Sequence[_Token]) -> Iterator[Sequence[_Token]]:
    if all(token.text.isspace() for token in tokens):
        return
    depth, start = 0, 0
    for at, token in enumerate(tokens):
        if token.kind == "sign":
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token.text, 0)
            if token.text == "," and depth == 0:
                yield tokens[start:at]
                start = at + 1
    yield tokens[start:]


@dataclass(frozen=True, slots=True)
class _Formula:
    takes: tuple[int, ...]
    write: Callable[[Sequence[str]], str]


def _difference(divisor: str) -> Callable[[Sequence[str]], str]:
    def write(days: Sequence[str]) -> str:
        return f"int((decimal-date-time({days[1]}) - decimal-date-time({days[0]})) div {divisor})"

    return write


def _later(arguments: Sequence[str]) -> str:
    day, years, *others = arguments
    counts = zip((years, *others), (_DAYS_A_YEAR, _DAYS_A_MONTH, "1"), strict=False)
    added = [f"({count}) * {days}" for count, days in counts if count != "0"]
    return f"date(floor({' + '.join((f'decimal-date-time({day})', *added))}))"


_FORMULAS: Mapping[str, _Formula] = {
    "difference-in-years": _Formula((2,), _difference(_DAYS_A_YEAR)),
    "difference-in-months": _Formula((2,), _difference(_DAYS_A_MONTH)),
    "add-date": _Formula((2, 3, 4), _later),
}
"""Our functions, as the formulas that other programs compute: near, but not exact to the day."""
