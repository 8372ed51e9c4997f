"""What is due, by which channel, and what became of it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from vochi.hub.companies.models import Company
from vochi.hub.notices import channels, files
from vochi.hub.notices.mail import Attached, Letter, MailServer
from vochi.hub.notices.models import Channel, Contact, NoticeRow, Post
from vochi.hub.notices.outcome import FINAL, OURS, Outcome, Why
from vochi.hub.offices.seal import SealBrokenError
from vochi.hub.parcels.health import Health
from vochi.hub.parcels.queue import KEPT, Queue, hold

#: The longest talk with a server is claimed.
QUEUE = Queue(
    Channel, Post, "channel", by="kind", claim=timedelta(seconds=180), along=("notice", "account")
)
HEALTH = Health(
    QUEUE, "notices", lambda channel: {"channel": channel.kind}, faults=frozenset(OURS),
    quiet=frozenset({"not_told"}),
)  # fmt: skip


@dataclass(frozen=True)
class Job:
    """A notice that this hub has in hand, with all that sending it needs. `letter` None: it
    cannot be sent, as `cannot` says.
    """

    channel: Channel
    post: Post
    letter: Letter | None
    server: MailServer | None = None
    token: str = ""
    chat: int | None = None
    cannot: Why = "no_channel"


def claim(most: int) -> list[Job]:
    """Notices that are due, at most so many; oldest first."""
    return [_job(channel, post) for channel, post in QUEUE.take(most)]


def settle(job: Job, outcome: Outcome) -> None:
    """Write down what came of it."""
    company = job.channel.company_id
    with transaction.atomic():
        hold(company)
        channels = Channel.objects.of(company).filter(pk=job.channel.pk)
        post = QUEUE.settle(job.post, outcome, FINAL) if channels.exists() else None
        if post is None:
            return
        if outcome.why == "busy" and outcome.wait is not None:
            channels.update(rest_until=post.next_at)
        elif outcome.why not in {"no_channel", "not_told"}:
            HEALTH.fared(job.channel, outcome)
        if outcome.why == "blocked" and post.account_id:
            Contact.objects.of(company).filter(account=post.account_id).update(
                chat=None, chat_name=""
            )


def sweep() -> None:
    """Notices of more than a month ago go, with files that nobody needs any more."""
    now = timezone.now()
    for company in Company.objects.values_list("pk", flat=True):
        NoticeRow.objects.of(company).filter(at__lt=now - KEPT).delete()
        untold = QUEUE.parcels.objects.of(company).exclude(
            channel__in=QUEUE.working(company).values("kind")
        )
        QUEUE.give_up(company, untold, why="no_channel")
    files.sweep()


def _job(channel: Channel, post: Post) -> Job:
    notice = post.notice
    contact = Contact.objects.of(post.company_id).filter(account=post.account_id).first()
    to = post.to or (contact.mail if contact and channel.kind == "mail" else "")
    chat = contact.chat if contact and channel.kind == "telegram" else None
    if (not to and chat is None) or (post.account and not post.account.is_active):
        return Job(channel, post, None, cannot="not_told")
    found = [
        Attached(str(each["name"]), str(each["type"]), data)
        for each in notice.files
        if (data := files.read(str(each["path"]))) is not None
    ]
    letter = Letter(
        id=f"vochi.{post.company_id}.{post.pk}.{post.replays}", to=to, subject=notice.subject,
        text=notice.text, html=notice.html, files=tuple(found),
    )  # fmt: skip
    try:
        if channel.kind == "mail":
            server = channels.mail_server(channel)
            return Job(channel, post, letter, server=server)
        token = channels.bot_token(channel)
        return Job(channel, post, letter, token=token, chat=chat)
    except (SealBrokenError, KeyError, ValueError):
        return Job(channel, post, None)
