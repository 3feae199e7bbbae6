"""« Dossier agrégé »: the diagnosis under the names and codes that France Travail gives to its own.

Names come from what France Travail was seen to exchange (``besoinsParDiagnostic``, ``thematiqueContrainte``,
``pouvoirAgir``, ``autonomieNumerique``); ``resources/schemas/france-travail-dossier-1.schema.json`` describes all of
it, and says what is ours. What nobody said has no field: an absent value is never a « no ».

Source: domain §2.2, §9.1.
"""

import re
from collections.abc import Iterator, Mapping

from spie_diag.casework.correspondences import FranceTravail
from spie_diag.casework.france_travail_needs import UNEXPLORED, Need, need_of, needs
from spie_diag.casework.partner_facts import Authored, Facts
from spie_diag.diagnosis.assessment import Level
from spie_diag.followup.goals import Goal
from spie_diag.forms.definition import BlockCode, BlockKind, Nature, QuestionCode, Situation, Value
from spie_diag.interview.people import Specialist

SCHEMA = "spie-diag/france-travail-dossier/1"
_PROJECT, _PROJECTS = QuestionCode("PRO-01"), QuestionCode("PRO-02")
_NO_PROJECT = "AUCUN"
_LAST = 9
_DIGITAL = BlockCode("NUM")
_DIGITAL_NEED = "7"
_THEME_OF_CONSTRAINTS = "7"
_TRADE = re.compile(r"[A-Z]\d{4}")
_CODES = re.compile(r"(\d+)/(\d+|—)")
_NO_CODE = "—"
_MARK = re.compile(r"^\([^)]*\)\s*")
"""Before a label that is not France Travail’s: « (DI) », « (v4) »."""
_YES_NO = {"oui": "OUI", "non": "NON"}


def dossier_of(facts: Facts, table: FranceTravail) -> dict[str, Value]:
    """The whole of it, as JSON; what is empty is not there."""
    digital = table.domaines.get(_DIGITAL, "")
    constraints = [one for code in table.contraintes if code != digital and (one := _constraint(facts, table, code))]
    return _filled(
        {
            "schema": SCHEMA,
            **heading(facts),
            "besoinsParDiagnostic": _diagnostics(facts, table),
            "thematiqueContrainte": _constraints(facts, table, constraints),
            "pouvoirAgir": _power_to_act(facts, table),
            "autonomieNumerique": _filled(
                {"contrainte": _constraint(facts, table, digital), "besoin": _digital_need(facts, table)}
            ),
            "domainesEmploi": [*_employment(facts)],
            "objectifsHorsContraintes": [
                _goal(facts, table, one) for one in facts.goals if not (one.block and one.block in table.domaines)
            ],
        }
    )


def heading(facts: Facts) -> dict[str, Value]:
    """Whom, which version and who: what every file for a partner begins with."""
    who = facts.identity
    return _filled(
        {
            "numeroDossier": who.number,
            "version": facts.version,
            "dateDiagnostic": facts.held_on.isoformat(),
            "personne": _filled(
                {
                    "nom": who.family_name,
                    "prenoms": who.first_names,
                    "dateNaissance": who.born_on.isoformat() if who.born_on else "",
                    "identifiantFranceTravail": who.known_as,
                }
            ),
            "agents": [_agent(one) for one in facts.pair],
        }
    )


def _diagnostics(facts: Facts, table: FranceTravail) -> list[Value]:
    """One per project, the first one with the needs; one without a trade where there is no project."""
    told = _themes(facts, table)
    projects = sorted(_rows(facts), key=_rank)
    found: list[dict[str, Value]] = [_project(facts, table, row) for row in projects]
    if not found and (told or facts.text(_PROJECT) == _NO_PROJECT):
        found = [_no_project(facts, table)]
    return [
        _filled({"diagnostic": one, "thematiquesBesoins": told if place == 0 else []})
        for place, one in enumerate(found)
    ]


def _rows(facts: Facts) -> list[dict[str, Value]]:
    rows = facts.answers.get(_PROJECTS)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _rank(row: Mapping[str, Value]) -> int:
    rank = row.get("priorite")
    return rank if isinstance(rank, int) else _LAST


