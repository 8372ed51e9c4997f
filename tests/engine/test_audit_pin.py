"""A PIN is not guessed: three wrong ones close it for a while, whatever the number of calls."""

import socket
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from load_asterisk import Loader, running
from offices import OFFICES
from test_load_dialled import _action, read_calls

from vochi.core.office.document import Office
from vochi.engine.tree import Tree
from vochi.voice import make_phrases

_END = "V_END pin"


def _office() -> Office:
    """Every mobile number asks for the PIN of 180."""
    told = OFFICES["romashka"].model_dump(mode="json")
    told["people"][0]["pin"] = "4321"
    for each in told["outbound"]:
        for route in each["routes"]:
            route["pin"] = True
    return Office.model_validate(told)


@pytest.fixture(scope="module")
def loader(tree: Tree) -> Iterator[Loader]:
    with running(tree, OFFICES["smallest"]) as loader:
        loader.site = replace(loader.site, phrases=str(make_phrases()))
        loader.load(_office())
        yield loader


def _keys(loader: Loader, dialled: str, keys: str) -> list[str]:
    """What became of a call of 180 that keys these; a `w` is half a second."""
    with socket.create_connection(("127.0.0.1", loader.site.ami_port), timeout=10) as ami:
        login = {"Action": "Login", "Username": "vochi", "Secret": loader.site.ami_secret}
        ami.sendall(_action({**login, "Events": "off"}))
        call = {"Channel": f"Local/{dialled}@phone-all/n", "Variable": "V_EXT=180"}
        press = {"Application": "SendDTMF", "Data": f"{keys},100,100", "Async": "true"}
        ami.sendall(_action({"Action": "Originate", **call, **press}))
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            events = read_calls(loader).get(("phone-all", dialled), [])
            if "LINKEDID_END" in events:
                return events
            time.sleep(0.1)
    raise AssertionError(events)


def test_three_wrong_ones_close_it(loader: Loader) -> None:
    assert loader.cli("dialplan show globals").count("V_PINLATER180") == 0
    # Right: no line is registered, that is all that is wrong with the call.
    assert _END not in _keys(loader, "80296000001", "wwww4321#wwwwwwwwww")
    # Two wrong ones, then he puts down; a third one in another call.
    _keys(loader, "80296000002", "wwww1111#wwwwwwww2222#ww")
    assert "V_PINWRONG180=2" in loader.cli("dialplan show globals")
    assert _END in _keys(loader, "80296000003", "wwww3333#wwwwwwwwww")
    assert "V_PINLATER180=" in loader.cli("dialplan show globals")
    # Now the right one is wrong as well.
    assert _END in _keys(loader, "80296000004", "wwww4321#wwwwwwwwww")
