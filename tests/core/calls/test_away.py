"""Do-not-disturb, forward and wrap-up time, as the journal tells them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.calls.away import Away, Aways, is_about_away, read_aways
from vochi.core.calls.entry import Entry

from .table import BOOTED, following, law


def row(before: list[Entry], event: str, said: str, seconds: float = 1.0) -> list[Entry]:
    body = {
        "EventType": event, "UniqueID": "1.1", "LinkedID": "1.1",
        "EventExtra": '{"extra":"' + said + '"}',
    }  # fmt: skip
    at = before[-1].at if before else BOOTED
    return [*before, following(before, "cel", body, at + timedelta(seconds=seconds))]


def command(before: list[Entry], ok: bool, **facts: str) -> list[Entry]:
    body = {"id": "c", "ok": ok, "code": "done", "facts": facts}
    at = before[-1].at if before else BOOTED
    return [*before, following(before, "command", body, at)]


def state(journal: list[Entry], extension: str = "180") -> str | None:
    away = read_aways(journal).of(extension, journal[-1].at)
    return away.state if away else None


def test_the_last_word_counts_whoever_said_it() -> None:
    journal = row([], "V_AWAY", "ext=180&state=dnd")
    assert state(journal) == "dnd"
    assert state(journal, "181") is None
    journal = command(journal, True, ext="180", state="forward", to="+375291234567")
    away = read_aways(journal).of("180", journal[-1].at)
    assert away == Away(state="forward", since=journal[-1].at, to="+375291234567")
    assert state(command(journal, False, ext="180", state="none")) == "forward"
    assert state(row(journal, "V_AWAY", "ext=180&state=none")) is None


def test_wrap_up_ends_by_itself_or_by_the_code() -> None:
    until = int((BOOTED + timedelta(seconds=30)).timestamp())
    journal = row([], "V_WRAP", f"ext=180&until={until}")
    aways = read_aways(journal)
    assert aways.all(BOOTED + timedelta(seconds=29)) == {
        "180": Away(state="wrap", since=journal[0].at, until=datetime.fromtimestamp(until, UTC))
    }
    assert aways.all(BOOTED + timedelta(seconds=30)) == {}
    assert state(row(journal, "V_AWAY", "ext=180&state=none")) == "wrap"
    assert state(row(journal, "V_AWAY", "ext=180&state=ready")) is None
    assert state(row(journal, "V_AWAY", "ext=180&state=dnd")) == "dnd"


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("V_AWAY", "state=dnd"),
        ("V_AWAY", "ext=180&state=<b>"),
        ("V_AWAY", "ext=180&state=forward"),
        ("V_WRAP", "ext=180&until=soon"),
        ("V_WRAP", "ext=180&until=-5"),
        ("V_WRAP", "ext=180&until=" + "9" * 400),
        ("V_CALL", "ext=180&state=dnd"),
    ],
)
def test_nonsense_changes_nothing(event: str, said: str) -> None:
    assert Aways().take(row([], event, said)[0]) is None


@law
@given(st.permutations(range(6)))
def test_any_order_and_what_is_kept_is_enough(order) -> None:
    journal = row([], "V_AWAY", "ext=180&state=dnd")
    journal = row(journal, "V_NODE", "scheme=a")
    journal = row(journal, "V_WRAP", "ext=180&until=99999999999")
    journal = command(journal, True, ext="181", state="dnd")
    journal = command(journal, True, extension="181")
    journal = row(journal, "V_AWAY", "ext=180&state=none")
    shuffled = [journal[place] for place in order]
    kept = [entry for entry in shuffled if is_about_away(entry)]
    assert len(kept) == 4
    now = journal[-1].at
    assert read_aways(shuffled).all(now) == read_aways(kept).all(now)
    assert {ext: each.state for ext, each in read_aways(kept).all(now).items()} == {
        "180": "wrap", "181": "dnd"
    }  # fmt: skip
