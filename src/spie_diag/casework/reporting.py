"""The sections of the report: each one takes from the interview what the disclosure lets out, and nothing else."""

from collections.abc import Iterable, Mapping
from datetime import date

from spie_diag.casework.disclosing import HER_REMARKS, REASON, STRENGTHS, SYNTHESIS, Disclosure
from spie_diag.casework.profiles import Extent
from spie_diag.casework.sheet import PersonSignature, Sheet
from spie_diag.casework.texts import useful_numbers
from spie_diag.casework.wording import running, words_of
from spie_diag.diagnosis.assessment import Assessment
from spie_diag.diagnosis.hours import WeeklyHours
from spie_diag.diagnosis.orientation import Orientation
from spie_diag.documents import content
from spie_diag.followup.goals import Action, Goal, Owner
from spie_diag.forms.definition import Block, BlockCode, BlockKind, Question, QuestionCode, Value
from spie_diag.french import long_date, short_date
from spie_diag.interview.answers import Status

_VERBATIM = {
    "ATT-01": "Ce qui compte le plus en ce moment",
    "ATT-03": "Ce qui a déjà été essayé",
    "ATT-04": "Ce dont elle est fière",
    "ATT-07": "Dans six mois",
}
_EXPECTED = QuestionCode("ATT-02")
_AGREES = QuestionCode("ATT-08")
_BIRTH = QuestionCode("IDE-03")
_ADDRESS = QuestionCode("IDE-04")
_JOBS = QuestionCode("PRO-02")
_PROJECT = {
    "PRO-01": "Direction",
    "PRO-02": "Métiers envisagés",
    "PRO-07": "Autre piste",
    "DIS-01": "Disponibilité",
    "DIS-03": "Créneaux possibles",
    "DIS-04": "Heures par semaine",
    "DIS-05": "Temps de travail",
    "MOB-01": "Déplacements",
    "MOB-04": "Trajet accepté, en minutes",
}
"""Questions of the project and of availability, with the short labels of the printed page."""
_SAID_ELSEWHERE = frozenset(
    QuestionCode(code) for code in (*_VERBATIM, *_PROJECT, _EXPECTED, _AGREES, HER_REMARKS) if code != _JOBS
)
"""Answers that a section of its own prints whole."""
_UNSAID = {Status.DOES_NOT_KNOW: "Ne sait pas", Status.NOT_APPLICABLE: "Sans objet"}
"""Whoever declined is told to nobody: it reads as not asked. Source: domain §2.1."""
_NO_COMMON_PROPOSAL = "Pas de proposition commune : les avis sont gardés"
_AGREEMENT = {
    "oui": "La personne a relu cette synthèse : elle correspond à ce qu’elle a dit.",
    "en_partie": "La personne a relu cette synthèse : elle correspond en partie à ce qu’elle a dit.",
    "non": "La personne a relu cette synthèse : elle ne correspond pas à ce qu’elle a dit.",
}


def cover(sheet: Sheet, disclosure: Disclosure, extract: content.Extract | None = None) -> content.Cover:
    chosen = disclosure.selection
    return content.Cover(
        person=sheet.person.full_name,
        born_on=birth(sheet, disclosure),
        commune=commune(sheet, disclosure),
        number=sheet.person.number,
        held_on=sheet.today,
        authors=tuple(
            content.Author(name=one.name, role=one.role, structure=one.structure, voice=one.voice)
            for one in disclosure.pair(sheet).members
        ),
        version=sheet.version,
        correction="" if chosen else sheet.correction_reason,
        recipient=chosen.recipient if chosen else "",
        purpose=chosen.purpose if chosen else "",
        extract=extract,
        absent=_absent(sheet),
        form=f"{sheet.state.form.title} {sheet.state.form.version}",
    )


def birth(sheet: Sheet, disclosure: Disclosure) -> date | None:
    """Her date of birth, for whoever may read it."""
    return sheet.person.born_on if disclosure.selection is None or _BIRTH in disclosure.answers else None


def commune(sheet: Sheet, disclosure: Disclosure) -> str:
    """Where she lives, for whoever may read it."""
    said = told(sheet, disclosure, _ADDRESS)
    return said or (sheet.person.commune if disclosure.selection is None or _ADDRESS in disclosure.answers else "")


