"""Somebody leaves, and comes back: his calls go to others, his history stays under his name."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from vochi.core.link import SetAway
from vochi.core.office.document import Office
from vochi.core.office.leaving import VOICEMAIL, without_person
from vochi.core.office.mentions import mentions_of_number
from vochi.core.office.posts import Post, free_extension, numbers_taken, post_of, with_post
from vochi.core.wording import say
from vochi.hub.accounts import roles
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of, record
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call, CallTag
from vochi.hub.clients.models import Client
from vochi.hub.desk import away
from vochi.hub.link import commands
from vochi.hub.link.models import Box
from vochi.hub.offices import services
from vochi.hub.offices.current import current
from vochi.hub.people.edits import lock
from vochi.hub.people.models import Leaver
from vochi.hub.people.rows import account_of
from vochi.hub.people.schemas import HeldOut, LeaveIn, LeavingOut, LeftOut, ReturnIn, SavedOut
from vochi.hub.promises.models import WordRow

#: Missed calls older than this nobody calls back.
_OPEN = timedelta(days=14)
_PATIENCE = timedelta(seconds=15)


def look(who: Asker, person: str) -> LeavingOut:
    """What somebody has, before he leaves. Raises Refused 404."""
    who.must(Role.ADMINISTRATOR)
    office, post = _post(who, person)
    extension = post.person.extension
    language = language_of(who.account)
    held = [*mentions_of_number(office, extension)]
    for each in office.follow_me:
        if each.person == person:
            held += mentions_of_number(office, each.number)
    account = account_of(who.company, person)
    return LeavingOut(
        person=person,
        name=post.person.name,
        extension=extension,
        held=tuple(
            HeldOut(
                code=each.code, place=each.place, facts=dict(each.facts),
                text=say(each.code, each.facts, language),
            )
            for each in held
        ),
        phones=tuple(device.account for device in post.devices),
        clients=Client.objects.of(who.company).filter(responsible=person).count(),
        missed=_missed(who.company, extension),
        forwards=tuple(_forwards(who.company, office, extension)),
        login=account.login if account is not None and account.is_active else None,
    )  # fmt: skip


def leave(who: Asker, person: str, body: LeaveIn) -> LeftOut:
    """He leaves: one version of the office without him, his account locked, his clients given on.

    Raises Refused 404; 409 `stale_office`, `last_owner`; 422 `no_such_heir`; 403 as changes of
    rights do; `office_has_problems` when the office would not be sound without him.
    """
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        roles.hold(who.company)
        office, post = _post(who, person)
        extension = post.person.extension
        if body.based_on is not None and body.based_on != office.version:
            raise Refused(409, "stale_office", version=office.version, based_on=body.based_on)
        if who.account.person == person:
            raise Refused(403, "not_yourself")
        heir = next((p for p in office.people if p.extension == body.to and p.id != person), None)
        is_department = any(each.number == body.to for each in office.departments)
        if body.to != VOICEMAIL and heir is None and not is_department:
            raise Refused(422, "no_such_heir", to=body.to)
        forwards = _forwards(who.company, office, extension)
        after = without_person(office, person, body.to)
        out = services.publish(
            who.company, after, who.account, body.reason, based_on=office.version
        )
        account = account_of(who.company, person)
        if account is not None and account.is_active:
            lock(who, account)
        clients = Client.objects.of(who.company).filter(responsible=person)
        given = clients.update(
            responsible=heir.id if heir else "", version=F("version") + 1,
            changed_at=timezone.now(),
        )  # fmt: skip
        Leaver.objects.of(who.company).update_or_create(
            company_id=who.company,
            person=person,
            defaults={
                "name": post.person.name,
                "extension": extension,
                "post": post.model_dump_json(),
                "to": body.to,
                "account": account,
                "at": timezone.now(),
                "by": who.account.name,
            },
        )
        record(
            who.company, "person_left", who.account, f"person/{person}", who.address,
            version=out.version, to=body.to, extension=extension, clients=given,
        )  # fmt: skip
        _turn_forwards(who, [extension, *forwards], body.to)
    return LeftOut(version=out.version, plan=out.plan, clients=given)


def come_back(who: Asker, person: str, body: ReturnIn) -> SavedOut:
    """He has his phones, departments and follow me again; his account opens with an invitation.

    Raises Refused 404; 409 `extension_taken`; 422 `people.no_free_extension`.
    """
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        roles.hold(who.company)
        row = Leaver.objects.of(who.company).filter(person=person).first()
        if row is None:
            raise Refused(404, "not_found")
        office = current(who.company)
        post = _as_of_today(office, Post.model_validate_json(row.post), body.extension)
        after = with_post(office, post)
        out = services.publish(
            who.company, after, who.account, body.reason, based_on=office.version
        )
        account = row.account
        if account is not None:
            roles.must_govern(who, account)
            account.is_active = True
            account.save(update_fields=["is_active"])
        Leaver.objects.of(who.company).filter(pk=row.pk).delete()
        record(
            who.company, "person_returned", who.account, f"person/{person}", who.address,
            version=out.version, extension=post.person.extension,
        )  # fmt: skip
    return SavedOut(
        person=person, extension=post.person.extension, version=out.version, plan=out.plan
    )


def _as_of_today(office: Office, post: Post, wanted: str | None) -> Post:
    """What he had, without what is no more; under another number when his is another's now."""
    taken = numbers_taken(office)
    old = post.person.extension
    if wanted is not None and wanted in taken:
        raise Refused(409, "extension_taken", extension=wanted, name=taken[wanted])
    extension = wanted or (old if old not in taken else free_extension(office))
    if extension is None:
        raise Refused(422, "people.no_free_extension")
    schemes = {each.id for each in office.outbound}
    people = {each.extension for each in office.people}
    departments = {each.number for each in office.departments}
    follow_me = post.follow_me
    if follow_me is not None:
        gone = follow_me.number in taken or any(
            not target.to.startswith("+") and target.to != old and target.to not in people
            for step in follow_me.steps
            for target in step.targets
        )
        follow_me = None if gone or extension != old else follow_me
    outbound, colleague = post.person.outbound, post.person.colleague
    return Post(
        person=post.person.model_copy(
            update={
                "extension": extension,
                "outbound": outbound if outbound in schemes else None,
                "colleague": colleague if colleague in people else None,
                "listens_to": tuple(n for n in post.person.listens_to if n in departments),
                "works_from": "desk",
            }
        ),
        devices=tuple(
            device.model_copy(update={"account": extension + device.account.removeprefix(old)})
            for device in post.devices
        ),
        departments=tuple(each for each in post.departments if each in departments),
        follow_me=follow_me,
    )


