"""Asking a server, while signing, to witness the moment: RFC 3161. Without it a signature stands all the same."""

from collections.abc import Callable
from datetime import timedelta
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from urllib.parse import urlsplit

from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError, handle_tsp_response

from spie_diag.clock import Clock, SystemClock
from spie_diag.signing.identity_errors import (
    TimeStampAddressError,
    TimeStampError,
    TimeStampRefusedError,
    TimeStampUnreachableError,
)
from spie_diag.signing.reading import UNREADABLE
from spie_diag.signing.timestamps import read_stamp

Ask = Callable[[bytes], bytes]
"""Sends a request to the server and gives its answer, both as DER."""

TIMEOUT_S = 6.0
_LARGEST = 256 * 1024
_APART = timedelta(hours=24)  # beyond this, one of the two clocks is not worth being witnessed


class TimeStampServer(TimeStamper):
    """A server of time-stamps; ``refusal`` says why the last signature got none."""

    def __init__(self, address: str, *, ask: Ask | None = None, clock: Clock | None = None) -> None:
        """``ask`` reaches the server in another way than over the network: for tests.

        Raises:
            TimeStampAddressError: the address is not the one of a server.
        """
        super().__init__()  # type: ignore[no-untyped-call]
        _refuse_no_address(address)
        self._address = address
        self._ask = ask or self._over_the_network
        self._clock = clock or SystemClock()
        self.refusal: TimeStampError | None = None

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token that witnesses this digest, verified: what a server answers is frozen in the document for good.

        Raises:
            TimeStampUnreachableError: no answer in time.
            TimeStampRefusedError: the server refuses, or witnesses something else.
        """
        nonce, request = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]
        try:
            answer = self._ask(request.dump())
        except OSError as error:
            raise TimeStampUnreachableError from error
        try:
            token = handle_tsp_response(tsp.TimeStampResp.load(answer, strict=True), nonce)
            sound = self._is_sound(token, message_digest, md_algorithm)
        except (*UNREADABLE, TimestampRequestError) as error:
            raise TimeStampRefusedError from error
        if not sound:
            raise TimeStampRefusedError
        return token

    def _is_sound(self, token: cms.ContentInfo, digest: bytes, md_algorithm: str) -> bool:
        """Whether verification will accept the token, whoever made it: trust is for those who verify."""
        stamp = read_stamp(token, lambda algorithm: digest if algorithm == md_algorithm else b"")
        return stamp is not None and abs(stamp.at - self._clock.now()) < _APART

    def _over_the_network(self, request: bytes) -> bytes:
        """In a thread that may be left behind: finding an address has no timeout of its own."""
        answers: SimpleQueue[bytes | OSError] = SimpleQueue()

        def ask() -> None:
            try:
                answers.put(_posted(self._address, request))
            except OSError as error:
                answers.put(error)

        Thread(target=ask, name="time-stamp", daemon=True).start()
        try:
            answer = answers.get(timeout=2 * TIMEOUT_S)
        except Empty:
            raise TimeoutError from None
        if isinstance(answer, OSError):
            raise answer
        return answer


def _posted(address: str, request: bytes) -> bytes:
    """Raises ``OSError`` for whatever goes wrong between here and there."""
    from http.client import HTTPException  # lazily: most signatures never ask
    from urllib.request import Request, urlopen

    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    posted = Request(address, request, headers)  # noqa: S310  # the scheme was looked at
    deadline = monotonic() + TIMEOUT_S
    answer = bytearray()
    try:
        with urlopen(posted, timeout=TIMEOUT_S) as response:  # noqa: S310
            while part := response.read1(8192):
                answer += part
                if len(answer) > _LARGEST or monotonic() > deadline:
                    raise TimeoutError
    except (HTTPException, ValueError) as error:
        raise ConnectionError from error
    return bytes(answer)


def _refuse_no_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        named = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        named = False
    if not named or any(character.isspace() or not character.isprintable() for character in address):
        raise TimeStampAddressError
