"""The kinds of nodes. Adding a kind is adding one file and naming it here."""

from typing import Annotated

from pydantic import Field

from vochi.core.scheme.nodes.announcement import Announcement
from vochi.core.scheme.nodes.callback_offer import CallbackOffer
from vochi.core.scheme.nodes.client_check import ClientCheck
from vochi.core.scheme.nodes.external import ExternalNumber
from vochi.core.scheme.nodes.go_to import GoToScheme
from vochi.core.scheme.nodes.greeting import Greeting
from vochi.core.scheme.nodes.hangup import HangUp
from vochi.core.scheme.nodes.language import SetLanguage
from vochi.core.scheme.nodes.manager import Manager
from vochi.core.scheme.nodes.menu import Menu
from vochi.core.scheme.nodes.queue import Queue
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.scheme.nodes.schedule import Schedule
from vochi.core.scheme.nodes.send_sms import SendSms
from vochi.core.scheme.nodes.start import Start
from vochi.core.scheme.nodes.tag import Tag
from vochi.core.scheme.nodes.voicemail import Voicemail
from vochi.core.scheme.nodes.webhook import Webhook

Node = Annotated[
    Start
    | Greeting
    | Announcement
    | Ring
    | Manager
    | Queue
    | ExternalNumber
    | Menu
    | Schedule
    | ClientCheck
    | Tag
    | SetLanguage
    | SendSms
    | CallbackOffer
    | Webhook
    | Voicemail
    | GoToScheme
    | HangUp,
    Field(discriminator="kind"),
]
