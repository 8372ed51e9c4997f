"""The first run: kept as it is typed, put in force step by step, never over somebody's office."""

import json
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from pydantic import JsonValue

from vochi.core.countries import COUNTRIES
from vochi.core.office.document import Office
from vochi.core.office.person import Device, Person
from vochi.core.office.problem import Problem
from vochi.core.office.short_numbers import number_plan
from vochi.core.templates.arrange import Arranged, answered, cleared, with_outgoing
from vochi.core.templates.catalogue import fill
from vochi.core.templates.part import joined
from vochi.core.wording import say
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of, record
from vochi.hub.answer import Refused
from vochi.hub.clients.labels import slug_of
from vochi.hub.companies.models import Company
from vochi.hub.offices import services
from vochi.hub.offices.current import current
from vochi.hub.offices.schemas import PublishOut
from vochi.hub.offices.templates import must_be_people, spoken_by
from vochi.hub.start import standing
from vochi.hub.start.models import FirstRun
from vochi.hub.start.schemas import (
    STEPS,
    CompanyIn,
    PeopleIn,
    ProgressIn,
    SchemeIn,
    SchemeOut,
    StartOut,
    StepOut,
)

#: Characters of JSON that fields of a first run may hold: 200 people and their phones fit.
_MOST_TYPED = 200_000
#: Extensions that are proposed at once.
_PROPOSED = 200


def read(who: Asker) -> StartOut:
    """Where the first run of the asker's company stands."""
    who.must(Role.ADMINISTRATOR)
    return _out(who.company, FirstRun.objects.of(who.company).first())


def save(who: Asker, body: ProgressIn) -> StartOut:
    """Keep what was typed. Raises Refused 409 `stale_start` when another browser has saved since
    `revision`, 413 `too_big`.
    """
    who.must(Role.ADMINISTRATOR)
    typed = json.dumps(body.typed, ensure_ascii=False)
    if len(typed) > _MOST_TYPED:
        raise Refused(413, "too_big")
    with transaction.atomic():
        row = _locked(who)
        if body.revision != row.revision:
            raise Refused(409, "stale_start", revision=row.revision, by=row.changed_by)
        row.revision += 1
        row.step, row.skipped, row.typed = body.step, ",".join(body.skipped), typed
        row.changed_at, row.changed_by = timezone.now(), who.account.name[:80]
        row.save()
    return _out(who.company, row)


def finish(who: Asker) -> StartOut:
    """The first run is over; its fields are forgotten, the office stays as it is."""
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        row = _locked(who)
        row.finished_at = row.changed_at = timezone.now()
        row.changed_by, row.typed = who.account.name[:80], "{}"
        row.revision += 1
        row.save()
        record(who.company, "start_finished", who.account, "start", who.address)
    return _out(who.company, row)


def put_company(who: Asker, body: CompanyIn) -> PublishOut:
    """The company of the office. Raises Refused 422 `office_has_problems`."""

    def change(now: Office) -> Office:
        return now.model_copy(update={"company": body.company})

    return _publish(who, change, "company")


def add_people(who: Asker, body: PeopleIn) -> PublishOut:
    """New people with their phones. Raises Refused 422 `office_has_problems`; problems of row 2
    have the place `rows/2/...`.
    """

    def change(now: Office) -> Office:
        _refuse_rows(who, now, body)
        return _with_people(now, body)

    return _publish(who, change, "people")


def scheme(who: Asker, body: SchemeIn) -> SchemeOut:
    """The scheme of a template for every line that nobody answers, and an outgoing scheme where
    there is none. What an earlier choice has made goes, as far as nobody has changed it.

    Raises Refused 422 `office_has_nobody`, `template_unknown_person`, `office_has_problems`.
    """
    who.must(Role.ADMINISTRATOR)
    language = language_of(who.account)
    with transaction.atomic():
        row = _locked(who)
        made = Arranged.model_validate_json(row.made) if row.made else None
        now = current(who.company)
        office = cleared(now, made)
        name = say("template.outgoing", {}, office.company.language)
        office, outbound = with_outgoing(office, name)
        must_be_people(office, body.answers)
        part = fill(body.template, office, body.answers, language)
        sounds = spoken_by(who, part.spoken)
        before = {each.id for each in office.inbound}
        office = joined(office, part, sounds)
        drawn = next(each for each in office.inbound if each.id not in before)
        office = answered(office, drawn.id)
        checked = services.check(who.company, office, language)
        version = None
        if body.is_published:
            version = services.publish(
                who.company, office, who.account, say("template.reason", {}, language),
            ).version  # fmt: skip
            kept = Arranged(scheme=drawn, departments=part.departments, outbound=outbound)
            row.made = kept.model_dump_json()
            row.save(update_fields=["made"])
    return SchemeOut(
        version=version, ok=checked.ok, problems=checked.problems, plan=checked.plan,
        explains=part.explains, notes=part.notes, spoken=part.spoken,
        outgoing=outbound.name if outbound else None,
    )  # fmt: skip


