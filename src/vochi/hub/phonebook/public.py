"""What phones fetch under `/book/<secret>/`: `yealink.xml`, `phonebook.xml`, `gigaset.xml`.

A phone has no account: the secret in the address is all it knows. So it opens nothing but names
and numbers, from the office's own network unless it was allowed otherwise, and not too often.
"""

import ipaddress
from collections.abc import Mapping
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from vochi.core.phonebook import MOST, Maker, book, found
from vochi.hub.accounts.door import address_of, digest
from vochi.hub.companies.models import Company
from vochi.hub.phonebook import contents
from vochi.hub.phonebook.models import PhoneBook

_FILES: Mapping[str, Maker] = {
    "yealink.xml": "yealink",
    "phonebook.xml": "grandstream",
    "gs_phonebook.xml": "grandstream",
    "gigaset.xml": "gigaset",
}
#: Requests a minute: of one address that has a good secret, and wrong secrets of one address.
_OFTEN, _GUESSES = 120, 20
#: A Gigaset reads its list by so many.
_PAGE = 50
#: What Gigaset sends for a field that it does not search by.
_ANY = {"", "*"}


def fetch(request: HttpRequest, token: str, file: str) -> HttpResponse:
    """The book, or nothing at all: whoever guesses learns not even that there is one."""
    address = address_of(request)
    maker = _FILES.get(file)
    if request.method not in {"GET", "HEAD"} or maker is None or len(token) > 64:
        return HttpResponse(status=404)
    if _too_often(f"book-wrong:{address}", _GUESSES, count=False):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    row = PhoneBook.everything.filter(digest=digest(token)).first()
    if row is None or not (row.anywhere or is_near(address)):
        _too_often(f"book-wrong:{address}", _GUESSES)
        return HttpResponse(status=404)
    if _too_often(f"book:{address}", _OFTEN):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    _note_use(row)
    if maker == "gigaset" and request.GET.get("command"):
        xml = _answer(row, request.GET)
    else:
        xml = _whole(row, maker, request.GET)
    return HttpResponse(
        xml.encode(),
        content_type="text/xml; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


def is_near(address: str) -> bool:
    """Whether an address is of a network of one's own: the internet brings nobody from there."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    near = mapped or found
    return near.is_private and not near.is_unspecified


def _whole(row: PhoneBook, maker: Maker, asked: Mapping[str, str]) -> str:
    q = _typed(asked.get("q") or asked.get("search") or "")
    most = MOST[maker]
    entries = (
        contents.searched(row.company_id, q, most, with_clients=row.with_clients)
        if q and q != "#SEARCH"
        else contents.whole(row.company_id, most, with_clients=row.with_clients)
    )
    title = Company.objects.values_list("name", flat=True).get(pk=row.company_id)
    return book(maker, title, entries)


def _answer(row: PhoneBook, asked: Mapping[str, str]) -> str:
    """Gigaset's search: by number when somebody rings (`hm`), by name when somebody types."""
    first, most = _count(asked.get("first"), 1, 10_000), _count(asked.get("count"), _PAGE, _PAGE)
    number = next((v for k in ("hm", "nr", "mb") if (v := asked.get(k, "")) not in _ANY), "")
    name = next((v for k in ("ln", "fn") if (v := asked.get(k, "")) not in _ANY), "")
    company, clients = row.company_id, row.with_clients
    if asked.get("command") != "get_list" or asked.get("type", "pb") not in {"pb", "pr"}:
        return found((), first, most, 0)
    if number:
        entries = contents.by_number(company, _typed(number.strip("*")), with_clients=clients)
    elif name:
        q = _typed(name.strip("*"))
        entries = contents.searched(company, q, MOST["gigaset"], with_clients=clients)
    else:
        entries = contents.whole(company, MOST["gigaset"], with_clients=clients)
    entries.sort(key=lambda one: (not one.is_inside, one.name.casefold()))
    return found(entries[first - 1 : first - 1 + most], first, most, len(entries))


def _typed(text: str) -> str:
    return text.replace("\0", "").strip()[:80]


def _count(text: str | None, usual: int, most: int) -> int:
    if not text or not (text.isascii() and text.isdigit()) or len(text) > 6:
        return usual
    return max(1, min(int(text), most))


def _note_use(row: PhoneBook) -> None:
    now = timezone.now()
    stale = Q(used_at=None) | Q(used_at__lt=now - timedelta(minutes=1))
    PhoneBook.objects.of(row.company_id).filter(stale, pk=row.pk).update(used_at=now)


def _too_often(key: str, most: int, *, count: bool = True) -> bool:
    """Whether this was done more than so many times in a minute."""
    if not count:
        return int(cache.get(key, 0)) >= most
    cache.add(key, 0, 60)
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # it went between the two
        return False
