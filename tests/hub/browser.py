"""What a logged in browser asks of the API."""

import json
from typing import Any

from django.test import Client as Browser


def send(browser: Browser, method: str, path: str, **body: Any) -> Any:
    return browser.generic(
        method, f"/api/v1/{path}", json.dumps(body), content_type="application/json"
    )
