"""Feature codes, parking, conference rooms, and whom people name for them."""

from collections.abc import Iterator
from itertools import combinations

from vochi.core.countries import COUNTRIES
from vochi.core.office.document import Office
from vochi.core.office.features import FeatureCodes
from vochi.core.office.problem import Problem, error, warning

#: Codes behind which something is dialled: what begins with one of them belongs to it.
_TAKES_MORE = frozenset(
    {"park", "pickup", "forward", "listen", "whisper", "barge", "intercom", "prompt"}
)
#: Pressed in a call; the others are dialled.
_PRESSED = frozenset({"blind", "attended", "third", "park", "record", "pause"})


def check_features(office: Office) -> Iterator[Problem]:
    """Everything that employees do with calls."""
    yield from _codes(office.features)
    yield from _parking(office)
    yield from _conferences(office)
    yield from _people(office)


def _codes(features: FeatureCodes) -> Iterator[Problem]:
    codes = {
        name: code
        for name in FeatureCodes.model_fields
        if name != "milliseconds" and (code := getattr(features, name)) is not None
    }
    for (one, left), (other, right) in combinations(codes.items(), 2):
        place = f"features/{other}"
        both_pressed = one in _PRESSED and other in _PRESSED
        both_dialled = one not in _PRESSED - {"park"} and other not in _PRESSED - {"park"}
        if left == right:
            yield error("features.code_taken", place, pressed=right, other=one)
        elif both_pressed and (left.startswith(right) or right.startswith(left)):
            # In a call the shorter one fires before the longer can be typed.
            short, long = sorted((left, right), key=len)
            yield error("features.code_hidden", place, pressed=long, other=short)
        elif both_dialled and _shadows(one, left, right):
            yield error("features.code_hidden", place, pressed=right, other=left)
        elif both_dialled and _shadows(other, right, left):
            yield error("features.code_hidden", f"features/{one}", pressed=left, other=right)


def _shadows(name: str, code: str, longer: str) -> bool:
    """A slot is one digit (`*51`); the others take an extension, of two digits or more."""
    rest = longer.removeprefix(code)
    if name not in _TAKES_MORE or not longer.startswith(code) or not rest:
        return False
    return rest != "0" and len(rest) == 1 if name == "park" else len(rest) > 1


def _parking(office: Office) -> Iterator[Problem]:
    parking = office.parking
    if parking.music != "default" and parking.music not in {each.id for each in office.prompts}:
        yield error("parking.unknown_music", "parking/music", prompt=parking.music)
    if parking.department is not None:
        known = {each.number: each for each in office.departments}
        if parking.department not in known:
            yield error(
                "parking.unknown_department", "parking/department", number=parking.department
            )


def _conferences(office: Office) -> Iterator[Problem]:
    taken = {each.extension: each.name for each in office.people}
    taken |= {each.number: each.name for each in office.departments}
    taken |= {each.number: each.name for each in office.follow_me}
    country = COUNTRIES.get(office.company.country)
    emergency = () if country is None else country.emergency
    local = None if country is None else country.local_form(office.company.area_code)
    for index, room in enumerate(office.conferences):
        place = f"conferences/{index}/number"
        if room.number in taken:
            yield error("conference.number_taken", place, number=room.number,
                        name=taken[room.number])  # fmt: skip
        if room.number in emergency:
            yield error("conference.emergency", place, number=room.number)
        if local is not None and len(local.pattern) == len(room.number):
            yield error("numbering.clash", place, number=room.number, area=office.company.area_code)
        taken[room.number] = room.name


def _people(office: Office) -> Iterator[Problem]:
    extensions = {each.extension for each in office.people}
    departments = {each.number for each in office.departments}
    for index, person in enumerate(office.people):
        place = f"people/{index}"
        if person.colleague is not None and person.colleague not in extensions:
            yield error("person.unknown_colleague", f"{place}/colleague", name=person.name,
                        extension=person.colleague)  # fmt: skip
        if person.colleague == person.extension:
            yield warning("person.own_colleague", f"{place}/colleague", name=person.name)
        for number in person.listens_to:
            if number not in departments:
                yield error("person.unknown_listened", f"{place}/listens_to", name=person.name,
                            number=number)  # fmt: skip
    policy = office.policy.recording
    if policy.notice_prompt is not None and policy.notice_prompt not in {
        each.id for each in office.prompts
    }:
        yield error("recording.unknown_notice", "policy/recording/notice_prompt",
                    prompt=policy.notice_prompt)  # fmt: skip
