"""Prompts."""

from collections.abc import Iterator

from vochi.core.office.checks.doubles import check_doubles
from vochi.core.office.document import Office
from vochi.core.office.problem import Problem, error


def check_prompts(office: Office) -> Iterator[Problem]:
    """Each id once; `default` is the music of the box."""
    prompts = tuple(enumerate(office.prompts))
    yield from check_doubles("prompt.id_taken", ((f"prompts/{i}/id", p.id) for i, p in prompts))
    for index, prompt in prompts:
        if prompt.id == "default":
            yield error("prompt.reserved", f"prompts/{index}/id", name=prompt.name)
