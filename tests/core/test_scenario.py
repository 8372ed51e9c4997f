"""A scenario of the lab, as its file is read."""

import pytest
from pydantic import ValidationError

from vochi.lab.scenario import Scenario

KILLS = {"title": "a", "rows": ["B02"], "play": [{"kill": "box"}], "expect": {}}


def test_who_kills_is_alone() -> None:
    """Others in the same office would lose what they are in."""
    assert Scenario.model_validate(KILLS | {"alone": True}).alone
    with pytest.raises(ValidationError, match="alone"):
        Scenario.model_validate(KILLS)
