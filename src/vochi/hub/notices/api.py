"""Endpoints of notices."""

from django.http import HttpRequest
from ninja import Path, Router, Status

from vochi.hub.accounts.asker import asker
from vochi.hub.answer import Cursor, Limit, RowId
from vochi.hub.notices import contacts, services
from vochi.hub.notices.notice import Way
from vochi.hub.notices.schemas import (
    BotIn,
    ChannelOut,
    CodeIn,
    ContactOut,
    MailAsk,
    MailIn,
    PostOut,
    PostPage,
    PostState,
    ProofOut,
    TriedOut,
    WishesIn,
)
from vochi.hub.rate import Each

router = Router(tags=["notices"])


@router.get("/me/notices", response=ContactOut)
def get_my_notices(request: HttpRequest) -> ContactOut:
    """Where the asker is told, and of what."""
    return contacts.of(asker(request))


@router.put("/me/notices", response=ContactOut)
def set_my_notices(request: HttpRequest, body: WishesIn) -> ContactOut:
    """Of what the asker wants to hear, by which ways, and when not."""
    return contacts.wish(asker(request), body)


@router.post("/me/notices/mail", response=ContactOut, throttle=Each("10/h"))
def ask_my_mail(request: HttpRequest, body: MailAsk) -> ContactOut:
    """Send a code to an address that is to be the asker's. 409 `no_mail_server`."""
    return contacts.ask_mail(asker(request), body.mail)


@router.post("/me/notices/mail/code", response=ContactOut, throttle=Each("30/h"))
def prove_my_mail(request: HttpRequest, body: CodeIn) -> ContactOut:
    """The code that came there. 422 `wrong_code`."""
    return contacts.prove_mail(asker(request), body.code)


@router.post("/me/notices/telegram", response=ProofOut, throttle=Each("30/h"))
def ask_my_telegram(request: HttpRequest) -> ProofOut:
    """A link to the bot with a code that makes the chat the asker's. 409 `no_bot`."""
    return contacts.ask_telegram(asker(request))


@router.delete("/me/notices/ways/{way}", response=ContactOut)
def unlink_my_notices(request: HttpRequest, way: Path[Way]) -> ContactOut:
    """Do not tell the asker there any more."""
    return contacts.unlink(asker(request), way)


@router.get("/notices/channels", response=list[ChannelOut])
def list_channels(request: HttpRequest) -> list[ChannelOut]:
    """The SMTP server and the bot, and how they fare."""
    return services.every(asker(request))


@router.put("/notices/mail-server", response=ChannelOut)
def set_mail_server(request: HttpRequest, body: MailIn) -> ChannelOut:
    """Name the SMTP server; one that was paused goes on. 422 `mail_in_the_open`."""
    return services.set_mail(asker(request), body)


@router.put("/notices/bot", response=ChannelOut, throttle=Each("20/m"))
def set_bot(request: HttpRequest, body: BotIn) -> ChannelOut:
    """Name the bot. 422 `bot_token`, `bot_unknown`; 502 `bot_unreachable`."""
    return services.set_bot(asker(request), body)


@router.delete("/notices/channels/{way}", response={204: None})
def drop_channel(request: HttpRequest, way: Path[Way]) -> Status[None]:
    """Take it away, with its secret."""
    services.drop(asker(request), way)
    return Status(204, None)


@router.post("/notices/channels/{way}/test", response=TriedOut, throttle=Each("20/m"))
def test_channel(request: HttpRequest, way: Path[Way]) -> TriedOut:
    """Tell the asker now that it works, and say what came of it. 409 `no_address_of_yours`."""
    return services.test(asker(request), way)


@router.get("/notices/posts", response=PostPage)
def list_posts(
    request: HttpRequest,
    way: Way | None = None,
    state: PostState | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> PostPage:
    """What became of each notice, the newest first."""
    return services.posts(asker(request), way, state, cursor, limit)


@router.post("/notices/posts/{post_id}/replay", response=PostOut)
def replay_post(request: HttpRequest, post_id: Path[RowId]) -> PostOut:
    """Tell it once more."""
    return services.replay(asker(request), post_id)


@router.post("/notices/channels/{way}/replay", response=int)
def replay_dead_posts(request: HttpRequest, way: Path[Way]) -> int:
    """Tell all that was given up; how many that are."""
    return services.replay_dead(asker(request), way)
