"""From the text of an expression to its tree: XPath 1.0 without axes, plus ``${name}``."""

from functools import cache, lru_cache

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from spie_diag.forms.syntax import (
    Binary,
    Call,
    Expression,
    Fault,
    Filtered,
    Negated,
    Number,
    Path,
    Reference,
    Step,
    Text,
    UnreadableExpressionError,
)

_GRAMMAR = r"""
?start: disjunction
?disjunction: conjunction | disjunction OR conjunction -> binary
?conjunction: equality | conjunction AND equality -> binary
?equality: relation | equality EQUALITY relation -> binary
?relation: total | relation RELATION total -> binary
?total: product | total SIGN product -> binary
?product: opposite | product TIMES opposite -> binary
?opposite: union | SIGN opposite -> negated
?union: path | union BAR path -> binary
?path: filtered | filtered "/" steps -> path_from | steps -> path_here
steps: step ("/" step)*
step: (NAME | UP | HERE) predicate*
predicate: "[" disjunction "]"
?filtered: primary | primary predicate+ -> filter
?primary: "(" disjunction ")" | NUMBER -> number | TEXT -> text | REFERENCE -> reference | call
call: NAME "(" [disjunction ("," disjunction)*] ")"

OR: /or(?![\w.-])/
AND: /and(?![\w.-])/
EQUALITY: "!=" | "="
RELATION: "<=" | ">=" | "<" | ">"
SIGN: "+" | "-"
TIMES: "*" | /div(?![\w.-])/ | /mod(?![\w.-])/
BAR: "|"
UP: ".."
HERE: "."
NUMBER.2: /[0-9]+(\.[0-9]*)?|\.[0-9]+/
TEXT: /'[^']*'|"[^"]*"/
REFERENCE: /\$\{[^{}]*\}/
NAME: /[^\W\d][\w.\-]*(:[^\W\d][\w.\-]*)?/
%ignore /\s+/
"""


@v_args(inline=True)
class _Builder(Transformer[Token, Expression]):
    def number(self, token: Token) -> Number:
        return Number(float(token), _at(token))

    def text(self, token: Token) -> Text:
        return Text(token[1:-1], _at(token))

    def reference(self, token: Token) -> Reference:
        return Reference(tuple(name.strip() for name in token[2:-1].split("/")), _at(token))

    def call(self, name: Token, *arguments: Expression | None) -> Call:
        return Call(str(name), tuple(argument for argument in arguments if argument is not None), _at(name))

    def binary(self, left: Expression, operator: Token, right: Expression) -> Binary:
        return Binary(str(operator), left, right, _at(operator))

    def negated(self, sign: Token, of: Expression) -> Expression:
        if sign == "+":
            raise UnreadableExpressionError(Fault(_at(sign), "Le signe + n’a rien à sa gauche."))
        return Negated(of, _at(sign))

    def predicate(self, condition: Expression) -> Expression:
        return condition

    def step(self, name: Token, *predicates: Expression) -> Step:
        return Step(str(name), predicates, _at(name))

    def steps(self, *steps: Step) -> tuple[Step, ...]:
        return steps

    def path_here(self, steps: tuple[Step, ...]) -> Path:
        return Path(None, steps, steps[0].at)

    def path_from(self, start: Expression, steps: tuple[Step, ...]) -> Path:
        return Path(start, steps, start.at)

    def filter(self, base: Expression, *predicates: Expression) -> Filtered:
        return Filtered(base, predicates, base.at)


def _at(token: Token) -> int:
    return token.start_pos or 0


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="contextual", transformer=_Builder(), maybe_placeholders=False)


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """The tree of an expression.

    Raises:
        UnreadableExpressionError: with the place of the first character that does not fit.
    """
    try:
        # The builder runs while parsing, so that what lark calls a tree is already an expression.
        return _as_expression(_parser().parse(text))
    except UnexpectedInput as error:
        raise UnreadableExpressionError(_fault(text, error)) from error
    except RecursionError as error:
        raise UnreadableExpressionError(Fault(0, "L’expression est trop longue.", "Coupez-la en calculs.")) from error


def _as_expression(parsed: object) -> Expression:
    if isinstance(parsed, Number | Text | Reference | Call | Binary | Negated | Path | Filtered):
        return parsed
    raise TypeError(f"the grammar built {type(parsed).__name__}")


def _fault(text: str, error: UnexpectedInput) -> Fault:
    if not text.strip():
        return Fault(0, "L’expression est vide.")
    if isinstance(error, UnexpectedEOF) or (isinstance(error, UnexpectedToken) and error.token.type == "$END"):
        return Fault(len(text), "L’expression s’arrête trop tôt.", _unclosed(text))
    at = error.pos_in_stream or 0
    if isinstance(error, UnexpectedCharacters):
        return _strange_character(text, at)
    found = str(error.token) if isinstance(error, UnexpectedToken) else ""
    if found == "/" and not text[:at].strip():
        return Fault(at, "Un chemin ne commence pas par /.", "Nommez la question : ${nom}.")
    if found == "=" and text[at - 1 : at] == "=":
        return Fault(at, "Un seul signe = suffit pour comparer.", "Écrivez a = b.")
    return Fault(
        at, f"« {found} » n’a pas sa place ici.", "Vérifiez ce qui précède : il manque peut-être un opérateur."
    )


def _unclosed(text: str) -> str:
    if text.count("(") > text.count(")"):
        return "Il manque une parenthèse fermante )."
    if text.count("[") > text.count("]"):
        return "Il manque un crochet fermant ]."
    return "Il manque ce qui suit le dernier opérateur."


def _strange_character(text: str, at: int) -> Fault:
    character = text[at]
    if character in "’‘“”«»":
        return Fault(at, f"« {character} » n’est pas compris.", "Un texte se met entre apostrophes droites : 'texte'.")
    if character in "'\"":
        return Fault(at, "Une apostrophe ouvre un texte qui n’est pas fermé.", "Fermez-le avec la même apostrophe.")
    if character == "$":
        return Fault(at, "« $ » annonce un nom entre accolades.", "Écrivez ${nom}.")
    if character in "&|~":
        return Fault(at, f"« {character} » n’est pas compris.", "Écrivez and, or ou not(…).")
    return Fault(at, f"« {character} » n’a pas sa place ici.")
