"""B01: faulty schemes all found, good ones left in peace, and how long 100 nodes take."""

import statistics
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

from vochi.cli.bench.figures import Figure, progress, show
from vochi.core.office.document import Office
from vochi.core.office.problem import Problem
from vochi.core.office.read import read_office, write_office
from vochi.core.office.verify import verify
from vochi.core.scheme.simulate import simulate
from vochi.lab.corpus import FAULTS, faulty
from vochi.lab.drawing import good

OFFICES, BIG, NODES, TARGET = 200, 5, 100, 2.0
#: Codes that a life shows.
_SHOWN = frozenset({"node.loop", "scheme.endless", "scheme.too_long", "scheme.ends_in_silence"})


def run(as_json: bool) -> int:
    """Print the figures; 1 when a target is missed."""
    missed: list[str] = []
    dumb = 0
    shown = 0
    for seed in range(OFFICES):
        case = faulty(seed)
        problems = verify(case.office)
        if (case.code, case.place) not in {(each.code, each.place) for each in problems}:
            missed.append(f"{case.fault} (seed {seed})")
        told = [each for each in problems if each.code in _SHOWN]
        shown += len(told)
        dumb += sum(not _replays(case.office, each) for each in told)
    alarms: list[str] = []
    warnings: Counter[str] = Counter()
    for seed in range(OFFICES, 2 * OFFICES):
        for problem in verify(good(seed)):
            if problem.severity == "error":
                alarms.append(f"{problem.code} (seed {seed})")
            else:
                warnings[problem.code] += 1
    for name in (*missed, *alarms):
        progress(f"wrong: {name}")
    progress(f"{len(FAULTS)} kinds of faults; warnings on good offices: {dict(warnings)}")
    offices = [good(seed, nodes=NODES) for seed in range(BIG)]
    seconds = max(_seconds(partial(verify, office)) for office in offices)
    files = [write_office(office) for office in offices]
    floor = statistics.median(_seconds(partial(read_office, text)) for text in files)
    return show(
        {
            "B01 found": Figure(
                value=len(missed), unit="of 200 missed", target=0,
                floor=f"{OFFICES} faulty offices of {len(FAULTS)} kinds",
            ),
            "B01 alarms": Figure(
                value=len(alarms), unit="false", target=0, floor=f"{OFFICES} good offices",
            ),
            "B01 lives": Figure(
                value=dumb, unit="not shown", target=0,
                floor=f"{shown} problems of ways, each with a life that simulates to it",
            ),
            "B01 speed": Figure(
                value=round(seconds, 3), unit="s", target=TARGET,
                floor=f"slowest of {BIG} offices of {NODES} nodes; reading the file {floor:.3f} s",
            ),
        },
        as_json,
    )  # fmt: skip


def _replays(office: Office, problem: Problem) -> bool:
    example = problem.example
    return example is not None and simulate(office, example.life) == example.tale


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
