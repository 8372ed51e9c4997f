"""The OpenAPI in the repository is the one that the hub serves."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client as Browser
from pydantic import BaseModel

ROOT = Path(__file__).parents[2]


def test_exported_openapi_is_current() -> None:
    out = StringIO()
    call_command("openapi", stdout=out)
    kept = (ROOT / "web" / "openapi.json").read_text()
    assert json.loads(kept) == json.loads(out.getvalue()), (
        "run: python -m vochi.hub openapi > web/openapi.json"
    )


def test_a_shape_shares_its_name_with_no_other() -> None:
    """Of two shapes of the hub with one name the schema would keep whichever came last."""
    out = StringIO()
    call_command("openapi", stdout=out)
    shown = json.loads(out.getvalue())["components"]["schemas"]
    made: dict[str, set[str]] = {}
    left: list[type[BaseModel]] = [BaseModel]
    while left:
        for kind in left.pop().__subclasses__():
            left.append(kind)
            if kind.__module__.startswith("vochi.hub."):
                made.setdefault(kind.__name__, set()).add(kind.__module__)
    assert {name: places for name, places in made.items() if len(places) > 1} == {}
    assert {"ExaminationOut", "CheckOut"} <= made.keys() & shown.keys()


def test_migrations_are_current(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_docs_and_schema_are_served_without_the_internet() -> None:
    page = Browser().get("/api/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "https://" not in text.replace("https://fastapi", "")
    script = next(part for part in text.split('"') if part.endswith("swagger-ui-bundle.js"))
    served = Browser().get(script)
    assert served.status_code == 200
    served.close()
    assert Browser().get("/api/v1/openapi.json").json()["info"]["title"] == "Vochi"


@pytest.mark.django_db
def test_headers_and_unknown_addresses() -> None:
    answer = Browser().get("/api/v1/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    foreign = Browser().get("/api/v1/me", headers={"host": "evil.example"})
    assert (foreign.status_code, foreign.json()["code"]) == (421, "unknown_host")
    assert Browser().get("/api/v1/me", headers={"host": "192.168.1.5:8080"}).status_code == 401
    assert Browser().get("/api/v1/me", headers={"host": "[::1]:8080"}).status_code == 401