def told(sheet: Sheet, disclosure: Disclosure, code: QuestionCode) -> str:
    """The words of an answer that leaves, without the fields that stay; empty where there is none."""
    value = disclosure.value(sheet, code)
    if value is None:
        return ""
    question, rows = disclosure.wording(sheet, code)
    return words_of(question, value, rows)


def _absent(sheet: Sheet) -> str:
    if sheet.pair.is_joint:
        return ""
    missing = "emploi" if sheet.pair.employment is None else "social"
    return f"Un seul spécialiste était présent : le regard du champ {missing} manque."


def summary(sheet: Sheet, disclosure: Disclosure) -> str:
    """The synthesis for partners; what was written for the pair and the person is for them only."""
    if SYNTHESIS not in disclosure.texts:
        return ""
    ours = disclosure.selection is None or disclosure.is_for_her
    return sheet.syntheses.shareable or (sheet.syntheses.agreed if ours else "")


def words(sheet: Sheet, disclosure: Disclosure) -> Iterable[content.Words]:
    for code, about in _VERBATIM.items():
        if said := told(sheet, disclosure, QuestionCode(code)):
            yield content.Words(about=about, said=said.strip("«»\u00a0\u202f "))
    if expected := told(sheet, disclosure, _EXPECTED):
        yield content.Words(about="Ce qu’elle attend de nous", said=expected, is_quote=False)


def strengths(sheet: Sheet, disclosure: Disclosure) -> Iterable[content.Strength]:
    if sheet.strengths:
        leaving = sheet.strengths if STRENGTHS in disclosure.texts else ()
        yield from (content.Strength(text=text) for text in leaving)
        return
    for code, one in sheet.conclusions.items():
        if one.strength and disclosure.shows_level(code):
            block = sheet.state.form.by_code[code]
            yield content.Strength(text=one.text or block.label, domain=block.label)


def domains(sheet: Sheet, disclosure: Disclosure) -> Iterable[content.Domain]:
    kinds = (BlockKind.CONSTRAINT, BlockKind.RESOURCE, BlockKind.EMPLOYMENT)
    order = kinds if disclosure.selection is None else (BlockKind.BASE, *kinds)
    blocks = [one for kind in order for one in sheet.state.form.blocks if one.kind is kind]
    for block in blocks:
        if (domain := domain_of(sheet, disclosure, block)) is not None:
            yield domain


def domain_of(sheet: Sheet, disclosure: Disclosure, block: Block) -> content.Domain | None:
    """What was concluded of one domain, as much as leaves; None where nothing was, or nothing does."""
    concluded = sheet.conclusions.get(block.code)
    if concluded is None or not disclosure.shows_level(block.code):
        return None
    seen, voices = sheet.views[block.code], disclosure.shows_voices(block.code)
    shown = voices and block.code in sheet.revealed and concluded.is_settled
    return content.Domain(
        label=block.label,
        social=_rating(seen.social) if shown else None,
        employment=_rating(seen.employment) if shown else None,
        person=_rating(seen.person) if voices else None,
        agreed=None
        if concluded.disagreement
        else content.Rating(level=concluded.level, is_strength=concluded.strength),
        statement=concluded.disagreement or concluded.text,
        is_priority=block.code in sheet.priorities,
        disagreement=tuple(_opinions(seen.social, seen.employment)) if concluded.disagreement and shown else (),
        voices_told=voices,
    )


def _rating(view: Assessment | None) -> content.Rating | None:
    if view is None or view.level is None:
        return None
    return content.Rating(level=int(view.level), is_strength=view.strength)


def _opinions(*given: Assessment | None) -> Iterable[content.Opinion]:
    for view in given:
        if view is not None:
            level = view.level.label if view.level is not None else "Non évalué"
            yield content.Opinion(voice=view.voice, text=f"{level}. {view.reason}".strip())


def not_explored(sheet: Sheet, disclosure: Disclosure) -> Iterable[str]:
    """Domains without a conclusion: not spoken of and not wished read alike, since only the person may tell.

    A recipient is told of those that it would read, and of none that the person took out.
    """
    for block in sheet.state.form.blocks:
        rated = block.is_rated and block.kind is not BlockKind.BASE
        missing = rated and sheet.state.is_offered(block.code) and block.code not in sheet.conclusions
        if missing and disclosure.would_show_level(block.code):
            yield block.label


