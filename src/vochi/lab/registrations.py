"""Who is registered with whom: phones and SIM cards in the office, the office at operators."""

from collections.abc import Callable

from vochi.engine.frame import Message
from vochi.lab.places import Outside


class Registrations:
    """`online` holds endpoints of the lab: `phone-180`, `sim-a1-1`, `trunk-city`.

    `tell` is called when one comes or goes.
    """

    def __init__(self, outside: Outside, tell: Callable[[str, bool], None]) -> None:
        self.online: set[str] = set()
        self._tell = tell
        self._by_account = {
            **{device.account: device.endpoint for device in outside.devices},
            **{sim.account: sim.endpoint for sim in outside.sims},
        }
        self._by_aor = {
            trunk.username or trunk.endpoint: trunk.endpoint for trunk in outside.trunks
        }
        self._contacts: dict[str, set[str]] = {}

    @property
    def ours(self) -> tuple[str, ...]:
        """Endpoints that register in the office."""
        return tuple(self._by_account.values())

    def registered(self, event: Message) -> None:
        """A registration of ours went well or ill (`Registry`, or an item of the list)."""
        name = event.get("ObjectName").removesuffix("-reg")
        if not name:
            account = event.get("Username").removeprefix("sip:").partition("@")[0]
            name = self._by_account.get(account, "")
        if name:
            self._see(name, event.get("Status") == "Registered")

    def contact(self, event: Message) -> None:
        """The office came to an operator or left; a new contact comes before the old one goes."""
        aor = event.get("AOR") or event.get("ObjectName").partition(";")[0]
        name = self._by_aor.get(aor)
        if name is None:
            return
        uri = event.get("URI") or event.get("Uri")
        contacts = self._contacts.setdefault(name, set())
        status = event.get("ContactStatus") or event.get("Status")
        gone = status in {"Removed", "Unreachable"}
        (contacts.discard if gone else contacts.add)(uri)
        self._see(name, bool(contacts))

    def _see(self, name: str, online: bool) -> None:
        if online != (name in self.online):
            (self.online.add if online else self.online.discard)(name)
            self._tell(name, online)
