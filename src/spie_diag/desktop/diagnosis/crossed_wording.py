"""What the crossed views say of a sheet, in words."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from spie_diag.desktop.diagnosis.domain_panel import DomainShown, ViewShown
from spie_diag.desktop.diagnosis.gap_list import ListShown
from spie_diag.desktop.diagnosis.rows import GapRow, Together
from spie_diag.desktop.widgets.scale import level_in_words
from spie_diag.desktop.widgets.signs import Sign
from spie_diag.diagnosis.assessment import Assessment
from spie_diag.diagnosis.conclusions import MOST_PRIORITIES
from spie_diag.forms.definition import BlockCode
from spie_diag.french import counted, listed, spaced
from spie_diag.interview.course import AGREEMENT
from spie_diag.interview.notes import NoteKind
from spie_diag.interview.people import Specialist, Voice

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet

SIGNS = {Voice.SOCIAL: Sign.SOCIAL, Voice.EMPLOYMENT: Sign.EMPLOYMENT, Voice.PERSON: Sign.PERSON}
_MOST_WORDS = 3


def first_name(specialist: Specialist) -> str:
    return specialist.name.split()[0] if specialist.name.split() else specialist.name


def list_shown(sheet: "Sheet", rows: Sequence[GapRow]) -> ListShown:
    covered = sum(row.group is Together.COVERED for row in rows)
    names = [first_name(one) for one in sheet.pair.members]
    return ListShown(
        legend=(
            *((SIGNS[one.voice], first_name(one)) for one in sheet.pair.members),
            (Sign.PERSON, sheet.person.called.split(" (")[0]),
        ),
        summary=_summary(sheet, rows),
        to_uncover=_to_uncover(sheet, covered) if covered and not sheet.is_frozen else "",
        uncover="Découvrir nos deux regards" if len(names) > 1 else "Passer à la conclusion",
        missing=_missing(sheet, rows),
        empty=_empty(sheet),
    )


def _empty(sheet: "Sheet") -> str:
    if sheet.state.value(AGREEMENT) == "non":
        return (
            "La personne n’a pas accepté le partage : rien n’est mis en commun. Deux entretiens séparés sont proposés."
        )
    return "Aucun regard n’est encore posé. Chacun pose le sien pendant l’exploration."


def _summary(sheet: "Sheet", rows: Sequence[GapRow]) -> str:
    talk = sum(row.group is Together.TALK and not row.is_settled for row in rows)
    settled = sum(row.is_settled for row in rows)
    parts = []
    if talk:
        parts.append(f"{counted(talk, 'écart')} à mettre en commun. Un écart est une question, pas une erreur.")
    elif sheet.revealed:
        parts.append("Il ne reste pas d’écart à mettre en commun.")
    if settled:
        parts.append(f"{counted(settled, 'domaine conclu', 'domaines conclus')} sur {len(rows)}.")
    return " ".join(parts)


def _to_uncover(sheet: "Sheet", covered: int) -> str:
    if not sheet.pair.is_joint:
        return f"{counted(covered, 'regard posé', 'regards posés')}. Diagnostic non conjoint : le document le dira."
    both = f"Vos deux regards sont posés sur {counted(covered, 'domaine')}. "
    return both + "Découvrez-les en même temps ; ensuite, ils ne changent plus."


def _missing(sheet: "Sheet", rows: Sequence[GapRow]) -> str:
    """« Il manque le regard de Karim sur 3 domaines. »; never a stop."""
    if sheet.is_frozen:
        return ""
    waiting = [row for row in rows if row.group is Together.MISSING]
    parts = []
    for one in sheet.pair.members:
        number = sum(one.voice not in row.given for row in waiting)
        if number:
            parts.append(f"celui de {first_name(one)} sur {counted(number, 'domaine')}")
    return spaced(f"Il manque des regards : {listed(parts)}. Vous pouvez continuer sans.") if parts else ""


def domain_shown(sheet: "Sheet", rows: Sequence[GapRow], row: GapRow) -> DomainShown:
    block = sheet.state.form.by_code[row.block]
    views = sheet.views[row.block]
    concluded = sheet.conclusions.get(row.block)
    revealed = row.block in sheet.revealed
    return DomainShown(
        block=row.block,
        title=block.label,
        icon=row.icon,
        place=_place(rows, row),
        words=tuple(_words(sheet, row.block)),
        person_level=_person_level(sheet, views.person),
        views=tuple(_views(sheet, row.block)) if revealed else (),
        waiting="" if revealed else _waiting(row),
        level=concluded.level if concluded else None,
        is_said=concluded is not None,
        strength=concluded.strength if concluded else False,
        text=concluded.text if concluded else "",
        disagreement=concluded.disagreement if concluded else "",
        priority=row.is_priority,
        can_be_priority=len(sheet.priorities) < MOST_PRIORITIES,
        frozen=sheet.is_frozen,
        anchors=block.anchors,
        draft=sheet.drafts.get(f"conclusion/{row.block}"),
        sentence_draft=sheet.drafts.get(f"conclusion/{row.block}/desaccord", ""),
        alone=not sheet.pair.is_joint,
    )


def _place(rows: Sequence[GapRow], row: GapRow) -> str:
    same = [one.block for one in rows if one.group is row.group]
    return f"{same.index(row.block) + 1} sur {len(same)} · {row.state.lower()}"


def _words(sheet: "Sheet", block: BlockCode) -> Iterator[str]:
    said = [note for note in sheet.notes if note.block == block and note.kind is NoteKind.VERBATIM]
    yield from (f"« {note.text.strip('«» ')} »" for note in said[-_MOST_WORDS:])


def _person_level(sheet: "Sheet", view: Assessment | None) -> str:
    if view is None:
        return ""
    return f"Pour {sheet.person.called.split(' (')[0]} : {_level(view).lower()}"


def _views(sheet: "Sheet", block: BlockCode) -> Iterator[ViewShown]:
    for one in sheet.pair.members:
        view = sheet.views[block].of(one.voice)
        if view is not None:
            yield ViewShown(sign=SIGNS[one.voice], name=first_name(one), level=_level(view), reason=view.reason)


def _level(view: Assessment) -> str:
    return level_in_words(None if view.level is None else int(view.level), view.strength).split(", niveau")[0]


def _waiting(row: GapRow) -> str:
    if row.group is Together.COVERED:
        return "Les regards de ce domaine sont posés. Ils se découvrent en même temps, avec le bouton de gauche."
    return "Un regard manque encore sur ce domaine. Chacun pose le sien sans voir l’autre, dans l’exploration."
