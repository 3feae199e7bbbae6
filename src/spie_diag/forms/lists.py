"""Choices as a form file writes them: in place, in a shared list, or in a CSV file beside the form."""

import re
from collections.abc import Mapping

from spie_diag.forms.definition import Choice, QuestionType
from spie_diag.forms.other_files import is_beside, read_choices_file
from spie_diag.forms.sheet import Table
from spie_diag.forms.source import Source
from spie_diag.forms.vocabulary import SELECTS


def read_lists(entry: Table, source: Source) -> None:
    """The lists that questions share, into ``source``."""
    lists = entry.table("lists")
    if lists is not None:
        for name in lists.keys:
            source.lists[name] = read_choices(lists, name, source)
        lists.finish()


def read_choices(table: Table, key: str, source: Source) -> tuple[Choice, ...]:
    """Choices as ``name: label``, ``name: {label: …, column: …}``, or a list of ``{name: …, label: …, column: …}``."""
    if table.is_list(key):
        rows = table.tables(key)
        names = [row.text("name", needed=True) for row in rows]
        _note_doubles(table, key, names, source)
        for name, row in zip(names, rows, strict=True):
            _note_spaces(name, row, "name", source)
        return tuple(_with_columns(name, row, source) for name, row in zip(names, rows, strict=True))
    named = table.table(key)
    if named is None:
        return ()
    choices: list[Choice] = []
    for name in named.keys:
        _note_spaces(name, named, name, source)
        if named.is_text(name):
            label = named.text(name, needed=not source.is_plain)
            choices.append(Choice(name=name, label=label, place=named.at(name)))
        elif (columns := named.table(name)) is not None:
            choices.append(_with_columns(name, columns, source))
    named.finish()
    return tuple(choices)


def _with_columns(name: str, columns: Table, source: Source) -> Choice:
    texts = source.translations(columns, ("label",))
    own = source.own_text(columns, "label", needed=not source.is_plain)
    extra = {
        column: columns.text(column)
        for column in columns.keys
        if column not in ("label", "name") and not column.startswith("label::")
    }
    columns.finish()
    translated = {language: said["label"] for language, said in texts.items()}
    return Choice(name=name, label=own, extra=extra, texts=translated, place=columns.place)


def _note_spaces(name: str, holder: Table, at: str, source: Source) -> None:
    if re.search(r"\s", name):
        joined = "_".join(name.split())
        sentence = (
            f"Le nom de choix « {name} » contient une espace : dans une réponse, il se lit comme plusieurs choix."
        )
        holder.note(at, sentence, f"Écrivez « {joined} ».", grave=not source.is_plain)


def _note_doubles(table: Table, key: str, names: list[str], source: Source) -> None:
    """Spreadsheets of others hold choices of the same name, told apart by their filter."""
    doubles = sorted({name for name in names if name and names.count(name) > 1}) if len(set(names)) < len(names) else []
    if doubles and not source.accepts_doubles:
        sentence = f"Plusieurs choix de « {key} » ont le même nom : {', '.join(doubles[:5])}."
        table.note(key, sentence, "Donnez un nom à chacun.", grave=not source.is_plain)


def choices_of(table: Table, kind: QuestionType | None, source: Source) -> tuple[tuple[Choice, ...], str, str]:
    """The choices of a question, the name of their list, and their file.

    ``choices: ${name}`` offers the rows of a repeat: there are no choices before somebody answers.
    """
    file, list_name = table.text("choices_file"), table.text("list_name")
    if file:
        choices = _from_file(table, file, source)
    elif table.is_text("choices"):
        list_name = table.text("choices")
        choices = source.lists.get(list_name, ())
        if list_name and list_name not in source.lists and not list_name.startswith("${"):
            _note_unknown_list(table, list_name, source.lists)
            return (), list_name, ""
    else:
        choices = read_choices(table, "choices", source)
    if kind in SELECTS and not choices and not list_name.startswith("${") and not file:
        table.note("choices", "Cette question n’a aucun choix.", "Ajoutez « choices: {nom: Libellé} ».")
    elif choices and kind is not None and kind not in (*SELECTS, QuestionType.FOREIGN):
        table.note("choices", f"Une question de type « {kind.value} » n’a pas de choix.", "Retirez « choices ».")
    return choices, list_name, file


def _note_unknown_list(table: Table, name: str, lists: Mapping[str, tuple[Choice, ...]]) -> None:
    known = f"Listes : {', '.join(lists)}." if lists else "Définissez-la dans « lists »."
    table.note("choices", f"Aucune liste ne s’appelle « {name} ».", known)


def _from_file(table: Table, name: str, source: Source) -> tuple[Choice, ...]:
    if "choices" in table:
        table.note("choices", "Les choix viennent d’un fichier, et sont aussi écrits ici.", "Retirez l’un des deux.")
        table.skip("choices")
    if not is_beside(name):
        table.note("choices_file", f"« {name} » sort du dossier du formulaire.", "Placez le fichier dans ce dossier.")
        return ()
    if not name.lower().endswith(".csv"):
        table.note("choices_file", f"« {name} » n’est pas un fichier CSV.", "Enregistrez la liste en CSV.")
        return ()
    parameters = table.table("parameters")
    columns = (parameters.text("value") or "name", parameters.text("label") or "label") if parameters else None
    named, labelled = columns or ("name", "label")
    if (name, named, labelled) not in source.files:
        source.files[name, named, labelled] = read_choices_file(
            source.folder / name, source.notes, table.at("choices_file"), name=named, label=labelled
        )
    return source.files[name, named, labelled]
