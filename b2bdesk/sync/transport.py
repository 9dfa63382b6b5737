"""The client's only HTTP: one portal, own unpacking with limits, no surprises (RELIABILITY §2).

Certificates are judged by the operating system's store; plain HTTP goes to loopback only;
redirects are followed within the same host and for reading only. Foreign exceptions end here as
`Environment`, refusals as `Refused`. Made by `bootstrap`; used by `api` and `session`.
"""

import json
import logging
import socket
import ssl
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import httpx
import truststore

from b2bdesk import __version__
from b2bdesk.sync.calls import ALONE, MAX_ANSWER, MAX_FEED, Answer, Call
from b2bdesk.sync.line import Line, Seconds
from b2bdesk.sync.patience import FREE, Heading, Pace, Patience
from b2bdesk.sync.proxies import SYSTEM, is_loopback, proxy_for, quoted, shown
from b2bdesk.sync.refusals import Refused
from b2bdesk.sync.unpack import unpacked
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.wire.codec import decode
from b2bdesk.wire.problem import PROBLEM_MEDIA_TYPE, Problem
from b2bdesk.wire.routes import BY_NAME, INSTANCE_HEADER, NONCE_HEADER, url

log = logging.getLogger(__name__)
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_ANSWER_SECONDS = 30
_REDIRECTS = {301, 302, 303, 307, 308}
_MAX_REDIRECTS = 3
_KEPT, _LEFT_OPEN = 20, 3
_PAGE = "text/html"


