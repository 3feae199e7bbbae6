"""What every error of this room is; ``errors`` says all of them."""

from spie_diag.errors import SpieError


class VaultError(SpieError):
    """Whatever keeps a vault from opening or from writing."""
