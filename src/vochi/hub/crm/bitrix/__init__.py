"""Bitrix24: telephony by its REST, in the context of an application."""
