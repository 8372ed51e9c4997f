"""From what desks are told to what people are told: alarms, voicemail, new SMS."""

import hashlib
import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from pydantic import BaseModel

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.numbers import pretty
from vochi.core.office.company import Language
from vochi.core.wording import say
from vochi.hub import seen
from vochi.hub.accounts.models import Account
from vochi.hub.accounts.sight import sight_of
from vochi.hub.calls.models import Call
from vochi.hub.calls.naming import naming
from vochi.hub.calls.project import departments, took_part
from vochi.hub.clients.cards import about
from vochi.hub.companies.models import Company
from vochi.hub.desk.schemas import AlarmOut, Alarms, CallEnded, CallFiles
from vochi.hub.link.models import VoiceMessage
from vochi.hub.messages.schemas import SmsRow
from vochi.hub.notices import outbox
from vochi.hub.notices.models import Standing
from vochi.hub.notices.notice import Concerns, File, Notice
from vochi.hub.text import plain

#: An alarm that comes again so soon is the same one.
AGAIN = timedelta(minutes=30)
#: Voicemail and SMS of longer ago are no news: a box that was away tells of them late, a refold
#: tells of all.
NEWS = timedelta(days=2)


def hear(company: int, number: int, body: BaseModel | None) -> None:  # noqa: ARG001 - a listener
    """An event of the desk, inside its transaction."""
    match body:
        case Alarms():
            if outbox.is_wanted(company, "alarm"):
                _alarms(company, body.alarms)
        case CallEnded() | CallFiles():
            if outbox.is_wanted(company, "voicemail"):
                _voicemail(company, body.id)
        case SmsRow(state="received"):
            if outbox.is_wanted(company, "sms"):
                _sms(company, body)
        case _:
            pass


def _alarms(company: int, alarms: tuple[AlarmOut, ...]) -> None:
    now = timezone.now()
    stand = {_key(alarm): alarm for alarm in alarms}
    rows = Standing.objects.of(company)
    known = {row.key: row for row in rows}
    rows.filter(gone_at=None).exclude(key__in=stand).update(gone_at=now)
    rows.filter(gone_at__lt=now - AGAIN).exclude(key__in=stand).delete()
    fresh: list[AlarmOut] = []
    for key, alarm in stand.items():
        row = known.get(key)
        if row is None:
            Standing.objects.add(company, key=key, since=now)
        elif row.gone_at is not None:
            is_new = row.gone_at < now - AGAIN
            rows.filter(key=key).update(gone_at=None, since=now if is_new else row.since)
            if not is_new:
                continue
        else:
            continue
        fresh.append(alarm)
    for alarm in fresh:
        for language, accounts in outbox.by_language(company, "alarm").items():
            managers = frozenset(_administrators(company, accounts))
            text = alarm.texts.get(language) or alarm.code
            key = f"alarm/{_key(alarm)}/{now.timestamp():.3f}/{language}"
            subject = say("notice.alarm_subject", {}, language)
            outbox.put(company, Notice("alarm", key, managers, subject, text))


def _administrators(company: int, accounts: frozenset[int]) -> list[int]:
    rows = Account.scoped.of(company).filter(pk__in=accounts)
    return [row.pk for row in rows if row.role in {"owner", "administrator"}]


def _key(alarm: AlarmOut) -> str:
    told = json.dumps([alarm.code, sorted(_steady(alarm).items())])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _steady(alarm: AlarmOut) -> dict[str, str]:
    """Facts that say which alarm it is; a count that grows does not make it another one."""
    return {key: held for key, held in alarm.facts.items() if key not in _FIGURES}


_FIGURES = frozenset({"count", "minutes", "seconds", "percent", "free", "since", "bytes", "days"})


def _voicemail(company: int, root: int) -> None:
    row = Call.objects.of(company).filter(pk=root, has_message=True).first()
    if row is None or timezone.now() - row.started_at > NEWS:
        return
    call = FoldedCall.model_validate_json(row.body)
    names = naming(company, call.office_version)
    for message in call.messages:
        kept = VoiceMessage.objects.of(company).filter(
            box=row.box_id, unique_id=message.unique_id
        ).first()  # fmt: skip
        if kept is None:
            continue  # it is told when its file is here
        for language, accounts in outbox.by_language(company, "voicemail").items():
            who = _who(company, call.client, call.client_name, language)
            owner = plain(message.owner, 8)
            facts = {
                "who": who, "seconds": round(kept.seconds or message.seconds or 0),
                "owner": names.party(owner) or owner or "—", "at": _at(company, row.started_at),
            }  # fmt: skip
            path = f"messages/{kept.sha256[:2]}/{kept.sha256}.{kept.format}"
            concerns = Concerns(
                frozenset(took_part(call)), frozenset(departments(call, names))
            )  # fmt: skip
            outbox.put(
                company,
                Notice(
                    kind="voicemail",
                    key=f"voicemail/{root}/{message.unique_id}/{language}",
                    to=frozenset(_seeing(company, accounts, concerns)),
                    subject=say("notice.voicemail_subject", facts, language),
                    text=say("notice.voicemail", facts, language),
                    files=(File(f"voicemail.{kept.format}", _TYPES.get(kept.format, _ANY),
                                path=path),),
                    numbers=frozenset({row.client}) if row.client else frozenset(),
                ),
            )  # fmt: skip


_ANY = "application/octet-stream"
_TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg", "ogg": "audio/ogg"}


def _seeing(company: int, accounts: frozenset[int], concerns: Concerns) -> list[int]:
    rows = Account.scoped.of(company).filter(pk__in=accounts)
    return [
        row.pk for row in rows
        if sight_of(row).sees(concerns.extensions, concerns.departments)
    ]  # fmt: skip


def _sms(company: int, message: SmsRow) -> None:
    if timezone.now() - message.at > NEWS:
        return
    for language, accounts in outbox.by_language(company, "sms").items():
        may = frozenset(
            row.pk
            for row in Account.scoped.of(company).filter(pk__in=accounts)
            if seen.messages(company, sight_of(row)).filter(uid=message.id).exists()
        )
        who = message.name or message.pretty or message.number
        facts = {"who": who or say("notice.hidden", {}, language)}
        subject = say("notice.sms_subject", facts, language)
        numbers = frozenset({message.number}) if message.number else frozenset[str]()
        key = f"sms/{message.id}/{language}"
        outbox.put(company, Notice("sms", key, may, subject, message.text, numbers=numbers))


def _who(company: int, number: str, network_name: str, language: Language) -> str:
    card = about(company, [number]).get(number) if number else None
    name = card.client.name if card and card.client else plain(network_name, 80)
    shown = pretty(number) if number else say("notice.hidden", {}, language)
    return f"{name}, {shown}" if name else shown


def _at(company: int, moment: datetime) -> str:
    zone = Company.objects.values_list("time_zone", flat=True).get(pk=company)
    return f"{moment.astimezone(ZoneInfo(zone)):%d.%m %H:%M}"
