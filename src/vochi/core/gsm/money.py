"""Sums of money and numbers in what operators answer; the text is data from outside, and wild.

Money is read where it is nearest to a word like `баланс`; what stands beside minutes, megabytes,
dates and limits is not money of ours.
"""

import re
from dataclasses import dataclass
from typing import Literal

from vochi.core.gsm.characters import BadPattern
from vochi.core.gsm.pattern import LONGEST_TEXT, Pattern
from vochi.core.numbers import Numbering, classify, normalise

#: Why an answer could not be read.
Unread = Literal["empty", "no_sum", "pattern_bad", "pattern_missed"]


@dataclass(frozen=True)
class Money:
    """Hundredths of `currency`."""

    cents: int
    currency: str


def shown(cents: int, currency: str) -> str:
    """As people read it: `12,34 BYN`."""
    sign = "\u2212" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d} {currency}"


_SIGN = "-\u2212\u2013\u2014"
_SPACE = " \u00a0\u2009\u202f"
#: A number as people and billing machines write it. Every part is bounded: no text makes it slow.
_SUM = re.compile(
    rf"(?<![\w.,*#+/])(?<![0-9]:)(?P<currency>BYN|BYR|RUB|RUR|KZT|USD|EUR|Br|₽|₸|\$)?[{_SPACE}]?"
    rf"(?P<minus>[{_SIGN}](?:[{_SPACE}])?)?"
    r"(?P<whole>[0-9]{1,3}(?:[  \u2009\u202f'’][0-9]{3}){1,3}(?![0-9])|"
    r"[0-9]{1,3}(?:,[0-9]{3}){1,3}(?=\.[0-9]{2}(?![0-9]))|"
    r"[0-9]{1,3}(?:\.[0-9]{3}){1,3}(?=,[0-9]{2}(?![0-9]))|[0-9]{1,9})"
    r"(?:[.,](?P<part>[0-9]{1,4}))?(?![0-9])",
    re.IGNORECASE,
)
_UNIT = re.compile(
    rf"[{_SPACE}]{{0,2}}(?:(?P<minor>коп|кап|тиын|тыйын|kop)|"
    r"(?P<money>белорусск\w{0,3} руб|бел\.? ?руб|руб|rub|rur|р(?=[.,;)\s/]|$)|р\.|byn|byr|br\b|₽|"
    r"тенге|теңге|тг\b|тг\.|kzt|tenge|₸|usd|eur|\$|у\.? ?е|r\.|p\.|rbl)|"
    r"(?P<other>мин|хв|min|сек|sec|мб|гб|кб|mb|gb|kb|мег|гиг|sms|смс|mms|ммс|шт|дн|ден|дзён|дня|"
    r"сут|day|час|гадз|hour|мес|месяц|год|%|процент|балл|бал\b|бонус|раз\b|номер|[.:/-][0-9]|"
    r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)))",
    re.IGNORECASE,
)
_KOPECKS = re.compile(
    rf"[{_SPACE}]{{0,2}}\w{{0,3}}\.?[{_SPACE}]{{0,2}}(?P<kop>[0-9]{{1,2}})[{_SPACE}]{{0,2}}"
    r"(?:к(?=[.\s]|$)|коп|кап|тиын|тыйын)", re.IGNORECASE,
)  # fmt: skip
_OURS = re.compile(
    r"баланс|balans|balance|остаток|остатк|астатак|ostatok|сч[её]т|рахун|schet|account|доступно|"
    r"available|рэшта|қалдық|калдык|шот|средств|у вас|you have|осталось|funds",
    re.IGNORECASE,
)
_BEST = re.compile(r"баланс|balans|balance|остаток|астатак|рэшта|қалдық|калдык", re.IGNORECASE)
_NOT_OURS = re.compile(
    r"лимит|limit|ліміт|кредит|крэдыт|credit|порог|парог|threshold|бонус|bonus|балл|абон|плат[аеёу]|"
    r"плац|fee|стоимост|кошт|цена|price|cost|списан|спісан|charged|пополн|папоўн|зачислен|top.?up|"
    r"обещан|абяцан|скидк|зніжк|discount|подар|gift|последн|начислен|расход|выдатк|spent|тариф|"
    r"рекоменд|минимал|минимум|не менее|от(?=\s*$)|тел|номер|код|sms|смс",
    re.IGNORECASE,
)
_OWED = re.compile(r"задолжен|долг|доўг|запазыч|debt|owe|минус|мінус", re.IGNORECASE)
#: `rub` is what Belarusian networks write too: it is the currency of the profile.
_CURRENCIES = {
    "byn": "BYN", "byr": "BYN", "br": "BYN", "rur": "RUB", "₽": "RUB", "kzt": "KZT",
    "тенге": "KZT", "теңге": "KZT", "tenge": "KZT", "₸": "KZT", "тг": "KZT", "usd": "USD",
    "$": "USD", "eur": "EUR",
}  # fmt: skip
_MOST_CENTS = 10**11


