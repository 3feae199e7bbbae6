"""The territory's authority without windows: on the coordinator's computer, often one without a network."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from spie_diag.cli.asking import agree, passphrase
from spie_diag.cli.authority_asking import accept, request
from spie_diag.cli.commands import FrenchGroup, RequiredOption
from spie_diag.french import counted, long_date, spaced
from spie_diag.interview.people import FieldOfWork

if TYPE_CHECKING:
    from spie_diag.casework.certifying import AuthorityLabel, CertificateFile, SignerName

Command = TypeVar("Command", bound=Callable[..., object])

_FILE = click.Path(path_type=Path)
_WHOSE = "de l’autorité"
_FIELDS = {FieldOfWork.SOCIAL: "social", FieldOfWork.EMPLOYMENT: "emploi"}


def _folder_option(command: Command) -> Command:
    option = click.option(
        "--autorite", "folder", cls=RequiredOption, metavar="DOSSIER", type=_FILE, help="Dossier de l’autorité."
    )
    return option(command)


def _asking_options(command: Command) -> Command:
    stdin = click.option(
        "--phrase-stdin",
        "reads_stdin",
        is_flag=True,
        help="Lit la phrase secrète sur la première ligne de l’entrée standard, au lieu de la demander.",
    )
    agreed = click.option("--oui", "--yes", "is_agreed", is_flag=True, help="Accepte ce qui est montré sans demander.")
    return stdin(agreed(command))


@click.group(cls=FrenchGroup)
def authority() -> None:
    """Autorité du territoire : la créer, certifier les professionnels, révoquer, la reconnaître.

    L’autorité dit à tous les partenaires qui signe. Son dossier (create, certify, revoke, refresh) contient une clé
    secrète : il reste sur un ordinateur ou une clé USB sans réseau, avec une copie en lieu sûr. Les professionnels lui
    font leur demande (request, accept) ; les partenaires la reconnaissent (trust, known, revocations, forget).
    """


authority.add_command(request)
authority.add_command(accept)


@authority.command()
@click.argument("folder", metavar="DOSSIER", type=_FILE)
@click.option("--nom", "name", cls=RequiredOption, metavar="NOM", help="Nom de l’autorité, lu par les partenaires.")
@click.option("--territoire", "territory", cls=RequiredOption, metavar="TERRITOIRE", help="Son territoire.")
@click.option(
    "--phrase-stdin",
    "reads_stdin",
    is_flag=True,
    help="Lit la phrase secrète sur la première ligne de l’entrée standard, au lieu de la demander.",
)
def create(folder: Path, name: str, territory: str, reads_stdin: bool) -> None:
    """Crée l’autorité d’un territoire dans un nouveau dossier, pour dix ans.

    Sa phrase secrète est demandée deux fois ; perdue, elle ne se retrouve pas.
    """
    from spie_diag.casework.certifying import create_authority

    made = create_authority(folder, name, territory, passphrase(_WHOSE, reads_stdin=reads_stdin, is_new=True))
    _tell_authority(made)
    click.echo("")
    click.echo(spaced(f"À remettre aux partenaires : {made.root} et {made.revocations}."))
    click.echo(spaced("Ils comparent l’empreinte avec vous par un autre moyen : téléphone, convention signée."))


@authority.command()
@click.argument("requests", metavar="DEMANDE…", nargs=-1, required=True, type=_FILE)
@_folder_option
@_asking_options
def certify(requests: tuple[Path, ...], folder: Path, is_agreed: bool, reads_stdin: bool) -> None:
    """Certifie la clé des professionnels qui en ont fait la demande, pour trois ans.

    Chaque demande est montrée : la clé se compare avec celle que le professionnel lit sur son écran. Si une demande ne
    convient pas, aucune n’est certifiée.
    """
    from spie_diag.casework.certifying import certify as issue
    from spie_diag.casework.certifying import in_groups, read_requests

    asked = read_requests(folder, requests)
    for one in asked:
        click.echo(spaced(f"{one.shown} :"))
        _tell_person(one.request.who)
        click.echo(spaced(f"  Clé : {in_groups(one.request.fingerprint)}"))
    click.echo(spaced("Comparez chaque clé avec le professionnel, par téléphone ou de vive voix."))
    agree(f"Certifier {counted(len(asked), 'demande')} ?", is_agreed=is_agreed)
    for file in issue(folder, passphrase(_WHOSE, reads_stdin=reads_stdin), asked):
        click.echo(spaced(f"Certificat délivré : {file}"))


@authority.command()
@click.argument("certificates", metavar="CERTIFICAT…", nargs=-1, required=True, type=_FILE)
@_folder_option
@click.option(
    "--depuis",
    "day",
    metavar="AAAA-MM-JJ",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Jour depuis lequel le certificat ne vaut plus, s’il est passé : un vol, un départ.",
)
@_asking_options
def revoke(
    certificates: tuple[Path, ...], folder: Path, day: datetime | None, is_agreed: bool, reads_stdin: bool
) -> None:
    """Révoque des certificats délivrés par l’autorité, et refait la liste à remettre aux partenaires.

    C’est définitif. Ce qui a été signé avant tient encore si un horodatage le prouve ; sinon, le partenaire est invité
    à appeler le professionnel.
    """
    from spie_diag.casework.revoking import read_certificates_to_revoke
    from spie_diag.casework.revoking import revoke as take_back

    since = day.astimezone() if day else None
    found = read_certificates_to_revoke(folder, certificates, since)
    for one in found:
        click.echo(spaced(f"{one.shown} :"))
        _tell_person(one.who)
    agree(f"Révoquer définitivement {counted(len(found), 'certificat')} ?", is_agreed=is_agreed)
    made = take_back(folder, passphrase(_WHOSE, reads_stdin=reads_stdin), found, since)
    click.echo(spaced(f"Liste de révocation à remettre aux partenaires : {made}"))


@authority.command()
@_folder_option
@click.option(
    "--phrase-stdin",
    "reads_stdin",
    is_flag=True,
    help="Lit la phrase secrète sur la première ligne de l’entrée standard, au lieu de la demander.",
)
def refresh(folder: Path, reads_stdin: bool) -> None:
    """Refait la liste de révocation pour une année, sans rien y ajouter."""
    from spie_diag.casework.revoking import revoke as take_back

    made = take_back(folder, passphrase(_WHOSE, reads_stdin=reads_stdin), ())
    click.echo(spaced(f"Liste de révocation à remettre aux partenaires : {made}"))


@authority.command()
@click.argument("folder", metavar="DOSSIER", type=_FILE)
def show(folder: Path) -> None:
    """Montre une autorité, son empreinte, et ce qu’elle a certifié et révoqué."""
    from spie_diag.casework.certifying import label_of_authority

    shown = label_of_authority(folder)
    _tell_authority(shown)
    for one in shown.issued:
        click.echo("")
        _tell_certificate(one)
    if not shown.issued:
        click.echo(spaced("Elle n’a encore certifié personne."))


def _tell_authority(shown: "AuthorityLabel") -> None:
    from spie_diag.casework.certifying import in_groups

    click.echo(spaced(f"{shown.name} ({shown.territory})"))
    start, end = _day(shown.valid_from), _day(shown.valid_until)
    click.echo(spaced(f"  Vaut du {start} au {end}."))
    click.echo(spaced(f"  Empreinte : {in_groups(shown.fingerprint)}"))


def _tell_certificate(one: "CertificateFile") -> None:
    _tell_person(one.who)
    state = f"{one.standing.value} depuis le {_day(one.since)}" if one.since else one.standing.value
    click.echo(spaced(f"  Certificat {state}, délivré jusqu’au {_day(one.valid_until)} : {one.file}"))


def _tell_person(who: "SignerName") -> None:
    click.echo(spaced(f"  {who.name}"))
    for label, text in (
        ("Fonction", who.role),
        ("Structure", who.structure),
        ("Champ", _FIELDS[who.field_of_work] if who.field_of_work else ""),
    ):
        click.echo(spaced(f"  {label} : {text or 'non précisé'}"))


def _day(moment: datetime) -> str:
    return long_date(moment.astimezone().date(), weekday=False)
