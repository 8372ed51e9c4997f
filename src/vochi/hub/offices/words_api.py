"""Endpoints of schemes in plain words."""

from django.http import HttpRequest
from ninja import Router

from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of
from vochi.hub.offices import words
from vochi.hub.offices.words import WordsIn, WordsOut, WordsReadIn, WordsReadOut

router = Router(tags=["office"])


@router.post("/office/words", response=WordsOut)
def write_words(request: HttpRequest, body: WordsIn) -> WordsOut:
    """A scheme of a draft in plain words, for a person to read and edit."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    return words.told(body, body.language or language_of(who.account))


@router.post("/office/words/read", response=WordsReadOut)
def read_words(request: HttpRequest, body: WordsReadIn) -> WordsReadOut:
    """The scheme that edited words tell; nothing is saved. 422 `words_not_understood` tells every
    line that is not understood, with what was likely meant.
    """
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    mine = language_of(who.account)
    return words.understood(body, body.language or mine, mine)
