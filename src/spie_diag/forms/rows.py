"""The rows of a form file: questions, choices, situations, objectives."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from spie_diag.forms.definition import (
    Choice,
    Depth,
    Lead,
    Nature,
    Objective,
    ObjectiveCode,
    Question,
    QuestionCode,
    QuestionType,
    Situation,
    SituationCode,
    Visibility,
)
from spie_diag.forms.sheet import Table

LEADS = {"social": Lead.SOCIAL, "emploi": Lead.EMPLOYMENT, "commun": Lead.SHARED, "personne": Lead.PERSON}
_DEPTHS = {"essentiel": Depth.ESSENTIAL, "approfondi": Depth.IN_DEPTH}
_VISIBILITIES = {
    "partageable": Visibility.SHAREABLE,
    "restreint": Visibility.RESTRICTED,
    "interne": Visibility.INTERNAL,
}
_NATURES = {"contrainte": Nature.CONSTRAINT, "point_appui": Nature.STRENGTH, "neutre": Nature.NEUTRAL}
_TYPES = {kind.value: kind for kind in QuestionType}
_HOLDERS = (QuestionType.GROUP, QuestionType.REPEAT)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_CHILD_NAME = re.compile(r"[A-Za-z0-9_]+")


def read_choices(table: Table, key: str) -> tuple[Choice, ...]:
    """Choices as ``name: label``, or ``name: {label: …, column: …}`` for a choice filter."""
    rows = table.table(key)
    if rows is None:
        return ()
    choices: list[Choice] = []
    for name in rows.keys:
        if re.search(r"\s", name):
            joined = "_".join(name.split())
            rows.note(name, f"Le nom de choix « {name} » contient une espace.", f"Écrivez « {joined} ».")
        if rows.is_text(name):
            choices.append(Choice(name=name, label=rows.text(name, needed=True)))
        elif (columns := rows.table(name)) is not None:
            extra = {column: columns.text(column) for column in columns.keys if column != "label"}
            choices.append(Choice(name=name, label=columns.text("label", needed=True), extra=extra))
            columns.finish()
    rows.finish()
    return tuple(choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """What a question takes from its block, or a field from its question, unless it says otherwise."""

    lead: Lead = Lead.SHARED
    depth: Depth = Depth.ESSENTIAL
    visibility: Visibility = Visibility.SHAREABLE
    owner: str = ""
    """The code or name of the question that holds a field; empty for a question."""


def read_question(table: Table, lists: Mapping[str, tuple[Choice, ...]], inherited: Inherited) -> Question:
    """One question, whole even when faults were noted."""
    inner = bool(inherited.owner)
    name = table.text("name", needed=True)
    code = "" if inner else table.text("code")
    table.owner = f"{inherited.owner}/{name}" if inner else code or name
    pattern = _CHILD_NAME if inner else _NAME
    if name and not pattern.fullmatch(name):
        advice = "Un nom s’écrit en minuscules sans accent, chiffres et tirets bas : logement_type."
        table.note("name", f"« {name} » ne peut pas être un nom.", advice)
    kind: QuestionType | None = table.word("type", _TYPES, None, needed=True)
    lead = table.word("lead", LEADS, inherited.lead)
    depth = table.word("depth", _DEPTHS, inherited.depth)
    visibility = table.word("visibility", _VISIBILITIES, inherited.visibility)
    question = Question(
        name=name,
        code=QuestionCode(code) if code else None,
        type=kind or QuestionType.TEXT,
        label=table.text("label", needed=kind is not QuestionType.CALCULATE),
        hint=table.text("hint"),
        choices=_choices(table, kind, lists),
        exclusive=frozenset(table.texts("exclusive")),
        relevant=table.text("relevant"),
        required=table.text("required"),
        required_message=table.text("required_message"),
        constraint=table.text("constraint"),
        constraint_message=table.text("constraint_message"),
        calculation=table.text("calculation"),
        choice_filter=table.text("choice_filter"),
        default=table.text("default"),
        appearance=frozenset(" ".join(table.texts("appearance")).split()),
        parameters=table.pairs("parameters"),
        depth=depth,
        lead=lead,
        visibility=visibility,
        children=()
        if inner
        else _children(
            table, kind, lists, Inherited(lead=lead, depth=depth, visibility=visibility, owner=table.owner or "?")
        ),
        read_only=table.flag("read_only"),
        place=table.place,
        lines=table.lines,
    )
    if inner and (kind in _HOLDERS or "fields" in table):
        table.note("fields", "Un champ ne contient pas d’autres champs.", "Sortez-les du groupe.")
    else:
        table.finish()
    return question


def _choices(table: Table, kind: QuestionType | None, lists: Mapping[str, tuple[Choice, ...]]) -> tuple[Choice, ...]:
    if not table.is_text("choices"):
        choices = read_choices(table, "choices")
    elif (listed := lists.get(table.text("choices"))) is not None:
        choices = listed
    else:
        known = f"Listes : {', '.join(lists)}." if lists else "Définissez-la dans « lists »."
        table.note("choices", f"Aucune liste ne s’appelle « {table.text('choices')} ».", known)
        return ()
    selects = kind in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
    if kind is None:
        return choices
    if selects and not choices:
        table.note("choices", "Cette question n’a aucun choix.", "Ajoutez « choices: {nom: Libellé} ».")
    elif choices and not selects:
        table.note("choices", f"Une question de type « {kind.value} » n’a pas de choix.", "Retirez « choices ».")
    return choices


def _children(
    table: Table, kind: QuestionType | None, lists: Mapping[str, tuple[Choice, ...]], inherited: Inherited
) -> tuple[Question, ...]:
    rows = table.tables("fields")
    if kind in _HOLDERS and not rows:
        table.note("fields", "Ce groupe n’a aucun champ.", "Ajoutez « fields: » et la liste de ses champs.")
    if rows and kind is not None and kind not in _HOLDERS:
        table.note("fields", f"Une question de type « {kind.value} » n’a pas de champs.", "Choisissez group ou repeat.")
        return ()
    return tuple(read_question(row, lists, inherited) for row in rows)


def read_situation(table: Table) -> Situation:
    code = table.text("code", needed=True)
    table.owner = code or table.owner
    situation = Situation(
        code=SituationCode(code),
        nature=table.word("nature", _NATURES, Nature.NEUTRAL, needed=True),
        label=table.text("label", needed=True),
        relevant=table.text("relevant"),
        ft=table.text("ft"),
        services=table.texts("services"),
        place=table.place,
        lines=table.lines,
    )
    table.finish()
    return situation


def read_objective(table: Table) -> Objective:
    code = table.text("code", needed=True)
    table.owner = code or table.owner
    objective = Objective(
        code=ObjectiveCode(code),
        label=table.text("label", needed=True),
        ft_label=table.text("ft_label"),
        services=table.texts("services"),
        actions=table.texts("actions"),
        place=table.place,
    )
    table.finish()
    return objective
