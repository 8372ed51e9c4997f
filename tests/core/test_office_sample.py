"""What `docs/office.md` shows is an office: laid over the sample one it adds no fault."""

import re
from pathlib import Path

import yaml

from vochi.core.office.verify import verify
from vochi.lab.bare import sample_office
from vochi.lab.overlay import overlay

GUIDE = Path(__file__).parents[2] / "docs" / "office.md"


def test_the_sample_of_the_guide_adds_no_fault() -> None:
    (told,) = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    office = overlay(sample_office(), yaml.safe_load(told))
    assert [each.code for each in verify(office)] == [each.code for each in verify(sample_office())]
    assert len(office.lines) == len(sample_office().lines) + 1
