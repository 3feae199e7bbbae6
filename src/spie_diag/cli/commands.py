"""Commands and groups whose help and refusals are French.

click asks gettext for its words, which looks at the environment for a language: a French program on a machine set to
another one would answer in English. What click lets its users say otherwise is said here instead.
"""

import inspect
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

import click

from spie_diag.cli.errors import WrongCommandError
from spie_diag.french import FIXED, spaced


class FrenchFormatter(click.HelpFormatter):
    """Help as it is set in French."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"Utilisation{FIXED}: ")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{heading}{FIXED}:\n")

    def write_text(self, text: str) -> None:
        super().write_text(spaced(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(term, spaced(text)) for term, text in rows], col_max, col_spacing)


class FrenchContext(click.Context):
    """The context of a French command."""

    formatter_class = FrenchFormatter


class RequiredOption(click.Option):
    """An option that must be given, and whose help says so."""

    def __init__(
        self,
        names: Sequence[str],
        *,
        metavar: str,
        type: click.Path | None = None,  # noqa: A002
        help: str,  # noqa: A002
    ) -> None:
        super().__init__(names, metavar=metavar, type=type, help=f"{help} Obligatoire.", required=True)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return (record[0], self.help or "") if record is not None else None


class FrenchCommand(click.Command):
    """A command with French help, that refuses what is too much in French."""

    context_class = FrenchContext

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _in_french(super().get_help_option(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            raise refusal(error, ctx) from error
        if rest and not ctx.resilient_parsing:
            raise WrongCommandError(problem=f"« {rest[0]} » est de trop", help=_help_of(ctx))
        return rest


class FrenchGroup(click.Group):
    """A group of French commands."""

    context_class = FrenchContext
    command_class = FrenchCommand

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _in_french(super().get_help_option(ctx))

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        command = "COMMANDE" if not self.invoke_without_command else "[COMMANDE]"
        return [*click.Command.collect_usage_pieces(self, ctx), command, "[ARGUMENTS]…"]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each command with the whole first paragraph of its help: click would cut it after a few words."""
        with formatter.section("Commandes"):
            formatter.write_dl([(name, _first_paragraph(self.commands[name])) for name in self.list_commands(ctx)])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not self.invoke_without_command:
            problem = f"il manque une commande ({', '.join(self.list_commands(ctx))})"
            raise WrongCommandError(problem=problem, help=_help_of(ctx))
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise refusal(error, ctx) from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self.commands:
            problem = f"« {name} » n’est pas une commande{_nearest(name, self.commands)}"
            raise WrongCommandError(problem=problem, help=_help_of(ctx))
        return super().resolve_command(ctx, args)


def refusal(error: click.UsageError, ctx: click.Context | None) -> WrongCommandError:
    """What click found wrong, in French."""
    # The parser of options does not say which command it was reading for.
    where = error.ctx or ctx
    return WrongCommandError(problem=_problem(error, _options(where)), help=_help_of(where))


def _problem(error: click.UsageError, options: Mapping[str, click.Option]) -> str:
    match error:
        case click.NoSuchOption():
            return f"l’option « {error.option_name} » n’existe pas{_nearest(error.option_name, options)}"
        case click.MissingParameter():
            return f"il manque {_named(error)}"
        case click.BadParameter() if error.param is not None and isinstance(error.param.type, click.Path):
            return f"ce qui est donné pour {_named(error)} n’est pas un fichier que l’on peut lire"
        case click.BadParameter():
            return f"la valeur donnée pour {_named(error)} ne convient pas"
        case click.BadOptionUsage():
            known = options.get(error.option_name)
            awaits = "n’attend pas de valeur" if known is not None and known.is_flag else "attend une valeur"
            return f"l’option « {error.option_name} » {awaits}"
    return "un mot manque, ou est de trop"


def _named(error: click.BadParameter) -> str:
    """A parameter as the help shows it: ``--ops OPERATIONS.json``, ``FICHIER``."""
    param = error.param
    if param is None:
        return "un mot"
    shown = (param.metavar or "").rstrip("….")
    if isinstance(param, click.Option):
        return f"{max(param.opts, key=len)} {shown}".strip()
    return shown or param.human_readable_name


def _options(ctx: click.Context | None) -> Mapping[str, click.Option]:
    params = ctx.command.get_params(ctx) if ctx is not None else []
    return {name: param for param in params if isinstance(param, click.Option) for name in param.opts}


def _nearest(word: str, words: Iterable[str]) -> str:
    close = get_close_matches(word, words, n=1)
    return f", mais « {close[0]} » existe" if close else ""


def _help_of(ctx: click.Context | None) -> str:
    return f"{ctx.command_path if ctx else 'spie-diag'} --help"


def _in_french(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Affiche cette aide."
    return option


def _first_paragraph(command: click.Command) -> str:
    return " ".join(inspect.cleandoc(command.help or "").split("\n\n")[0].split())
