"""The small drawing of each domain."""

from spie_diag.forms.definition import BlockCode

_ICONS = {
    "CAD": "clipboard-list",
    "IDE": "id-card",
    "STA": "badge-check",
    "ATT": "quote",
    "LOG": "house",
    "SAN": "heart-pulse",
    "FAM": "users",
    "RES": "wallet",
    "DRO": "scale",
    "LAN": "languages",
    "NUM": "smartphone",
    "MOB": "bus",
    "SOC": "handshake",
    "POU": "sprout",
    "PAR": "route",
    "COM": "wrench",
    "FOR": "graduation-cap",
    "PRO": "compass",
    "DIS": "calendar-clock",
    "REC": "search",
    "CRE": "lightbulb",
    "INT": "globe",
    "balayage": "list-checks",
}


def block_icon(block: BlockCode) -> str:
    """The name of an icon; a domain that this table does not know gets a plain disc."""
    return _ICONS.get(block, "circle")