def _project(facts: Facts, table: FranceTravail, row: Mapping[str, Value]) -> dict[str, Value]:
    trade, named = (str(row.get(name) or "").strip() for name in ("metier", "appellation"))
    rank, stands = row.get("priorite"), str(row.get("statut") or "")
    return _filled(
        {
            "nomMetier": named or ("" if _TRADE.fullmatch(trade) else trade),
            "typologie": table.typologies.get("metier"),
            "codeTypologie": table.codes_des_typologies.get("metier"),
            "codeRome": trade if _TRADE.fullmatch(trade) else "",
            "statut": table.statuts_des_projets.get(stands),
            "estPrioritaire": rank == 1 if isinstance(rank, int) else None,
            **_stamp(facts.latest(f"answer/{_PROJECTS}"), "dateMiseAJour"),
            "estCreationPartenaire": True,
        }
    )


def _no_project(facts: Facts, table: FranceTravail) -> dict[str, Value]:
    declared = facts.text(_PROJECT) == _NO_PROJECT
    return _filled(
        {
            "typologie": table.typologies.get("a_definir") if declared else None,
            "codeTypologie": table.codes_des_typologies.get("a_definir") if declared else None,
            **(_stamp(facts.latest(f"answer/{_PROJECT}"), "dateMiseAJour") if declared else {}),
            "estCreationPartenaire": True,
        }
    )


def _themes(facts: Facts, table: FranceTravail) -> list[Value]:
    """The needs by theme; the digital one has a place of its own."""
    found = {number: need for number, need in needs(facts, table).items() if number != _DIGITAL_NEED}
    themes: list[Value] = []
    for code, label in table.themes.items():
        held = [_need(facts, table, one) for one in found.values() if table.theme_des_besoins.get(one.number) == code]
        if held:
            themes.append({"code": code, "libelle": label, "besoins": [*held]})
    return themes


def _need(facts: Facts, table: FranceTravail, need: Need) -> dict[str, Value]:
    label = table.besoins[need.number]
    return _filled({"code": need.number, "libelle": label, "valeur": need.value, **_stamp(facts.latest(need.subject))})


def _digital_need(facts: Facts, table: FranceTravail) -> dict[str, Value]:
    """What the common level of the digital domain says of the need that goes with it, unless it was told by itself."""
    told = needs(facts, table).get(_DIGITAL_NEED)
    value = need_of(facts, _DIGITAL)
    if told is None and value in (None, UNEXPLORED):
        return {}
    return _need(facts, table, told or Need(_DIGITAL_NEED, str(value), f"conclusion/{_DIGITAL}"))


def _employment(facts: Facts) -> Iterator[Value]:
    """The employment domains that the recipient gets: one that the person closed reads like one not spoken of."""
    for block in facts.form.blocks:
        if block.kind is BlockKind.EMPLOYMENT and block.code in facts.rated and (value := need_of(facts, block.code)):
            known = value != UNEXPLORED
            yield _filled(
                {
                    "codeLocal": block.code,
                    "libelle": block.label,
                    "valeur": value,
                    "estPrioritaire": block.code in facts.priorities if known else None,
                    **(_stamp(facts.latest(f"conclusion/{block.code}")) if known else {}),
                }
            )


def _constraints(facts: Facts, table: FranceTravail, told: list[dict[str, Value]]) -> dict[str, Value]:
    if not told:
        return {}
    code = table.domaines.get(_DIGITAL, "")
    subjects = [f"conclusion/{block}" for block in facts.conclusions if table.domaines.get(block, code) != code]
    return _filled(
        {
            "code": _THEME_OF_CONSTRAINTS,
            "libelle": table.themes.get(_THEME_OF_CONSTRAINTS),
            **_stamp(facts.latest(*subjects)),
            "declareSansContrainte": _none_declared(facts, table, told),
            "contraintes": [*told],
        }
    )


def _none_declared(facts: Facts, table: FranceTravail, told: list[dict[str, Value]]) -> Value:
    """No where one constraint holds; yes only where every domain of constraint has a common level, and it is 0."""
    asked = [one.code for one in facts.form.blocks if one.kind is BlockKind.CONSTRAINT and one.code in table.domaines]
    holds = [one for one in told if one.get("valeur") == "OUI"]
    if not holds and not all(facts.level(code) is Level.FINE for code in asked):
        return None
    return {"flag": not holds, "date": facts.held_on.isoformat()}


