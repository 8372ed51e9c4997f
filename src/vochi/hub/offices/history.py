"""Published versions as documents: read, compared, written as YAML and read back."""

from pydantic import JsonValue

from vochi.core.office.document import Office
from vochi.core.office.read import UnreadableOffice, read_office, write_office
from vochi.core.wording import say
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import Refused
from vochi.hub.offices.change_words import worded
from vochi.hub.offices.current import current, office
from vochi.hub.offices.models import OfficeVersion
from vochi.hub.offices.schemas import ChangeOut


def document(who: Asker, version: int) -> Office:
    """The office of a version. Raises Refused 404 `no_such_version`."""
    who.must(Role.ADMINISTRATOR)
    try:
        return office(who.company, version)
    except OfficeVersion.DoesNotExist as unknown:
        raise Refused(404, "no_such_version", version=version) from unknown


def compare(who: Asker, old: int, new: int) -> list[ChangeOut]:
    """What differs between two versions, in words. Raises Refused 404 `no_such_version`."""
    return list(worded(document(who, old), document(who, new), language_of(who.account)))


def as_yaml(who: Asker, version: int) -> str:
    """A version as the YAML that `vochi office` reads; it has PINs, and no passwords."""
    return write_office(document(who, version))


def from_yaml(who: Asker, text: str) -> Office:
    """The office of a YAML document, as a draft on top of what is in force: what it does not have
    goes. Raises Refused 422 `office_unreadable` with words.
    """
    who.must(Role.ADMINISTRATOR)
    try:
        found = read_office(text)
    except UnreadableOffice as trouble:
        language = language_of(who.account)
        told: list[JsonValue] = [
            each.model_dump(mode="json") | {"text": say(each.code, each.facts, language)}
            for each in trouble.problems[:50]
        ]
        raise Refused(422, "office_unreadable", problems=told) from trouble
    return found.model_copy(update={"version": current(who.company).version})
