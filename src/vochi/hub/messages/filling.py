"""What the variables of a text are worth for one number."""

from zoneinfo import ZoneInfo

from django.utils import timezone

from vochi.core.gsm.filling import fill
from vochi.core.numbers import pretty
from vochi.core.office.document import Office
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Account
from vochi.hub.clients.models import Client, Phone
from vochi.hub.companies.models import Company
from vochi.hub.messages.mailing_schemas import SmsFillOut
from vochi.hub.offices.current import current
from vochi.hub.text import read_number


def filled(who: Asker, text: str, number: str) -> SmsFillOut:
    """A text for one number, however it is written; a card that the asker sees not says nothing."""
    company = who.company
    about = Company.objects.get(pk=company)
    e164 = read_number(number, about.country, about.area_code) or number
    phones = Phone.objects.of(company).filter(number=e164)
    card = seen.clients(company, who.sight).filter(pk__in=phones.values("client")).first()
    told = fill(text, values(current(company), who.account, e164, card))
    return SmsFillOut(text=told.text, missing=told.missing)


def values(office: Office, account: Account, number: str, card: Client | None) -> dict[str, str]:
    """Values by the names of `core.gsm.filling.NAMES`; what is not known is left out."""
    people = {person.id: person.name for person in office.people}
    today = timezone.now().astimezone(ZoneInfo(office.company.time_zone))
    found = {
        "name": card.name if card else "",
        "company": card.company_name if card else "",
        "number": pretty(number),
        "manager": people.get(card.responsible, "") if card else "",
        "employee": people.get(account.person, "") or account.name,
        "office": office.company.name,
        "date": today.strftime("%d.%m.%Y"),
    }
    return {name: value for name, value in found.items() if value}