def _constraint(facts: Facts, table: FranceTravail, code: str) -> dict[str, Value]:
    """One constraint, where something is known of it: a level, a situation or an objective; else nothing."""
    blocks = [BlockCode(block) for block, named in table.domaines.items() if named == code]
    kinds = {block.code: block.kind for block in facts.form.blocks}
    rated = next((one for one in blocks if kinds.get(one) is BlockKind.CONSTRAINT), None)
    level = facts.level(rated) if rated else None
    situations = [one for one in facts.confirmed if _CODES.match(one.ft) and one.ft.split("/")[0] == code]
    goals = [one for one in facts.goals if one.block in blocks]
    if level is None and not situations and not goals:
        return {}
    holds = level is None and any(one.nature is Nature.CONSTRAINT for one in situations)
    return _filled(
        {
            "code": code,
            "libelle": table.contraintes.get(code),
            "valeur": ("NON" if level is Level.FINE else "OUI") if level is not None else "OUI" if holds else None,
            "estPrioritaire": not facts.priorities.isdisjoint(blocks) if level is not None else None,
            "impact": table.impacts.get("vide" if level is None else str(int(level))),
            **(_stamp(facts.latest(f"conclusion/{rated}")) if level is not None else {}),
            "situations": [entry for one in situations for entry in _situation(facts, table, one)],
            "objectifs": [_goal(facts, table, one) for one in goals],
        }
    )


def _situation(facts: Facts, table: FranceTravail, situation: Situation) -> Iterator[Value]:
    """Once per code of France Travail that fits, always with our own; without one where none is known, or told."""
    codes = [f"{named}/{code}" for named, code in _CODES.findall(situation.ft)]
    fitting = [one for one in codes if len(codes) == 1 or _fits(facts, table.precisions.get(one, ""))]
    for told in fitting or [""]:
        code = told.partition("/")[2]
        yield _filled(
            {
                "code": "" if code == _NO_CODE else code,
                "libelle": table.situations.get(told) or situation.label,
                "valeur": "OUI",
                "codeLocal": situation.code,
                **_stamp(facts.latest(f"situation/{situation.code}")),
            }
        )


def _fits(facts: Facts, alternatives: str) -> bool:
    return any(facts.says(fact) for fact in alternatives.split())


def _goal(facts: Facts, table: FranceTravail, goal: Goal) -> Value:
    """The label of France Travail for a known objective, and the pair’s own words beside it."""
    known = facts.form.objectives.get(goal.code) if goal.code else None
    label = _MARK.sub("", known.ft_label) or known.label if known else goal.label
    return _filled(
        {
            "code": table.objectifs.get(goal.code) if goal.code else None,
            "libelle": label,
            "valeur": goal.status.value,
            "codeLocal": goal.code,
            "precision": goal.label if goal.label not in (label, known and known.label) else "",
            "echeance": goal.due.isoformat() if goal.due else "",
            **_stamp(facts.latest(f"goal/{goal.id}")),
        }
    )


def _power_to_act(facts: Facts, table: FranceTravail) -> dict[str, Value]:
    """What she says of her confidence and of being accompanied, and what the pair read aloud of it."""
    analysis = facts.text("POU-07") or ("capacite" if "POU.S02" in facts.situations else "")
    told = {
        "confiance": _yes_no(facts, "POU-01"),
        "accompagnement": _yes_no(facts, "POU-02"),
        "resultatAnalyse": table.analyses.get(analysis),
    }
    written = [f"answer/{code}" for code in ("POU-01", "POU-02", "POU-07") if code in facts.answers]
    return _filled({**told, **(_stamp(facts.latest(*written, "situation/POU.S02")) if any(told.values()) else {})})


def _yes_no(facts: Facts, code: str) -> str | None:
    return "NE_SAIT_PAS" if code in facts.unsure else _YES_NO.get(facts.text(code))


def _stamp(authored: Authored | None, dated: str = "dateExploration") -> dict[str, Value]:
    """Who told it, for which structure, and when."""
    if authored is None:
        return {}
    return {"agent": _agent(authored.by), dated: authored.at.isoformat(timespec="seconds")}


def _agent(one: Specialist) -> Value:
    return _filled({"nom": one.name, "structure": one.structure})


def _filled(fields: Mapping[str, Value]) -> dict[str, Value]:
    """Only the fields that hold something: no, false and zero do."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