def _publish(who: Asker, change: Callable[[Office], Office], subject: str) -> PublishOut:
    """Publish the office in force, or the first one, with a change in it."""
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        _locked(who)
        now = current(who.company)
        after = change(now)
        if after == now and now.version:
            return PublishOut(version=now.version, plan=())
        reason = say("template.reason", {}, language_of(who.account))
        out = services.publish(
            who.company, after, who.account, reason, based_on=now.version,
        )  # fmt: skip
        record(who.company, "start_step", who.account, subject, who.address, version=out.version)
    return out


def _locked(who: Asker) -> FirstRun:
    """The row of the company, made when there is none; nobody else writes it meanwhile."""
    Company.objects.select_for_update().get(pk=who.company)
    row = FirstRun.objects.of(who.company).first()
    if row is None:
        now = timezone.now()
        row = FirstRun.objects.add(
            who.company, began_at=now, changed_at=now, changed_by=who.account.name[:80]
        )
    return row


def _with_people(now: Office, body: PeopleIn) -> Office:
    taken = {person.id for person in now.people}
    people: list[Person] = []
    devices: list[Device] = []
    for new in body.people:
        first = found = slug_of(new.name)
        number = 2
        while found in taken:
            found, number = f"{first}-{number}", number + 1
        taken.add(found)
        outbound = now.outbound[0].id if len(now.outbound) == 1 else None
        people.append(Person(id=found, name=new.name, extension=new.extension, outbound=outbound))
        if new.phone is not None:
            name = say(f"template.phone.{new.phone}", {}, now.company.language)
            devices.append(Device(account=new.extension, name=name, kind=new.phone))
    return now.model_copy(
        update={"people": (*now.people, *people), "devices": (*now.devices, *devices)}
    )


def _refuse_rows(who: Asker, now: Office, body: PeopleIn) -> None:
    """Tell what is wrong with each row beside it, rather than somewhere in the document."""
    before = len(now.people)
    phones = [index for index, each in enumerate(body.people) if each.phone is not None]
    language = language_of(who.account)
    told: list[JsonValue] = []
    for problem in services.problems_of(who.company, _with_people(now, body)):
        row = _row_of(problem, before, len(now.devices), phones)
        if problem.severity == "error" and row is not None:
            place = f"rows/{row}/{problem.place.split('/', 2)[-1]}"
            text = say(problem.code, problem.facts, language)
            told.append(problem.model_dump(mode="json") | {"place": place, "text": text})
    if told:
        raise Refused(422, "office_has_problems", problems=told)


def _row_of(problem: Problem, people: int, devices: int, phones: list[int]) -> int | None:
    section, _, rest = problem.place.partition("/")
    index = rest.partition("/")[0]
    if section not in ("people", "devices") or not index.isdecimal():
        return None
    place = int(index) - (people if section == "people" else devices)
    if place < 0:
        return None
    return place if section == "people" else phones[place]


def _out(company: int, row: FirstRun | None) -> StartOut:
    office = current(company)
    skipped = row.skipped.split(",") if row else []
    calls = standing.first_calls(company, row.began_at if row else None)
    done = standing.done(company, office, calls)
    made = Arranged.model_validate_json(row.made).scheme.id if row and row.made else None
    return StartOut(
        needed=not office.people if row is None else row.finished_at is None,
        revision=row.revision if row else 0,
        began_at=row.began_at if row else None,
        changed_at=row.changed_at if row else None,
        changed_by=row.changed_by if row else "",
        finished_at=row.finished_at if row else None,
        step=row.step if row else "company",
        steps=tuple(
            StepOut(
                id=step,
                state="done" if step in done else "skipped" if step in skipped else "todo",
            )
            for step in STEPS
        ),
        typed=json.loads(row.typed) if row else {},
        version=office.version,
        free=_free(office),
        scheme=made,
        calls=calls,
    )


def _free(office: Office) -> tuple[str, ...]:
    """Extensions that nothing has: first those beyond the emergency numbers, which people would
    mistake for them, from a round ten on.
    """
    country = COUNTRIES.get(office.company.country)
    length = office.numbering.length
    high = [int(each) for each in (country.emergency if country else ()) if len(each) == length]
    begin = (max(high) // 10 + 1) * 10 if high else 0
    spans = [span for span in number_plan(office).free if span.kind == "extensions"]
    found = [n for span in spans for n in range(int(span.first), int(span.last) + 1)]
    return tuple(str(n) for n in sorted(found, key=lambda n: (n < begin, n))[:_PROPOSED])
