"""Lines that a country lets nobody use until the owner has signed for them (S13).

The rule is data: in Belarus voice over the Internet may come from certified operators alone. An
office may have other lines; each of them carries calls once its owner has taken that on himself.
"""

from vochi.core.countries import COUNTRIES
from vochi.core.office.document import Office
from vochi.core.office.line import Line, SipTrunk

#: The one rule there is today: an operator of voice over the Internet must be certified.
CERTIFIED = "certified-operator"


def rule_of(office: Office, line: Line) -> str | None:
    """The rule that a line breaks where the company stands; None: it breaks none."""
    country = COUNTRIES.get(office.company.country)
    rules = () if country is None else country.rules
    if CERTIFIED in rules and isinstance(line, SipTrunk) and not line.certified:
        return CERTIFIED
    return None


def is_unsigned(office: Office, line: Line) -> bool:
    """Whether the line breaks a rule that the owner has not signed for."""
    rule = rule_of(office, line)
    signed = {(each.line, each.rule) for each in office.policy.signatures}
    return rule is not None and (line.id, rule) not in signed
