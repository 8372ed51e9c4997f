"""Settings of nodes and of the calendar that contradict themselves."""

import pytest
from one_node import HOOK, MENU, WORK, Document, office
from pydantic import ValidationError

from vochi.core.office.verify import verify
from vochi.core.scheme.nodes.webhook import Webhook
from vochi.core.wording import say

LATE = {"id": "late", "name": "Ночь", "hours": [{"days": [7], "since": "22:00", "to": "09:01"}]}


@pytest.mark.parametrize(
    ("node", "more", "expected"),
    [
        (MENU, {}, set()),
        ({**MENU, "keys": ["1", "1"]}, {}, {"menu.key_twice@inbound/0/nodes/it/keys"}),
        ({**MENU, "keys": []}, {}, {"menu.no_keys@inbound/0/nodes/it/keys"}),
        ({**MENU, "keys": [], "extensions": True}, {}, set()),
        ({"kind": "schedule", "periods": [WORK]}, {}, set()),
        (
            {"kind": "schedule", "periods": [WORK, LATE]},
            {},
            {"schedule.overlap@inbound/0/nodes/it/periods"},
        ),
        (
            {"kind": "schedule", "periods": [WORK, WORK]},
            {},
            {"schedule.period_twice@inbound/0/nodes/it/periods"},
        ),
        (
            {"kind": "schedule", "periods": [{**WORK, "id": "other"}]},
            {},
            {"schedule.period_reserved@inbound/0/nodes/it/periods"},
        ),
        (
            {"kind": "schedule", "periods": [
                {**WORK, "hours": [{"days": [1], "since": "24:00", "to": "01:00"}]}]},
            {},
            {"schedule.begins_at_end@inbound/0/nodes/it/periods"},
        ),
        (HOOK, {}, set()),
        ({**HOOK, "url": "http://x.by"}, {}, {"webhook.not_encrypted@inbound/0/nodes/it/url"}),
        (
            {**HOOK, "url": "https://not-chosen.invalid/"},
            {},
            {"webhook.no_address@inbound/0/nodes/it/url"},
        ),
        (
            {**HOOK, "branches": ["a", "a"]},
            {},
            {"webhook.branch_twice@inbound/0/nodes/it/branches"},
        ),
        (
            {**HOOK, "branches": ["default"]},
            {},
            {"webhook.branch_reserved@inbound/0/nodes/it/branches"},
        ),
        ({"kind": "tag"}, {}, {"tag.nothing@inbound/0/nodes/it"}),
        ({"kind": "tag", "source": "site"}, {}, set()),
        (
            {"kind": "go_to", "scheme": "gone"},
            {},
            {"node.unknown_scheme@inbound/0/nodes/it/scheme"},
        ),
        (
            MENU,
            {"company": {"name": "Р", "time_zone": "Europe/Atlantis"}},
            {"company.unknown_zone@company/time_zone"},
        ),
        (
            MENU,
            {"company": {"name": "Р", "time_zone": "../../etc/passwd"}},
            {"company.unknown_zone@company/time_zone"},
        ),
        (
            MENU,
            {"holidays": {"off": [{"day": "2026-08-03", "to": "2026-08-01", "name": "О"}]}},
            {"holidays.backwards@holidays/off/0/to"},
        ),
        (
            MENU,
            {"holidays": {"off": [{"day": "2026-08-03", "to": "2027-08-04", "name": "О"}]}},
            {"holidays.too_long@holidays/off/0/to"},
        ),
        (
            MENU,
            {"holidays": {
                "off": [{"day": "2026-08-03", "name": "О"}],
                "working": [{"day": "2026-08-03", "like": 1}, {"day": "2026-08-03", "like": 2}],
            }},
            {
                "holidays.off_and_working@holidays/working/0",
                "holidays.off_and_working@holidays/working/1",
                "holidays.working_twice@holidays/working/1",
            },
        ),
    ],
)  # fmt: skip
def test_problems(node: Document, more: Document, expected: set[str]) -> None:
    own = ("menu.", "schedule.", "webhook.", "tag.", "holidays.", "company.")
    found = {
        f"{each.code}@{each.place}"
        for each in verify(office(node, **more))
        if each.code.startswith(own) or each.code == "node.unknown_scheme"
    }
    assert found == expected


def test_an_overlap_is_told_with_its_example() -> None:
    (problem,) = (
        each
        for each in verify(office({"kind": "schedule", "periods": [WORK, LATE]}))
        if each.code == "schedule.overlap"
    )
    told = say(problem.code, problem.facts, "en")
    assert "“Ночь” and “Работа” overlap" in told
    assert "Monday at 09:00" in told


@pytest.mark.parametrize(
    "url",
    ["ftp://x/", "http://user:pass@x/", "https://x/\r\nX: y", "https://", "file:///etc/passwd",
     "https://x/${SHELL(id)}", "https://x y/", "//x", "javascript:alert(1)", "https://x/#a"],
)  # fmt: skip
def test_only_plain_addresses_of_the_web(url: str) -> None:
    with pytest.raises(ValidationError):
        Webhook(url=url)
