"""Music on hold of the company and of departments, and who uses a prompt."""

from typing import Any

from vochi.core.compile import compile_office
from vochi.core.office.document import Office, Secrets
from vochi.core.office.prompt_uses import nodes_with_default_music, uses
from vochi.core.office.read import read_office
from vochi.core.office.verify import verify
from vochi.core.plan import plan
from vochi.core.site import Site
from vochi.core.wording import say
from vochi.lab import romashka

SITE = Site(etc="/e", state="/s", modules="/m", data="/d", prompts="/p", phrases="/f")


def office(**music: Any) -> Office:
    told = read_office(romashka.OFFICE.read_text()).model_dump(mode="json")
    told["policy"]["music"] = music
    return Office.model_validate(told)


def problems(document: Office) -> set[tuple[str, str]]:
    return {(p.code, p.place) for p in verify(document) if p.code.startswith("music.")}


def compiled(document: Office, file: str) -> str:
    return compile_office(document, Secrets(), SITE)[file]


COMPANY = {"prompts": ["music", "greeting"], "shuffled": True, "licence": "своя запись"}


def test_the_companys_music_takes_the_place_of_the_boxs() -> None:
    plain = compiled(office(), "musiconhold.conf")
    assert "directory = " in plain
    own = compiled(office(company=COMPANY), "musiconhold.conf")
    files = {p.id: p.sha256 for p in office().prompts}
    head = own.split("\n\n")[0]
    assert head.startswith("[default]\nmode = playlist\nsort = random\n")
    assert head.index(files["music"]) < head.index(files["greeting"])
    assert "directory = " not in own


def test_a_departments_phones_suggest_its_music() -> None:
    document = office(departments=[{"department": "901", "prompts": ["music"], "licence": "x"}])
    assert problems(document) == set()
    assert "[department-901]\nmode = playlist\n" in compiled(document, "musiconhold.conf")
    sections = compiled(document, "pjsip.conf").split("\n\n")
    (department,) = (d for d in document.departments if d.number == "901")
    members = {p.extension for p in document.people if p.id in department.members}
    suggesting = {s.split("]")[0][1:] for s in sections if "moh_suggest = department-901" in s}
    assert suggesting == {d.account for d in document.devices if d.extension in members}
    assert suggesting


def test_what_is_wrong_with_music_is_told() -> None:
    found = problems(
        office(
            company={"prompts": ["gone"]},
            departments=[
                {"department": "999", "prompts": ["music"], "licence": "x"},
                {"department": "999", "prompts": ["music"], "licence": "x"},
            ],
        )
    )
    assert found == {
        ("music.unknown_prompt", "policy/music/company/prompts/0"),
        ("music.no_licence", "policy/music/company/licence"),
        ("music.unknown_department", "policy/music/departments/0/department"),
        ("music.unknown_department", "policy/music/departments/1/department"),
        ("music.department_twice", "policy/music/departments/1/department"),
    }
    severity = {p.code: p.severity for p in verify(office(company={"prompts": ["music"]}))}
    assert severity["music.no_licence"] == "warning"


def test_the_plan_tells_it_in_words() -> None:
    (change,) = plan(office(), office(company=COMPANY))
    told = say(change.code, change.facts, "ru")
    assert "музык" in told or "слышит" in told
    assert "своя запись" in told


def test_uses_are_named() -> None:
    document = office(company=COMPANY)
    found = uses(document)
    assert {each.code for each in found["music"]} >= {"used.hold", "used.node"}
    nodes = [each for each in found["greeting"] if each.code == "used.node"]
    assert all(document.inbound[int(n.place.split("/")[1])].id == n.facts["scheme_id"]
               for n in nodes)  # fmt: skip
    assert uses(office(company={"prompts": ["gone"]}))["gone"][0].code == "used.hold"
    assert any(each.code == "used.parking_music" for each in nodes_with_default_music(document))
