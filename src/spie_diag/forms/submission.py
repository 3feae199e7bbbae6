"""What other programs would receive of an interview: the XML of an ODK submission."""

import re
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from spie_diag.forms.definition import Form, QuestionType
from spie_diag.forms.live import Live
from spie_diag.forms.nodes import Node

_LINE_END = re.compile("[\x0b\x0c]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold, not even escaped. Source: XML 1.0, production 2."""


def submission(live: Live, root: str, ended: datetime, title: str | None = None) -> str:
    """The answers in effect as XML; what is not asked is left out. Source: ODK XForms specification, « Submission ».

    ``title``: the name of the interview, where its form makes one.
    """
    form = live.plan.form
    version = f" version={quoteattr(form.version)}" if form.version else ""
    flat = is_flat(form)
    inside = "".join(_element(node, ended, flat) for node in live.scene.root.children.values())
    number = live.scene.token(live.scene.root)
    named = "" if title is None else f"<instanceName>{_told(title)}</instanceName>" if title else "<instanceName/>"
    meta = f"<meta><instanceID>uuid:{number}</instanceID>{named}</meta>"
    return f"<{root} id={quoteattr(form.name)}{version}>{inside}{meta}</{root}>"


def is_flat(form: Form) -> bool:
    """Whether groups are no part of the data, as the setting « flat » of pyxform has it."""
    return form.settings.get("flat", "").lower() in ("yes", "true", "true()")


def _element(node: Node, ended: datetime, flat: bool) -> str:
    one = node.field
    assert one is not None, "the root is written by its name"
    if one.is_repeat and not node.is_row:
        return "".join(_element(row, ended, flat) for row in node.rows)
    if not node.relevant:
        return ""
    if node.children:
        inside = "".join(_element(child, ended, flat) for child in node.children.values())
        if flat and not node.is_row:
            return inside
    elif one.question.type is QuestionType.END:
        inside = ended.isoformat(timespec="milliseconds")
    else:
        inside = _told(node.own_text)
    return f"<{one.name}>{inside}</{one.name}>" if inside else f"<{one.name}/>"


def _told(text: str) -> str:
    """A text as XML; line ends of word processors become plain ones, what XML cannot hold is left out."""
    return escape(_NOT_XML.sub("", _LINE_END.sub("\n", text)))