class Transport:
    """Speaks to one portal; `received` counts the bytes of bodies as they came over the wire.

    Requests with a token name the portal that is meant (`mean`); another one refuses them. Each
    request has a nonce that our portal repeats: an answer to something else, doubled or kept by
    whoever is in between, is told by that.
    """

    def __init__(
        self,
        address: str,
        *,
        handler: httpx.BaseTransport | None = None,
        extra_ca: str = "",
        proxy: str = SYSTEM,
        heard: Callable[[Mapping[str, str]], None] | None = None,
        seconds: Seconds = time.monotonic,
    ) -> None:
        """Prepare a connection; nothing is sent yet.

        Args:
            address: base address of the portal, without `/api/v1`.
            handler: another transport of httpx, for tests.
            extra_ca: file with more certificates, of a firm's own authority.
            proxy: as `proxies.proxy_for` takes it.
            heard: told the headers of every answer (the clock listens).
            seconds: that only go forward, to wait by.

        Raises:
            Expected: `portal_address` when this is no address, or plain HTTP to another machine.
            Environment: `certificate_file`, `network_proxy_kind`.
        """
        self.address = check_address(address)
        self._heard = heard
        self.received = 0
        self._instance = ""
        self._stranger: Callable[[], Environment] | None = None
        self._verify = _context(extra_ca) if self.address.startswith("https") else False
        self._line, self._handler = Line(seconds), handler
        self._wanted_proxy, self._proxy = proxy, proxy_for(self.address, proxy)
        self._client, self._alone = self._made(_KEPT), self._made(0)
        self._left: deque[httpx.Client] = deque()

    def _made(self, kept: int) -> httpx.Client:
        return httpx.Client(
            base_url=self.address,
            transport=self._handler or self._connections(kept),
            timeout=_TIMEOUT,
            follow_redirects=False,
            headers={"User-Agent": f"b2bdesk/{__version__}", "Accept-Encoding": "zstd, gzip"},
            trust_env=False,
        )

    def _connections(self, kept: int) -> httpx.BaseTransport:
        limits = httpx.Limits(max_keepalive_connections=kept)
        try:
            proxy = httpx.Proxy(quoted(self._proxy)) if self._proxy else None
            made = httpx.HTTPTransport(
                verify=self._verify, limits=limits, proxy=proxy, trust_env=False
            )
        except (ValueError, ImportError, httpx.InvalidURL) as error:  # of a kind we do not speak
            raise Environment("network_proxy_kind", proxy=shown(self._proxy)) from error
        if not self._proxy.startswith("https"):
            # TLS within TLS is httpcore's own business
            made._pool._network_backend = self._line  # noqa: SLF001 - there is no other door
        return made

    def mean(self, instance: str, stranger: Callable[[], Environment]) -> None:
        """Speak to the portal of this `instance_id` only.

        Args:
            instance: empty = not known yet.
            stranger: called when another portal answers; what it returns is raised.
        """
        self._instance, self._stranger = instance, stranger

    def start_anew(self) -> None:
        """Use fresh connections: over one of these came what was no answer to its request.

        A doubled answer would shift all that follow. What is being read of the old ones goes on;
        they are closed when more of them are left behind.
        """
        log.info("an answer to something else came, connections are made anew")
        self._left.append(self._client)
        self._client = self._made(_KEPT)
        if len(self._left) > _LEFT_OPEN:
            self._left.popleft().close()

    def close(self) -> None:
        """Close all connections."""
        for client in (self._client, self._alone, *self._left):
            client.close()

    def ask(self, call: Call) -> Answer:
        """Send a request and return the whole answer.

        Raises:
            Refused: the portal said no.
            Environment: it could not be reached, did not answer, or what came is not whole.
        """
        with self._opened(call) as response:
            body = b"".join(self._pieces(response, MAX_ANSWER))
            return Answer(response.status_code, body, response.headers)

    @contextmanager
    def stream(self, call: Call, limit: int = MAX_FEED) -> Iterator[tuple[Answer, Iterator[bytes]]]:
        """Open an answer whose body is read piece by piece, unpacked.

        Raises:
            Refused: the portal said no.
            Environment: as `ask`; while reading, too.
        """
        with self._opened(call) as response:
            head = Answer(response.status_code, b"", response.headers)
            yield head, self._pieces(response, limit)

    @contextmanager
    def listen(self, call: Call) -> Iterator[tuple[Iterator[bytes], Callable[[], None]]]:
        """Open an answer that goes on and on; with its pieces comes what cuts it off.

        The second is called from another thread and ends a reading that waits.

        Raises:
            Refused: the portal said no.
            Environment: as `ask`; while reading, too, also when it was cut off.
        """
        with self._opened(call) as response:
            yield self._pieces(response, MAX_FEED, FREE), partial(_cut, response)

    @contextmanager
    def _opened(self, call: Call) -> Iterator[httpx.Response]:
        route = BY_NAME[call.route]
        target = url(call.route, **call.values)
        headers = {"Accept": f"{route.media}, {PROBLEM_MEDIA_TYPE}", **call.headers}
        if call.token:
            headers["Authorization"] = f"Bearer {call.token}"
            if self._instance:
                headers[INSTANCE_HEADER] = self._instance
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        headers[NONCE_HEADER] = nonce = token_hex(8)
        client = self._alone if call.route in ALONE else self._client
        with self._foreign():
            for _ in range(_MAX_REDIRECTS + 1):
                request = client.build_request(
                    route.method,
                    target,
                    params=call.query or None,
                    content=call.body,
                    headers=headers,
                )
                with self._line.patient(Heading()):
                    response = client.send(request, stream=True)
                try:
                    if response.status_code in _REDIRECTS:
                        target = self._redirected(route.method, request, response)
                        continue
                    self._check(response, nonce)
                    yield response
                    return
                finally:
                    response.close()
        raise self._nobody()

    def _nobody(self) -> Environment:
        """Return what to raise when something else than a portal answers at its address."""
        known = bool(self._instance)  # it was there before: somebody in between answers for it
        return Environment("network_page" if known else "portal_missing", portal=self.address)

    def _check(self, response: httpx.Response, nonce: str) -> None:
        if response.headers.get(NONCE_HEADER, nonce) != nonce:
            self.start_anew()
            raise Environment("network_broken", portal=self.address)
        if self._heard:
            self._heard(response.headers)
        if response.status_code >= 400:
            body = b"".join(self._pieces(response, MAX_ANSWER))
            refused = refusal(response.status_code, body, response.headers)
            if refused.code == "portal_differs" and self._stranger is not None:
                raise self._stranger() from refused
            raise refused
        if response.headers.get("content-type", "").lower().startswith(_PAGE):
            raise self._nobody()

    def _redirected(self, method: str, request: httpx.Request, response: httpx.Response) -> str:
        location = response.headers.get("location", "")
        try:
            there = request.url.join(location) if location else request.url
        except ValueError as error:  # an address that is none
            raise self._nobody() from error
        same = (there.scheme, there.host, there.port) == (
            request.url.scheme,
            request.url.host,
            request.url.port,
        )
        if method != "GET" or not location or not same:
            raise self._nobody()
        return str(there)

    def _pieces(
        self, response: httpx.Response, limit: int, patience: Patience | None = None
    ) -> Iterator[bytes]:
        with self._foreign():
            encoding = response.headers.get("content-encoding", "")
            counted = self._counted(response, limit, patience or Pace())
            yield from unpacked(counted, encoding, limit)

    def _counted(self, response: httpx.Response, limit: int, patience: Patience) -> Iterator[bytes]:
        """Yield what comes; no more of it than it may be unpacked."""
        chunks, came = response.iter_raw(), 0
        while True:
            with self._line.patient(patience):
                chunk = next(chunks, None)
            if chunk is None:
                return
            self.received += len(chunk)
            came += len(chunk)
            if came > limit:
                raise Environment("body_too_big", bytes=limit)
            yield chunk

    @contextmanager
    def _foreign(self) -> Iterator[None]:
        try:
            yield
        except httpx.ConnectTimeout as error:
            raise self._not_there(error) from error
        except httpx.TimeoutException as error:
            raise Environment("network_timeout", seconds=_ANSWER_SECONDS) from error
        except (httpx.ConnectError, httpx.ProxyError) as error:
            raise self._not_there(error) from error
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError) as error:
            log.info("connection to the portal broke: %s", type(error).__name__)
            raise Environment("network_broken", portal=self.address) from error

    def _not_there(self, error: httpx.TransportError) -> Environment:
        """Return why no connection came about; nothing was sent to the portal."""
        proxy, now = self._proxy, proxy_for(self.address, self._wanted_proxy)
        if now != proxy:  # the computer has moved to another network
            self._proxy = now
            self.start_anew()
        if isinstance(error, httpx.ProxyError) and str(error).startswith("407"):
            return Environment("network_proxy_login", proxy=shown(proxy))
        if isinstance(error, httpx.ProxyError):
            return Environment("network_proxy_refused", proxy=shown(proxy), reason=str(error)[:100])
        if _caused(error, ssl.SSLError):
            return Environment("network_tls", portal=self.address)
        if proxy:
            return Environment("network_proxy_silent", proxy=shown(proxy))
        if _caused(error, socket.gaierror):
            return Environment("network_name", host=urlsplit(self.address).hostname or "")
        return Environment("network_unreachable", portal=self.address)