@dataclass(frozen=True)
class _Found:
    money: Money
    score: float


def read_money(text: str, pattern: str = "", currency: str = "BYN") -> Money | Unread:
    """The balance that an answer tells, or why none can be read; never raises, bounded in time.

    With a `pattern` of the operator's profile its first group is the sum, and nothing else is
    tried: a wrong sum is worse than none.
    """
    text = text[:LONGEST_TEXT]
    if not text.strip():
        return "empty"
    if pattern:
        try:
            told = Pattern(pattern).first(text)
        except BadPattern:
            return "pattern_bad"
        if told is None:
            return "pattern_missed"
        match = _SUM.search(told.strip())
        sum_ = None if match is None else _money(match, told, currency)
        return "pattern_missed" if sum_ is None else sum_
    found = _sums(text, currency)
    return max(found, key=lambda each: each.score).money if found else "no_sum"


def read_number(text: str, pattern: str, numbering: Numbering) -> str | None:
    """The own number that an answer tells, E.164; never raises, bounded in time."""
    text = text[:LONGEST_TEXT]
    if pattern:
        try:
            text = Pattern(pattern).first(text) or ""
        except BadPattern:
            return None
    for match in _NUMBER.finditer(text):
        told = match.group()
        for form in (told, f"+{told}"):
            number = normalise(form, numbering)
            if number is not None and classify(number, numbering) == "mobile":
                return number
    return None


_NUMBER = re.compile(r"(?<![0-9*#])\+?[0-9(](?:[ ()-]{0,2}[0-9]){6,14}(?![0-9*#])")


def _sums(text: str, currency: str) -> list[_Found]:
    found: list[_Found] = []
    matches = list(_SUM.finditer(text))
    for place, match in enumerate(matches):
        unit = _UNIT.match(text, match.end())
        if unit is not None and unit.group("other"):
            continue
        money = _money(match, text, currency)
        if money is None:
            continue
        begin = matches[place - 1].end() if place else 0
        end = matches[place + 1].start() if place + 1 < len(matches) else len(text)
        has_unit = bool(match.group("currency") or (unit is not None and unit.group("money")))
        kind = has_unit or unit is not None
        score = _score(text[begin : match.start()], text[match.end() : end][:60])
        exact = len(match.group("part") or "") == 2
        score += 4.0 * kind + 2.0 * exact
        if score >= 2.0:
            found.append(_Found(money, score))
    return found


def _score(before: str, after: str) -> float:
    """How much the words around speak for the balance: the nearest word before a sum names it."""
    before = re.split(r"[!?\n]|\.\s", before)[-1]
    ours, other = _last(_OURS, before), _last(_NOT_OURS, before)
    if ours >= 0 and ours >= other:
        away = len(before) - ours
        return 10.0 + 4.0 * (_last(_BEST, before) >= 0) - away / 20
    if other >= 0:
        return -6.0 if ours < 0 else 0.0
    behind = re.split(r"[!?\n;]|\.\s", after)[0]
    here = _OURS.search(behind)
    return 6.0 - here.start() / 20 if here is not None else 0.0


def _last(words: re.Pattern[str], text: str) -> int:
    return max((each.end() for each in words.finditer(text)), default=-1)


def _money(match: re.Match[str], text: str, currency: str) -> Money | None:
    whole = re.sub(r"\D", "", match.group("whole"))
    part = match.group("part") or ""
    cents = int(whole) * 100 + (_rounded(part) if part else 0)
    unit = _UNIT.match(text, match.end())
    if unit is not None and unit.group("minor") and not part:
        cents = int(whole)
    elif unit is not None and unit.group("money") and not part:
        kopecks = _KOPECKS.match(text, unit.end())
        cents += int(kopecks.group("kop")) if kopecks is not None else 0
    before = re.split(r"[!?\n]|\.\s", text[max(0, match.start() - 40) : match.start()])[-1]
    if match.group("minus") or _OWED.search(before):
        cents = -cents
    if abs(cents) > _MOST_CENTS:
        return None
    named = match.group("currency") or (unit.group("money") if unit is not None else None) or ""
    return Money(cents, _CURRENCIES.get(named.lower().rstrip("."), currency))


def _rounded(part: str) -> int:
    """Cents of what stands behind the point: `5` is 50, `345` is 35 (billing has more digits)."""
    whole = int("1" + "0" * len(part))
    return (int(part) * 100 + whole // 2) // whole
