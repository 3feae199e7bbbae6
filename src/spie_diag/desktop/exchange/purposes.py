"""What a document is handed over for, as most often said: proposed, and written otherwise wherever it fits better."""

from collections.abc import Mapping
from typing import Final

from spie_diag.casework.profiles import Profile

PURPOSES: Final[Mapping[Profile, tuple[str, ...]]] = {
    Profile.FRANCE_TRAVAIL: ("Orienter et préparer le contrat d’engagement", "Suivre le parcours vers l’emploi"),
    Profile.DEPARTMENT: ("Décider de l’orientation", "Ouvrir ou revoir des droits"),
    Profile.MISSION_LOCALE: ("Commencer un accompagnement", "Proposer un contrat d’engagement jeune"),
    Profile.CAP_EMPLOI: ("Commencer un accompagnement", "Chercher un poste et des aménagements qui conviennent"),
    Profile.PLIE: ("Commencer un accompagnement", "Proposer une étape de parcours"),
    Profile.SIAE: ("Étudier une candidature", "Accompagner pendant le contrat"),
    Profile.EMPLOYER: ("Étudier une candidature", "Préparer une immersion"),
    Profile.TRAINING: ("Entrer en formation", "Trouver un financement et un rythme qui conviennent"),
    Profile.SOCIAL_CENTRE: ("Accompagner les démarches", "Étudier une aide"),
    Profile.SPECIALISED: ("Accompagner dans ce domaine",),
    Profile.PERSON: ("Garder son exemplaire",),
}
