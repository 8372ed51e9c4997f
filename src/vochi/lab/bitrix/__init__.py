"""A portal of Bitrix24: telephony of its REST, to the letter of `bitrix24/b24restdocs`."""

from vochi.lab.bitrix.portal import Portal, open_portal

__all__ = ["Portal", "open_portal"]
