"""How often a stranger may knock, and how much one account may ask for."""

from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle

from vochi.hub.accounts.asker import asker


class Slow(SimpleRateThrottle):
    """So many requests per address and address of the API, e.g. `20/m`."""

    scope = "slow"

    def get_cache_key(self, request: HttpRequest) -> str:
        """Count by who asks for what, whatever he guesses in its address."""
        asked = request.resolver_match.route if request.resolver_match else ""
        return f"slow:{asked}:{request.META.get('REMOTE_ADDR', '')}"


class Each(SimpleRateThrottle):
    """So many requests per account, whatever address of the API it asks by."""

    scope = "each"

    def get_cache_key(self, request: HttpRequest) -> str:
        """Count by the account that asks."""
        return f"each:{self.rate}:{asker(request).account.pk}"
