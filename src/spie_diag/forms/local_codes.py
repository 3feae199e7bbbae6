"""The codes of a territory: those of the method behind « L- », so that none can ever meet one of the common core."""

import re
from dataclasses import dataclass

from spie_diag.forms.definition import BlockCode

PREFIX = "L-"
NAME_PREFIX = "l_"
"""What names of local questions, choices, lists and calculations begin with: expressions cannot hold a dash."""


@dataclass(frozen=True, slots=True)
class CodeShape:
    """What a code looks like, and one to show to an author."""

    pattern: str
    example: str

    def fits(self, code: str) -> bool:
        return re.fullmatch(self.pattern, code) is not None

    def example_near(self, code: str) -> str:
        """The example, local where the code is meant to be."""
        return f"{PREFIX}{self.example}" if is_local(code) and not is_local(self.example) else self.example


def is_local(code: str) -> bool:
    """Whether a code of a block, question, situation or objective is a territory's own."""
    return code.startswith(PREFIX)


def is_local_name(name: str) -> bool:
    """Whether a name of a question, choice, list or calculation is a territory's own."""
    return name.startswith(NAME_PREFIX)


BLOCK = CodeShape(r"(L-)?[A-Z]{3}", "LOG")


def question_shape(block: BlockCode) -> CodeShape:
    """``LOG-01``, and ``L-LOG-01`` for what a territory adds; in a local block only the latter."""
    return CodeShape(rf"{_start(block)}-[0-9]{{2}}[a-z]?", f"{block}-01")


def situation_shape(block: BlockCode) -> CodeShape:
    """``LOG.S01`` or ``L-LOG.S01``."""
    return CodeShape(rf"{_start(block)}\.S[0-9]{{2}}", f"{block}.S01")


def objective_shape(block: BlockCode) -> CodeShape:
    """``LOG-O1`` or ``L-LOG-O1``."""
    return CodeShape(rf"{_start(block)}-O[0-9]{{1,2}}", f"{block}-O1")


def _start(block: BlockCode) -> str:
    return re.escape(block) if is_local(block) else f"({PREFIX})?{re.escape(block)}"
