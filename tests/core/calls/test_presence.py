"""Who rings, who talks, which lines are busy: at moments of real calls."""

import pytest

from vochi.core.calls.fold import Folder
from vochi.core.calls.presence import FREE, busy_channels, occupations, online

from .table import died, entries, following


def live(name: str, event: str, nth: int = 1, channel: str = "") -> Folder:
    """The folder after the nth row of the event on the channel."""
    folder = Folder()
    seen = 0
    for entry in entries(name):
        folder.feed(entry)
        matches = entry.body["EventType"] == event and channel in entry.body["ChanName"]
        seen += matches
        if matches and seen == nth:
            return folder
    raise AssertionError(f"{name} has no {nth} rows of {event}")


@pytest.mark.parametrize(
    ("moment", "doing", "lines"),
    [
        (("in_answered", "CHAN_START", 1, "PJSIP/182"), {"181": "ringing", "182": "ringing"},
         {"a1-1": 1}),
        (("in_answered", "BRIDGE_ENTER", 2, ""), {"181": "talking"}, {"a1-1": 1}),
        (("in_answered", "LINKEDID_END", 1, ""), {}, {}),
        (("out_answered", "CHAN_START", 1, "PJSIP/a1-1"), {"181": "talking"}, {"a1-1": 1}),
        (("out_second_line", "CHAN_START", 1, "PJSIP/a1-2"), {"181": "talking"}, {"a1-2": 1}),
        (("int_answered", "CHAN_START", 1, "PJSIP/182"), {"181": "talking", "182": "ringing"}, {}),
        (("out_click", "V_CALL", 1, ""), {"181": "talking"}, {}),
        (("in_blind_refer", "BRIDGE_ENTER", 1, "PJSIP/183"), {"183": "talking"}, {"a1-1": 1}),
    ],
)  # fmt: skip
def test_at_a_moment(moment, doing, lines) -> None:
    calls = live(*moment).open()
    found = {extension: each.doing for extension, each in occupations(calls).items()}
    assert found == doing
    assert busy_channels(calls) == lines
    assert all(each.linked_id == calls[0].linked_id for each in occupations(calls).values())


def test_who_talks_in_one_call_and_rings_in_another_talks() -> None:
    (talks,) = live("in_answered", "BRIDGE_ENTER", 2).open()
    (rings,) = live("in_music_answered", "CHAN_START", 1, "PJSIP/183").open()
    for calls in ([talks, rings], [rings, talks]):
        found = occupations(calls)
        assert found["181"].linked_id == talks.linked_id
        assert found["183"].doing == "ringing"
        assert found.get("182", FREE) == FREE


def test_registrations_do_not_outlive_the_engine() -> None:
    rows = entries("in_answered")[:1]

    def device(before, endpoint, state):
        body = {"endpoint": endpoint, "state": state}
        return [*before, following(before, "device", body, before[-1].at)]

    journal = device(device(device(rows, "181", "online"), "182", "online"), "182", "offline")
    assert online(journal) == {"181": True, "182": False}
    journal.append(died(journal))
    assert online(journal) == {"181": False, "182": False}
    assert online(reversed(device(journal, "181", "online"))) == {"181": True, "182": False}
