"""Fictional extracts and sheets: as they are meant, full to the brim, and made of what might break a page."""

from dataclasses import replace
from datetime import date

from spie_diag.documents.content import (
    Action,
    Chapter,
    Domain,
    EasyPage,
    EasyStep,
    Extract,
    Fact,
    Goal,
    MeetingSheet,
    OpenConstraint,
    Pathway,
    RelaySheet,
    Report,
    Strength,
)
from tests.documents.samples import NASTY, empty_report, full_report, rated

RIGHTS = (
    "lire, corriger, effacer ces informations, retirer son accord : auprès de Nadia Témoin (Maison de l'insertion "
    "Modèle, 01 99 00 00 01)."
)
LONG_NAME = "Marie-Antoinette Constance Philomène de la Rochefoucauld-Montmorency, responsable de secteur"


def extract_report() -> Report:
    """For a structure that gets conclusions, some answers, and no voice by itself."""
    full = full_report()
    told = [replace(one, social=None, employment=None, person=None, disagreement=()) for one in full.domains[:8]]
    return replace(
        full,
        cover=replace(
            full.cover,
            recipient="Mission locale Spécimen, Léa Modèle",
            purpose="préparer ensemble la sortie du contrat d'engagement jeune",
            extract=Extract(
                made_on=date(2026, 11, 26),
                of="version 1 du diagnostic, signée par les deux spécialistes le 24 novembre 2026",
                rights=RIGHTS,
            ),
        ),
        words=full.words[:1],
        domains=tuple(told),
        not_explored=(),
        observations="",
        agreement="",
        answers=(
            Chapter(
                title="Mobilité",
                situations=("Permis sans véhicule", "Transports en commun trop rares aux horaires du métier"),
                answers=(
                    Fact(label="Comment vous déplacez-vous ?", value="Covoiturage, à pied"),
                    Fact(label="Quel trajet acceptez-vous ?", value="45 minutes"),
                ),
            ),
            Chapter(title="Projet", answers=(Fact(label="Métiers envisagés", value="Assistante de vie"),)),
        ),
        signature=None,
    )


def employer_report() -> Report:
    """Next to nothing: who she is, what she can do, when she is free."""
    extract = extract_report()
    return replace(
        empty_report(),
        cover=replace(extract.cover, born_on=None, commune="", recipient="Aide à domicile Exemple", form=""),
        strengths=(Strength(text="Ponctualité et relation d'aide"),),
        project=full_report().project[:2],
        signature=None,
    )


EASY = EasyPage(
    said=(
        "Vous voulez retravailler quelques heures par jour, dans l'aide à domicile.",
        "Il faut d'abord une garde pour la plus jeune, et un moyen de transport.",
        "Le budget a besoin d'un coup de pouce.",
    ),
    strengths=("Vous êtes toujours à l'heure.", "Vous savez vous occuper des gens.", "Vous avez le permis."),
    steps=(
        EasyStep(what="Appeler le relais petite enfance", who="Nadia Témoin", when="avant le 31 janvier"),
        EasyStep(what="Demander une voiture à louer moins cher", who="Hugo Spécimen", when="avant le 15 janvier"),
        EasyStep(what="Envoyer le dossier de santé", who="Vous, avec l'aide de Nadia", when="avant le 5 décembre"),
    ),
    meeting="mardi 22 décembre 2026 à 10 heures, Maison de l'insertion, avec Nadia et Hugo",
    numbers=(Fact(label="Maison de l'insertion", value="01 99 00 00 01"), Fact(label="Danger", value="112, SMS 114")),
)


def person_report() -> Report:
    """The person's own copy, with her first page."""
    full = full_report()
    extract = Extract(title="Votre diagnostic", made_on=date(2026, 11, 26), of="la version 1", rights=RIGHTS)
    cover = replace(full.cover, recipient="Camille Exemple", purpose="garder une copie", extract=extract)
    return replace(full, cover=cover, easy=EASY, signature=None)


def crowded_easy_page() -> EasyPage:
    """Far more than one page holds."""
    sentence = "Une phrase plutôt longue, mais honnête, qui dit ce que nous avons compris ensemble. " * 6
    steps = tuple(EasyStep(what=f"Étape {number} {NASTY}", who=NASTY, when=NASTY) for number in range(30))
    return EasyPage(
        said=(sentence,) * 20,
        strengths=(sentence, NASTY) * 10,
        steps=steps,
        meeting=NASTY,
        numbers=tuple(Fact(label=NASTY, value="01 99 00 00 01 " * 30) for _ in range(12)),
    )


RELAY = RelaySheet(
    person="Camille Exemple",
    born_on=date(1991, 3, 14),
    reached_at="06 99 00 00 02 (messages plutôt qu'appels) · Magny-en-Vexin",
    number="D-2026-0001",
    made_on=date(2026, 11, 26),
    made_by="Nadia Témoin, assistante sociale, Département – Maison de l'insertion Modèle",
    recipient="Léa Modèle, conseillère, Mission locale Spécimen",
    pathway="Parcours socio-professionnel",
    summary=(
        "Élève seule ses deux enfants, veut retravailler quelques heures par jour.",
        "Projet d'aide à domicile, à confirmer par une immersion.",
        "La garde et les trajets se règlent en même temps que l'immersion.",
    ),
    strengths=("Ponctualité et relation d'aide", "Permis B", "Trésorière de l'association de parents"),
    constraints=(
        OpenConstraint(label="Famille, garde d'enfants et proches aidés", level=3, noted_by="les deux champs"),
        OpenConstraint(label="Mobilité", level=2, noted_by="Hugo Spécimen", since="depuis 2024"),
        OpenConstraint(label="Ressources, budget et dettes", level=2, noted_by="Nadia Témoin", since="sept. 2026"),
    ),
    goals=full_report().goals,
    dates=(
        Fact(label="Prochain rendez-vous", value="mardi 22 décembre 2026 à 10 heures"),
        Fact(label="Contrat à signer avant le", value="27 décembre 2026"),
        Fact(label="Fin du contrat d'engagement jeune", value="28 février 2027"),
    ),
    contacts=(
        Fact(label="Nadia Témoin (social)", value="01 99 00 00 01"),
        Fact(label="Hugo Spécimen (emploi)", value="01 99 00 00 03"),
    ),
    agreement="Accord donné le 26 novembre 2026, en présence des deux référents.",
    rights=RIGHTS,
)

