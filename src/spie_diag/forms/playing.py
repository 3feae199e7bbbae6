"""A form played without a window: operations in, the state of every question out, one JSON object a step.

The shape is that of recorded sessions of other engines, so that one compares with the other::

    {"op": "set", "ref": "/data/age", "value": "42"}      "" takes the answer back; choices stand between spaces
    {"op": "add", "ref": "/data/member[*]", "after": 0}   a row behind the one at that index (-1: first)
    {"op": "remove", "ref": "/data/member[*]", "index": 1}
    {"op": "lang", "value": "French (fr)"}

References are XPath with places from 1 for rows; ``/data/member[*]`` is a repeat as a whole. A record leaves out what
is at its default: ``k`` kind, ``t`` type, ``rel: 0`` not asked, ``req: 1`` required, ``ro: 1`` read only, ``v`` value
in effect, ``viol`` and ``msg``, ``label``, ``hint``, ``ch`` the id of the list of its choices.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from spie_diag.forms.definition import Choice, Form, QuestionType, Value
from spie_diag.forms.errors import UnplayableError
from spie_diag.forms.expressions import Scope
from spie_diag.forms.live import Change, Live
from spie_diag.forms.nodes import Context, Node
from spie_diag.forms.plan import plan
from spie_diag.forms.rules import Rule
from spie_diag.forms.submission import is_flat, submission
from spie_diag.forms.tellings import Facts, facts
from spie_diag.forms.values import value_of

Line: TypeAlias = dict[str, object]
Record: TypeAlias = dict[str, object]

_SELECTS = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
_WITHOUT_FIELD = (QuestionType.CALCULATE, QuestionType.HIDDEN, QuestionType.START, QuestionType.END, QuestionType.TODAY)
_TYPES = {
    QuestionType.INTEGER: "int",
    QuestionType.RANGE: "int",
    QuestionType.DECIMAL: "decimal",
    QuestionType.DATE: "date",
    QuestionType.TODAY: "date",
    QuestionType.TIME: "time",
    QuestionType.DATETIME: "dateTime",
    QuestionType.START: "dateTime",
    QuestionType.END: "dateTime",
}
_MEDIA = ("image", "audio", "video", "file", "photo")
_SHAPES = ("geopoint", "geotrace", "geoshape", "barcode")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing done to the form, as written; only what it is made of is checked here."""

    kind: str
    ref: str
    value: str = field(repr=False)
    index: int
    written: Line = field(repr=False)


class _WrongOperationError(Exception):
    """An operation that this form cannot be given: told in its line, in French, and the play goes on."""


def read_operations(path: Path) -> list[Operation]:
    """The operations of a JSON file: a list of objects.

    Raises:
        UnplayableError: the file cannot be read, or is not such a list.
    """
    if path.exists() and not path.is_file():
        raise UnplayableError(file=path.name, reason="ce n’est pas un fichier")
    try:
        written = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise UnplayableError(file=path.name, reason="ce fichier n’existe pas") from error
    except OSError as error:
        raise UnplayableError(file=path.name, reason="ce fichier ne peut pas être lu") from error
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UnplayableError(file=path.name, reason="ce n’est pas du JSON") from error
    if not isinstance(written, list):
        raise UnplayableError(file=path.name, reason="une liste d’opérations est attendue")
    return [_operation(item, place, path.name) for place, item in enumerate(written, 1)]


def _operation(item: object, place: int, file: str) -> Operation:
    if not isinstance(item, dict) or item.get("op") not in ("set", "add", "remove", "lang"):
        raise UnplayableError(file=file, reason=f"l’opération {place} n’est ni set, ni add, ni remove, ni lang")
    ref, value = item.get("ref", ""), item.get("value", "")
    index = item.get("after", -1) if item["op"] == "add" else item.get("index", 0)
    if not isinstance(ref, str) or not isinstance(value, str) or not isinstance(index, int):
        raise UnplayableError(file=file, reason=f"l’opération {place} a un nombre à la place d’un texte, ou l’inverse")
    return Operation(item["op"], ref, value, index, item)


def play(
    form: Form, operations: Sequence[Operation], now: datetime, *, full: bool = False, summed: bool = True
) -> Iterator[Line]:
    """The whole state, then one line an operation, then what would be submitted.

    ``now`` has a time zone; ``full``: each line holds the whole state and not only what changed; ``summed``: each line
    ends with ``n``, the number of records, and ``sha``, the start of the SHA-1 of the whole state as JSON.
    """
    player = _Player(form, now, summed=summed)
    yield player.first_line()
    for place, operation in enumerate(operations, 1):
        yield player.line(place, operation, full=full)
    yield player.last_line()


