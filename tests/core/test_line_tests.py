"""Calls of the line doctor: what they cost an office, and that they are no calls of anybody's."""

from calls.table import journal

from vochi.core.calls.announced import DOCTOR
from vochi.core.calls.entry import CEL_FIELDS
from vochi.core.calls.fold import Folder, fold
from vochi.core.compile import compile_dialplan
from vochi.core.dialplan.render import render
from vochi.core.dialplan.tree import Dialplan
from vochi.core.office.document import Office
from vochi.core.site import Site
from vochi.lab.bare import sample_office
from vochi.lab.overlay import overlay

PLAIN = sample_office()
TESTED = overlay(PLAIN, {"policy": {"doctor": {"enabled": True}}})
SITE = Site(
    etc="/etc", state="/state", modules="/modules", data="/data", prompts="/prompts",
    phrases="/phrases", listen="127.0.0.1", sip_port=5060, rtp_first=10000, rtp_last=10100,
    ami_port=5038, ami_secret="s" * 32,
)  # fmt: skip


def _compiled(office: Office) -> dict[str, str]:
    tree = compile_dialplan(office, SITE)
    return {context.name: render(Dialplan((context,))) for context in tree.contexts}


def test_an_office_without_the_doctor_has_nothing_of_it() -> None:
    text = "".join(_compiled(PLAIN).values())
    assert "doctor" not in text


def test_a_call_over_a_gsm_line_costs_one_step_more() -> None:
    plain, tested = _compiled(PLAIN), _compiled(TESTED)
    changed = {name for name in plain if plain[name] != tested[name]}
    assert changed == {"line-a1-1", "line-a1-2", "line-mts-1", "line-life-1"}
    for name in changed:
        assert tested[name].count("same => n") == plain[name].count("same => n") + 1
    added = tested.keys() - plain.keys()
    assert added == {"doctor", *(f"doctor-{name.removeprefix('line-')}" for name in changed)}


def test_what_a_test_runs_in_has_no_pattern() -> None:
    """A pattern would match `h`, and a test that ended would go on as a call."""
    for name, text in _compiled(TESTED).items():
        if name.startswith("doctor"):
            assert "exten => _" not in text


def _row(event: str, unique_id: str, extra: str = "") -> dict[str, str]:
    return {
        **dict.fromkeys(CEL_FIELDS, ""), "EventType": event, "EventTime": "1795410748.5",
        "UniqueID": unique_id, "LinkedID": unique_id, "ChanName": "PJSIP/a1-1-00000001",
        "Exten": "in", "num": "+375296000002", "EventExtra": extra,
    }  # fmt: skip


def test_a_test_is_no_call_on_either_side() -> None:
    assert fold(journal([_row("CHAN_START", f"{DOCTOR}1f"), _row("ANSWER", f"{DOCTOR}1f")])) == ()
    came = [_row("CHAN_START", "1.1"), _row("V_TEST", "1.1", '{"extra":"line=a1-1"}')]
    assert len(fold(journal(came[:1]))) == 1
    assert fold(journal(came)) == ()


def test_a_test_that_was_seen_as_a_call_is_none_when_it_says_so() -> None:
    folder = Folder()
    first, then = journal(
        [_row("CHAN_START", "1.1"), _row("V_TEST", "1.1", '{"extra":"line=a1-1"}')]
    )
    assert folder.feed(first) == {"1.1"}
    assert len(folder.open()) == 1
    assert "1.1" in folder.feed(then)
    assert folder.call("1.1") is None
    assert folder.open() == ()


def test_whoever_is_held_on_the_tested_line_goes_on_or_was_the_test() -> None:
    """Four seconds at most, with no call announced; only a hang-up while he is held is a test."""
    text = _compiled(TESTED)["doctor-a1-1"]
    held, again, other = (text.index(f"n({label})") for label in ("held", "again", "other"))
    assert held < again < other
    assert '"${DB(doctor/to)}" = "a1-1"' in text[held:again]
    assert "V_TEST" not in text[held:other]
    assert "Answer" not in text[held:other]
    end = text[text.index("exten => h") :]
    assert end.index('"${V_HELD}" = ""') < end.index("V_TEST")
