"""What may be wrong with data that come from elsewhere: one sentence each, that names nobody."""

from typing import ClassVar

from spie_diag.errors import SpieError


class NotADiagnosticError(SpieError):
    """The data are not those of a diagnostic: another document, or none that a program can read."""

    sentence: ClassVar[str] = "Ce document ne contient pas les données d’un diagnostic."
    advice: ClassVar[str] = "Demandez au partenaire le PDF signé, tel que son application l’a enregistré."


class NewerFormatError(SpieError):
    """The data follow a later major version than this program knows."""

    sentence: ClassVar[str] = "Ce diagnostic est au format {version}, plus récent que celui de cette application."
    advice: ClassVar[str] = "Mettez l’application à jour, puis ouvrez-le de nouveau. Le PDF lui-même reste lisible."


class TooMuchDataError(SpieError):
    """The data are larger or more deeply nested than those of any diagnostic."""

    sentence: ClassVar[str] = "Les données de ce document sont trop grosses pour être celles d’un diagnostic."
    advice: ClassVar[str] = "Ne l’utilisez pas, et demandez au partenaire comment il l’a fabriqué."


class MisshapenDataError(SpieError):
    """The data say that they are a diagnostic, and are not written as one; ``part`` is a field of the format."""

    sentence: ClassVar[str] = "Les données de ce diagnostic sont mal écrites (partie « {part} »)."
    advice: ClassVar[str] = "Demandez au partenaire de l’enregistrer de nouveau depuis son application."


class UnknownSchemaError(SpieError):
    """Somebody asked for the description of a format that this program does not write."""

    sentence: ClassVar[str] = "Aucun format ne s’appelle « {name} »."
    advice: ClassVar[str] = "Formats décrits : {names}."
