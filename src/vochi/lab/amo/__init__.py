"""An account of amoCRM: calls and unsorted leads of its API v4, tokens and limits."""

from vochi.lab.amo.account import Account, open_account

__all__ = ["Account", "open_account"]
