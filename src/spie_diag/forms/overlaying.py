"""Rows of a territory laid over those of the common form: other words, other languages, choices in addition."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from difflib import get_close_matches

from spie_diag.forms.definition import Choice, Question
from spie_diag.forms.sheet import Table
from spie_diag.forms.source import Source
from spie_diag.forms.vocabulary import QUESTION_TEXTS, VISIBILITIES

HIDDEN = "false()"
_FIXED = (
    "appearance", "calculation", "choice_filter", "choices_file", "columns", "constraint", "default", "depth",
    "exclusive", "lead", "list_name", "or_other", "parameters", "read_only", "relevant", "repeat_count", "required",
    "trigger",
)  # fmt: skip


def overlay_question(row: Table, base: Question, choices: tuple[Choice, ...], source: Source) -> Question:
    """A common question with what a row changes of it; ``choices`` are its own, with what a shared list changed."""
    row.text("name")
    row.owner = base.code or base.name
    _note_fixed(row, base)
    own = overlay_choices(row, "choices", choices, source) if _may_overlay_choices(row, base) else choices
    said = {key: source.own_text(row, key) or base.said(key) for key in QUESTION_TEXTS}
    reworded = {key for key, text in said.items() if text != base.said(key)}
    return replace(
        base,
        label=said["label"],
        hint=said["hint"],
        guidance_hint=said["guidance_hint"],
        required_message=said["required_message"],
        constraint_message=said["constraint_message"],
        texts=merged(base.texts, source.translations(row, QUESTION_TEXTS), reworded),
        choices=own,
        list_name=base.list_name if own == choices else "",
        relevant=HIDDEN if row.flag("hidden") else base.relevant,
        visibility=row.word("visibility", VISIBILITIES, base.visibility),
        children=_children(row, base, source),
        place=row.place,
        lines=row.lines,
    )


def _note_fixed(row: Table, base: Question) -> None:
    for key, common in (("code", base.code or ""), ("type", base.type.value)):  # may be said again, for its readers
        if key in row and row.text(key).strip() != common:
            row.note(key, f"« {key} » d’une question commune est le même partout : {common}.", "Retirez-le.")
    for key in _FIXED:
        if key in row:
            advice = "Retirez-le. Pour ne pas poser la question, écrivez « hidden: yes »."
            row.note(key, f"« {key} » d’une question commune est le même partout.", advice)
            row.skip(key)


def _may_overlay_choices(row: Table, base: Question) -> bool:
    if not row.is_text("choices"):
        return "choices" in row
    if row.text("choices").strip() != base.list_name:
        advice = "Retirez-le, ou écrivez les choix à ajouter : « choices: {l_nom: Libellé} »."
        row.note("choices", "La liste des choix d’une question commune est la même partout.", advice)
    return False


def _children(row: Table, base: Question, source: Source) -> tuple[Question, ...]:
    changed = {child.name: child for child in base.children}
    seen: set[str] = set()
    for field in row.tables("fields"):
        name = field.text("name", needed=True)
        if (child := changed.get(name)) is None:
            advice = f"Ses champs : {', '.join(changed)}." if changed else "Cette question n’a pas de champs."
            field.note("name", f"Cette question commune n’a pas de champ « {name} ».", advice)
            continue
        if name in seen:
            field.note("name", f"Le champ « {name} » est écrit deux fois.", "Réunissez les deux lignes.")
        seen.add(name)
        changed[name] = overlay_question(field, child, child.choices, source)
        field.finish()
    return tuple(changed.values())


def overlay_choices(table: Table, key: str, base: tuple[Choice, ...], source: Source) -> tuple[Choice, ...]:
    """The common choices in their order, with other words, and a territory's own after them or where it says."""
    changed = list(base)
    seen: set[str] = set()
    for name, holder, columns in _choice_rows(table, key):
        if name in seen:
            holder.note("name", f"Le choix « {name} » est écrit deux fois.", "Réunissez les deux lignes.")
        seen.add(name)
        known = next((index for index, choice in enumerate(changed) if choice.name == name), None)
        if known is not None:
            changed[known] = _overlay_choice(name, holder, columns, changed[known], source)
        else:
            _add_choice(changed, _new_choice(name, holder, columns, source), columns)
        if columns is not None:
            columns.finish()
    return tuple(changed)


def _choice_rows(table: Table, key: str) -> Iterator[tuple[str, Table, Table | None]]:
    """Each choice: its name, the table that holds it, and its own table where it has one."""
    if table.is_list(key):
        for row in table.tables(key):
            yield row.text("name", needed=True), row, row
        return
    named = table.table(key)
    if named is not None:
        for name in named.keys:
            yield name, named, None if named.is_text(name) else named.table(name)
        named.finish()


def _overlay_choice(name: str, holder: Table, columns: Table | None, base: Choice, source: Source) -> Choice:
    if columns is None:
        label = holder.text(name) or base.label
        return replace(base, label=label, texts=base.texts if label == base.label else {})
    texts = source.translations(columns, ("label",))
    for key in columns.keys:
        if key not in ("name", "label") and not key.startswith("label::"):
            columns.note(key, f"« {key} » d’un choix commun est le même partout.", "Retirez-le.")
            columns.skip(key)
    label = source.own_text(columns, "label") or base.label
    kept = base.texts if label == base.label else {}
    return replace(base, label=label, texts={**kept, **{language: said["label"] for language, said in texts.items()}})


def _new_choice(name: str, holder: Table, columns: Table | None, source: Source) -> Choice:
    if columns is None:
        return Choice(name=name, label=holder.text(name, needed=True))
    texts = source.translations(columns, ("label",))
    return Choice(
        name=name,
        label=source.own_text(columns, "label", needed=True),
        extra={key: columns.text(key) for key in columns.keys if _is_extra(key)},
        texts={language: said["label"] for language, said in texts.items()},
    )


def _is_extra(column: str) -> bool:
    return column not in ("name", "label", "after") and not column.startswith("label::")


def _add_choice(choices: list[Choice], added: Choice, columns: Table | None) -> None:
    after = columns.text("after") if columns is not None else ""
    names = [choice.name for choice in choices]
    if columns is not None and after and after not in names:
        columns.note("after", f"Aucun choix ne s’appelle « {after} ».", nearest(after, names))
    choices.insert(names.index(after) + 1 if after in names else len(choices), added)


def nearest(word: str, words: Sequence[str]) -> str:
    """« Vouliez-vous dire… ? », or nothing where no word is near."""
    close = get_close_matches(word, words, n=1, cutoff=0.6)
    return f"Vouliez-vous dire « {close[0]} » ?" if close else ""


def merged(
    base: Mapping[str, Mapping[str, str]], more: Mapping[str, Mapping[str, str]], reworded: Set[str]
) -> dict[str, Mapping[str, str]]:
    """Translations of both, by language; the later ones win, and the older ones of a ``reworded`` text go."""
    languages = dict.fromkeys((*base, *more))
    kept = {
        language: {key: text for key, text in said.items() if key not in reworded} for language, said in base.items()
    }
    return {language: {**kept.get(language, {}), **more.get(language, {})} for language in languages}
