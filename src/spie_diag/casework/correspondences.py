"""The codes that partners’ programs expect: tables that came with the program, and those of the territory over them.

``france-travail.json`` holds tables of words; a file of the same name in the territory’s folder names only the lines
that change, an empty word taking a line away. Every other file tells the lists of one partner’s program, whose codes
are typed again there by hand: its facts are a confirmed situation (``LOG.S01``), an answer (``LOG-01=sans``, or
``LOG-01=~NSP`` where the person does not know) or the common level of a domain (``LOG:3``).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from spie_diag.casework.errors import WrongCorrespondenceError
from spie_diag.casework.profiles import Profile
from spie_diag.diagnosis.assessment import Level
from spie_diag.forms.definition import Value
from spie_diag.paths import correspondences as own_folder
from spie_diag.paths import shipped

Words = Mapping[str, str]

_FRANCE_TRAVAIL = "france-travail.json"
_THRESHOLD = "impact_fort_a_partir_de"
_TOLD_TO_PEOPLE = frozenset({"systeme", "lisez_moi"})
_BIGGEST = 1_000_000
_LONGEST = 200
_BLOCK = r"(?:L-)?[A-Z]{3}"
_ANSWER = rf"{_BLOCK}-\d{{2}}=\S+"
_FACT = rf"{_BLOCK}\.S\d{{2}}|{_ANSWER}|{_BLOCK}:[0-3]"
_NUMBER = r"\d{1,4}"
_WORD = r"[a-z_]+"
_SITUATION = rf"{_NUMBER}/{_NUMBER}"
_PROFILES = {profile.value: profile for profile in Profile}


_SHAPES = {
    "impacts": (r"[0-3]|vide", r"[A-Z_]*"),
    "valeurs_des_criteres": (r"[a-z_]+=[A-Z_0-9]+", r"[A-Z_0-9]*"),
    "origine": (_ANSWER, r"[A-Z_]*"),
    "domaines": (_BLOCK, rf"(?:{_NUMBER})?"),
    "contraintes": (_NUMBER, ".*"),
    "situations": (_SITUATION, ".*"),
    "precisions": (_SITUATION, rf"(?:{_ANSWER})?(?: {_ANSWER})*"),
    "objectifs": (rf"{_BLOCK}-O\d{{1,2}}", rf"(?:{_NUMBER})?"),
    "themes": (_NUMBER, ".*"),
    "theme_des_besoins": (_NUMBER, rf"(?:{_NUMBER})?"),
    "besoins": (_NUMBER, ".*"),
    "besoins_des_reponses": (_ANSWER, rf"(?:{_NUMBER})?"),
    "typologies": (_WORD, ".*"),
    "codes_des_typologies": (_WORD, ".*"),
    "statuts_des_projets": (_WORD, r"[A-Z_]*"),
    "analyses": (_WORD, ".*"),
}
"""By table, how its lines read, whole: the key, then the word. A line that reads otherwise is a slip, and told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FranceTravail:
    """How the diagnosis reads in France Travail’s codes; the names are those of the file."""

    impact_fort_a_partir_de: Level
    """The lowest level that is a strong impact in the criteria of two levels."""
    impacts: Words
    """By level; « vide »: a constraint that is told without a level."""
    valeurs_des_criteres: Words
    """By « criterion=value of the method », the value to write instead."""
    origine: Words
    """By answer, the origin of the request; empty, since no question asks it."""
    domaines: Words
    """The constraint that each domain belongs to."""
    contraintes: Words
    situations: Words
    """By « constraint/code »."""
    precisions: Words
    """By « constraint/code » of a situation that stands for several, the answers that tell which, with spaces."""
    objectifs: Words
    """By objective of the form; empty, since two numberings were seen."""
    themes: Words
    theme_des_besoins: Words
    besoins: Words
    besoins_des_reponses: Words
    """By answer, the need that it tells."""
    typologies: Words
    codes_des_typologies: Words
    statuts_des_projets: Words
    analyses: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """One list of a partner’s program."""

    name: str
    codes: str = ""
    """The codes that it is made of, for people to read."""
    matches: Words = field(default_factory=dict)
    """By fact, the code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerSystem:
    """The program of a partner, into which codes are typed again."""

    name: str
    profile: Profile
    """Who reads it: what leaves for this profile, and nothing else, is told in it."""
    lists: tuple[CodeList, ...]


def france_travail(folder: Path | None = None) -> FranceTravail:
    """The tables for France Travail, with what the territory changed in them.

    Raises:
        WrongCorrespondenceError: a file of the territory is not of the expected shape.
    """
    own = (folder or own_folder()) / _FRANCE_TRAVAIL
    level = Level.PREVENTS
    tables: dict[str, dict[str, str]] = {name: {} for name in _SHAPES}
    for file in (shipped("resources", "correspondances", _FRANCE_TRAVAIL), *([own] if own.exists() else [])):
        for name, value in _read(file).items():
            if name == _THRESHOLD:
                level = _level(file, value)
            elif name in tables:
                tables[name] |= _words(file, name, value, *_SHAPES[name])
            elif name not in _TOLD_TO_PEOPLE:
                raise WrongCorrespondenceError(name=file.name, fault=f"« {name} » n’est pas une table connue")
    kept = {name: MappingProxyType({key: word for key, word in one.items() if word}) for name, one in tables.items()}
    return FranceTravail(impact_fort_a_partir_de=level, **kept)


def partner_systems(folder: Path | None = None) -> tuple[PartnerSystem, ...]:
    """The other programs, in the order of their files; a list of the territory stands for the one of the same name.

    Raises:
        WrongCorrespondenceError: a file of the territory is not of the expected shape.
    """
    files: dict[str, list[PartnerSystem]] = {}
    for place in (shipped("resources", "correspondances"), folder or own_folder()):
        for file in sorted(place.glob("*.json")):
            if file.name != _FRANCE_TRAVAIL:
                files.setdefault(file.name, []).append(_system(file))
    return tuple(_merged(told) for _, told in sorted(files.items()))


def _merged(told: list[PartnerSystem]) -> PartnerSystem:
    lists = {one.name: one for system in told for one in system.lists}
    return PartnerSystem(name=told[-1].name, profile=told[-1].profile, lists=tuple(lists.values()))


def _system(file: Path) -> PartnerSystem:
    told = _read(file)
    if unknown := told.keys() - {"profil", "listes"} - _TOLD_TO_PEOPLE:
        raise WrongCorrespondenceError(name=file.name, fault=f"« {min(unknown)} » n’a pas sa place ici")
    profile, lists = _PROFILES.get(str(told.get("profil"))), told.get("listes")
    if profile is None:
        known = ", ".join(_PROFILES)
        raise WrongCorrespondenceError(name=file.name, fault=f"« profil » doit être un de ces codes : {known}")
    if not isinstance(lists, list):
        raise WrongCorrespondenceError(name=file.name, fault="« listes » doit être une liste")
    return PartnerSystem(
        name=_text(file, "systeme", told.get("systeme")),
        profile=profile,
        lists=tuple(_code_list(file, number, one) for number, one in enumerate(lists, start=1)),
    )


def _code_list(file: Path, number: int, told: Value) -> CodeList:
    if not isinstance(told, dict) or told.keys() - {"nom", "codes", "correspondances"}:
        fault = f"la liste {number} ne peut avoir que « nom », « codes » et « correspondances »"
        raise WrongCorrespondenceError(name=file.name, fault=fault)
    name = _text(file, f"nom » de la liste « {number}", told.get("nom"))
    matches = _words(file, name, told.get("correspondances", {}), _FACT, ".*")
    codes = told.get("codes", "")
    return CodeList(
        name=name, codes=_text(file, "codes", codes) if codes else "", matches={k: v for k, v in matches.items() if v}
    )


def _read(file: Path) -> Mapping[str, Value]:
    """The entries of a file of tables.

    Raises:
        WrongCorrespondenceError: it cannot be read, is no JSON, names one thing twice, or is not made of entries.
    """
    try:
        if file.stat().st_size > _BIGGEST or not file.is_file():
            raise WrongCorrespondenceError(name=file.name, fault="ce n’est pas un fichier, ou il est trop gros")
        told: Value = json.loads(file.read_text(encoding="utf-8-sig"), object_pairs_hook=lambda p: _entries(file, p))
    except json.JSONDecodeError as why:
        fault = f"ce n’est pas du JSON, ligne {why.lineno}, colonne {why.colno}"
        raise WrongCorrespondenceError(name=file.name, fault=fault) from why
    except RecursionError as why:
        raise WrongCorrespondenceError(name=file.name, fault="des listes y sont emboîtées sans fin") from why
    except (OSError, UnicodeDecodeError) as why:
        raise WrongCorrespondenceError(name=file.name, fault="il ne se lit pas comme un texte UTF-8") from why
    if not isinstance(told, dict):
        raise WrongCorrespondenceError(name=file.name, fault="un objet JSON est attendu")
    return told


def _entries(file: Path, pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise WrongCorrespondenceError(name=file.name, fault=f"« {_short(twice)} » y est deux fois")
    return found


def _level(file: Path, value: Value) -> Level:
    if isinstance(value, bool) or value not in (1, 2, 3):
        raise WrongCorrespondenceError(name=file.name, fault=f"« {_THRESHOLD} » doit être 1, 2 ou 3")
    return Level(int(str(value)))


def _words(file: Path, name: str, told: Value, key: str, value: str) -> dict[str, str]:
    if not isinstance(told, dict):
        raise WrongCorrespondenceError(name=file.name, fault=f"« {_short(name)} » doit être un objet")
    found = {}
    for fact, word in told.items():
        if not re.fullmatch(key, fact):
            fault = f"« {_short(fact)} » n’est pas une ligne possible de « {_short(name)} »"
            raise WrongCorrespondenceError(name=file.name, fault=fault)
        if not (isinstance(word, str) and len(word) <= _LONGEST and word.isprintable() and re.fullmatch(value, word)):
            fault = f"la ligne « {_short(fact)} » de « {_short(name)} » ne mène pas à un code possible"
            raise WrongCorrespondenceError(name=file.name, fault=fault)
        found[fact] = word.strip()
    return found


def _text(file: Path, name: str, value: Value) -> str:
    if not (isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST and value.isprintable()):
        raise WrongCorrespondenceError(name=file.name, fault=f"« {name} » doit être un texte court")
    return value.strip()


def _short(words: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in words[:40])
