"""What can go wrong in this room, in French."""

from typing import ClassVar

from spie_diag.errors import SpieError


class WrongCommandError(SpieError):
    """The command line is not written as expected."""

    sentence: ClassVar[str] = "La commande n’est pas écrite comme attendu : {problem}."
    advice: ClassVar[str] = "« {help} » montre ce qui est possible."


class FullDiskError(SpieError):
    """Nothing more can be written where the output of the command goes."""

    sentence: ClassVar[str] = "Le disque est plein : la commande n’a pas pu tout écrire."
    advice: ClassVar[str] = "Libérez de la place, puis recommencez."


class FolderInUseError(SpieError):
    """The folder asked for a demonstration holds something already."""

    sentence: ClassVar[str] = "Le dossier « {folder} » existe déjà et n’est pas vide."
    advice: ClassVar[str] = "Choisissez un autre dossier avec --out, ou videz celui-ci."


class NotAFolderError(SpieError):
    """A file has the name of the folder asked for a demonstration."""

    sentence: ClassVar[str] = "« {folder} » est un fichier : la démonstration a besoin d’un dossier."
    advice: ClassVar[str] = "Choisissez avec --out un dossier vide, ou qui n’existe pas encore."


class OneFormError(SpieError):
    """Several forms were given to compare with one that is released."""

    sentence: ClassVar[str] = "Un formulaire publié se compare à un seul formulaire."
    advice: ClassVar[str] = "Donnez un seul fichier avec --publie."


class ExistingFileError(SpieError):
    """A file to be written exists already."""

    sentence: ClassVar[str] = "« {file} » existe déjà."
    advice: ClassVar[str] = "Choisissez un autre nom, ou ajoutez --remplacer."


class SameFileError(SpieError):
    """A file to be written is the one that is read."""

    sentence: ClassVar[str] = "« {file} » est le fichier à lire : il ne peut pas être aussi celui à écrire."
    advice: ClassVar[str] = "Donnez un autre nom au fichier de sortie."


class WrongKindError(SpieError):
    """The name of a file to be written does not end as its kind does."""

    sentence: ClassVar[str] = "« {file} » n’est pas un nom de fichier pour cette sortie."
    advice: ClassVar[str] = "Terminez-le par {endings}."


class UnnamedOpenerError(SpieError):
    """Several specialists may open the vault, and the command does not say which one does."""

    sentence: ClassVar[str] = "Plusieurs spécialistes ouvrent ce coffre : la commande doit dire qui."
    advice: ClassVar[str] = "Ajoutez --nom avec l’un de ces noms : {names}."


class UnknownNameError(SpieError):
    """Nobody of the name given opens this vault."""

    sentence: ClassVar[str] = "Personne de ce nom n’ouvre ce coffre."
    advice: ClassVar[str] = "Donnez à --nom l’un de ces noms : {names}."


class NoTerminalError(SpieError):
    """A passphrase must be asked, and nobody is there to type it."""

    sentence: ClassVar[str] = "La phrase secrète ne peut pas être demandée ici : il n’y a pas de terminal."
    advice: ClassVar[str] = "Ajoutez --phrase-stdin et donnez-la sur la première ligne de l’entrée standard."


class NoTerminalForWordsError(SpieError):
    """The words of a sheet must be asked, and nobody is there to type them."""

    sentence: ClassVar[str] = "Les mots de la fiche ne peuvent pas être demandés ici : il n’y a pas de terminal."
    advice: ClassVar[str] = (
        "Ajoutez --phrase-stdin ; donnez-les sur la première ligne de l’entrée standard, et la nouvelle phrase sur la "
        "deuxième."
    )


class SeveralBackupsError(SpieError):
    """The folder named holds several backups, and which one is meant changes what is restored."""

    sentence: ClassVar[str] = "« {folder} » contient plusieurs sauvegardes : la commande doit dire laquelle."
    advice: ClassVar[str] = "Donnez le dossier de l’une d’elles ; la plus récente est « {newest} »."


class DifferentPassphrasesError(SpieError):
    """A new passphrase was not typed the same twice."""

    sentence: ClassVar[str] = "Les deux phrases secrètes ne sont pas les mêmes : rien n’a été fait."
    advice: ClassVar[str] = "Recommencez, en la tapant lentement."


class NobodyToAskError(SpieError):
    """Something must be agreed to, and nobody is there to do so."""

    sentence: ClassVar[str] = "La commande demande un accord, et il n’y a pas de terminal pour le donner."
    advice: ClassVar[str] = "Lisez ce qui est montré, puis recommencez avec --oui."


class DeclinedError(SpieError):
    """The person at the keyboard did not agree."""

    sentence: ClassVar[str] = "Rien n’a été fait."
    advice: ClassVar[str] = "Recommencez quand tout est vérifié."
