"""The first words of every call in the journal: `V_CALL` with what it is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vochi.core.dialplan.application import Announce
from vochi.core.dialplan.expression import Encoded, Text, Value, Var

if TYPE_CHECKING:
    from vochi.core.office.document import Office

#: Extension of the phone that a channel belongs to; set by its endpoint.
OWN_EXTENSION = "V_EXT"


@dataclass(frozen=True)
class Announcer:
    """Writes `V_CALL` for one version of one office."""

    office: "Office"

    def inbound(
        self, line: str, did: str | None, scheme: str | None, via: Value | None = None
    ) -> Announce:
        """A call that came over a line, to our number `did` (by the old one `via`), to a scheme."""
        return self._call(
            ("dir", Text("in")),
            ("line", Encoded(line)),
            *((("did", Encoded(did)),) if did is not None else ()),
            *((("scheme", Encoded(scheme)),) if scheme is not None else ()),
            *((("via", via),) if via is not None else ()),
        )

    def outbound(self, to: Value) -> Announce:
        """An employee calls outside."""
        return self._call(("dir", Text("out")), ("from", Var(OWN_EXTENSION)), ("to", to))

    def internal(self, to: Value) -> Announce:
        """An employee calls inside."""
        return self._call(("dir", Text("int")), ("from", Var(OWN_EXTENSION)), ("to", to))

    def _call(self, *fields: tuple[str, Value]) -> Announce:
        (direction, *rest) = fields
        company = self.office.company
        return Announce(
            "V_CALL",
            (
                direction,
                ("office", Text(str(self.office.version))),
                *rest,
                ("country", Encoded(company.country)),
                ("area", Encoded(company.area_code)),
            ),
        )
