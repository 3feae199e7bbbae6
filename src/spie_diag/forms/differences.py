"""What changed from one form to the next, in words for those who decide: questions, choices, conditions, languages."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from spie_diag.forms.changes import Change, Differences, Kind, told_change
from spie_diag.forms.comparing_questions import Asked, moved_questions, order_changed, question_changes, squeezed
from spie_diag.forms.contents import content_bytes
from spie_diag.forms.definition import Block, Form, Objective, Situation, Value
from spie_diag.forms.vocabulary import NATURES
from spie_diag.forms.wordings import Wording, from_to, shortened, wordings
from spie_diag.forms.writing import word_for
from spie_diag.french import counted, listed


def differences(old: Form, new: Form) -> Differences:
    """Every change from ``old`` to ``new``; questions are the same by code, or by name where they have none."""
    before, after = Asked(old), Asked(new)
    found = [
        *_whole(old, new),
        *question_changes(before, after),
        *_blocks(old, new),
        *_situations_and_objectives(old, new),
        *moved_questions(before, after),
        *_reworded(old, new),
        *_languages(old, new),
    ]
    found = found or [*_others(old, new)]
    order = list(Kind)
    if found and new.version and (old.name, old.version) == (new.name, new.version):
        found.append(told_change(Kind.SHAPE, "", f"Le numéro de version n’a pas changé : {new.version}."))
    found.sort(key=lambda change: order.index(change.kind))
    return Differences(old=_title(old), new=_title(new), changes=tuple(found))


def _title(form: Form) -> str:
    return f"{form.title or form.name} {form.version}".strip()


def _whole(old: Form, new: Form) -> Iterator[Change]:
    if old.name != new.name:
        sentence = f"Le formulaire « {old.name} » devient « {new.name} »."
        yield told_change(Kind.SHAPE, "", sentence, old.name, new.name)
    if old.title != new.title:
        sentence = f"Le titre « {old.title} » devient « {new.title} »."
        yield told_change(Kind.REWORDED, "", sentence, old.title, new.title)
    if old.language != new.language:
        sentence = f"La langue du formulaire : {from_to(old.language, new.language)}."
        yield told_change(Kind.TRANSLATIONS, "", sentence, old.language, new.language)
    for key in dict.fromkeys((*old.settings, *new.settings)):
        was, now = old.settings.get(key, ""), new.settings.get(key, "")
        if was != now:
            yield told_change(Kind.OTHER, "", f"Le réglage « {key} » : {from_to(was, now)}.", was, now)


# --- blocks, situations, objectives ----------------------------------------------------------------------------------


def _blocks(old: Form, new: Form) -> Iterator[Change]:
    for code, block in old.by_code.items():
        if code not in new.by_code:
            yield told_change(
                Kind.REMOVED, code, f"Le domaine « {block.label} » ({code}) est retiré, avec ses questions.", loses=True
            )
    for code, block in new.by_code.items():
        if code not in old.by_code:
            yield told_change(
                Kind.ADDED,
                code,
                f"Le domaine « {block.label} » ({code}), de {counted(len(block.questions), 'question')}.",
            )
        else:
            yield from _block(old.by_code[code], block)
    if order_changed([*old.by_code], [*new.by_code]):
        yield told_change(Kind.MOVED, "", "L’ordre des domaines change.")


_BLOCK_KEYS: tuple[tuple[Kind, str, Callable[[Block], object]], ...] = (
    (Kind.CONDITIONS, "La condition d’ouverture", lambda block: (squeezed(block.relevant), block.manual)),
    (Kind.SHAPE, "La nature", lambda block: block.kind),
    (Kind.SHAPE, "Le meneur", lambda block: block.lead),
    (Kind.REWORDED, "Le sens des niveaux", lambda block: block.anchors),
    (Kind.REWORDED, "Le conseil aux spécialistes", lambda block: block.advice),
    (Kind.PROTECTION, "Ce que reçoit chaque destinataire", lambda block: dict(block.sharing)),
)
_BLOCK_TEXTS: tuple[tuple[Kind, str, Callable[[Block], str]], ...] = (
    (Kind.SHAPE, "le nom dans les fichiers", lambda block: block.name),
    (Kind.OTHER, "la correspondance France Travail", lambda block: block.ft),
    (Kind.OTHER, "les services", lambda block: ", ".join(block.services)),
)
_SITUATION_TEXTS: tuple[tuple[Kind, str, Callable[[Situation], str]], ...] = (
    (Kind.SHAPE, "la nature", lambda one: word_for(NATURES, one.nature)),
    (Kind.OTHER, "la correspondance France Travail", lambda one: one.ft),
    (Kind.OTHER, "les services", lambda one: ", ".join(one.services)),
)
_OBJECTIVE_TEXTS: tuple[tuple[Kind, str, Callable[[Objective], str]], ...] = (
    (Kind.OTHER, "le libellé France Travail", lambda one: one.ft_label),
    (Kind.OTHER, "les services", lambda one: ", ".join(one.services)),
    (Kind.REWORDED, "les actions", lambda one: ", ".join(one.actions)),
)
Told = TypeVar("Told", Block, Situation, Objective)


def _block(old: Block, new: Block) -> Iterator[Change]:
    for kind, what, told in _BLOCK_KEYS:
        if told(old) != told(new):
            yield told_change(kind, new.code, f"{what} du domaine « {new.label} » ({new.code}) change.")
    yield from _texts(_BLOCK_TEXTS, old, new)


def _texts(keys: Iterable[tuple[Kind, str, Callable[[Told], str]]], old: Told, new: Told) -> Iterator[Change]:
    for kind, what, told in keys:
        was, now = told(old), told(new)
        if was != now:
            sentence = f"« {shortened(new.label)} » ({new.code}), {what} : {from_to(was, now)}."
            yield told_change(kind, new.code, sentence, was, now)


def _situations_and_objectives(old: Form, new: Form) -> Iterator[Change]:
    for block in old.blocks:
        if (now := new.by_code.get(block.code)) is not None:
            yield from _of_block("La situation", "retirée", block.situations, now.situations)
            yield from _of_block("L’objectif", "retiré", block.objectives, now.objectives)
    for situation in new.situations.values():
        known = old.situations.get(situation.code)
        if known is not None and squeezed(known.relevant) != squeezed(situation.relevant):
            sentence = f"La condition qui propose la situation « {situation.label} » ({situation.code}) change."
            yield told_change(Kind.CONDITIONS, situation.code, sentence, known.relevant, situation.relevant)
        if known is not None:
            yield from _texts(_SITUATION_TEXTS, known, situation)
    for objective in new.objectives.values():
        if (before := old.objectives.get(objective.code)) is not None:
            yield from _texts(_OBJECTIVE_TEXTS, before, objective)


def _of_block(
    what: str, removed: str, old: Iterable[Situation | Objective], new: Iterable[Situation | Objective]
) -> Iterator[Change]:
    before, after = {one.code: one.label for one in old}, {one.code: one.label for one in new}
    for code, label in before.items():
        if code not in after:
            yield told_change(Kind.REMOVED, code, f"{what} « {label} » ({code}) est {removed}.", loses=True)
    for code, label in after.items():
        if code not in before:
            yield told_change(Kind.ADDED, code, f"{what} « {label} » ({code}).")


# --- order, words, languages -----------------------------------------------------------------------------------------


def _reworded(old: Form, new: Form) -> Iterator[Change]:
    before = {wording.key: wording for wording in wordings(old)}
    for wording in wordings(new):
        was = before.get(wording.key)
        if was is None or was.text == wording.text:
            continue
        sentence = f"{wording.owner}, {wording.part} : {from_to(was.text, wording.text)}."
        yield told_change(Kind.REWORDED, wording.owner, sentence, was.text, wording.text)


def _languages(old: Form, new: Form) -> Iterator[Change]:
    before = {wording.key: wording for wording in wordings(old)}
    after = list(wordings(new))
    for language in dict.fromkeys((*old.languages, *new.languages)):
        yield from _language(language, old, new, before, after)


def _language(
    language: str, old: Form, new: Form, before: Mapping[tuple[str, str], Wording], after: list[Wording]
) -> Iterator[Change]:
    if language not in new.languages:
        yield told_change(Kind.TRANSLATIONS, "", f"La langue « {language} » n’est plus proposée.", before=language)
        return
    translated = [wording for wording in after if wording.translations.get(language)]
    if language not in old.languages:
        most = sum(1 for wording in after if wording.text)
        part = f"{counted(len(translated), 'texte traduit', 'textes traduits')} sur {most}"
        sentence = f"La langue « {language} » est ajoutée : {part}."
        yield told_change(Kind.TRANSLATIONS, "", sentence, after=language)
        return
    changed = [wording.owner for wording in after if _retold(wording, before.get(wording.key), language)]
    if changed:
        owners = listed([*dict.fromkeys(changed)])
        yield told_change(Kind.TRANSLATIONS, "", f"En « {language} », les mots changent pour {owners}.")


def _retold(now: Wording, was: Wording | None, language: str) -> bool:
    return was is not None and was.translations.get(language, "") != now.translations.get(language, "")


# --- whatever else ---------------------------------------------------------------------------------------------------

_EXPRESSIONS = ("relevant", "required", "constraint", "calculation", "choice_filter", "default", "repeat_count")


def _others(old: Form, new: Form) -> Iterator[Change]:
    """What the sentences above have no words for: that nothing changed is only said where nothing did."""
    was, now = (json.loads(content_bytes(form)) for form in (old, new))
    keys = sorted({*_differing({**was, "version": ""}, {**now, "version": ""}, "")})
    if keys:
        yield told_change(Kind.OTHER, "", f"D’autres réglages changent : {listed(keys)}.")


def _differing(old: Value, new: Value, key: str) -> Iterator[str]:
    """The keys under which two contents say another thing; spaces in expressions say nothing."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys((*old, *new)):
            yield from _differing(old.get(name), new.get(name), name)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            yield from _differing(one, other, key)
    elif isinstance(old, str) and isinstance(new, str) and key in _EXPRESSIONS:
        if squeezed(old) != squeezed(new):
            yield key
    elif old != new:
        yield key
