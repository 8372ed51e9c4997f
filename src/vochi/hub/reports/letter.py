"""The weekly letter: what was, on Monday morning, to each who wants it, of what he may see."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from html import escape

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from vochi.core.office.company import Language
from vochi.core.wording import say
from vochi.hub.accounts.areas import takes
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Account
from vochi.hub.accounts.services import language_of
from vochi.hub.accounts.sight import denied
from vochi.hub.companies.models import Company
from vochi.hub.notices import outbox
from vochi.hub.notices.models import Channel, Contact
from vochi.hub.notices.notice import Notice
from vochi.hub.reports import keeping, report
from vochi.hub.reports.schemas import CallReportOut, LetterOut, PreviewOut
from vochi.hub.reports.telling import day as said_day
from vochi.hub.reports.telling import seconds, share

#: The company's hour on Monday at which it is written; within two days, when nothing ran then.
HOUR = 8
_LATEST = timedelta(days=2)
_PEOPLE = 12


def send_due(company: int, now: datetime) -> int:
    """Put the letter of the week that is over to all who want it, once; how many."""
    here = now.astimezone(keeping.zone_of(company))
    monday = here.date() - timedelta(days=here.weekday())
    due = datetime.combine(monday, time(HOUR), here.tzinfo)
    if not due <= here < due + _LATEST:
        return 0
    wanting = outbox.by_language(company, "weekly_report")
    done = 0
    for account in Account.scoped.of(company).filter(pk__in=frozenset().union(*wanting.values())):
        if takes(denied(account), "reports", "GET") is not None:
            continue
        key = f"weekly/{monday}/{account.pk}"
        with transaction.atomic():
            letter = compose(asker_of(account), monday)
            done += outbox.put(
                company,
                Notice(
                    kind="weekly_report", key=key, to=frozenset({account.pk}),
                    subject=letter.subject, text=letter.text, html=letter.html,
                ),
            )  # fmt: skip
    return done


def compose(who: Asker, monday: date) -> PreviewOut:
    """The letter that is written on this Monday, about the week before it."""
    language = language_of(who.account)
    found = report.of_period(who, monday - timedelta(days=7), monday - timedelta(days=1))
    company = Company.objects.values_list("name", flat=True).get(pk=who.company)
    week = {"first": said_day(found.first, language), "last": said_day(found.last, language)}
    lines = _lines(found, language)
    people = [
        say(
            "letter.person",
            {
                "name": row.name,
                "came": f"{row.now['came']:.0f}",
                "went": f"{row.now['went']:.0f}",
                "talk": seconds(row.now["talk"], language),
            },
            language,
        )
        for row in sorted(found.people, key=lambda row: -row.now["talk"])[:_PEOPLE]
    ]  # fmt: skip
    is_empty = not any(found.total.now.values())
    return PreviewOut(
        subject=say("letter.subject", week | {"company": company}, language),
        text=_text(found, lines, people, week, language, is_empty=is_empty),
        html=_html(found, lines, people, week, language, is_empty=is_empty),
    )


def monday_of(now: datetime, company: int) -> date:
    """The last Monday by the company's clock."""
    here = now.astimezone(keeping.zone_of(company)).date()
    return here - timedelta(days=here.weekday())


def asker_of(account: Account) -> Asker:
    """Whoever gets a letter, as if he had asked for it."""
    return Asker(account=account, address="", scopes=None, denied=denied(account))


def standing(who: Asker) -> LetterOut:
    """Whether the asker gets the letter, and when the next one is written."""
    contact = Contact.objects.of(who.company).filter(account=who.account).first()
    zone = keeping.zone_of(who.company)
    monday = monday_of(timezone.now(), who.company) + timedelta(days=7)
    return LetterOut(
        is_wanted=bool(contact and contact.wishes.get("weekly_report")),
        has_address=bool(contact and contact.mail),
        has_mail=Channel.objects.of(who.company).filter(kind="mail", is_on=True).exists(),
        next_at=datetime.combine(monday, time(HOUR), zone).astimezone(UTC),
    )


def want(who: Asker, *, is_wanted: bool) -> LetterOut:
    """Have the asker get the letter, or no more."""
    with transaction.atomic():
        Contact.objects.of(who.company).get_or_create(
            account=who.account, defaults={"company_id": who.company}
        )
        rows = Contact.objects.of(who.company).select_for_update().filter(account=who.account)
        row = rows.get()
        others = {kind: ways for kind, ways in row.wishes.items() if kind != "weekly_report"}
        ways = row.wishes.get("weekly_report") or ["mail"]
        rows.update(wishes=others | ({"weekly_report": ways} if is_wanted else {}))
    return standing(who)


