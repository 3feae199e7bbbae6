"""The rows of a territory's file laid over the form that it stands on."""

from collections.abc import Iterator
from dataclasses import replace

from spie_diag.forms.core import another_version
from spie_diag.forms.definition import Block, BlockCode, Form, Question
from spie_diag.forms.lists import read_choices
from spie_diag.forms.overlaying import HIDDEN, merged, nearest, overlay_choices, overlay_question
from spie_diag.forms.reading import OWN_SETTINGS, block_file, read_block
from spie_diag.forms.rows import Inherited, read_objective, read_questions, read_situation
from spie_diag.forms.sheet import Table
from spie_diag.forms.source import Source
from spie_diag.forms.vocabulary import BLOCK_TEXTS

_FIXED = ("name", "kind", "lead", "anchors", "relevant", "manual", "ft", "services", "sharing")
STANDS_ON = ("extends", "extends_version", "extends_core", "extends_core_version")
"""Settings that nobody writes: the reading knows them."""


class Laying:
    """One territory's file laid over its base."""

    def __init__(self, entry: Table, base: Form, source: Source) -> None:
        self._entry = entry
        self._base = base
        self._source = source
        self._shared = {one.list_name: one.choices for one in base.every_question() if one.list_name}
        self.files = [entry.place.file]

    def form(self) -> Form:
        """The whole form, even when faults were noted."""
        entry, base, source = self._entry, self._base, self._source
        settings = entry.table("settings")
        if settings is None:
            entry.note("settings", "Il manque « settings » : form_id, form_title et version.")
        else:
            self._read_languages(settings)
        self._read_lists()
        if "survey" in entry:
            advice = "Nommez ce bloc dans « blocks »."
            entry.note("survey", "Les questions d’un territoire se placent dans un bloc.", advice)
            entry.skip("survey")
        blocks = self._blocks()
        calculations = read_questions(entry.tables("calculations"), source, Inherited())
        self._note_version()
        form = Form(
            name=settings.text("form_id", needed=True) if settings else "",
            title=settings.text("form_title", needed=True) if settings else "",
            version=settings.text("version", needed=True) if settings else "",
            language=base.language,
            languages=tuple(source.languages),
            blocks=blocks,
            calculations=(*base.calculations, *calculations),
            settings={
                **base.settings,
                **(_other_settings(settings, base) if settings else {}),
                **_stands_on(base),
            },
            setting_places={
                **base.setting_places,
                **({key: settings.at(key) for key in settings.keys} if settings else {}),
            },
            place=entry.place,
        )
        entry.finish()
        return form

    def _note_version(self) -> None:
        written_for = self._entry.text("extends_version").strip()
        if written_for and written_for != self._base.version:
            self._entry.note("extends_version", *another_version(written_for, self._base), grave=False)

    def _read_languages(self, settings: Table) -> None:
        source, base = self._source, self._base
        if settings.text("default_language").strip() not in ("", base.language):
            sentence = f"Les textes d’un territoire s’écrivent d’abord dans la langue commune : {base.language}."
            settings.note("default_language", sentence, "Retirez-le, et ajoutez les autres langues par « label::… ».")
        declared = settings.texts("languages")
        source.languages = [*dict.fromkeys((*base.languages, *declared))]
        source.are_declared = bool(declared)

    def _read_lists(self) -> None:
        lists, source = self._entry.table("lists"), self._source
        source.lists.update(self._shared)
        for name in lists.keys if lists else ():
            if lists is None:
                break
            common = self._shared.get(name)
            source.lists[name] = (
                read_choices(lists, name, source) if common is None else overlay_choices(lists, name, common, source)
            )
        if lists is not None:
            lists.finish()

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _blocks(self) -> tuple[Block, ...]:
        changed = {block.code: self._with_lists(block) for block in self._base.blocks}
        order = [*changed]
        seen: set[str] = set()
        for table in self._tables():
            code = BlockCode(table.text("block", needed=True))
            if code in seen:
                table.note("block", f"Le bloc « {code} » est écrit deux fois.", "Réunissez-les.")
            seen.add(code)
            if code in changed and code in self._base.by_code:
                changed[code] = self._over(changed[code], table)
            else:
                after = BlockCode(table.text("after"))
                if after and after not in order:
                    table.note("after", f"Aucun bloc n’a le code « {after} ».", nearest(after, order))
                order.insert(order.index(after) + 1 if after in order else len(order), code)
                changed[code] = read_block(table, self._source)
        return tuple(changed[code] for code in dict.fromkeys(order))

    def _tables(self) -> Iterator[Table]:
        """Each block is a file named from the entry file's folder, or written in place."""
        for item in self._entry.items("blocks"):
            if isinstance(item, Table):
                yield item
                continue
            name, place = item
            if (table := block_file(name, place, self._source)) is not None:
                self.files.append(self._source.folder / name)
                yield table

    def _with_lists(self, block: Block) -> Block:
        """A common block, its questions with what the territory changed of the lists that they share."""
        return replace(block, questions=tuple(self._with_list(question) for question in block.questions))

    def _with_list(self, question: Question) -> Question:
        choices = self._source.lists.get(question.list_name, question.choices)
        children = tuple(self._with_list(child) for child in question.children)
        if choices == question.choices and children == question.children:
            return question
        return replace(question, choices=choices, children=children)

    def _over(self, base: Block, table: Table) -> Block:
        table.owner = base.code
        for key in _FIXED:
            if key in table:
                table.note(key, f"« {key} » d’un bloc commun est le même partout.", "Retirez-le.")
                table.skip(key)
        said = replace(
            base,
            label=self._source.own_text(table, "label") or base.label,
            open_question=self._source.own_text(table, "open_question") or base.open_question,
            prompts=table.texts("prompts") or base.prompts,
        )
        reworded = {key for key in BLOCK_TEXTS if getattr(said, key) != getattr(base, key)}
        block = replace(
            said,
            texts=merged(base.texts, self._source.translations(table, BLOCK_TEXTS), reworded),
            advice=table.text("advice") or base.advice,
            questions=self._questions(base, table),
            situations=(*base.situations, *(read_situation(row) for row in table.tables("situations"))),
            objectives=(*base.objectives, *(read_objective(row) for row in table.tables("objectives"))),
        )
        table.finish()
        return block

    def _questions(self, base: Block, table: Table) -> tuple[Question, ...]:
        """The common ones in their order, changed or not, and the local ones where they say, or at the end."""
        questions = list(base.questions)
        left = {one.name: one for one in base.questions}
        last_after: dict[str, str] = {}
        for row in table.tables("survey"):
            named = row.text("name").strip() or row.text("code").strip()
            known = next((one for one in base.questions if named and named in (one.name, one.code)), None)
            if known is not None and left.pop(known.name, None) is None:
                row.note("name", f"« {named} » est écrite deux fois.", "Réunissez les deux lignes.")
            elif known is not None:
                questions[[one.name for one in questions].index(known.name)] = overlay_question(
                    row, known, known.choices, self._source
                )
                row.finish()
            elif "type" in row:
                for added in self._local(row, base):
                    self._insert(questions, added, row, last_after)
            else:
                row.note("name", f"Le bloc {base.code} n’a pas de question « {named} ».", self._hint(named, base))
        return tuple(questions)

    def _hint(self, named: str, block: Block) -> str:
        """What to do about a row that changes nothing known and, without a type, adds nothing."""
        for other in self._base.blocks:
            if any(named in (one.name, one.code) for one in other.questions):
                return f"Elle est dans le bloc {other.code} : déplacez la ligne."
        close = nearest(named, [one.name for one in block.questions])
        return close or f"Une question locale a un « type », et un code comme L-{block.code}-01."

    def _local(self, row: Table, block: Block) -> tuple[Question, ...]:
        """What a row adds: one question, or none once the form is too large."""
        hidden, _ = row.flag("hidden"), row.text("after")
        added = read_questions([row], self._source, Inherited(lead=block.lead))
        return tuple(replace(one, relevant=HIDDEN) for one in added) if hidden else added

    def _insert(self, questions: list[Question], added: Question, row: Table, last_after: dict[str, str]) -> None:
        """Behind the question that the row names, and behind those put there before it."""
        after = row.text("after").strip()
        names = [one.name for one in questions]
        anchor = next((one.name for one in questions if after and after in (one.name, one.code)), "")
        if after and not anchor:
            row.note("after", f"Aucune question de ce bloc ne s’appelle « {after} ».", nearest(after, names))
        place = names.index(last_after.get(anchor, anchor)) + 1 if anchor else len(questions)
        questions.insert(place, added)
        last_after[anchor] = added.name


def _stands_on(base: Form) -> dict[str, str]:
    """What the settings remember of the form under this one and, where that stands on another, of the common one."""
    told = {"extends": base.name, "extends_version": base.version}
    below = base.settings
    if "extends" in below:
        told["extends_core"] = below.get("extends_core", below["extends"])
        told["extends_core_version"] = below.get("extends_core_version", below.get("extends_version", ""))
    return told


def _other_settings(settings: Table, base: Form) -> dict[str, str]:
    if settings.text("form_id").strip() == base.name:
        advice = "Donnez au formulaire du territoire un nom à lui."
        settings.note("form_id", f"« {base.name} » est le nom du formulaire commun.", advice)
    others = {key: settings.text(key) for key in settings.keys if key not in OWN_SETTINGS}
    for key in STANDS_ON:
        if key in others:
            settings.note(key, f"« {key} » s’écrit en tête du fichier, hors de « settings ».", "Déplacez-le.")
    settings.finish()
    return others