def _cut(response: httpx.Response) -> None:
    """Shut the connection under a reader; closing it would leave him waiting."""
    stream = response.extensions.get("network_stream")
    found = stream.get_extra_info("socket") if stream is not None else None
    if isinstance(found, socket.socket):
        with suppress(OSError):
            # not the method of a TLS socket: that one takes its layer from under the reader
            socket.socket.shutdown(found, socket.SHUT_RDWR)


def check_address(address: str) -> str:
    """Return a portal's base address in one spelling.

    Raises:
        Expected: `portal_address` when it is none, or plain HTTP to another machine.
    """
    text = address.strip()
    if text and "://" not in text:
        scheme = "http" if is_loopback(urlsplit(f"//{text}").hostname or "") else "https"
        text = f"{scheme}://{text}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Expected("portal_address", text=address) from error
    plain = parts.scheme == "http" and not is_loopback(host)
    if not host or parts.scheme not in ("http", "https") or plain or parts.query or port == 0:
        raise Expected("portal_address", text=address)
    path = parts.path.rstrip("/").removesuffix("/api/v1").rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}"


def refusal(status: int, body: bytes, headers: Mapping[str, str]) -> Refused:
    """Read a problem document; anything else is `http_<status>`."""
    after = _seconds(headers.get("retry-after", ""))
    try:
        problem = decode(body, Problem)
    except Expected:
        return Refused(status, f"http_{status}", retry_after=after)
    params = _params(body)
    errors = tuple((each.pointer, each.code, each.params) for each in problem.errors)
    return Refused(
        status,
        problem.code,
        params=params,
        errors=errors,
        retry_after=problem.retry_after if problem.retry_after is not None else after,
        marks=(problem.incarnation, problem.generation),
    )


def _params(body: bytes) -> dict[str, Any]:
    data = json.loads(body)
    known = {"status", "code", "title", "type", "detail", "errors", "request_id", "retry_after"}
    params = {key: value for key, value in data.items() if key not in known}
    for each in data.get("errors") or ():
        params.update(each.get("params") or {})
        break
    return params


def _seconds(text: str) -> float | None:
    digits = text.strip()
    # other scripts have digits, too, and no number is too long for a header
    return float(digits[:18]) if digits.isascii() and digits.isdigit() else None


def _context(extra_ca: str) -> ssl.SSLContext:
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if extra_ca:
        try:
            context.load_verify_locations(cafile=extra_ca)
        except OSError as error:  # an SSLError is one
            raise Environment("certificate_file", file=extra_ca, reason=str(error)) from error
    return context


def certificate_trouble(file: str) -> str:
    """Return what is wrong with a file of certificates, empty = nothing."""
    try:
        _context(file)
    except Environment as error:
        return str(error.params["reason"])
    return ""


def _caused(error: BaseException, kind: type[BaseException]) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, kind):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
