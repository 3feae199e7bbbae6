"""Fictional reports: a full one, and one made of everything that might break a page."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from spie_diag.documents.content import (
    Action,
    Author,
    Cover,
    Domain,
    Fact,
    Goal,
    NextSteps,
    Opinion,
    Pathway,
    PersonSignature,
    PersonSigning,
    Rating,
    Report,
    SignatureSlot,
    Strength,
    Words,
)
from spie_diag.interview.people import Voice

MOMENT = datetime(2026, 11, 24, 11, 42, 7, tzinfo=timezone(timedelta(hours=1)))
LATER = datetime(2027, 1, 5, 9, 0, tzinfo=UTC)
CHAIN_HEAD = "3f9a5c21" * 8
DATA = '{"schema":"1","personne":"Camille Exemple","prix":"12 €"}'.encode()

NADIA = SignatureSlot(
    field_name="signature_social",
    who="Nadia Témoin",
    role="Assistante sociale",
    structure="Département – Maison de l’insertion Modèle",
    voice=Voice.SOCIAL,
)
HUGO = SignatureSlot(
    field_name="signature_emploi",
    who="Hugo Spécimen",
    role="Conseiller accompagnement global",
    structure="France Travail – agence Exemple",
    voice=Voice.EMPLOYMENT,
)
BOTH = (NADIA, HUGO)

STROKES = (
    tuple((10.0 + 6 * step, 60 + (25 if step % 2 else -25) * (1 - step / 24)) for step in range(22)),
    ((8.0, 92.0), (60.0, 88.0), (150.0, 90.0)),
)


def rated(level: int | None, *, is_strength: bool = False) -> Rating:
    return Rating(level=level, is_strength=is_strength)


def domain(label: str, social: int, employment: int, person: int, agreed: int, statement: str = "") -> Domain:
    return Domain(
        label=label,
        social=rated(social),
        employment=rated(employment),
        person=rated(person),
        agreed=rated(agreed),
        statement=statement,
    )


DOMAINS = (
    domain("Logement", 1, 1, 0, 1, "Location privée isolée ; la personne souhaite se rapprocher du bourg."),
    domain("Santé", 0, 0, 0, 0),
    replace(
        domain(
            "Famille, garde d'enfants et proches aidés",
            3,
            3,
            3,
            3,
            "Pas de solution d'accueil pour la plus jeune avant 8 h, après 18 h, le mercredi et pendant les vacances.",
        ),
        is_priority=True,
        since="depuis septembre 2026",
    ),
    replace(
        domain("Ressources, budget et dettes", 2, 1, 3, 2, "Découvert en fin de mois, retards d'énergie et de crédit."),
        is_priority=True,
    ),
    domain("Droits, démarches et questions juridiques", 1, 1, 1, 1, "Complémentaire santé solidaire à renouveler."),
    domain("Langue et savoirs de base", 0, 0, 0, 0),
    domain("Numérique", 1, 1, 0, 1, "Un téléphone, une connexion limitée ; aide ponctuelle souhaitée."),
    replace(
        domain("Mobilité", 2, 3, 2, 2, "Permis B sans véhicule ; covoiturage et transport à la demande."),
        is_priority=True,
        disagreement=(
            Opinion(voice=Voice.SOCIAL, text="Un véhicule en location sociale suffit pour commencer."),
            Opinion(voice=Voice.EMPLOYMENT, text="Sans véhicule, les horaires du métier visé ne sont pas tenables."),
        ),
    ),
    domain("Réseau, soutien et vie sociale", 1, 0, 1, 1, "Une personne sur qui compter ; jardin partagé du quartier."),
    domain(
        "Pouvoir d'agir et confiance", 2, 1, 2, 2, "Confiance à retrouver : appeler et expliquer restent difficiles."
    ),
    Domain(label="Parcours et expériences", employment=rated(2), agreed=rated(2), statement="Trois ans sans emploi."),
    Domain(
        label="Compétences et atouts",
        social=rated(0, is_strength=True),
        employment=rated(0, is_strength=True),
        person=rated(0, is_strength=True),
        agreed=rated(0, is_strength=True),
        statement="Relation d'aide, organisation, tenue d'une petite caisse.",
    ),
    domain("Formation et diplômes", 1, 1, 1, 1, "CAP restauration (2009)."),
    domain("Projet professionnel", 1, 2, 1, 1, "Assistante de vie : à confirmer par une immersion."),
    domain("Disponibilité et conditions", 2, 2, 2, 2, "Quatre matinées par semaine, dix heures pour commencer."),
    domain("Recherche d'emploi", 1, 2, 1, 2, "CV à revoir ; une à trois candidatures le mois dernier."),
)


def full_report() -> Report:
    return Report(
        cover=Cover(
            person="Camille Exemple",
            born_on=date(1991, 3, 14),
            commune="Magny-en-Vexin",
            number="D-2026-0001",
            held_on=date(2026, 11, 24),
            authors=tuple(
                Author(name=one.who, role=one.role, structure=one.structure, voice=one.voice) for one in BOTH
            ),
            recipient="Département et France Travail",
            purpose="préparation du contrat d'engagement",
            form="Diagnostic socio-professionnel commun, version 1.0",
        ),
        summary=(
            "Camille élève seule ses deux enfants. Elle veut retravailler quelques heures par jour, dans l'aide à "
            "domicile. La garde de la plus jeune et les trajets sont à régler en même temps que l'immersion ; le "
            "budget demande un appui rapide."
        ),
        words=(
            Words(
                about="Ce qui compte le plus",
                said="« Je voudrais retravailler mais je ne sais pas qui garderait la petite. »",
            ),
            Words(
                about="Ce qui a déjà été essayé",
                said="« On m'a dit de m'inscrire à la crèche, je n'ai jamais eu de réponse. »",
            ),
            Words(
                about="Ce dont elle est fière",
                said="« Je sais m'occuper des gens, et je suis toujours à l'heure. »",
            ),
            Words(about="Dans six mois", said="« Travailler quelques heures par jour. »"),
        ),
        strengths=(
            Strength(text="Ponctualité et relation d'aide", domain="Compétences et atouts"),
            Strength(text="Expériences proches du métier visé", domain="Parcours et expériences"),
            Strength(text="Permis B", domain="Mobilité"),
            Strength(text="Engagement associatif : trésorière de l'association de parents"),
        ),
        domains=DOMAINS,
        not_explored=("Création ou développement d'activité", "Mobilité internationale"),
        project=(
            Fact(label="Métier visé", value="Assistant / Assistante de vie (en construction)"),
            Fact(label="Prochaine vérification", value="Immersion de deux semaines, enquête métier"),
            Fact(label="Autre piste", value="Cantine scolaire"),
            Fact(label="Disponible", value="Dans 1 à 3 mois, le temps de régler la garde et les trajets"),
            Fact(label="Créneaux possibles", value="Lundi, mardi, jeudi, vendredi : matin et midi"),
            Fact(label="Heures tenables", value="10 heures par semaine pour commencer"),
        ),
        pathway=Pathway(
            proposal="Parcours socio-professionnel",
            reason="Projet d'aide à domicile réaliste ; garde et transport à régler en même temps que l'immersion.",
            opinions=(
                Opinion(voice=Voice.SOCIAL, text="parcours socio-professionnel"),
                Opinion(voice=Voice.EMPLOYMENT, text="parcours socio-professionnel"),
                Opinion(voice=Voice.PERSON, text="parcours socio-professionnel"),
            ),
            facts=(
                Fact(label="Rythme proposé", value="10 heures par semaine, à la demande de la personne"),
                Fact(
                    label="Engagements des structures",
                    value="Trouver une solution d'accueil ; mobiliser un véhicule en location sociale.",
                ),
                Fact(label="Engagements de la personne", value="Je prépare le dossier de complémentaire santé."),
            ),
        ),
        goals=tuple(
            Goal(
                label=label,
                domain=where,
                due=due,
                reached_when=reached,
                actions=tuple(Action(what=what, who=who, when=due, status="À faire") for what, who in actions),
            )
            for label, where, due, reached, actions in (
                (
                    "Une solution d'accueil pour la plus jeune, 4 matinées",
                    "Famille",
                    date(2027, 1, 31),
                    "quatre matinées de garde sont assurées",
                    (
                        ("Appeler le relais petite enfance", "Nadia Témoin"),
                        ("Visiter deux assistantes maternelles", "Camille"),
                    ),
                ),
                (
                    "Un véhicule en location sociale le temps de l'immersion",
                    "Mobilité",
                    date(2027, 1, 15),
                    "",
                    (("Demander le véhicule à la plateforme de mobilité", "Hugo Spécimen"),),
                ),
                (
                    "Immersion de 2 semaines en service d'aide à domicile",
                    "Projet",
                    date(2027, 2, 26),
                    "",
                    (("Signer la convention d'immersion", "Hugo Spécimen"),),
                ),
                (
                    "Rendez-vous au point conseil budget (découvert, énergie)",
                    "Budget",
                    date(2026, 12, 18),
                    "",
                    (("Prendre le rendez-vous ensemble", "Nadia Témoin"),),
                ),
                (
                    "Dossier de complémentaire santé envoyé",
                    "Droits",
                    date(2026, 12, 5),
                    "",
                    (("Envoyer le dossier", "Camille, aide de Nadia"),),
                ),
            )
        ),
        next_steps=NextSteps(
            referent="Nadia Témoin (Département)",
            correspondent="Hugo Spécimen (France Travail)",
            meeting="mardi 22 décembre 2026 à 10 heures, Maison de l'insertion, avec les deux spécialistes",
            deadlines=(
                Fact(label="Contrat à signer avant le", value="27 décembre 2026"),
                Fact(label="Ancien contrat remplacé avant le", value="1er janvier 2027"),
            ),
            numbers=(Fact(label="Maison de l'insertion", value="01 99 00 00 01"),),
        ),
        agreement="La synthèse correspond à ce que la personne a dit.",
        observations="« Je préfère les messages aux appels. »",
        rights=(
            "Ce document est destiné aux structures nommées en première page. Vous pouvez demander à voir, corriger ou "
            "effacer ce qui est noté, et retirer votre accord à tout moment, auprès de l'une ou l'autre structure.",
            "Le diagnostic est conservé 24 mois après le dernier contact.",
        ),
        signature=PersonSignature(kind=PersonSigning.DRAWN, strokes=STROKES, signed_on=date(2026, 11, 24)),
    )


def empty_report() -> Report:
    """Nothing but what a report cannot lack."""
    return Report(
        cover=Cover(person="", number="D-2026-0002", held_on=date(2026, 11, 24), authors=()),
        pathway=Pathway(proposal=""),
    )


def one_specialist_report() -> Report:
    full = full_report()
    return replace(
        full,
        cover=replace(
            full.cover,
            authors=full.cover.authors[:1],
            absent="Le spécialiste du champ emploi n'a pas pu être présent. Une nouvelle rencontre est prévue.",
        ),
    )


NASTY = (
    "Zażółć أمينة بن سعيد שלום Ελένη Юлия 😀🦄\x00\x07 <b>&amp; </para> \ud800 \u202egauche \u200b e\u0301"
    " 王小明 \ue000 \U000e0041 " + "Anticonstitutionnellement" * 12
)


def _actions(goal: int) -> tuple[Action, ...]:
    """Ten per goal: sixty in all."""
    return tuple(Action(what=f"Action {goal}.{step} {NASTY}", who=NASTY, status=NASTY) for step in range(10))


def hostile_report() -> Report:
    """Everything that might break a page, everywhere."""
    full = full_report()
    endless = " ".join([NASTY, "Une phrase plutôt longue, mais honnête ; elle continue !"] * 5)
    return replace(
        full,
        cover=replace(full.cover, person=NASTY, commune=NASTY, correction=NASTY, absent=NASTY, recipient=NASTY),
        summary=endless,
        words=(Words(about=NASTY, said=endless), Words(about="", said="")),
        strengths=tuple(Strength(text=NASTY, domain=NASTY) for _ in range(3)),
        domains=tuple(
            Domain(
                label=NASTY if number % 3 == 0 else f"Domaine {number}",
                social=rated(number % 4),
                employment=rated(None),
                person=rated((number + 2) % 4),
                agreed=rated(number % 4, is_strength=number % 4 == 0) if number % 5 else None,
                statement=endless if number == 5 else NASTY,
                is_priority=True,
                disagreement=(Opinion(voice=Voice.PERSON, text=NASTY),) if number % 2 else (),
            )
            for number in range(11)
        ),
        not_explored=(NASTY, NASTY),
        project=(Fact(label=NASTY, value=endless),),
        pathway=Pathway(proposal=NASTY, reason=endless, opinions=(Opinion(voice=Voice.SOCIAL, text=NASTY),)),
        goals=(
            *(Goal(label=NASTY if number else endless, actions=_actions(number)) for number in range(6)),
            Goal(label="Sans action"),
        ),
        next_steps=NextSteps(referent=NASTY, meeting=endless),
        observations=endless,
        rights=(endless,),
        signature=PersonSignature(kind=PersonSigning.WITNESSED, witness=NASTY),
    )
