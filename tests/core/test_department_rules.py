"""A department's own rules for talks hold wherever a client is led to it."""

from typing import Any

import pytest
from offices import secrets_for, site
from test_reach import GOOD

from vochi.core.compile import compile_office
from vochi.core.office.document import Office

QUEUE = {"kind": "queue", "targets": ["901"], "callback_key": "1", "exits": {}}
HUSH, LOUD, ASK = "Gosub(record,hush,1)", "Gosub(record,loud,1)", "score,s,1"


def _dialplan(**rules: object) -> dict[str, str]:
    """Text of every context by name."""
    document: dict[str, Any] = {**GOOD, "departments": [{**GOOD["departments"][0], **rules}]}
    nodes = {
        "start": {"kind": "start", "exits": {"next": "queue"}},
        "queue": {**QUEUE, "exits": dict.fromkeys(("timeout", "full", "empty", "key"), "mail")},
        "mail": {"kind": "voicemail"},
    }
    document["inbound"] = [{**GOOD["inbound"][0], "nodes": nodes}]
    office = Office.model_validate(document)
    files = compile_office(office, secrets_for(office), site())
    sections = files["extensions.conf"].split("\n[")
    return {name: body for name, _, body in (each.partition("]") for each in sections)}


@pytest.mark.parametrize("strategy", ["ring_all", "linear"])
def test_an_unrecorded_department_is_so_wherever_one_comes_from(strategy: str) -> None:
    quiet = _dialplan(record=False, strategy=strategy)
    for context in ("department-901", "scheme-in"):
        assert quiet[context].index(HUSH) < quiet[context].index(LOUD)
    assert LOUD in quiet["key-in.queue"]
    plain = _dialplan(strategy=strategy)
    assert not any(HUSH in plain[each] for each in ("department-901", "scheme-in", "key-in.queue"))


@pytest.mark.parametrize("strategy", ["ring_all", "linear"])
def test_a_department_asks_for_a_score_wherever_one_comes_from(strategy: str) -> None:
    asks = _dialplan(score=True, strategy=strategy)
    assert "Queue(in.queue,c," in asks["scheme-in"]
    assert '"${QUEUESTATUS}" = "CONTINUE"' in asks["scheme-in"]
    assert ASK in asks["scheme-in"]
    assert ASK in asks["department-901"]
    # Employees are asked nothing.
    assert "CALLERID(dnid)" in asks["department-901"]
    plain = _dialplan(strategy=strategy)
    assert "Queue(in.queue,," in plain["scheme-in"]
    assert "CALLERID(dnid)" not in plain["department-901"]
