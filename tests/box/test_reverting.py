"""A publication that takes every phone away is taken back by the box, with a dead hub, too."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import pytest_asyncio

from box.stand import BoxStand
from vochi.core.link import OfficeReply
from vochi.core.office.document import Office, Secrets
from vochi.engine.install import default_cache, install


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand() -> AsyncIterator[BoxStand]:
    with TemporaryDirectory(prefix="vochi-") as root:
        async with BoxStand(Path(root), install(default_cache())) as stand:
            yield stand


pytestmark = pytest.mark.asyncio(loop_scope="module")


def in_force(stand: BoxStand) -> tuple[Office, Secrets]:
    place = stand.home.engine / "current"
    return (
        Office.model_validate_json((place / "office.json").read_text()),
        Secrets.model_validate_json((place / "secrets.json").read_text()),
    )


async def publish(stand: BoxStand, office: Office, secrets: Secrets) -> int:
    """As the hub does; the version, when the box has tried it."""
    assert stand.hub.state.office is not None
    version = stand.hub.state.office + 1
    stand.hub.state.reply = OfficeReply(
        office=office.model_copy(update={"version": version}), secrets=secrets
    )
    stand.hub.state.office = version
    await stand.until(lambda: bool(words(stand, version)), f"version {version} is tried")
    return version


def words(stand: BoxStand, version: int) -> list[dict[str, Any]]:
    return [e.body for e in stand.entries("office") if e.body["version"] == version]


def reverts(stand: BoxStand) -> list[Any]:
    return [each for each in stand.state()["alarms"] if each["code"].startswith("revert.")]


def other_passwords(office: Office, secrets: Secrets) -> Secrets:
    changed = {device.account: token_hex(10) for device in office.devices}
    return secrets.model_copy(update={"passwords": {**secrets.passwords, **changed}})


async def ring_in(stand: BoxStand, seconds: float) -> None:
    """Phones register anew now and then; so that nobody waits a minute for it: each second."""
    for _ in range(int(seconds)):
        await stand.city.register_all()
        await asyncio.sleep(1)


async def test_all_phones_refused_and_the_hub_is_dead(stand: BoxStand) -> None:
    office, secrets = in_force(stand)
    before = {
        name: (stand.home.engine / "current" / name).read_bytes()
        for name in ("pjsip.conf", "extensions.conf", "queues.conf")
    }
    version = await publish(stand, office, other_passwords(office, secrets))
    assert words(stand, version)[-1]["ok"] is True
    stand.hub.state.status = 503  # from now on nobody answers the box
    knocking = asyncio.create_task(ring_in(stand, 60))
    await stand.until(lambda: in_force(stand)[0].version == office.version, "taken back", 60)
    await stand.until(lambda: reverts(stand) != [], "somebody is told")
    knocking.cancel()
    (alarm,) = reverts(stand)
    assert alarm["code"] == "revert.refused"
    assert alarm["facts"]["version"] == str(version)
    assert alarm["facts"]["back_to"] == str(office.version)
    assert in_force(stand) == (office, secrets)
    after = {name: (stand.home.engine / "current" / name).read_bytes() for name in before}
    assert after == before, "byte for byte"
    await stand.city.register_all()
    await stand.city.until_registered(30)
    stand.hub.state.status = None
    await stand.until(lambda: len(words(stand, version)) == 2, "the hub hears of it")
    told = words(stand, version)[-1]
    assert (told["ok"], told["reverted_to"]) == (False, office.version)
    assert json.loads(told["problems"][0])["code"] == "revert.refused"
    # Neither the hub's next word nor another life of the box brings it back.
    stand.kill()
    stand.start()
    await stand.until_ready()
    await stand.until(lambda: reverts(stand) == [alarm], "told again")
    await asyncio.sleep(3)
    assert in_force(stand)[0].version == office.version
    assert len(words(stand, version)) == 2
    # The hub publishes what the box went back to: nothing changes, and the alarm stands.
    await publish(stand, office, secrets)
    assert reverts(stand) == [alarm]
    # A person publishes something else: he knows.
    renamed = office.people[0].model_copy(update={"name": "Новое имя"})
    people = (renamed, *office.people[1:])
    await publish(stand, office.model_copy(update={"people": people}), secrets)
    assert reverts(stand) == []


async def test_a_box_that_dies_meanwhile_still_takes_it_back(stand: BoxStand) -> None:
    await stand.city.register_all()
    await stand.city.until_registered(30)  # the edit before this one has broken nothing
    office, secrets = in_force(stand)
    version = await publish(stand, office, other_passwords(office, secrets))
    stand.kill()
    stand.start()
    await stand.until_ready()
    knocking = asyncio.create_task(ring_in(stand, 60))
    await stand.until(lambda: len(words(stand, version)) == 2, "taken back", 60)
    knocking.cancel()
    assert in_force(stand) == (office, secrets)
    await stand.city.register_all()
    await stand.city.until_registered(30)


async def test_what_it_did_not_do_takes_nothing_back(stand: BoxStand) -> None:
    office, secrets = in_force(stand)
    gone = office.devices[-1]
    phone = stand.city.phones[gone.account]
    # Calls go another way and one phone is taken away; then a switch dies and all phones with it.
    fewer = office.model_copy(update={"devices": office.devices[:-1]})
    version = await publish(stand, fewer, secrets)
    assert phone.account not in {each.account for each in in_force(stand)[0].devices}
    for each in list(stand.city.phones.values())[:4]:
        if each.account != gone.account:
            await stand.city.set_registered(each, False)
    await asyncio.sleep(35)
    assert in_force(stand)[0].version == version
    assert len(words(stand, version)) == 1
    assert reverts(stand) == []


async def test_nobody_wants_it(stand: BoxStand) -> None:
    office, secrets = in_force(stand)
    policy = office.policy.model_copy(update={"revert_minutes": 0})
    quiet = office.model_copy(update={"policy": policy})
    version = await publish(stand, quiet, other_passwords(office, secrets))
    await ring_in(stand, 6)
    assert in_force(stand)[0].version == version
