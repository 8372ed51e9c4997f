"""How often a stranger may knock."""

from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle


class Slow(SimpleRateThrottle):
    """So many requests per address and address of the API, e.g. `20/m`."""

    scope = "slow"

    def get_cache_key(self, request: HttpRequest) -> str:
        """Count by who asks for what."""
        return f"slow:{request.path}:{request.META.get('REMOTE_ADDR', '')}"