MEETING = MeetingSheet(
    pseudonym="Situation A",
    made_on=date(2026, 11, 26),
    asked_by="une conseillère de mission locale et une assistante sociale",
    question="Comment tenir une garde d'enfants et des horaires d'aide à domicile quand il n'y a pas de voiture ?",
    facts=(
        Fact(label="Foyer", value="un adulte, deux enfants dont un de moins de trois ans"),
        Fact(label="Projet", value="aide à domicile, immersion prévue en février"),
        Fact(label="Transport", value="permis, pas de véhicule, un bus par heure"),
    ),
    tried=("Inscription en crèche, sans réponse depuis un an", "Covoiturage à la demande"),
    informed_before=date(2026, 11, 25),
    agreement="donné à l'oral le 25 novembre 2026",
)


def crowded_relay() -> RelaySheet:
    many = [NASTY, LONG_NAME, "Une phrase plutôt longue, mais honnête ; elle continue ! " * 8]
    return replace(
        RELAY,
        person=NASTY,
        reached_at=NASTY,
        made_by=LONG_NAME,
        recipient=NASTY,
        purpose=NASTY,
        summary=tuple(many * 6),
        strengths=tuple(many * 6),
        constraints=tuple(OpenConstraint(label=text, level=3, noted_by=text, since=text) for text in many * 6),
        goals=tuple(
            Goal(label=text, due=date(2027, 1, 1), actions=(Action(what=text, who=text),)) for text in many * 6
        ),
        dates=tuple(Fact(label=text, value=text) for text in many * 4),
        contacts=tuple(Fact(label=text, value=text) for text in many * 4),
        agreement=NASTY,
        rights=NASTY,
    )


def empty_relay() -> RelaySheet:
    return RelaySheet(person="", number="D-2026-0002", made_on=date(2026, 11, 26), made_by="", recipient="", purpose="")


def crowded_meeting() -> MeetingSheet:
    many = [NASTY, LONG_NAME, "Une phrase plutôt longue, mais honnête ; elle continue ! " * 8]
    return MeetingSheet(
        pseudonym=NASTY,
        made_on=date(2026, 11, 26),
        asked_by=NASTY,
        question=" ".join(many),
        facts=tuple(Fact(label=text, value=text) for text in many * 6),
        tried=tuple(many * 6),
        proposals=tuple(many * 6),
        decisions=tuple(Action(what=text, who=text, when=date(2027, 1, 1)) for text in many * 6),
        informed_before=date(2026, 11, 25),
        informed_after=date(2026, 12, 25),
        agreement=NASTY,
    )


def empty_meeting() -> MeetingSheet:
    return MeetingSheet(pseudonym="", made_on=date(2026, 11, 26), question="")


def everything_full() -> Report:
    """Every domain of the method, six goals of six actions, long names everywhere."""
    full = full_report()
    authors = tuple(replace(one, name=LONG_NAME, role=LONG_NAME, structure=LONG_NAME) for one in full.cover.authors)
    statement = "Ce que nous écrivons ensemble sur ce domaine, avec ce que la personne a corrigé et complété. " * 3
    return replace(
        full,
        cover=replace(full.cover, person=LONG_NAME, authors=authors, correction=LONG_NAME, recipient=LONG_NAME),
        summary=(statement * 6)[:1500],
        words=tuple(replace(one, said=statement) for one in full.words * 2),
        strengths=tuple(Strength(text=f"Point d'appui {number}", domain="Mobilité") for number in range(20)),
        domains=tuple(
            Domain(
                label=f"Domaine {number} au nom assez long pour deux lignes",
                social=rated(number % 4),
                employment=rated((number + 1) % 4),
                person=rated((number + 2) % 4),
                agreed=rated(number % 4, is_strength=number % 4 == 0),
                statement=statement,
                since="depuis septembre 2026",
                is_priority=number < 3,
            )
            for number in range(19)
        ),
        project=tuple(Fact(label=f"Fait {number}", value=statement) for number in range(12)),
        pathway=Pathway(proposal="Parcours socio-professionnel", reason=statement * 3),
        goals=tuple(
            Goal(
                label=f"Objectif {goal} : {LONG_NAME}",
                domain="Famille",
                due=date(2027, 1, 31),
                reached_when=statement,
                actions=tuple(
                    Action(what=f"Action {goal}.{step} : {LONG_NAME}", who=LONG_NAME, when=date(2027, 1, 31))
                    for step in range(6)
                ),
            )
            for goal in range(6)
        ),
        observations=statement * 4,
        answers=tuple(
            Chapter(
                title=f"Bloc {block}",
                situations=(LONG_NAME,) * 4,
                answers=tuple(Fact(label=f"Question {number} {LONG_NAME} ?", value=statement) for number in range(9)),
            )
            for block in range(21)
        ),
    )
