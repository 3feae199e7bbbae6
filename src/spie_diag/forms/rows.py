"""The rows of a form file: questions, situations, objectives."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from spie_diag.forms.definition import (
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
from spie_diag.forms.lists import choices_of
from spie_diag.forms.or_other import with_other
from spie_diag.forms.sheet import Table
from spie_diag.forms.source import MOST_QUESTIONS, Source
from spie_diag.forms.vocabulary import (
    DEPTHS,
    HOLDERS,
    LEADS,
    NATURES,
    OWN_TYPES,
    QUESTION_TEXTS,
    SELECTS,
    SILENT,
    TYPES,
    VISIBILITIES,
)

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_CHILD_NAME = re.compile(r"[A-Za-z0-9_]+")
_PLAIN_NAME = re.compile(r"[^\W\d][\w.-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """What a question takes from its block, or a field from its question, unless it says otherwise."""

    lead: Lead = Lead.SHARED
    depth: Depth = Depth.ESSENTIAL
    visibility: Visibility = Visibility.SHAREABLE
    owner: str = ""
    """The code or path of the question that holds a field; empty for a question."""


def read_questions(tables: Iterable[Table], source: Source, inherited: Inherited) -> tuple[Question, ...]:
    """The questions of a list of rows; ``or_other`` makes two of one row."""
    questions: list[Question] = []
    for table in tables:
        if source.questions == MOST_QUESTIONS:
            source.questions += 1  # told once, whatever the number of lists that remain
            table.note("name", "Un formulaire a au plus 10 000 questions.", "Partagez-le.")
            source.notes.are_enough = True
        if source.is_too_large:
            break
        question = _read_question(table, source, inherited)
        if table.flag("or_other") and _may_have_other(table, question, source):
            questions.extend(with_other(question, source.language))
        else:
            questions.append(question)
        table.finish()
    return tuple(questions)


def _read_question(table: Table, source: Source, inherited: Inherited) -> Question:
    """One question, whole even when faults were noted; ``finish`` the table after it."""
    source.questions += 1
    inner = bool(inherited.owner)
    name = table.text("name", needed=True).strip()
    code = "" if inner or source.is_plain else table.text("code").strip()
    table.owner = f"{inherited.owner}/{name}" if inner else code or name
    _note_name(table, name, inner=inner, plain=source.is_plain)
    kind, foreign = _type(table)
    own = Inherited(
        lead=table.word("lead", LEADS, inherited.lead),
        depth=table.word("depth", DEPTHS, inherited.depth),
        visibility=table.word("visibility", VISIBILITIES, inherited.visibility),
        owner=table.owner or "?",
    )
    choices, list_name, file = choices_of(table, kind, source)
    needs_label = not source.is_plain and kind not in SILENT
    question = Question(
        name=name,
        code=QuestionCode(code) if code else None,
        type=kind or QuestionType.TEXT,
        foreign=foreign,
        label=source.own_text(table, "label", needed=needs_label),
        texts=source.translations(table, QUESTION_TEXTS),
        choices=choices,
        list_name=list_name,
        choices_file=file,
        depth=own.depth,
        lead=own.lead,
        visibility=own.visibility,
        children=_children(table, kind, source, own, inner=inner),
        place=table.place,
        lines=table.lines,
    )
    return _with_the_rest(question, table, source)


def _with_the_rest(question: Question, table: Table, source: Source) -> Question:
    """The question with its expressions, and what every type may say."""
    return replace(
        question,
        hint=source.own_text(table, "hint"),
        guidance_hint=source.own_text(table, "guidance_hint"),
        exclusive=frozenset(table.texts("exclusive")),
        relevant=table.text("relevant"),
        required=table.text("required"),
        required_message=source.own_text(table, "required_message"),
        constraint=table.text("constraint"),
        constraint_message=source.own_text(table, "constraint_message"),
        calculation=table.text("calculation"),
        choice_filter=table.text("choice_filter"),
        default=table.text("default"),
        trigger=_trigger(table),
        repeat_count=table.text("repeat_count"),
        appearance=frozenset(" ".join(table.texts("appearance")).split()),
        parameters=table.pairs("parameters"),
        read_only=table.flag("read_only"),
        columns=table.pairs("columns"),
    )


def _note_name(table: Table, name: str, *, inner: bool, plain: bool) -> None:
    pattern = _PLAIN_NAME if plain else _CHILD_NAME if inner else _NAME
    if name and not pattern.fullmatch(name):
        advice = (
            "Un nom commence par une lettre ou un tiret bas, puis des lettres, des chiffres, _ - et des points."
            if plain
            else "Un nom s’écrit en minuscules sans accent, chiffres et tirets bas : logement_type."
        )
        table.note("name", f"« {name} » ne peut pas être un nom.", advice)


def _type(table: Table) -> tuple[QuestionType | None, str]:
    """The type, and what the file calls one of other programs; no type once a fault is noted."""
    written = table.text("type", needed=True).strip()
    if written in TYPES:
        return TYPES[written]
    if written.startswith("osm "):
        return QuestionType.FOREIGN, written
    first = written.partition(" ")[0]
    if first.endswith("_from_file"):
        advice = f"Écrivez « type: {first.removesuffix('_from_file')} » et « choices_file: liste.csv »."
        table.note("type", f"« {written} » ne s’écrit pas ainsi ici.", advice)
    elif first in OWN_TYPES and OWN_TYPES[first] in SELECTS:
        advice = f"Écrivez « type: {first} » et « choices: {written.partition(' ')[2]} »."
        table.note("type", f"« {written} » ne s’écrit pas ainsi ici.", advice)
    elif written:
        close = get_close_matches(written, TYPES, n=1, cutoff=0.7)
        advice = f"Vouliez-vous dire « {close[0]} » ?" if close else f"Choisissez : {', '.join(OWN_TYPES)}."
        table.note("type", f"« {written} » n’est pas une valeur de « type ».", advice)
    return None, ""


def _trigger(table: Table) -> tuple[str, ...]:
    """Names, one or a list, also as ``${name}`` and between commas."""
    written = ",".join(table.texts("trigger"))
    names = (part.strip().removeprefix("${").removesuffix("}").strip() for part in written.split(","))
    return tuple(name for name in names if name)


def _may_have_other(table: Table, question: Question, source: Source) -> bool:
    if not source.is_plain:
        advice = "Ajoutez le choix « Autre », et une question avec son code pour préciser."
        table.note("or_other", "Dans un bloc, « or_other » n’a pas de code à donner.", advice)
    elif question.type not in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE):
        table.note("or_other", "Seule une question à choix peut avoir « or_other ».", "Retirez « or_other ».")
    elif question.choice_filter:
        advice = "Ajoutez le choix « other » et la question qui précise."
        table.note("or_other", "Un filtre de choix cacherait le choix « Autre ».", advice)
    else:
        return True
    return False


def _children(
    table: Table, kind: QuestionType | None, source: Source, inherited: Inherited, *, inner: bool
) -> tuple[Question, ...]:
    """The fields of a group or repeat: at any depth in a plain form, one level under a coded question."""
    if inner and not source.is_plain:
        if kind in HOLDERS or "fields" in table:
            table.note("fields", "Un champ ne contient pas d’autres champs.", "Sortez-les du groupe.")
            table.skip("fields")
        return ()
    rows = table.tables("fields")
    if kind in HOLDERS and not rows and not source.is_plain:
        table.note("fields", "Ce groupe n’a aucun champ.", "Ajoutez « fields: » et la liste de ses champs.")
    if rows and kind is not None and kind not in HOLDERS:
        table.note("fields", f"Une question de type « {kind.value} » n’a pas de champs.", "Choisissez group ou repeat.")
        return ()
    return read_questions(rows, source, inherited)


def read_situation(table: Table) -> Situation:
    code = table.text("code", needed=True)
    table.owner = code or table.owner
    situation = Situation(
        code=SituationCode(code),
        nature=table.word("nature", NATURES, Nature.NEUTRAL, needed=True),
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
