"""What leaves for partners and comes from them, without windows: envelopes, formats, taking in."""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from spie_diag.cli.asking import agree
from spie_diag.cli.commands import FrenchCommand, RequiredOption
from spie_diag.cli.errors import ExistingFileError, NoTerminalError, SameFileError, WrongCommandError
from spie_diag.cli.vault_opening import Opener, opened, opener_options, vault_option
from spie_diag.french import counted, listed, long_date, spaced

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.taking_in import Incoming, Key
    from spie_diag.interview.people import CaseId

Command = TypeVar("Command", bound=Callable[..., object])

_FILE = click.Path(path_type=Path)


def _replacing(command: Command) -> Command:
    option = click.option("--remplacer", "replaces", is_flag=True, help="Écrit par-dessus un fichier qui existe déjà.")
    return option(command)


def _refuse_to_overwrite(file: Path, target: Path, *, replaces: bool) -> None:
    """Raises:
    SameFileError: what is to be written is what is read.
    ExistingFileError: it is there already, and nobody said to write over it.
    """
    if target.exists() and file.exists() and target.samefile(file):
        raise SameFileError(file=target)
    if target.exists() and not replaces:
        raise ExistingFileError(file=target)


@click.command(cls=FrenchCommand)
@click.argument("name", metavar="[NOM]", required=False)
def schema(name: str | None) -> None:
    """Affiche la description (JSON Schema) d’un format de données, pour les éditeurs d’autres logiciels.

    Sans NOM, donne la liste des formats décrits. Leurs règles sont dans src/spie_diag/exchange/README.md.
    """
    from spie_diag.casework.formats import format_names, format_text

    if name is None:
        for one in format_names():
            click.echo(one)
        return
    click.echo(format_text(name), nl=False)


@click.command(cls=FrenchCommand)
@click.argument("file", metavar="FICHIER.pdf", type=_FILE)
@click.option("--out", "target", cls=RequiredOption, metavar="SCELLE.pdf", type=_FILE, help="Fichier scellé à écrire.")
@click.option(
    "--pour",
    "recipients",
    metavar="CERTIFICAT",
    multiple=True,
    type=_FILE,
    help="Certificat d’un destinataire, au lieu d’un mot de passe ; l’option peut se répéter.",
)
@_replacing
def seal(file: Path, target: Path, recipients: tuple[Path, ...], replaces: bool) -> None:
    """Scelle un PDF signé pour son envoi, par un mot de passe ou pour les certificats des destinataires.

    Le mot de passe est tiré au hasard et affiché une seule fois : il se dit par téléphone, jamais dans le message qui
    porte le fichier. Tout lecteur de PDF à jour ouvre l’enveloppe avec lui.
    """
    from spie_diag.casework.sealing import Seal, seal_file, suggested_password
    from spie_diag.casework.verifying import content_of
    from spie_diag.clock import SystemClock

    _refuse_to_overwrite(file, target, replaces=replaces)
    made = Seal(certificates=tuple(content_of(one) for one in recipients))
    made = made if recipients else Seal(password=suggested_password())
    seal_file(file, target, made, SystemClock().now())
    click.echo(spaced(f"Fichier scellé : {target}"))
    if made.password:
        click.echo(spaced("Mot de passe, à dire par téléphone :"))
        click.echo(made.password)


@click.command(cls=FrenchCommand, name="open")
@click.argument("file", metavar="SCELLE.pdf", type=_FILE)
@click.option("--out", "target", cls=RequiredOption, metavar="FICHIER.pdf", type=_FILE, help="PDF signé à écrire.")
@click.option("--phrase-stdin", "reads_stdin", is_flag=True, help="Lit le mot de passe sur l’entrée standard.")
@_replacing
def open_envelope(file: Path, target: Path, reads_stdin: bool, replaces: bool) -> None:
    """Ouvre un fichier scellé par mot de passe et écrit le PDF signé qu’il contient, à l’octet près."""
    from spie_diag.casework.sealing import open_file

    _refuse_to_overwrite(file, target, replaces=replaces)
    open_file(file, target, _password(reads_stdin=reads_stdin))
    click.echo(spaced(f"PDF signé : {target}"))
    click.echo(spaced(f"Pour le vérifier : spie-diag verify {target}"))


