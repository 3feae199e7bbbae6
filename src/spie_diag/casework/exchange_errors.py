"""What can go wrong while something is handed over to a partner, or comes from one."""

from typing import ClassVar

from spie_diag.errors import SpieError


class NobodySignsError(SpieError):
    """An extract for a partner was to leave without any signature."""

    sentence: ClassVar[str] = "Ce document doit être signé par au moins un des deux spécialistes."
    advice: ClassVar[str] = "Choisissez qui signe, puis recommencez. Rien n’a été enregistré."


class NoRecipientError(SpieError):
    """Nobody is named for whom it is."""

    sentence: ClassVar[str] = "Il manque le nom du destinataire."
    advice: ClassVar[str] = "Écrivez la structure ou la personne à qui ce document est remis : il le porte."


class FutureAgreementError(SpieError):
    """The agreement of the person bears a day to come."""

    sentence: ClassVar[str] = "L’accord de la personne porte une date dans le futur."
    advice: ClassVar[str] = "Donnez le jour où elle l’a donné, devant vous ou au téléphone."


class SharingRefusedError(SpieError):
    """The person said no to the sharing, in this very interview."""

    sentence: ClassVar[str] = "La personne n’a pas accepté le partage dans cet entretien : rien n’a été enregistré."
    advice: ClassVar[str] = "Vous pouvez lui remettre sa propre copie. Si elle change d’avis, notez-le d’abord."


class WeakTransportPasswordError(SpieError):
    """A password that whoever intercepts the file would find."""

    sentence: ClassVar[str] = "Ce mot de passe se devinerait trop vite pour un fichier qui voyage."
    advice: ClassVar[str] = "Prenez celui qui est proposé : des mots faciles à dire au téléphone."


class AlreadySealedError(SpieError):
    """What should be sealed is closed already, is cut short, or is no PDF."""

    sentence: ClassVar[str] = (
        "Ce fichier n’est pas un PDF à sceller : il l’est déjà, il est abîmé, ou c’est autre chose."
    )
    advice: ClassVar[str] = "Choisissez le PDF signé, tel que l’application l’a enregistré."


class NotSealedError(SpieError):
    """What should be opened is not closed."""

    sentence: ClassVar[str] = "Ce fichier n’est pas scellé."
    advice: ClassVar[str] = "Ouvrez-le directement, ou vérifiez ses signatures."


class UnknownNumberError(SpieError):
    """No person of this vault has this file number."""

    sentence: ClassVar[str] = "Aucun dossier de ce coffre ne porte le numéro « {number} »."
    advice: ClassVar[str] = "Relisez-le dans la liste des personnes : il ressemble à D-2026-0001."


class UnknownHandoffError(SpieError):
    """The interview knows no such handing over."""

    sentence: ClassVar[str] = "Cette transmission n’est pas dans cet entretien."
    advice: ClassVar[str] = "Revenez à la liste des transmissions de la personne."


class PasswordNeededError(SpieError):
    """The file is sealed with a password, and none was given."""

    sentence: ClassVar[str] = "Ce fichier est scellé par un mot de passe."
    advice: ClassVar[str] = "Demandez-le par téléphone à qui vous l’a envoyé, puis ouvrez le fichier de nouveau."


class CertificateNeededError(SpieError):
    """The file is sealed for a certificate, and nobody's key was offered."""

    sentence: ClassVar[str] = "Ce fichier est scellé pour le certificat d’un spécialiste."
    advice: ClassVar[str] = "Ouvrez-le depuis l’application : sa phrase secrète vous sera demandée."


class UntrustworthyDocumentError(SpieError):
    """The verification refuses the document; ``reason`` is a sentence of the verdict, which names nobody."""

    sentence: ClassVar[str] = "Ce document ne peut pas être repris. {reason}"
    advice: ClassVar[str] = "Demandez au partenaire le fichier d’origine, tel que son application l’a enregistré."


class UnfinishedDocumentError(SpieError):
    """One of the two specialists has not signed yet: it may still change."""

    sentence: ClassVar[str] = "Ce diagnostic n’est pas encore signé par les deux spécialistes."
    advice: ClassVar[str] = "Demandez au partenaire la version signée par les deux."


class OwnDocumentError(SpieError):
    """It was signed in this very vault."""

    sentence: ClassVar[str] = "Ce document vient de ce coffre : ce qu’il contient y est déjà."
    advice: ClassVar[str] = "Ouvrez le dossier de la personne pour le retrouver."


class UnknownSignersError(SpieError):
    """Nobody confirmed that the signers are who they say."""

    sentence: ClassVar[str] = "Les signataires de ce document sont inconnus de cet ordinateur."
    advice: ClassVar[str] = (
        "Comparez l’empreinte du certificat avec eux, par téléphone, puis confirmez ; chaque réponse le dira."
    )


class NothingReceivedError(SpieError):
    """The person's file holds no such document."""

    sentence: ClassVar[str] = "Ce document reçu n’est pas dans ce dossier."
    advice: ClassVar[str] = "Revenez à la liste des documents reçus."


class DamagedReceptionError(SpieError):
    """What was kept of a document received is no longer what was received."""

    sentence: ClassVar[str] = "Un document reçu d’un partenaire est abîmé dans le coffre."
    advice: ClassVar[str] = "Restaurez une sauvegarde, ou reprenez le fichier d’origine du partenaire."


class NotForHerError(SpieError):
    """A partner's document tells of other people, or what is never put on paper: the person gets the rest of it."""

    sentence: ClassVar[str] = "Ce document parle aussi d’autres personnes, ou dit ce qui ne s’écrit pas."
    advice: ClassVar[str] = "Remettez à la personne la copie de son dossier : elle contient tout le reste."
