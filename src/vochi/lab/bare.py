"""An office without box and hub: what it compiles to, on an Asterisk of its own, in its city."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_hex

from vochi.core.compile import compile_office
from vochi.core.office.document import Office, Secrets
from vochi.core.office.line import GsmLine
from vochi.core.office.read import read_office
from vochi.core.site import Site
from vochi.engine.tree import Tree
from vochi.lab import romashka
from vochi.lab.asterisk import LabAsterisk
from vochi.lab.city import City
from vochi.lab.confs import Paths
from vochi.lab.places import CallerIn, move_gateways, move_trunks, surround
from vochi.lab.ports import free_tcp, free_udp, free_udp_range
from vochi.voice import make_phrases

LAB_ADDRESSES = ("127.0.0.1", "127.0.0.2", "127.0.0.10")


def sample_office() -> Office:
    """Ромашка as it is shipped."""
    return read_office(romashka.OFFICE.read_text())


def own_secrets(office: Office) -> Secrets:
    """A password for every account, trunk, SIM card and gateway of an office."""
    names = [device.account for device in office.devices] + [line.id for line in office.lines]
    keys = [f"sms.{line.id}" for line in office.lines if isinstance(line, GsmLine)]
    keys += [f"web.{gateway.id}" for gateway in office.gateways]
    return Secrets(
        passwords={name: token_hex(10) for name in names},
        keys={name: token_hex(10) for name in keys},
    )


@asynccontextmanager
async def compiled_office(
    root: Path,
    tree: Tree,
    *,
    caller_in: CallerIn = "rpid",
    office: Office | None = None,
    gateways: bool = False,
) -> AsyncIterator[City]:
    """Ромашка, or another office, as the core compiles it, in its city; everything registered.

    With `gateways` its SIM cards lie in emulated gateways, with faults of their own.

    `<root>/office` holds its files: `log/cel-custom/cel.csv`.
    """
    office = office or sample_office()
    secrets = own_secrets(office)
    sip_port, lab_port = free_udp(), free_udp(LAB_ADDRESSES)
    office = move_trunks(office, lab_port)
    office = move_gateways(office) if gateways else office
    rtp, lab_rtp = free_udp_range(200), free_udp_range(200)
    paths = Paths(root / "office", tree.modules, tree.data)
    prompts = paths.state / "prompts"
    prompts.mkdir(parents=True)
    for prompt in office.prompts:
        shutil.copy(romashka.PROMPTS / f"{prompt.id}.wav", prompts / f"{prompt.sha256}.wav")
    for folder in ("db", "spool/monitor", "log/cel-custom"):
        (paths.state / folder).mkdir(parents=True)
    ami_port = free_tcp()
    site = Site(
        etc=str(paths.etc), state=str(paths.state), modules=str(tree.modules),
        data=str(tree.data), prompts=str(prompts), phrases=str(make_phrases()),
        listen="127.0.0.1", sip_port=sip_port, rtp_first=rtp[0], rtp_last=rtp[1],
        ami_port=ami_port, ami_secret=token_hex(16),
    )  # fmt: skip
    engine = LabAsterisk(paths, tree.argv, ami_port)
    await engine.start(compile_office(office, secrets, site))
    try:
        outside = surround(
            office, secrets, ("127.0.0.1", sip_port), lab_port, lab_rtp, caller_in=caller_in,
            goip_port=free_udp() if gateways else None,
        )  # fmt: skip
        async with City(outside, root / "lab", tree) as city:
            await city.until_registered()
            yield city
    finally:
        await engine.stop()