@dataclass(frozen=True)
class _Line:
    """A figure of the letter: what, how much, how much before, where it leads."""

    title: str
    value: str
    before: str
    path: str


def _lines(found: CallReportOut, language: Language) -> list[_Line]:
    now, before = found.total.now, found.total.before or {}
    span = f"since={found.first}&until={found.last}"
    was_open = f"{before.get('open', 0):.0f}"
    was_share = share(before.get("answered", 0), before.get("came", 0))
    of_came = {"answered": f"{now['answered']:.0f}", "came": f"{now['came']:.0f}"}
    lines = [
        _Line(say("letter.open", {}, language), f"{now['open']:.0f}", was_open,
              f"/calls?{span}&{found.filters['open']}"),
        _Line(say("letter.answered", {}, language),
              f"{share(now['answered'], now['came'])} "
              f"({say('report.of_came', of_came, language)})", was_share,
              f"/calls?{span}&{found.filters['answered']}"),
    ]  # fmt: skip
    if found.slowest:
        lines.append(
            _Line(say("letter.slowest", {}, language), seconds(found.slowest.seconds, language),
                  "", f"/calls/{found.slowest.call}")
        )  # fmt: skip
    lines += [
        _Line(say("report.went", {}, language), f"{now['went']:.0f}",
              f"{before.get('went', 0):.0f}", f"/calls?{span}&{found.filters['went']}"),
        _Line(say("report.talk", {}, language), seconds(now["talk"], language),
              seconds(before.get("talk", 0), language), "/reports"),
    ]  # fmt: skip
    return lines


def _text(
    found: CallReportOut, lines: list[_Line], people: list[str], week: dict[str, str],
    language: Language, *, is_empty: bool,
) -> str:  # fmt: skip
    told = [say("letter.hello", week, language), ""]
    if is_empty:
        told.append(say("letter.nothing", {}, language))
    else:
        for line in lines:
            was = say("letter.before", {"before": line.before}, language) if line.before else ""
            told.append(f"{line.title}: {line.value}{f' ({was})' if was else ''}")
            if settings.PUBLIC_URL:
                told.append(f"  {settings.PUBLIC_URL}{line.path}")
        told += ["", say("letter.people", {}, language), *people] if people else []
    if found.is_limited:
        told += ["", say("report.own", {}, language)]
    if settings.PUBLIC_URL:
        told += ["", f"{say('letter.more', {}, language)}: {settings.PUBLIC_URL}/reports"]
    return "\n".join([*told, "", say("letter.stop", {}, language)])


def _html(
    found: CallReportOut, lines: list[_Line], people: list[str], week: dict[str, str],
    language: Language, *, is_empty: bool,
) -> str:  # fmt: skip
    def link(path: str, text: str) -> str:
        if not settings.PUBLIC_URL:
            return escape(text)
        href = escape(settings.PUBLIC_URL + path)
        return f'<a href="{href}" style="color:#0e766e">{escape(text)}</a>'

    rows = "".join(
        f'<tr><td style="padding:6px 16px 6px 0">{escape(line.title)}</td>'
        f'<td style="padding:6px 16px 6px 0"><b>{link(line.path, line.value)}</b></td>'
        f'<td style="padding:6px 0;color:#666">'
        f"{escape(say('letter.before', {'before': line.before}, language)) if line.before else ''}"
        "</td></tr>"
        for line in lines
    )
    talkers = "".join(f"<li>{escape(each)}</li>" for each in people)
    body = (
        f"<p>{escape(say('letter.nothing', {}, language))}</p>" if is_empty
        else f'<table style="border-collapse:collapse">{rows}</table>'
        + (f"<p><b>{escape(say('letter.people', {}, language))}</b></p><ul>{talkers}</ul>"
           if people else "")
    )  # fmt: skip
    own = f"<p>{escape(say('report.own', {}, language))}</p>" if found.is_limited else ""
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<body style="font:16px/1.5 sans-serif;color:#222;max-width:640px">'
        f"<p>{escape(say('letter.hello', week, language))}</p>{body}{own}"
        f"<p>{link('/reports', say('letter.more', {}, language))}</p>"
        f'<p style="color:#666;font-size:13px">{escape(say("letter.stop", {}, language))}</p>'
        "</body></html>"
    )