def project(sheet: Sheet, disclosure: Disclosure) -> Iterable[content.Fact]:
    for code, label in ((QuestionCode(code), label) for code, label in _PROJECT.items()):
        said = _jobs(sheet, disclosure) if code == _JOBS else told(sheet, disclosure, code)
        if said:
            yield content.Fact(label=label, value=said)


def _jobs(sheet: Sheet, disclosure: Disclosure) -> str:
    """The jobs she thinks of: the trade, where the project stands, the contract looked for."""
    rows = disclosure.value(sheet, _JOBS)
    if not isinstance(rows, list):
        return ""
    asked, _ = disclosure.wording(sheet, _JOBS)
    return " ; ".join(filter(None, (_job(asked, row) for row in rows if isinstance(row, dict))))


def _job(asked: Question, row: Mapping[str, Value]) -> str:
    said = {child.name: words_of(child, row.get(child.name)) for child in asked.children}
    trade = " – ".join(said[name] for name in ("metier", "appellation") if said.get(name))
    details = [said[name] for name in ("statut", "contrat", "temps") if said.get(name)]
    if details and not details[0].isupper():  # « CDI » keeps its capitals
        details[0] = details[0].lower()
    return f"{trade} : {running(details)}" if details else trade


def pathway(sheet: Sheet, disclosure: Disclosure) -> content.Pathway:
    chosen = sheet.orientation
    if not disclosure.shows_plan:
        return content.Pathway(proposal="")
    reasons = disclosure.shows_reasons
    return content.Pathway(
        proposal=chosen.proposal.title if chosen.proposal else _NO_COMMON_PROPOSAL if chosen.disagreement else "",
        reason=chosen.reason if REASON in disclosure.texts else "",
        opinions=tuple(
            content.Opinion(voice=voice, text=path.title if path else "Ne sait pas")
            for voice, path in chosen.opinions.items()
            if reasons
        ),
        facts=tuple(_rhythm(chosen.hours) if reasons else ())
        + tuple(_decision(chosen) if reasons and disclosure.selection else ()),
    )


def _rhythm(hours: WeeklyHours) -> Iterable[content.Fact]:
    """What is proposed per week; the motive of a waiver is for the référent only and stays in the vault."""
    if hours.kind is not None:
        number = f" : {hours.number} h" if hours.number else ""
        yield content.Fact(label="Rythme proposé", value=f"{hours.kind.label}{number}")
    if hours.exemption_presented:
        yield content.Fact(label="Dispense d’heures", value="La possibilité a été présentée à la personne.")


def _decision(chosen: Orientation) -> Iterable[content.Fact]:
    """What the data of an extract tell of the decision, in words."""
    if chosen.organisation is not None:
        yield content.Fact(label="Organisme référent proposé", value=chosen.organisation.label)
    if chosen.notified_on is not None:
        yield content.Fact(label="Décision notifiée le", value=short_date(chosen.notified_on))


def leaving_goals(sheet: Sheet, disclosure: Disclosure) -> Iterable[tuple[Goal, Extent]]:
    """The goals that leave, in the words that leave, and how much of each.

    Where the recipient gets no more than goals of a domain, the goal has the words of the form and nothing of its own.
    """
    for goal in sheet.goals:
        kept = disclosure.goal(goal)
        if kept is Extent.FUNCTIONAL:
            objectives = sheet.state.form.objectives
            if goal.code is not None and goal.code in objectives:
                yield _in_words_of_the_form(goal, objectives[goal.code].label), kept
        elif kept:
            yield goal, kept


def _in_words_of_the_form(goal: Goal, label: str) -> Goal:
    return Goal(id=goal.id, label=label, code=goal.code, block=goal.block, due=goal.due)


def goals(sheet: Sheet, disclosure: Disclosure) -> Iterable[content.Goal]:
    return (goal_in_words(sheet, goal) for goal, _ in leaving_goals(sheet, disclosure))


