"""Telegram's Bot API on loopback: https://core.telegram.org/bots/api."""

from vochi.lab.telegram.api import BotApi, open_api

__all__ = ["BotApi", "open_api"]
