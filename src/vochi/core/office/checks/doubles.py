"""Names that must be there once."""

from collections.abc import Iterable, Iterator

from vochi.core.office.problem import AnyProblem, Problem, error


def check_doubles(
    code: AnyProblem, names: Iterable[tuple[str, str]], fact: str = "id"
) -> Iterator[Problem]:
    """`names` are (place, name); every name after its first place is a problem."""
    seen: dict[str, str] = {}
    for place, name in names:
        if name in seen:
            yield error(code, place, **{fact: name, "first": seen[name]})
        seen.setdefault(name, place)