@click.command(cls=FrenchCommand, name="take-in")
@click.argument("file", metavar="FICHIER.pdf", type=_FILE)
@click.option("--dossier", "number", metavar="NUMERO", help="Dossier de la personne, comme D-2026-0001.")
@click.option("--nouveau", "is_new", is_flag=True, help="Ouvre un nouveau dossier pour la personne.")
@click.option("--signataires", "signers", metavar="DOSSIER", type=_FILE, help="Dossier de certificats à reconnaître.")
@click.option("--autorites", "authorities", metavar="DOSSIER", type=_FILE, help="Dossier d’autorités à reconnaître.")
@click.option(
    "--signataires-verifies",
    "is_confirmed",
    is_flag=True,
    help="Les empreintes de signataires inconnus ont été comparées avec eux.",
)
@click.option("--oui", "is_agreed", is_flag=True, help="Reprend sans demander ce qui est montré.")
@vault_option
@opener_options
def take_in(
    file: Path,
    number: str | None,
    is_new: bool,
    signers: Path | None,
    authorities: Path | None,
    is_confirmed: bool,
    is_agreed: bool,
    folder: Path,
    name: str | None,
    reads_stdin: bool,
) -> None:
    """Vérifie le document d’un partenaire et le reprend dans un dossier, à côté de ce qui y est noté.

    Sans --dossier ni --nouveau, montre seulement ce qu’il contient et les personnes proches. Le reprendre deux fois ne
    change rien. Avec --phrase-stdin, le mot de passe d’un fichier scellé est lu sur la ligne suivante.
    """
    from spie_diag.casework.reconciling import case_numbered
    from spie_diag.casework.taking_in import Believing, already_in, examine_file
    from spie_diag.casework.taking_in import take_in as keep

    if number and is_new:
        raise WrongCommandError(
            problem="--dossier et --nouveau ne vont pas ensemble", help="spie-diag vault take-in --help"
        )
    with opened(folder, Opener(name, reads_stdin)) as casebook:
        believing = Believing(signers=signers, authorities=authorities)
        incoming = examine_file(casebook, file, _key(file, reads_stdin=reads_stdin), believing=believing)
        for line in incoming.verdict.lines():
            click.echo(spaced(line))
        held = already_in(casebook, incoming)
        if held is not None:
            click.echo(spaced(f"Déjà repris dans le dossier {_number(casebook, held)} : rien ne change."))
            return
        case = case_numbered(casebook, number) if number else None
        _tell(casebook, incoming, case)
        if case is None and not is_new:
            click.echo(spaced("Rien n’est repris : ajoutez --dossier avec un numéro, ou --nouveau."))
            return
        agree("Reprendre ce document ?", is_agreed=is_agreed)
        taken = keep(casebook, incoming, case, unknown_confirmed=is_confirmed)
        click.echo(spaced(f"Document repris dans le dossier {_number(casebook, taken)}."))


@click.command(cls=FrenchCommand, name="take-back")
@click.argument("file", metavar="FICHIER.pdf", type=_FILE)
@click.option("--oui", "is_agreed", is_flag=True, help="Retire sans demander.")
@vault_option
@opener_options
def take_back(file: Path, is_agreed: bool, folder: Path, name: str | None, reads_stdin: bool) -> None:
    """Retire le document d’un partenaire du dossier où il a été repris par erreur.

    Plus rien n’y est montré de ce document, et il peut être repris dans le bon dossier. Avec --phrase-stdin, le mot de
    passe d’un fichier scellé est lu sur la ligne suivante.
    """
    from spie_diag.casework.taking_back import held_in
    from spie_diag.casework.taking_back import take_back as give_up

    with opened(folder, Opener(name, reads_stdin)) as casebook:
        case, digest = held_in(casebook, file, _key(file, reads_stdin=reads_stdin))
        number = _number(casebook, case)
        agree(f"Retirer ce document du dossier {number} ?", is_agreed=is_agreed)
        give_up(casebook, case, digest)
        click.echo(spaced(f"Document retiré du dossier {number}."))


def _key(file: Path, *, reads_stdin: bool) -> "Key | None":
    from spie_diag.casework.taking_in import Key, is_closed_by_password

    return Key(password=_password(reads_stdin=reads_stdin)) if is_closed_by_password(file) else None


def _password(*, reads_stdin: bool) -> str:
    """Asked without showing it, or the next line of the standard input.

    Raises:
        NoTerminalError: there is nobody to ask.
    """
    if reads_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise NoTerminalError
    asked: str = click.prompt(spaced("Mot de passe du fichier"), hide_input=True, prompt_suffix="\u00a0: ", err=True)
    return asked


def _number(casebook: "Casebook", case: "CaseId") -> str:
    return casebook.vault.cases.get(case).number


def _tell(casebook: "Casebook", incoming: "Incoming", case: "CaseId | None") -> None:
    from spie_diag.casework.reconciling import Change, compare, matches

    package = incoming.package
    told = f"Entretien du {long_date(package.held_on, weekday=False)}, {counted(len(package.answers), 'réponse')}."
    click.echo("")
    click.echo(spaced(told))
    if case is None:
        for one in matches(casebook, incoming):
            click.echo(spaced(f"  {one.person.number} : {one.likeness.value.lower()}"))
        return
    words_of = {
        Change.NEW: ("ligne nouvelle", "lignes nouvelles"),
        Change.OTHER: ("ligne différente", "lignes différentes"),
        Change.SAME: ("ligne identique", "lignes identiques"),
        Change.GONE: ("ligne reçue avant et absente de cet envoi", "lignes reçues avant et absentes de cet envoi"),
    }
    changes = Counter(one.change for one in compare(casebook, incoming, case))
    counts = [counted(changes[change], *words) for change, words in words_of.items() if changes[change]]
    click.echo(spaced(f"À côté de ce dossier : {listed(counts) or 'rien à comparer'}."))
