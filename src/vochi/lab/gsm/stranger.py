"""Somebody in the network of the gateways who has no business there."""

import socket
import threading

from vochi.lab.goip.wire import Address

#: Not the address of any gateway of the lab.
FROM = "127.0.0.66"


def knock(
    server: Address, name: str, *, per_second: int, seconds: float, over: threading.Event
) -> int:
    """Log in as `name` with a guessed password, stir in nonsense and forged messages; how many
    datagrams went out. Blocks: run it in a thread. `over` ends it early.
    """
    said = (
        f"req:1;id:{name};pass:guess;num:1;signal:31;gsm_status:LOGIN;voip_status:LOGIN;",
        f"RECEIVE:7;id:{name};password:guess;srcnum:+375170000000;msg:forged",
        f"DELIVER:8;id:{name};password:guess;sms_no:1;state:70;num:+375170000000",
        "OK 1 1 1\n",
        "\x00\x01\x02",
    )
    count, step = 0, 0.01
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.bind((FROM, 0))
        while count < per_second * seconds and not over.wait(step):
            for _ in range(max(1, int(per_second * step))):
                out.sendto(said[count % len(said)].encode(), server)
                count += 1
    return count
