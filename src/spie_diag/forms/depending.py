"""Who depends on a question: what reads it in an expression, by itself or through calculations."""

from collections.abc import Iterator

from spie_diag.forms.definition import Form
from spie_diag.forms.nodes import Field
from spie_diag.forms.plan import Plan, plan
from spie_diag.forms.rules import Rule


def dependants(form: Form, name: str) -> tuple[str, ...]:
    """What cannot do without the question called ``name``: codes of questions, fields, blocks and situations, and names
    of calculations, in the order of the form; not what is hidden itself, nor what the question holds.
    """
    made = plan(form)
    asked = next((one for one in made.fields if one.name == name and not one.is_block and one.holder is None), None)
    if asked is None:
        return ()
    blank = {asked, *asked.below()}
    waiting = set(blank)
    found: set[Field] = set()
    while waiting:
        readers = {one for one in _readers(made, waiting) if one not in blank and one not in found}
        found |= readers
        waiting = {one for one in readers if made.rules[one.index].calculation is not None}
    reached = blank | {one for one in found if made.rules[one.index].calculation is not None}
    situations = (code for code, rule in made.suggested.items() if _reads(rule, reached))
    told = sorted((one for one in found if not one.question.hidden), key=lambda one: one.index)
    return (*(one.title for one in told), *situations)


def _readers(made: Plan, fields: set[Field]) -> Iterator[Field]:
    """Whose conditions, calculations, filters, checks and counts read one of these, and which calculations they run."""
    for one, rules in zip(made.fields, made.rules, strict=True):
        if any(_reads(rule, fields) for rule in rules) or not fields.isdisjoint(made.triggers_of(one)):
            yield one


def _reads(rule: Rule, fields: set[Field]) -> bool:
    return any(read.field in fields for read in rule.reads)