class _Player:
    def __init__(self, form: Form, now: datetime, *, summed: bool) -> None:
        self._form = form
        self._summed = summed
        self._now = now
        moment = now.isoformat(timespec="milliseconds")
        self._live = Live(plan(form), today=now.date(), moment=moment, prefilled=True)
        self._language = ""
        naming = form.settings.get("instance_name", "")
        self._naming = Rule("instance_name", naming, Scope(self._live.plan.names), condition=False) if naming else None
        self._flat = is_flat(form)
        self._root = f"/{form.settings.get('name') or 'data'}"
        self._lists: dict[tuple[tuple[str, str], ...], str] = {}
        self._new_lists: dict[str, list[list[str]]] = {}
        self._state: dict[str, Record] = {}
        self._written: dict[str, tuple[Record, str]] = {}

    def first_line(self) -> Line:
        self._state = self._whole()
        now = self._now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        languages = [self._form.language, *self._form.languages]
        line: Line = {"step": 0, "op": None, "now": now, "langs": languages}
        return {**line, **self._told_lists(), "state": dict(self._state), **self._sum()}

    def line(self, step: int, operation: Operation, *, full: bool) -> Line:
        error, change = "", Change()
        try:
            change = self._apply(operation)
        except _WrongOperationError as wrong:
            error = str(wrong)
        changed, removed = self._compared(operation, change)
        line: Line = {"step": step, "op": operation.written, **({"error": error} if error else {})}
        line |= self._told_lists()
        line |= {"state": dict(self._state)} if full else {"changed": changed}
        return line | ({"removed": removed} if removed and not full else {}) | self._sum()

    def last_line(self) -> Line:
        violations = sum(1 for record in self._state.values() if "viol" in record)
        xml = submission(self._live, self._root.removeprefix("/"), self._now, self._title())
        return {"final": {"status": "pending", "violations": violations, "xml": xml}}

    def _sum(self) -> Line:
        if not self._summed:
            return {}
        # A record never changes: another takes its place, so that one is written once however many steps it lasts.
        for ref, record in self._state.items():
            if ref not in self._written or self._written[ref][0] is not record:
                self._written[ref] = (record, _pair(ref, record))
        pairs = f"[{','.join(self._written[ref][1] for ref in self._state)}]"
        # A lone surrogate, which a JSON escape can write, is counted like any other sign.
        digest = hashlib.sha1(pairs.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
        return {"n": len(self._state), "sha": digest[:16]}

    def _told_lists(self) -> Line:
        told, self._new_lists = self._new_lists, {}
        return {"lists": told} if told else {}

    # --- operations

    def _apply(self, operation: Operation) -> Change:
        live = self._live
        if operation.kind == "lang":
            if operation.value not in (self._form.language, *self._form.languages):
                raise _WrongOperationError(f"Le formulaire n’est pas en « {operation.value} ».")
            self._language = "" if operation.value == self._form.language else operation.value
            return Change(dict.fromkeys(live.nodes()))
        node = self._found(operation.ref)
        if operation.kind == "set":
            return live.give(node, self._value(node, operation.value))
        if node.field is None or not node.field.is_repeat or node.is_row:
            raise _WrongOperationError(f"« {operation.ref} » n’est pas un tableau.")
        if operation.kind == "add":
            return live.add_row(node, operation.index)
        if not 0 <= operation.index < len(node.kept):
            raise _WrongOperationError(f"« {operation.ref} » n’a pas de ligne {operation.index}.")
        return live.remove_row(node, operation.index)

    def _value(self, node: Node, text: str) -> Value:
        assert node.field is not None, "the root is never set"
        question = node.field.question
        if question.type is QuestionType.GROUP or node.field.is_block or node.is_row or node.field.is_repeat:
            raise _WrongOperationError(f"« {node.field.path} » n’a pas de valeur.")
        found = value_of(question, text)
        return found if found is not None else text or None

    def _found(self, ref: str) -> Node:
        """The node that a reference names.

        Raises:
            _WrongOperationError: it names none.
        """
        if self._flat:
            found = next((node for node in self._live.nodes() if self._ref(node) == ref), None)
            if found is None:
                raise _WrongOperationError(f"« {ref} » n’existe pas.")
            return found
        node = self._live.scene.root
        for step in ref.removeprefix(f"{self._root}/").split("/"):
            name, _, place = step.rstrip("]").partition("[")
            child = node.children.get(name)
            if child is None:
                raise _WrongOperationError(f"« {ref} » n’existe pas.")
            node = child
            if place and place != "*":
                if not place.isdecimal() or not 1 <= int(place) <= len(child.kept):
                    raise _WrongOperationError(f"« {ref} » n’existe pas.")
                node = child.kept[int(place) - 1]
        return node

    # --- records

    def _compared(self, operation: Operation, change: Change) -> tuple[dict[str, Record], list[str]]:
        """What differs from the state before, which becomes the state now."""
        before = self._state
        shown = {self._ref(node): node for node in change.nodes if not self._is_flattened(node)}
        if operation.kind in ("add", "remove", "lang") or any(ref not in before for ref in shown):
            self._state = self._whole()
            changed = {ref: record for ref, record in self._state.items() if before.get(ref) != record}
            return changed, [ref for ref in before if ref not in self._state]
        records = {ref: self._record(node) for ref, node in shown.items()} | self._titled()
        changed = {ref: record for ref, record in records.items() if before[ref] != record}
        before.update(changed)
        return changed, []

    def _whole(self) -> dict[str, Record]:
        state: dict[str, Record] = {self._root: {"k": "root"}}
        for node in self._live.nodes():
            if not self._is_flattened(node):
                state[self._ref(node)] = self._record(node)
        state[f"{self._root}/meta"] = {"k": "group"}
        number = self._live.scene.token(self._live.scene.root)
        state[f"{self._root}/meta/instanceID"] = {"k": "model-value", "ro": 1, "v": f"uuid:{number}"}
        return state | self._titled()

    def _title(self) -> str | None:
        """The name of the interview, where the form says how to make one."""
        if self._naming is None:
            return None
        root = self._live.scene.root
        title = self._naming.text(Context(self._live.scene, root, root))
        return "" if title == "NaN" else title

    def _titled(self) -> dict[str, Record]:
        title = self._title()
        return {} if title is None else {f"{self._root}/meta/instanceName": {"k": "model-value", "v": title}}

    def _is_flattened(self, node: Node) -> bool:
        """With the setting « flat », groups are no part of references."""
        return self._flat and bool(node.children) and not node.is_row

    def _ref(self, node: Node) -> str:
        parts: list[str] = []
        above: Node | None = node
        while above is not None and above.field is not None:
            place = f"[{above.position}]" if above.is_row else "[*]" if above.field.is_repeat else ""
            if not self._is_flattened(above):
                parts.append(f"{above.field.name}{place}")
            above = above.parent
        return "/".join((self._root, *reversed(parts)))

    def _record(self, node: Node) -> Record:
        assert node.field is not None, "the root has its own record"
        found = facts(self._live, node, self._language)
        kind = _kind(node)
        record: Record = {"k": kind}
        if (shape := _shape(node)) and kind not in ("select", "trigger", "group", "rank"):
            record["t"] = shape
        if not found.relevant:
            record["rel"] = 0
        if found.required:
            record["req"] = 1
        if found.read_only:
            record["ro"] = 1
        if node.field.is_leaf and not node.is_row:
            record["v"] = found.text
        if found.violation:
            record |= {"viol": found.violation, "msg": found.message or None}
        self._tell(record, kind, found)
        return record

    def _tell(self, record: Record, kind: str, found: Facts) -> None:
        if kind != "model-value":
            if found.label:
                record["label"] = found.label
            if found.hint and kind != "group":
                record["hint"] = found.hint
        if kind in ("select", "rank"):
            record["ch"] = self._list(found.choices)

    def _list(self, choices: tuple[Choice, ...]) -> str:
        content = tuple((choice.name, choice.said(self._language)) for choice in choices)
        if content not in self._lists:
            self._lists[content] = f"L{len(self._lists) + 1}"
            self._new_lists[self._lists[content]] = [[name, label] for name, label in content]
        return self._lists[content]


def _pair(ref: str, record: Record) -> str:
    return json.dumps([ref, record], ensure_ascii=False, separators=(",", ":"))


def _kind(node: Node) -> str:
    assert node.field is not None, "the root has its own record"
    question = node.field.question
    if node.field.is_repeat:
        if node.is_row:
            return "repeat-instance"
        return "repeat-range:controlled" if question.repeat_count else "repeat-range:uncontrolled"
    if question.type is QuestionType.GROUP:
        return "group"
    if question.type in _SELECTS:
        return "select"
    if question.type is QuestionType.FOREIGN:
        return "upload" if question.foreign in _MEDIA else "input" if question.foreign in _SHAPES else "model-value"
    if question.type in _WITHOUT_FIELD:
        return "model-value"
    plain = {QuestionType.RANGE: "range", QuestionType.RANK: "rank", QuestionType.ACKNOWLEDGE: "trigger"}
    if question.type in plain:
        return plain[question.type]
    return "note" if question.type is QuestionType.NOTE or question.read_only else "input"


def _shape(node: Node) -> str:
    assert node.field is not None, "the root has its own record"
    question = node.field.question
    if question.type is QuestionType.FOREIGN:
        return "binary" if question.foreign in _MEDIA else question.foreign if question.foreign in _SHAPES else ""
    return _TYPES.get(question.type, "")
