"""Numbers as people and networks write them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.countries import COUNTRIES, Country
from vochi.core.dial_pattern import matches
from vochi.core.numbers import Numbering, classify, normalise, operator_hint, pretty

MINSK = Numbering(country="BY", area_code="17")
BREST = Numbering(country="BY", area_code="162")
MOSCOW = Numbering(country="RU", area_code="495")
ALMATY = Numbering(country="KZ", area_code="727")
WARSAW = Numbering(country="PL", area_code="22")


@pytest.mark.parametrize(
    ("written", "numbering", "e164"),
    [
        # P24: one client
        ("80291234567", MINSK, "+375291234567"),
        ("8 029 123-45-67", MINSK, "+375291234567"),
        ("+375291234567", MINSK, "+375291234567"),
        ("0291234567", MINSK, "+375291234567"),
        ("375291234567", MINSK, "+375291234567"),
        ("291234567", MINSK, "+375291234567"),
        ("+375 (29) 123-45-67", MINSK, "+375291234567"),
        ("(+375) 29 1234567", MINSK, "+375291234567"),
        ("+375 (029) 123-45-67", MINSK, "+375291234567"),
        ("+375\u00a029\u2011123\u201145\u201167", MINSK, "+375291234567"),
        ("  80291234567\n", MINSK, "+375291234567"),
        # the neighbour
        ("2123456", MINSK, "+375172123456"),
        ("8103752", MINSK, "+375178103752"),
        ("212345", BREST, "+375162212345"),
        # abroad
        ("810491701234567", MINSK, "+491701234567"),
        ("8 10 49 170 1234567", MINSK, "+491701234567"),
        ("00491701234567", MINSK, "+491701234567"),
        ("+48 22 123 45 67", MINSK, "+48221234567"),
        # services
        ("88011234567", MINSK, "+3758011234567"),
        ("8 800 100 20 30", MINSK, "+3758001002030"),
        ("89021234567", MINSK, "+3759021234567"),
        # Russia and Kazakhstan
        ("89161234567", MOSCOW, "+79161234567"),
        ("9161234567", MOSCOW, "+79161234567"),
        ("2345678", MOSCOW, "+74952345678"),
        ("8 10 375 29 1234567", MOSCOW, "+375291234567"),
        ("87771234567", ALMATY, "+77771234567"),
        # a country without a table: the library alone
        ("22 123 45 67", WARSAW, "+48221234567"),
        ("0048221234567", WARSAW, "+48221234567"),
        # no numbers
        ("101", MINSK, None),
        ("180", MINSK, None),
        ("", MINSK, None),
        ("+", MINSK, None),
        ("810123", MINSK, None),
        ("+375", MINSK, None),
        ("anonymous", MINSK, None),
        ("80291234567;phone-context=x", MINSK, None),
        ("<b>80291234567</b>", MINSK, None),
        ("80291234567&PJSIP/101", MINSK, None),
        ("${EXTEN}", MINSK, None),
        ("8+0291234567", MINSK, None),
        ("٨٠٢٩١٢٣٤٥٦٧", MINSK, None),
        ("８０２９１２３４５６７", MINSK, None),
        ("+" + "9" * 16, MINSK, None),
        ("8" * 65, MINSK, None),
        ("+0291234567", MINSK, None),
    ],
)
def test_normalise(written: str, numbering: Numbering, e164: str | None) -> None:
    assert normalise(written, numbering) == e164


@pytest.mark.parametrize(
    ("number", "kind", "hint"),
    [
        ("+375291234567", "mobile", "A1"),
        ("+375293234567", "mobile", "A1"),
        ("+375296666666", "mobile", "A1"),
        ("+375299999999", "mobile", "A1"),
        ("+375441234567", "mobile", "A1"),
        ("+375292234567", "mobile", "MTS"),
        ("+375295234567", "mobile", "MTS"),
        ("+375297234567", "mobile", "MTS"),
        ("+375298234567", "mobile", "MTS"),
        ("+375331234567", "mobile", "MTS"),
        ("+375251234567", "mobile", "life:)"),
        ("+375294234567", "mobile", None),
        ("+375172123456", "city", None),
        ("+375162212345", "city", None),
        ("+375232212345", "city", None),
        ("+3758011234567", "toll_free", None),
        ("+3758001002030", "toll_free", None),
        ("+37582012345678", "toll_free", None),
        ("+3759021234567", "premium", None),
        ("+3758101234567", "premium", None),
        ("+375501234567", "unknown", None),
        ("+491701234567", "abroad", None),
        ("+79161234567", "abroad", None),
        ("101", "emergency", None),
        ("112", "emergency", None),
        ("104", "emergency", None),
        ("180", "internal", None),
        ("105", "internal", None),
        ("", "unknown", None),
        ("${X}", "unknown", None),
        ("+1", "unknown", None),
    ],
)
def test_classify_in_belarus(number: str, kind: str, hint: str | None) -> None:
    assert classify(number, MINSK) == kind
    assert operator_hint(number) == hint


@pytest.mark.parametrize(
    ("number", "numbering", "kind"),
    [
        ("+79161234567", MOSCOW, "mobile"),
        ("+74951234567", MOSCOW, "city"),
        ("+78121234567", MOSCOW, "city"),
        ("+78001234567", MOSCOW, "toll_free"),
        ("+77771234567", MOSCOW, "abroad"),
        ("+375291234567", MOSCOW, "abroad"),
        ("+77771234567", ALMATY, "mobile"),
        ("+77272123456", ALMATY, "city"),
        ("+79161234567", ALMATY, "abroad"),
        ("+48221234567", WARSAW, "unknown"),
    ],
)
def test_classify_elsewhere(number: str, numbering: Numbering, kind: str) -> None:
    assert classify(number, numbering) == kind


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+375296666666", "+375 29 666-66-66"),
        ("+375172123456", "+375 17 212-34-56"),
        ("+375162212345", "+375 162 21-23-45"),
        ("+79161234567", "+7 916 123-45-67"),
        ("+491701234567", "+49 170 1234567"),
        ("101", "101"),
        ("", ""),
        ("<script>", "<script>"),
    ],
)
def test_pretty(e164: str, shown: str) -> None:
    assert pretty(e164) == shown


numberings = st.sampled_from((MINSK, BREST, MOSCOW, ALMATY, WARSAW, Numbering(area_code="")))
written = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789+-() .", max_size=24),
    st.from_regex(r"\A\+?[0-9]{5,16}\Z"),
)


@given(text=written, numbering=numberings)
def test_normalise_never_raises_and_is_idempotent(text: str, numbering: Numbering) -> None:
    found = normalise(text, numbering)
    if found is not None:
        assert re.fullmatch(r"\+[1-9][0-9]{6,14}", found)
        assert normalise(found, numbering) == found
    shown = pretty(text)
    operator_hint(text)
    classify(text, numbering)
    if found is not None:
        assert normalise(pretty(found), numbering) == found
    assert isinstance(shown, str)


def _digits(pattern: str) -> st.SearchStrategy[str]:
    """Numbers that fit a pattern of ours."""
    sets = {"X": "[0-9]", "Z": "[1-9]", "N": "[2-9]", "!": "[0-9]{0,3}"}
    parts, inside = [], False
    for letter in pattern:
        parts.append(letter if inside else sets.get(letter, letter))
        inside = (inside or letter == "[") and letter != "]"
    return st.from_regex(r"\A" + "".join(parts) + r"\Z")


@pytest.mark.parametrize("country", COUNTRIES.values(), ids=COUNTRIES)
@given(data=st.data())
def test_ranges_do_not_overlap(country: Country, data: st.DataObject) -> None:
    """Asterisk chooses by how special a pattern is, we by order: both must mean one thing."""
    chosen = data.draw(st.sampled_from(country.ranges))
    digits = data.draw(_digits(chosen.pattern))
    assert [each for each in country.ranges if matches(each.pattern, digits)] == [chosen]


@pytest.mark.parametrize("country", COUNTRIES.values(), ids=COUNTRIES)
@given(data=st.data())
def test_forms_do_not_overlap(country: Country, data: st.DataObject) -> None:
    forms = country.all_forms(data.draw(st.sampled_from(("17", "162", "495", "4012", ""))))
    chosen = data.draw(st.sampled_from(forms))
    digits = data.draw(_digits(chosen.pattern))
    assert [each for each in forms if matches(each.pattern, digits)] == [chosen]
