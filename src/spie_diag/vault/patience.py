"""The wait after a wrong passphrase: short at first, longer at each new one, gone after a right one."""

import time


class Patience:
    """Counts the wrong passphrases of this start of the program."""

    def __init__(self, step_s: float = 0.5, longest_s: float = 5.0) -> None:
        self._step_s = step_s
        self._longest_s = longest_s
        self._wrong = 0

    def wait(self) -> None:
        """After one more wrong passphrase."""
        self._wrong += 1
        time.sleep(min(self._longest_s, self._step_s * self._wrong))

    def relax(self) -> None:
        self._wrong = 0


PATIENCE = Patience()
