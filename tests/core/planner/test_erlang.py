"""Erlang B against its own definition and tables known since 1917."""

from math import factorial, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.erlang import blocking, carried, channels_for, offered_for

#: Erlangs, channels, blocking: as printed in the tables of traffic engineering.
TABLE = [(0.0101, 1, 0.01), (0.153, 2, 0.01), (0.455, 3, 0.01), (0.869, 4, 0.01), (1.36, 5, 0.01),
         (4.46, 10, 0.01), (12.03, 20, 0.01), (2.22, 5, 0.05), (6.22, 10, 0.05), (84.1, 100, 0.01),
         ]  # fmt: skip


@pytest.mark.parametrize(("erlangs", "channels", "expected"), TABLE)
def test_tables(erlangs: float, channels: int, expected: float) -> None:
    assert blocking(erlangs, channels) == pytest.approx(expected, rel=0.01)


@given(st.floats(0.01, 30), st.integers(0, 40))
def test_it_is_the_formula(erlangs: float, channels: int) -> None:
    terms = [erlangs**k / factorial(k) for k in range(channels + 1)]
    assert isclose(blocking(erlangs, channels), terms[-1] / sum(terms), rel_tol=1e-9)


@given(st.floats(0.001, 500), st.floats(0.0001, 0.9))
def test_as_few_channels_as_do(erlangs: float, target: float) -> None:
    found = channels_for(erlangs, target)
    assert blocking(erlangs, found) <= target
    assert found == 0 or blocking(erlangs, found - 1) > target


@given(st.floats(0.01, 20), st.integers(1, 30))
def test_offered_is_found_from_carried(erlangs: float, channels: int) -> None:
    through = carried(erlangs, channels)
    if through < 0.98 * channels:  # beyond, a log says only that there was more
        assert carried(offered_for(through, channels), channels) == pytest.approx(through)


def test_large_groups_do_not_overflow() -> None:
    assert 0 < blocking(5000, 5100) < 0.02
    assert blocking(0, 3) == 0
    assert blocking(5, 0) == 1
    with pytest.raises(ValueError, match="never blocks"):
        channels_for(1, 0)
