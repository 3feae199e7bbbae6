"""The story of the blank questionnaire: its first lines, then each domain and each question, in screen order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Final

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from spie_diag.documents import questionnaire_style as paper
from spie_diag.documents.parts import Group, heading, item, paragraph
from spie_diag.documents.questionnaire_answers import DAY_BOXES, shape_of, space_for
from spie_diag.documents.questionnaire_boxes import (
    Beside,
    Columns,
    Said,
    Shape,
    column_height,
    figures,
    lines,
    marked,
    role_of,
    rule,
    said,
    titled,
)
from spie_diag.documents.questionnaire_conditions import is_asked, is_never, told
from spie_diag.documents.questionnaire_tables import (
    MOST_FIELDS,
    MOST_IN_LIST,
    NEVER_ON_PAPER,
    boxed_fields,
    boxes_table,
    boxes_width,
    fields_of,
    levels_table,
    rows_to_fill,
    rows_width,
)
from spie_diag.documents.questionnaire_words import Wording
from spie_diag.documents.typography import BODY, STRONG, markup
from spie_diag.forms.definition import Block, Depth, Form, Lead, Question, QuestionType, Visibility
from spie_diag.forms.languages import in_french, own_name

_LEADS: Final = {
    Lead.SOCIAL: "Plutôt mené par le champ social.",
    Lead.EMPLOYMENT: "Plutôt mené par le champ emploi.",
    Lead.SHARED: "Mené à deux.",
    Lead.PERSON: "La personne parle en premier.",
}
_NO_COLUMN: Final = (
    QuestionType.REPEAT,
    QuestionType.NOTE,
    QuestionType.RANK,
    QuestionType.ACKNOWLEDGE,
    QuestionType.FOREIGN,
)
"""Fields of a repeat that no cell of a table can hold."""
_TALLEST_IN_COLUMN: Final = paper.PAGE_ROOM * 0.6
_OWN_WORDS: Final = 84.0


def story(form: Form, wording: Wording) -> list[Flowable]:
    """Everything there is to lay out, in reading order."""
    wording.count(lambda question: is_asked(question, wording))
    bundles = [bundle for block in form.blocks for bundle in _block(block, wording)]
    bundles += _survey(form.survey, wording, 2)
    return [*_opening(form, wording), *_laid_out(bundles), *_closing()]


def shown_language(form: Form, language: str) -> str:
    """The language as people call it; empty where nobody named it."""
    named = language or form.language
    french, own = in_french(named), own_name(named)
    if named == "default" or own.casefold() in ("", french):
        return french
    return f"{french} ({own})" if french else own


def _opening(form: Form, wording: Wording) -> list[Flowable]:
    language = shown_language(form, wording.language)
    facts = [f"Version {form.version}" if form.version else "", language and f"Langue : {language}", form.name]
    number = lines(1, paper.COLUMN)
    number.alt = "Une ligne pour le numéro du dossier"
    held = figures(*DAY_BOXES, paper.COLUMN)
    return [
        titled(wording.words(form.title) or form.name, paper.TITLE, 1, wording.tag),
        paragraph(" · ".join(fact for fact in facts if fact), paper.FACT),
        _space(4),
        Beside(paragraph("Numéro du dossier, sans aucun nom", paper.LABEL), number, paper.COLUMN),
        _space(6),
        Beside(paragraph("Date de l’entretien", paper.LABEL), held, paper.COLUMN),
        *_guide(form),
    ]


def _guide(form: Form) -> list[Flowable]:
    """How to fill the pages, for somebody who has never seen the application."""
    told_ = [
        "Case ronde : une seule réponse. Case carrée, « plusieurs réponses » : autant que la personne en donne.",
        "Rien n’est obligatoire, sauf ce qui porte « réponse attendue ». La personne ne sait pas : écrivez « ? ». "
        "Elle ne souhaite pas répondre : « – ». La question ne la concerne pas : « s. o. »",
        "Une phrase qui commence par « Si » dit quand poser la question qui suit.",
    ]
    if form.blocks:
        told_ += [
            "Le code devant une question est le même à l’écran : il sert à saisir ces feuilles ensuite, dans le même "
            "ordre.",
            "« Réservé » : la réponse ne sort pas de vos deux structures sans l’accord de la personne.",
        ]
    if any(block.is_rated for block in form.blocks):
        told_.append(
            "À la fin d’un domaine, chaque spécialiste coche dans sa colonne avant de voir celle de l’autre ; la "
            "personne donne son niveau à elle. Pas assez d’éléments : ne cochez rien."
        )
    told_.append("Gardez ces feuilles sous clé, saisissez-les dès que possible, puis détruisez-les.")
    return [
        heading("Comment remplir ces pages", paper.SECTION, 2),
        Group("L"),
        *(item(text, paper.GUIDE) for text in told_),
        Group(),
    ]


def _closing() -> list[Flowable]:
    asked = ("Saisi dans l’application le", "Feuilles détruites le")
    last: list[Flowable] = [rule(strong=True), heading("Après l’entretien", paper.SECTION, 2)]
    for label in asked:
        last += [Beside(paragraph(label, paper.LABEL), figures(*DAY_BOXES, paper.COLUMN), paper.COLUMN), _space(6)]
    return [CondPageBreak(_height(last)), *last]


# --- a domain -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bundle:
    """A question with its answer: never on two pages where one can hold it."""

    make: Callable[[float], list[Flowable]]
    """What it is made of, for a width in points."""
    wide: bool = False
    """Always across the page."""
    is_title: bool = False
    """Never the last on a page."""


def _headed(head: list[Flowable], bundles: Sequence[Bundle]) -> list[Bundle]:
    """The same bundles under a title, as wide as the first of them; nothing where there is none."""
    if not bundles:
        return []
    return [Bundle(lambda _width: head, bundles[0].wide, is_title=True), *bundles]


def _block(block: Block, wording: Wording) -> list[Bundle]:
    if is_never(block.relevant, wording):
        return []
    essential = [one for one in block.questions if one.depth is Depth.ESSENTIAL]
    in_depth = [one for one in block.questions if one.depth is Depth.IN_DEPTH]
    deeper = [paragraph("Approfondir", paper.SECTION, "H3")]
    bundles = [*_bundles(essential, wording, 3, block), *_headed(deeper, [*_bundles(in_depth, wording, 4, block)])]
    if block.is_rated:
        bundles.append(Bundle(lambda width: _levels(block, wording, width)))
    return _headed(_block_head(block, wording), bundles)


def _block_head(block: Block, wording: Wording) -> list[Flowable]:
    parts: list[Flowable] = [rule(strong=True), titled(wording.block(block, "label"), paper.BLOCK, 2, wording.tag)]
    condition = told(block.relevant, wording)
    if block.manual:
        condition = "Seulement si la personne et vous souhaitez ouvrir ce sujet."
    if condition:
        parts.append(paragraph(condition, paper.CONDITION))
    if block.open_question:
        parts.append(said(wording.block(block, "open_question"), paper.OPEN, wording.tag))
    if block.prompts:
        parts.append(paragraph(f"Relances : {' '.join(map(wording.words, block.prompts))}", paper.SMALL))
    advice = " ".join(text for text in (_LEADS[block.lead], wording.words(block.advice)) if text)
    parts.append(paragraph(f"Repères : {advice}", paper.SMALL))
    return parts


def _levels(block: Block, wording: Wording, width: float) -> list[Flowable]:
    own = lines(1, width - _OWN_WORDS)
    own.alt = "Une ligne pour les mots de la personne"
    parts: list[Flowable] = [rule(), paragraph("Où en est ce domaine ?", paper.QUESTION, "H3"), _space(2)]
    words = Beside(paragraph("Ses mots à elle :", paper.FIELD), own, width - _OWN_WORDS)
    more = lines(1, width)
    more.alt = "Une autre ligne pour ses mots"
    return [*parts, levels_table(block, wording, width), words, more, _space(2)]


# --- questions ------------------------------------------------------------------------------------------------------


def _survey(questions: Iterable[Question], wording: Wording, depth: int) -> list[Bundle]:
    """Questions outside all domains: groups become parts with a title, in the order of the file."""
    found: list[Bundle] = []
    for question in questions:
        if _is_part(question, wording):
            found += _part(question, wording, depth)
        else:
            found += _bundles([question], wording, depth, None)
    return found


def _part(question: Question, wording: Wording, depth: int) -> list[Bundle]:
    """A group, or a repeat too rich for a table, as a part of the pages with its own title."""
    if not is_asked(question, wording):
        return []
    label = wording.words(question.said("label", wording.language))
    head: list[Flowable] = [rule(strong=True)] if depth == 2 else []
    if label:
        head.append(titled(label, paper.BLOCK if depth == 2 else paper.SECTION, depth, wording.tag))
    condition = told(question.relevant, wording)
    if condition:
        head.append(paragraph(f"{condition.removesuffix(' :')}, remplissez cette partie.", paper.CONDITION))
    if question.type is QuestionType.REPEAT:
        head.append(paragraph("À recopier autant de fois qu’il le faut, une fois pour chaque ligne.", paper.CONDITION))
    return _headed(head, _survey(question.children, wording, depth + 1 if label else depth))


def _bundles(questions: Iterable[Question], wording: Wording, depth: int, block: Block | None) -> Iterator[Bundle]:
    for question in questions:
        if is_asked(question, wording):
            yield Bundle(partial(_ruled, question, wording, depth, block), _takes_width(question, wording))


def _ruled(question: Question, wording: Wording, depth: int, block: Block | None, width: float) -> list[Flowable]:
    return [rule(), *_question(question, wording, depth, block, width)]


def _takes_width(question: Question, wording: Wording) -> bool:
    if question.type is QuestionType.REPEAT:
        return rows_width(question, wording) > paper.COLUMN
    if question.type is not QuestionType.GROUP:
        return False
    if fields := boxed_fields(question, wording):
        return boxes_width(fields, wording) > paper.COLUMN
    return any(_takes_width(child, wording) for child in question.children)


def _question(question: Question, wording: Wording, depth: int, block: Block | None, width: float) -> list[Flowable]:
    condition = told(question.relevant, wording, block)
    parts: list[Flowable] = [paragraph(condition, paper.CONDITION)] if condition else []
    if question.type is QuestionType.NOTE:
        return [*parts, said(wording.text(question, "label"), paper.FIELD, wording.tag), _space(2)]
    parts.append(_label(question, wording, depth))
    for key in ("hint", "guidance_hint"):
        text = wording.text(question, key)
        if text:
            parts.append(said(text, paper.HINT, wording.tag))
    if question.visibility is Visibility.INTERNAL:
        return [*parts, paragraph(NEVER_ON_PAPER, paper.CONDITION), _space(2)]
    return [*parts, _space(2), *_answer(question, wording, depth, block, width), _space(2)]


def _label(question: Question, wording: Wording, depth: int) -> Said:
    """« LOG-01  Où vivez-vous ?  (réservé) »: the code first, then the words, then how to answer."""
    mark = wording.mark(question)
    code = f'<font name="{BODY}">{markup(mark)}</font>  ' if mark else ""
    text = markup(wording.text(question, "label"), STRONG)
    return marked(f"{code}{text}{_noted(question, wording)}", paper.QUESTION, wording.tag, role=role_of(depth))


def _noted(question: Question, wording: Wording) -> str:
    """How to answer, as markup after the words."""
    notes = _notes(question, wording)
    return f' <font name="{BODY}" size="{paper.SMALLEST}">{markup(f"({notes})")}</font>' if notes else ""


def _notes(question: Question, wording: Wording) -> str:
    notes = []
    if question.type in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK):
        shape = shape_of(question)
        if len(question.choices) > MOST_IN_LIST:
            notes.append("écrivez la réponse en toutes lettres")
        elif shape is not Shape.ROUND:
            notes.append("plusieurs réponses" if shape is Shape.SQUARE else "numérotez dans l’ordre, 1 d’abord")
        if question.choice_filter:
            notes.append("certains choix dépendent d’une réponse précédente")
    if question.required not in ("", "false", "false()", "no"):
        notes.append("réponse attendue")
    return ", ".join(filter(None, (*notes, wording.reserved(question))))


def _answer(question: Question, wording: Wording, depth: int, block: Block | None, width: float) -> list[Flowable]:
    """The place for the answer; a table for rows and for fields that share their choices."""
    if question.type is QuestionType.REPEAT:
        return rows_to_fill(question, wording, width)
    if question.type is not QuestionType.GROUP:
        return space_for(question, wording, width)
    if fields := boxed_fields(question, wording):
        return [boxes_table(question, fields, wording, width)]
    asked = [child for child in question.children if is_asked(child, wording)]
    return [part for child in asked for part in _field(child, wording, depth, block, width)]


def _field(child: Question, wording: Wording, depth: int, block: Block | None, width: float) -> list[Flowable]:
    if child.type in (QuestionType.GROUP, QuestionType.REPEAT, QuestionType.NOTE):
        return _question(child, wording, depth + 1, block, width)
    condition = told(child.relevant, wording, block)
    parts: list[Flowable] = [paragraph(condition, paper.CONDITION)] if condition else []
    text = markup(wording.text(child, "label"), french=not wording.tag)
    label = marked(f"{text}{_noted(child, wording)}", paper.FIELD, wording.tag)
    hint = wording.text(child, "hint")
    if child.visibility is Visibility.INTERNAL:
        return [*parts, label, paragraph(NEVER_ON_PAPER, paper.CONDITION), _space(1)]
    answer = space_for(child, wording, width)
    if child.type is QuestionType.TEXT and not child.appearance and not hint:
        room = width * 0.55
        return [*parts, Beside(label, lines(1, room), room), _space(1)]
    return [*parts, label, *([said(hint, paper.HINT, wording.tag)] if hint else []), *answer, _space(1)]


def _is_part(question: Question, wording: Wording) -> bool:
    """Whether a group or a repeat is a part with a title, rather than one question."""
    if question.type is QuestionType.GROUP:
        return not (question.label and boxed_fields(question, wording))
    if question.type is not QuestionType.REPEAT:
        return False
    fields = fields_of(question, wording)
    return not 0 < len(fields) <= MOST_FIELDS or any(one.type in _NO_COLUMN for one in fields)


# --- pages ----------------------------------------------------------------------------------------------------------


def _laid_out(bundles: Iterable[Bundle]) -> list[Flowable]:
    """Bundles in two columns wherever they may, in the order they are asked."""
    parts: list[Flowable] = []
    for wide, some in groupby(map(_fitted, bundles), lambda bundle: bundle.wide):
        group = [*some]
        if not wide and len(group) > 1:
            parts.append(Columns([one.make(paper.COLUMN) for one in group], [one.is_title for one in group]))
            continue
        together: list[Flowable] = []
        for bundle in group:
            together += bundle.make(paper.WIDTH)
            if not bundle.is_title:
                parts += _whole(together)
                together = []
        parts += together
    return parts


def _fitted(bundle: Bundle) -> Bundle:
    """The bundle as it is, or across the page where it would fill a column: only there may it be cut."""
    if bundle.wide:
        return bundle
    made = bundle.make(paper.COLUMN)
    if column_height(made) > _TALLEST_IN_COLUMN:
        return replace(bundle, wide=True)
    return replace(bundle, make=lambda width: made if width == paper.COLUMN else bundle.make(width))


def _whole(parts: Sequence[Flowable]) -> list[Flowable]:
    """All of it on one page, the next one where too little is left of this one; unless no page can hold it."""
    return [CondPageBreak(min(_height(parts), paper.PAGE_ROOM)), *parts]


def _height(parts: Iterable[Flowable]) -> float:
    return float(sum(part.getSpaceBefore() + part.wrap(paper.WIDTH, 1e5)[1] + part.getSpaceAfter() for part in parts))


def _space(height: float) -> Flowable:
    return Spacer(1, height)
