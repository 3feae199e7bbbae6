"""What is grammatical and yet wrong in an expression: conditions that can never hold, truths that always do."""

from difflib import get_close_matches

from spie_diag.forms import patterns
from spie_diag.forms.codes import Code, NodesCode, TruthCode
from spie_diag.forms.definition import Question, QuestionType
from spie_diag.forms.functions import FUNCTIONS, Function
from spie_diag.forms.nodes import Field
from spie_diag.forms.syntax import Binary, Call, Expression, Fault, Text
from spie_diag.forms.values import day_of, number_of

_NUMERIC = (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE)
_DAYS = (QuestionType.DATE, QuestionType.DATETIME)
_FAMILIES = {
    "un fichier joint": ("pulldata", "search"),
    "une carte": ("area", "distance", "geofence", "enclosed-area"),
    "le chiffrement": ("digest", "base64-decode", "base64-encode", "extract-signed"),
    "le hasard": ("randomize",),
    "des éléments XML": ("id", "lang", "local-name", "name", "namespace-uri", "namespaces"),
    "l’appareil ou le serveur": ("property", "version", "intent", "callout-app", "last-saved", "jr:choice-count"),
}
"""Functions of other programs that are not offered here, by what they need."""


def truth_of_question(tree: Expression, code: Code) -> Fault | None:
    """``not(${q})``: a question is always there, so it is always true, even blank."""
    if not isinstance(code, NodesCode) or code.filtered:
        return None
    if code.rows and code.single is None:
        return Fault(tree.at, f"{tree} seul n’est pas une condition.", f"Écrivez count({tree}) > 0.")
    advice = f"Écrivez {tree} != '' pour « répondu », ou {tree} = 'valeur'."
    return Fault(tree.at, f"{tree} seul est toujours vrai, même sans réponse.", advice)


def comparison(tree: Binary, left: Code, right: Code) -> Fault | None:
    """A comparison whose result never changes."""
    for question, side, other, written in (
        (left, tree.left, right, tree.right),
        (right, tree.right, left, tree.left),
    ):
        if not isinstance(question, NodesCode):
            continue
        if question.rows:
            return Fault(
                tree.at, f"{side} est un tableau : il ne se compare pas.", f"Comptez ses lignes : count({side})."
            )
        if isinstance(other, TruthCode) and tree.operator in ("=", "!="):
            return Fault(tree.at, f"{side} est un texte, jamais vrai ou faux.", f"Écrivez {side} = 'true'.")
        if isinstance(written, Text) and question.field is not None:
            return _literal(question.field, tree.operator, written)
    return None


def _literal(field: Field, operator: str, literal: Text) -> Fault | None:
    question, text = field.question, literal.value
    if not text:
        return None
    if operator in ("=", "!=") and question.choices:
        return _unknown_choice(
            question, text.split() if question.type is QuestionType.SELECT_MULTIPLE else [text], literal
        )
    if question.type in _NUMERIC and number_of(text) != number_of(text):
        return Fault(literal.at, f"« {question.name} » est un nombre, jamais « {text} ».", "Comparez-le à un nombre.")
    if question.type in _DAYS and day_of(text) is None:
        return Fault(literal.at, f"« {text} » n’est pas une date.", "Écrivez-la comme '2026-11-24'.")
    return None


def _unknown_choice(question: Question, words: list[str], at: Text) -> Fault | None:
    names = [choice.name for choice in question.choices]
    for word in words:
        if word not in names:
            sentence = f"Aucun choix de « {question.name} » ne s’appelle « {word} »."
            close = get_close_matches(word, names, n=1)
            return Fault(
                at.at, sentence, f"Vouliez-vous dire '{close[0]}' ?" if close else f"Choix : {', '.join(names)}."
            )
    return None


def choice_argument(tree: Call, argument: Expression, code: Code, codes: list[Code]) -> Fault | None:
    """``selected(${q}, 'x')`` where no choice is named x."""
    asked = codes[0]
    if tree.name != "selected" or code is asked or not isinstance(argument, Text) or not argument.value:
        return None
    if not isinstance(asked, NodesCode) or asked.field is None or not asked.field.question.choices:
        return None
    return _unknown_choice(asked.field.question, [argument.value.strip()], argument)


def unknown_function(tree: Call) -> Fault:
    sentence = f"La fonction « {tree.name} » n’existe pas."
    for need, names in _FAMILIES.items():
        if tree.name in names:
            sentence = f"La fonction « {tree.name} » d’autres programmes ({need}) n’est pas prise en charge."
            return Fault(tree.at, sentence, "Retirez-la ; forms/README.md donne les fonctions d’ici.")
    close = get_close_matches(tree.name, FUNCTIONS, n=1, cutoff=0.7)
    advice = f"Vouliez-vous dire {close[0]}(…) ?" if close else "Les fonctions d’ici sont dans forms/README.md."
    return Fault(tree.at, sentence, advice)


def is_nearly_known(name: str) -> bool:
    """Whether a name is one of a function of other programs, or a slip in one of ours."""
    foreign = any(name in names for names in _FAMILIES.values())
    return foreign or bool(get_close_matches(name, FUNCTIONS, n=1, cutoff=0.7))


def arity(tree: Call, function: Function) -> Fault | None:
    given, fewest, most = len(tree.arguments), function.fewest, function.most
    if given >= fewest and (most is None or given <= most):
        return None
    if most == 0:
        return Fault(tree.at, f"{tree.name} n’attend aucun argument, et en reçoit {given}.")
    if most is None:
        wanted = f"au moins {fewest}"
    elif fewest == most:
        wanted = str(most)
    else:
        wanted = f"de {fewest} à {most}"
    plural = "s" if (most or fewest) > 1 else ""
    return Fault(tree.at, f"{tree.name} attend {wanted} argument{plural}, et en reçoit {given}.")


def arguments(tree: Call) -> Fault | None:
    """A literal that the function cannot use."""
    if tree.name == "regex" and isinstance(tree.arguments[1], Text):
        return _pattern(tree.arguments[1])
    if tree.name in ("date", "date-time") and isinstance(tree.arguments[0], Text):
        text = tree.arguments[0].value
        if text and day_of(text) is None and number_of(text) != number_of(text):
            return Fault(tree.arguments[0].at, f"« {text} » n’est pas une date.", "Écrivez-la comme '2026-11-24'.")
    return None


def question_expected(tree: Call) -> Fault:
    return Fault(tree.at, f"{tree.name} attend une question.", f"Écrivez {tree.name}(${{nom}}).")


def _pattern(literal: Text) -> Fault | None:
    try:
        patterns.compiled(literal.value)
        is_entangled = patterns.is_entangled(literal.value)
    except patterns.FAULTS:
        return Fault(literal.at, f"Le motif « {literal.value} » n’est pas une expression régulière.")
    if is_entangled:
        longest = patterns.looked_at(literal.value)
        sentence = f"Ce motif répète ce qui se répète déjà : au-delà de {longest} caractères,"
        advice = "Gardez une seule des deux répétitions : ^[a-z]+$ plutôt que ^([a-z]+)+$."
        return Fault(literal.at, f"{sentence} le reste du texte n’est pas lu.", advice, grave=False)
    if patterns.is_anchored(literal.value):
        return None
    advice = "D’autres programmes exigent le texte entier : commencez par ^ et finissez par $."
    return Fault(literal.at, "Le motif accepte ce qui l’entoure.", advice, grave=False)
