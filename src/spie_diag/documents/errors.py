"""What can go wrong in this room, in French."""

from typing import ClassVar

from spie_diag.errors import SpieError


class FieldNameError(SpieError):
    """A signature field needs a short ASCII name that is not the beginning of another one."""

    sentence: ClassVar[str] = "Le nom du champ de signature « {field} » ne convient pas."
    advice: ClassVar[str] = "Donnez à chaque champ un nom sans accent, dont aucun autre ne commence par lui."


class UnknownPaperLanguageError(SpieError):
    """The questionnaire was asked in a language that its form does not speak."""

    sentence: ClassVar[str] = "Ce formulaire n’a pas la langue « {language} »."
    advice: ClassVar[str] = "Langues du formulaire : {known}."


class UnprintableLanguageError(SpieError):
    """The bundled fonts lack letters of a language: a page of empty boxes helps nobody."""

    sentence: ClassVar[str] = (
        "Le questionnaire ne peut pas être imprimé en « {language} » : {count} de ses lettres manquent aux polices "
        "fournies."
    )
    advice: ClassVar[str] = "Choisissez une autre langue avec --langue ; l’application, elle, sait afficher celle-ci."


class RightToLeftPaperError(SpieError):
    """Whole sentences from right to left: the pages would put their lines in the wrong order."""

    sentence: ClassVar[str] = (
        "Le questionnaire ne peut pas être imprimé en « {language} » : cette langue s’écrit de droite à gauche."
    )
    advice: ClassVar[str] = "Choisissez une autre langue avec --langue ; l’application, elle, sait afficher celle-ci."
