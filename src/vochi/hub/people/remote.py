"""The switch 'works remotely' (S34): an administrator turns it for anybody, everybody his own."""

from django.db import transaction

from vochi.core.numbers import normalise
from vochi.core.office.document import Office
from vochi.core.office.posts import post_of
from vochi.core.wording import say
from vochi.hub.accounts import roles
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of, record
from vochi.hub.answer import Refused
from vochi.hub.offices import services
from vochi.hub.offices.current import current
from vochi.hub.offices.schemas import PublishOut
from vochi.hub.people.schemas import RemoteIn


def switch(who: Asker, person: str, body: RemoteIn) -> PublishOut:
    """Publish where somebody works. Raises Refused 404; 422 `bad_number`, `office_has_problems`
    with what is missing: a mobile, a line that may carry the call, a softphone.
    """
    if who.account.person != person:
        who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        roles.hold(who.company)
        now = current(who.company)
        post = post_of(now, person)
        if post is None:
            raise Refused(404, "not_found")
        mobile = post.person.mobile
        if body.mobile:
            mobile = normalise(body.mobile, now.company.numbering)
            if mobile is None or not mobile.startswith("+"):
                raise Refused(422, "bad_number", number=body.mobile)
        changed = post.person.model_copy(
            update={
                "works_from": body.works_from,
                "mobile": mobile,
                "confirm": post.person.confirm if body.confirm is None else body.confirm,
            }
        )
        if changed == post.person:
            return PublishOut(version=now.version, plan=())
        facts = {"name": changed.name, "works_from": changed.works_from}
        out = services.publish(
            who.company, _with(now, person, changed), who.account,
            say("person.moved", facts, language_of(who.account)),
            based_on=now.version, touched=(("people", person),),
        )  # fmt: skip
        record(
            who.company, "person_moved", who.account, f"person/{person}", who.address,
            version=out.version, before=post.person.works_from, after=changed.works_from,
        )  # fmt: skip
    return out


def _with(now: Office, person: str, changed: object) -> Office:
    people = tuple(changed if each.id == person else each for each in now.people)
    return now.model_copy(update={"people": people})
