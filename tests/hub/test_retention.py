"""Terms of sounds: nothing goes before the owner said yes, and a hold wins."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from vochi.hub.accounts.models import Deed
from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company
from vochi.hub.link.models import Recording
from vochi.hub.privacy import retention, worker
from vochi.hub.privacy.models import Approval

from .box import FakeBox
from .conftest import PASSWORD
from .sounds import answered, media, recorded


@pytest.fixture(autouse=True)
def _no_media() -> Iterator[None]:
    for path in media():
        path.unlink()
    yield
    for path in media():
        path.unlink()


def rules(anna: Browser, **keep: Any) -> Any:
    answer = anna.put("/api/v1/privacy/retention", {"rules": keep}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return anna.get("/api/v1/privacy/retention").json()


@pytest.mark.django_db(transaction=True)
def test_nothing_goes_before_the_owner_said_yes_and_then_its_call_says_so(
    box: FakeBox, anna: Browser, published: Company, login: Callable[..., Browser]
) -> None:
    recorded(box)
    (call,) = anna.get("/api/v1/calls", {"has_recording": True}).json()["items"]
    far = timezone.now() + timedelta(days=400)
    assert anna.get("/api/v1/privacy/retention").json()["state"] == "off"
    Recording.objects.of(published).update(started_at=timezone.now() - timedelta(days=100))
    told = rules(anna, company={"recordings": 30})
    assert told["state"] == "unseen"
    (group,) = told["groups"]
    assert (group["kind"], group["count"], group["seconds"], group["days"]) == (
        "recordings", 1, 3.0, 30)  # fmt: skip
    assert retention.run(published.pk, far) == 0
    assert len(media()) == 1
    yes = {"digest": told["digest"], "password": PASSWORD}
    boss = login(published, "ivan", "administrator")
    url = "/api/v1/privacy/retention/approve"
    assert boss.post(url, yes, content_type="application/json").json()["code"] == "owner_needed"
    assert anna.post(url, yes, content_type="application/json").json()["state"] == "on"
    # A hold wins; so does a department that keeps it longer.
    why = {"kind": "call", "call": call["id"], "reason": "спор"}
    hold = anna.post("/api/v1/privacy/holds", why,
                     content_type="application/json").json()  # fmt: skip
    assert retention.run(published.pk, timezone.now()) == 0
    assert anna.get("/api/v1/privacy/retention").json()["groups"][0]["held"] == 1
    anna.delete(f"/api/v1/privacy/holds/{hold['id']}")
    Approval.objects.of(published).update(ran_on=None)
    assert retention.run(published.pk, timezone.now()) == 1
    assert retention.run(published.pk, timezone.now()) == 0
    assert media() == []
    detail = anna.get(f"/api/v1/calls/{call['id']}").json()
    assert (detail["has_recording"], detail["recordings"]) == (False, [])
    (gone,) = detail["removed"]
    assert (gone["kind"], gone["why"], gone["days"]) == ("recording", "rule", 30)
    assert "30" in gone["text"]
    deed = Deed.objects.of(published).filter(action="retention_ran").get()
    assert deed.facts["recordings"] == 1
    # A box that sends it once more is told thanks; after refold it is gone still.
    assert box.resend().status_code == 200  # type: ignore[attr-defined]
    assert media() == []
    refold(published.pk)
    assert anna.get("/api/v1/calls", {"has_recording": True}).json()["items"] == []
    worker.work()
    (order,) = answered(box)
    assert [f.kind for f in order.files] == ["recording"]
    # Other rules are unseen again.
    assert rules(anna, company={"recordings": 29})["state"] == "unseen"


def test_a_call_of_several_departments_is_kept_as_long_as_the_longest() -> None:
    from vochi.core.office.retention import DepartmentKeep, Keep, RetentionPolicy

    policy = RetentionPolicy(
        company=Keep(recordings=90),
        departments=(
            DepartmentKeep(department="901", recordings=30),
            DepartmentKeep(department="902", recordings=365),
            DepartmentKeep(department="903"),
        ),
    )
    look = lambda *numbers: retention.longest(policy, "recordings", frozenset(numbers))[0]  # noqa: E731
    assert look() == 90
    assert look("901") == 30
    assert look("901", "902") == 365
    assert look("901", "904") == 90
    assert look("902", "903") is None
    assert retention.longest(policy, "messages", frozenset({"901"}))[0] is None
