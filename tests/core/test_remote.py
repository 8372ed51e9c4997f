"""Working away from the desk (S34): what is refused, what is compiled, what a caller lives."""

import copy
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from test_reach import GOOD, Document

from vochi.core.compile import compile_office
from vochi.core.office.document import Office, Secrets
from vochi.core.office.problem import RemoteProblem
from vochi.core.office.verify import verify
from vochi.core.plan import plan
from vochi.core.scheme.life import Life, PhoneLife
from vochi.core.scheme.simulate import simulate
from vochi.core.site import Site
from vochi.core.wording import say

MOBILE = "+375296666666"
SITE = Site(
    etc="/etc/asterisk", state="/state", modules="/modules", data="/data", prompts="/prompts"
)
AWAY = {"works_from": "mobile", "mobile": MOBILE}


def _office(**anna: Any) -> Office:
    document: Document = copy.deepcopy(GOOD)
    document["people"][0] |= anna
    document["lines"][0]["number"] = "+375296000001"
    return Office.model_validate(document)


def _codes(office: Office) -> dict[str, str]:
    return {p.code: p.place for p in verify(office) if p.code in get_args(RemoteProblem)}


def test_a_mobile_over_his_own_lines_is_no_problem() -> None:
    assert [p.code for p in verify(_office(**AWAY)) if p.severity == "error"] == []
    assert _codes(_office(**AWAY)) == {}


@pytest.mark.parametrize(
    ("anna", "code", "field"),
    [
        ({"works_from": "mobile"}, "person.no_mobile", "mobile"),
        (AWAY | {"outbound": None}, "person.mobile_no_outbound", "outbound"),
        (AWAY | {"mobile": "+375296000001"}, "person.mobile_is_ours", "mobile"),
        (AWAY | {"mobile": "+375172000000"}, "person.mobile_no_route", "mobile"),
        (AWAY | {"confirm": False}, "person.mobile_no_confirm", "confirm"),
        ({"works_from": "softphone"}, "person.no_softphone", "works_from"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(anna: Document, code: str, field: str) -> None:
    assert _codes(_office(**anna)) == {code: f"people/0/{field}"}


def test_a_line_that_the_country_forbids_is_named() -> None:
    document = copy.deepcopy(GOOD)
    document["people"][0] |= AWAY
    document["lines"].append(
        {"kind": "trunk", "id": "voip", "name": "Дешёвый", "host": "127.0.0.9", "inbound": "in",
         "certified": False, "username": "voip", "operator": "VoIP", "port": 5060,
         "numbers": ["+375172000001"]}
    )  # fmt: skip
    document["outbound"][0]["routes"][0]["lines"] = ["voip"]
    (problem,) = (
        p for p in verify(Office.model_validate(document)) if p.place == "people/0/mobile"
    )
    assert problem.code == "person.mobile_unsigned"
    assert "Дешёвый" in say(problem.code, problem.facts, "ru")


def test_his_mobile_rings_in_place_of_his_phones() -> None:
    text = compile_office(_office(**AWAY), Secrets(), SITE)["extensions.conf"]
    assert "PJSIP/180&PJSIP/180-2" not in text
    assert "Local/180@mobile" in text
    assert "[mobile]" not in compile_office(_office(), Secrets(), SITE)["extensions.conf"]


def test_a_softphone_rings_alone() -> None:
    document = copy.deepcopy(GOOD)
    document["people"][0] |= {"works_from": "softphone"}
    document["devices"][1]["kind"] = "softphone"
    office = Office.model_validate(document)
    text = compile_office(office, Secrets(), SITE)["extensions.conf"]
    assert _codes(office) == {}
    assert "PJSIP/180&PJSIP/180-2" not in text
    assert "PJSIP/180-2" in text


def test_the_simulator_rings_the_mobile() -> None:
    life = Life(
        line="a1", caller="+375291112233", at=datetime(2026, 3, 2, 12, tzinfo=UTC),
        outside={MOBILE: PhoneLife(answers=3)},
    )  # fmt: skip
    document = copy.deepcopy(GOOD)
    document["people"][0] |= AWAY
    document["lines"].append(document["lines"][0] | {"id": "a2"})
    document["outbound"][0]["routes"][0]["lines"] = ["a1", "a2"]
    tale = simulate(Office.model_validate(document), life)
    assert (tale.end, tale.answered_by) == ("talk", "180")
    assert [m.facts["to"] for m in tale.moments if m.code == "life.rings"] == [MOBILE]
    mailbox = life.model_copy(
        update={"outside": {MOBILE: PhoneLife(answers=3, accepts_after=None)}}
    )
    assert simulate(Office.model_validate(document), mailbox).end == "voicemail"


@pytest.mark.parametrize(("language", "words"), [("ru", "с мобильного"), ("en", "from a mobile")])
def test_the_plan_says_where_he_works(language: Any, words: str) -> None:
    change = next(c for c in plan(_office(), _office(**AWAY)) if c.code == "person.moved")
    assert words in say(change.code, change.facts, language)