def _post(who: Asker, person: str) -> tuple[Office, Post]:
    office = current(who.company)
    post = post_of(office, person)
    if post is None:
        raise Refused(404, "not_found")
    return office, post


def _missed(company: int, extension: str) -> int:
    since: datetime = timezone.now() - _OPEN
    tags = CallTag.objects.of(company).filter(kind="p", value=extension, started_at__gte=since)
    words = WordRow.objects.of(company).filter(what="closed").exclude(call=None)
    calls = Call.objects.of(company).filter(result="missed", pk__in=tags.values("call"))
    return calls.exclude(pk__in=words.values("call")).count()


def _forwards(company: int, office: Office, extension: str) -> list[str]:
    """Extensions of colleagues whose calls go to his number now."""
    known = {person.extension for person in office.people}
    found = away.now(company, timezone.now())
    return [each for each, held in found.items() if held.to == extension and each in known]


def _turn_forwards(who: Asker, extensions: list[str], to: str) -> None:
    """His own forward is over; those that lead to him lead to who has his calls, or nowhere."""
    if not Box.objects.of(who.company).exists():
        return
    own, *others = extensions
    deadline = timezone.now() + _PATIENCE
    commands.put(who, SetAway(extension=own, state="none"), deadline)
    for each in others:
        goes_on = to not in {VOICEMAIL, each}
        action = (
            SetAway(extension=each, state="forward", to=to)
            if goes_on
            else SetAway(extension=each, state="none")
        )
        commands.put(who, action, deadline)
