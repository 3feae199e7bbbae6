"""What can go wrong with an envelope: one sentence each."""

from spie_diag.errors import SpieError


class NotAnEnvelopeError(SpieError):
    """The file is not closed, or in another way, or holds no document."""

    sentence = "Ce fichier n’est pas une enveloppe que cette application sait ouvrir."
    advice = "Ouvrez-le avec l’outil du partenaire, ou demandez-lui le PDF signé."


class WrongEnvelopePasswordError(SpieError):
    """The password does not open it."""

    sentence = "Ce mot de passe n’ouvre pas ce fichier."
    advice = "Faites-le répéter par téléphone : les mots, leur ordre et les accents comptent."


class UnusablePasswordError(SpieError):
    """Nothing can be closed with this password."""

    sentence = "Ce mot de passe ne peut pas servir : il est vide, ou contient des caractères spéciaux."
    advice = "Prenez celui qui est proposé."


class NotForThisIdentityError(SpieError):
    """It was sealed for other certificates."""

    sentence = "Ce fichier n’a pas été scellé pour votre certificat."
    advice = (
        "S’il est pour l’autre personne du binôme, choisissez-la. Sinon, demandez au partenaire de le sceller pour le "
        "certificat que vous lui avez donné, ou par mot de passe."
    )


class ChangedEnvelopeError(SpieError):
    """It opens, and is not what was sealed."""

    sentence = "Cette enveloppe a changé depuis qu’elle a été scellée, ou n’est pas arrivée entière."
    advice = "Ne vous y fiez pas, et demandez au partenaire de l’envoyer de nouveau."


class NotARecipientError(SpieError):
    """Nothing can be sealed for what was given as a recipient's certificate."""

    sentence = "Ce fichier n’est pas un certificat pour lequel on peut sceller un document."
    advice = "Demandez au partenaire son certificat (fichier .pem, .cer ou .crt), puis recommencez."
