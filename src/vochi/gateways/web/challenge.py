"""The login that a device asks for: digest or basic, whichever it names; nothing before it asks."""

from collections.abc import Generator

import httpx

Flow = Generator[httpx.Request, httpx.Response, None]


class Challenge(httpx.Auth):
    """Digest where it is offered, so that the password does not go over the wire."""

    def __init__(self, login: str, password: str) -> None:
        self._login = (login, password)
        self._digest = httpx.DigestAuth(login, password)
        self._basic = httpx.BasicAuth(login, password)
        self._is_basic = False

    def auth_flow(self, request: httpx.Request) -> Flow:
        """One request, or two: the second with what the first was answered by."""
        if self._is_basic:
            yield from self._basic.auth_flow(request)
            return
        try:
            yield from self._ask(request)
        except (KeyError, ValueError, NotImplementedError):
            # A challenge that nobody understands would be kept for every request to come.
            self._digest = httpx.DigestAuth(*self._login)
            raise

    def _ask(self, request: httpx.Request) -> Flow:
        flow = self._digest.auth_flow(request)
        answer = yield next(flow)
        offered = {each.split(" ", 1)[0].lower() for each in _offers(answer)}
        if answer.status_code != httpx.codes.UNAUTHORIZED or not offered & {"digest", "basic"}:
            return
        if "digest" not in offered:
            self._is_basic = True
            request.headers.pop("Authorization", None)
            yield from self._basic.auth_flow(request)
            return
        try:
            while True:
                answer = yield flow.send(answer)
        except StopIteration:
            return


def _offers(answer: httpx.Response) -> list[str]:
    return [each.strip() for each in answer.headers.get_list("www-authenticate")]
