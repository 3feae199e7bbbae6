"""What can go wrong in this room, in French."""

from spie_diag.errors import SpieError


class NamelessSignerError(SpieError):
    """A signature must say whose it is."""

    sentence = "Une signature électronique a besoin d’un nom."
    advice = "Complétez le nom du professionnel, puis recommencez."


class DamagedIdentityError(SpieError):
    """The kept bytes are not a key with its certificate."""

    sentence = "La clé de signature gardée dans le coffre est abîmée."
    advice = "Restaurez une sauvegarde du coffre, ou créez une nouvelle clé de signature."


class NotACertificateError(SpieError):
    """The file offered as a colleague's certificate is something else."""

    sentence = "Ce fichier n’est pas un certificat de signature."
    advice = "Demandez à votre collègue d’exporter à nouveau son certificat."


class DamagedKnownSignerError(SpieError):
    """One file of the folder of known signers cannot be read; ``file`` is a fingerprint, never a name."""

    sentence = "La fiche « {file} » des signataires connus de cet ordinateur est abîmée."
    advice = "Supprimez cette fiche, puis ajoutez de nouveau le certificat du professionnel."


class KnownSignersFolderError(SpieError):
    """The folder of known signers refuses to be read or written."""

    sentence = "Le dossier des signataires connus de cet ordinateur n’est pas accessible."
    advice = "Vérifiez que ce dossier n’est pas en lecture seule et qu’il reste de la place sur le disque."


class UnreadablePdfError(SpieError):
    """What should be signed is not a sound PDF."""

    sentence = "Ce fichier ne peut pas être signé : ce n’est pas un PDF lisible."
    advice = "Fabriquez de nouveau le document depuis l’entretien."


class NoSuchFieldError(SpieError):
    """The document was not prepared for this signature."""

    sentence = "Ce document n’a pas de place pour cette signature."
    advice = "Fabriquez de nouveau le document avec les deux professionnels de l’entretien."


class AlreadySignedError(SpieError):
    """The field already holds a signature."""

    sentence = "Cette signature est déjà faite."
    advice = "Pour corriger un document signé, créez une nouvelle version avec son motif."


class SameSignerError(SpieError):
    """The same certificate already signed the other field."""

    sentence = "Ce professionnel a déjà signé ce document."
    advice = "La seconde signature revient à l’autre professionnel."


class WrongOrderError(SpieError):
    """The first signature certifies the document, the next ones approve it: not the other way round."""

    sentence = "Les signatures de ce document se font dans un autre ordre."
    advice = "Le premier professionnel prévu dans le document signe d’abord."


class ChangedSinceSignedError(SpieError):
    """The document is no longer what the first specialist signed."""

    sentence = "Ce document a changé depuis la première signature : il ne doit pas être signé."
    advice = "Reprenez le fichier tel que le premier professionnel l’a signé."


class ExpiredIdentityError(SpieError):
    """The certificate is not valid at the moment of signing; ``start`` and ``end`` are dates in words."""

    sentence = "Ce certificat de signature vaut du {start} au {end} : il ne permet pas de signer aujourd’hui."
    advice = "Vérifiez la date de cet ordinateur, ou renouvelez le certificat."
