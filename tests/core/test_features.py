"""What employees do with calls: codes that clash, rights, and whose phones have features."""

import pytest
from offices import OFFICES, secrets_for, site

from vochi.core.compile import compile_dialplan, compile_office
from vochi.core.dialplan.in_call import HIDDEN
from vochi.core.dialplan.render import render
from vochi.core.dialplan.spy import listeners
from vochi.core.office.conference import Conference
from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.core.office.features import FeatureCodes
from vochi.core.office.parking import Parking
from vochi.core.office.verify import verify

ROMASHKA = OFFICES["romashka"]


def codes_of(office: Office) -> set[tuple[str, str]]:
    return {(problem.code, problem.place) for problem in verify(office)}


def with_codes(**codes: str | None) -> Office:
    features = FeatureCodes.model_validate({**FeatureCodes().model_dump(), **codes})
    return ROMASHKA.model_copy(update={"features": features})


def test_the_codes_of_the_product_do_not_clash() -> None:
    assert not {code for code, _ in codes_of(ROMASHKA) if code.startswith("features")}


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        ({"blind": "*5"}, ("features.code_taken", "features/park")),
        ({"record": "*51"}, ("features.code_hidden", "features/record")),
        ({"dnd": "*51"}, ("features.code_hidden", "features/dnd")),
        ({"dnd": "*812"}, ("features.code_hidden", "features/dnd")),
        ({"pull": "*77"}, ("features.code_taken", "features/listen")),
    ],
)
def test_codes_that_nobody_could_key(codes: dict[str, str], found: tuple[str, str]) -> None:
    assert found in codes_of(with_codes(**codes))


@pytest.mark.parametrize(
    "codes",
    [
        {"record": "*71", "dnd": None},  # pressed in a call, and nothing else is dialled so
        {"dnd": "*50"},  # slots are 1 to 9
        {"park": None, "dnd": "*51"},
    ],
)
def test_codes_that_only_look_alike(codes: dict[str, str | None]) -> None:
    assert not {code for code, _ in codes_of(with_codes(**codes)) if code.startswith("features")}


def test_names_that_lead_nowhere() -> None:
    anna = ROMASHKA.people[0].model_copy(update={"colleague": "999", "listens_to": ("998",)})
    office = ROMASHKA.model_copy(
        update={
            "people": (anna, *ROMASHKA.people[1:]),
            "parking": Parking(music="nothing", department="997"),
            "conferences": (Conference(number=anna.extension, name="Летучка"),),
        }
    )
    assert {
        ("person.unknown_colleague", "people/0/colleague"),
        ("person.unknown_listened", "people/0/listens_to"),
        ("parking.unknown_music", "parking/music"),
        ("parking.unknown_department", "parking/department"),
        ("conference.number_taken", "conferences/0/number"),
    } <= codes_of(office)


@pytest.mark.parametrize("name", OFFICES)
def test_only_phones_of_employees_have_features(name: str) -> None:
    office = OFFICES[name]
    text = compile_office(office, secrets_for(office), site())["pjsip.conf"]
    lines = {line.id for line in office.lines}
    for section in text.split("\n\n"):
        if "type = endpoint" not in section:
            continue
        endpoint = section.split("[", 1)[1].split("]", 1)[0]
        has_features = "DYNAMIC_FEATURES" in section or "dtmf_features" in section
        assert has_features is (endpoint not in lines), endpoint


def test_who_may_listen() -> None:
    department = ROMASHKA.departments[0]
    people = tuple(
        person.model_copy(update={"listens_to": (department.number,)}) if index == 0 else person
        for index, person in enumerate(ROMASHKA.people)
    )
    office = ROMASHKA.model_copy(update={"people": people})
    found = listeners(Directory(office))
    members = set(Directory(office).extensions(department.number))
    assert set(found) == members - {people[0].extension}
    assert set(found.values()) <= {(people[0].extension,)}


def test_a_feature_that_is_off_leaves_nothing_to_dial() -> None:
    off = {name: None for name in FeatureCodes.model_fields if name != "milliseconds"}
    office = with_codes(**off)
    text = render(compile_dialplan(office, site()))
    context = text.split("[codes]\n", 1)[1].split("\n[", 1)[0]
    assert context.strip() == ""
    conf = compile_office(office, secrets_for(office), site())["features.conf"]
    left = [line.split(" = ")[1].split(",")[0] for line in conf.splitlines() if "Gosub" in line]
    assert left == [code for code, _ in HIDDEN.values()], "what the desk alone can press"


def test_a_refused_transfer_says_why_as_the_end_of_a_call_does() -> None:
    """The journal knew `noline` of one and `no_line` of the other."""
    text = compile_office(ROMASHKA, secrets_for(ROMASHKA), site())["extensions.conf"]
    asked = [each for each in text.split("exten => ") if each.partition(",")[0].endswith("_ask")]
    why = {each.partition("Set(V_WHY=")[2].partition(")")[0] for each in asked}
    said = {each.partition(")")[0].partition("&")[0] for each in text.split("V_END,why=")[1:]}
    assert why
    assert why <= said
    for kind in ("blind", "attended", "third"):
        assert f"&why=${{V_WHY}}&kind={kind})" in text
