"""`vochi simulate`, `vochi replay` and `vochi office check --show`: lives as timelines."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vochi.cli.main import vochi
from vochi.core.scheme.life import Tale
from vochi.lab import romashka

OFFICE = str(romashka.OFFICE)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(*words: str) -> Result:
    return CliRunner().invoke(vochi, words, standalone_mode=False)


def test_a_timeline_in_words() -> None:
    told = run(
        "simulate", OFFICE, "--line", "city", "--at", "2026-11-23T10:00",
        "--answers", "182=3", "--busy", "181", "--offline", "180,180-2",
    )  # fmt: skip
    assert told.exit_code == 0
    assert "181 does not ring: busy" in told.output
    assert "180-2 does not ring: not connected" in told.output
    assert told.output.splitlines()[-1].strip() == "A talk with 182 after 7.118 s"


def test_one_object_of_json() -> None:
    told = run("simulate", OFFICE, "--line", "a1-1", "--patience", "4", "--caller", "", "--json")
    tale = Tale.model_validate_json(told.output)
    assert (tale.end, tale.waited) == ("gave_up", 4)
    assert tale.moments[0].code == "life.comes_hidden"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--line", "nowhere"), "there is no line nowhere"),
        (("--answers", "182"), "answers: 182"),
        (("--answers", "182=soon"), "could not convert"),
        (("--answers", "${SHELL(id)}=1"), "phones"),
        (("--busy", "+1"), "outside"),
        (("--at", "yesterday"), "isoformat"),
        (("--keys", "x;y"), "digits"),
        (("--patience", "-1"), "patience"),
        (("--patience", "1e9"), "patience"),
        (("--away", "180"), "away"),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(words: tuple[str, ...], what: str) -> None:
    told = run("simulate", OFFICE, *words)
    assert told.exit_code == 1
    assert what in str(told.exception)
    assert "\n" not in str(told.exception)


def test_a_check_shows_the_call_that_proves_it() -> None:
    told = run("office", "check", "--show", OFFICE)
    assert told.exit_code == 0
    assert "The exchange hung up after 12 s" in told.output


def test_replay_of_a_file(tmp_path: Path) -> None:
    calls = tmp_path / "calls.json"
    at = "2026-11-23T07:00:0{}Z"
    leg = {
        "endpoint": "182", "unique_id": "2", "role": "callee", "rang_at": at.format(6),
        "answered_at": at.format(8), "ended_at": at.format(9), "end": "answered",
    }  # fmt: skip
    call = {
        "linked_id": "1", "direction": "in", "state": "ended", "result": "answered",
        "client": "+375291234567", "client_name": "", "number": "", "line": "a1-1",
        "office_version": 1, "started_at": at.format(0), "answered_at": at.format(8),
        "ended_at": at.format(9), "waited": 8, "talked": 1, "employee": "182",
        "first_employee": "182", "last_employee": "182", "legs": [leg],
        "talks": [{"endpoint": "182", "began_at": at.format(8), "ended_at": at.format(9),
                   "seconds": 1}],
        "path": [], "lines_tried": [], "recordings": [],
    }  # fmt: skip
    calls.write_text(json.dumps([call]))
    same = run("replay", OFFICE, "--calls", str(calls))
    assert "answered: 1 → 1" in same.output
    assert "100.0 %" in same.output
    draft = tmp_path / "office.yaml"
    # The second department is rung no more: who was answered there is missed.
    draft.write_text(romashka.OFFICE.read_text().replace("targets: ['902']", "targets: ['901']"))
    changed = run("replay", str(draft), "--calls", str(calls), "--live", OFFICE)
    assert "missed: 0 → 1" in changed.output, changed.output + str(changed.exception)
    assert "182 8 s → missed 12 s" in changed.output


@pytest.mark.parametrize("text", ["", "[1]", "{}", "nonsense", '[{"linked_id": "1"}]'])
def test_a_file_without_calls(tmp_path: Path, text: str) -> None:
    file = tmp_path / "calls.json"
    file.write_text(text)
    told = run("replay", OFFICE, "--calls", str(file))
    if text:
        assert told.exit_code == 1
        assert "these are no calls" in str(told.exception)
    else:
        assert "Calls: 0" in told.output
