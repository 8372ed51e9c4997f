"""A refusal of the portal."""


class Wrong(Exception):  # noqa: N818 - an answer, not a fault
    """Answered as `{error, error_description}` with `status`."""

    def __init__(self, status: int, code: str, words: str) -> None:
        super().__init__(f"{status} {code} {words}")
        self.status, self.code, self.words = status, code, words
