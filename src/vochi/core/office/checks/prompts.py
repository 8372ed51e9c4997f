"""Prompts, and the music made of them."""

from collections.abc import Iterator

from vochi.core.office.checks.doubles import check_doubles
from vochi.core.office.document import Office
from vochi.core.office.music import MusicOnHold
from vochi.core.office.problem import Problem, error, warning


def check_prompts(office: Office) -> Iterator[Problem]:
    """Each id once; `default` is the music of the box."""
    prompts = tuple(enumerate(office.prompts))
    yield from check_doubles("prompt.id_taken", ((f"prompts/{i}/id", p.id) for i, p in prompts))
    for index, prompt in prompts:
        if prompt.id == "default":
            yield error("prompt.reserved", f"prompts/{index}/id", name=prompt.name)
    yield from _music(office)


def _music(office: Office) -> Iterator[Problem]:
    music = office.policy.music
    if music.company is not None:
        yield from _playlist(office, "policy/music/company", music.company)
    departments = tuple(enumerate(music.departments))
    yield from check_doubles(
        "music.department_twice",
        ((f"policy/music/departments/{i}/department", each.department) for i, each in departments),
        "department",
    )
    known = {each.number for each in office.departments}
    for index, each in departments:
        place = f"policy/music/departments/{index}"
        if each.department not in known:
            yield error(
                "music.unknown_department", f"{place}/department", department=each.department
            )
        yield from _playlist(office, place, each)


def _playlist(office: Office, place: str, music: MusicOnHold) -> Iterator[Problem]:
    names = {each.id: each.name for each in office.prompts}
    for index, prompt in enumerate(music.prompts):
        if prompt not in names:
            yield error("music.unknown_prompt", f"{place}/prompts/{index}", prompt=prompt)
    if not music.licence:
        played = ", ".join(names.get(each, each) for each in music.prompts)
        yield warning("music.no_licence", f"{place}/licence", names=played[:200])