def goal_in_words(sheet: Sheet, goal: Goal) -> content.Goal:
    block = sheet.state.form.by_code.get(goal.block) if goal.block else None
    return content.Goal(
        label=goal.label,
        domain=block.label if block else "",
        due=goal.due,
        reached_when=goal.sign,
        actions=tuple(action(sheet, one) for one in goal.actions),
    )


def action(sheet: Sheet, one: Action) -> content.Action:
    carried = {
        Owner.PERSON: sheet.person.called,
        Owner.SOCIAL: sheet.pair.social.name if sheet.pair.social else Owner.SOCIAL.label,
        Owner.EMPLOYMENT: sheet.pair.employment.name if sheet.pair.employment else Owner.EMPLOYMENT.label,
        Owner.PARTNER: Owner.PARTNER.label,
    }
    return content.Action(
        what=one.what, who=one.owner_name or carried[one.owner], when=one.due, status=one.status.label
    )


def next_steps(sheet: Sheet, disclosure: Disclosure) -> content.NextSteps:
    plan = disclosure.shows_plan
    return content.NextSteps(
        referent=sheet.orientation.referent if plan else "",
        correspondent=sheet.orientation.correspondent if plan else "",
        meeting=meeting(sheet) if plan else "",
        deadlines=tuple(
            content.Fact(label=one.title, value=long_date(one.on))
            for one in sheet.deadlines
            if disclosure.shows_deadline(sheet, one)
        ),
        # for her: a partner knows whom to call, and an employer has no use for them
        numbers=numbers() if disclosure.selection is None or disclosure.is_for_her else (),
    )


def numbers() -> tuple[content.Fact, ...]:
    """Whom to call for what: the same for everybody."""
    return tuple(content.Fact(label=label, value=number) for label, number in useful_numbers())


def meeting(sheet: Sheet) -> str:
    """The next one: day, hour, place and with whom, in words; empty where there is none."""
    met = sheet.next_meeting
    if met is None:
        return ""
    with_whom = f"avec {met.with_whom}" if met.with_whom else ""
    parts = (long_date(met.on), f"à {met.at}" if met.at else "", met.place, with_whom)
    return ", ".join(part for part in parts if part)


def agreement(sheet: Sheet, disclosure: Disclosure) -> str:
    return _AGREEMENT.get(str(disclosure.value(sheet, _AGREES)), "")


def chapters(sheet: Sheet, disclosure: Disclosure) -> Iterable[content.Chapter]:
    """What an extract holds besides its sections, domain by domain: situations confirmed, then the other answers."""
    for block in sheet.state.form.blocks if disclosure.selection else ():
        confirmed = tuple(one.label for one in block.situations if one.code in disclosure.situations)
        answers = tuple(_answers(sheet, disclosure, block.code))
        if confirmed or answers:
            yield content.Chapter(title=block.label, situations=confirmed, answers=answers)


def _answers(sheet: Sheet, disclosure: Disclosure, block: BlockCode) -> Iterable[content.Fact]:
    for asked in sheet.state.visible(block):
        code = asked.question.code
        said = answer_words(sheet, disclosure, code) if code else ""
        if code and said and not (code in _SAID_ELSEWHERE and told(sheet, disclosure, code)):
            yield content.Fact(label=disclosure.wording(sheet, code)[0].label, value=said)


def answer_words(sheet: Sheet, disclosure: Disclosure, code: QuestionCode) -> str:
    """An answer that leaves as an extract prints it, also where she does not know; empty where nothing is told."""
    asked = sheet.state.questions.get(code)
    if asked is None or asked.answer is None or not asked.relevant or code not in disclosure.answers:
        return ""
    return _UNSAID.get(asked.answer.status, "") or told(sheet, disclosure, code)


def person_signature(given: PersonSignature | None) -> content.PersonSignature:
    if given is None:
        return content.PersonSignature(kind=content.PersonSigning.ON_PAPER)
    kinds = {
        "ink": content.PersonSigning.DRAWN,
        "witness": content.PersonSigning.WITNESSED,
        "declined": content.PersonSigning.DECLINED,
        "paper": content.PersonSigning.ON_PAPER,
    }
    return content.PersonSignature(
        kind=kinds[given.kind],
        strokes=given.strokes,
        witness=given.witness,
        signed_on=given.given_at.date() if given.given_at else None,
    )
