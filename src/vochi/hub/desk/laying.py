"""Tiles of a company while one transaction changes them: read once, written once, told at once."""

from pydantic import BaseModel

from vochi.hub.desk.events import Told, emit_all, hold
from vochi.hub.desk.models import Tile

Place = tuple[str, str]


class Laying:
    """Holds the company from its beginning on: who changes tiles of it at once waits.

    `kinds` are those that are read; only they may be put or taken away.
    """

    def __init__(self, company: int, *kinds: str) -> None:
        self.company = company
        self._before = hold(company)
        rows = Tile.objects.of(company).filter(kind__in=kinds).order_by("id")
        self._ids: dict[Place, int] = {}
        self._bodies: dict[Place, str] = {}
        for number, kind, key, body in rows.values_list("id", "kind", "key", "body"):
            self._ids[kind, key] = number
            self._bodies[kind, key] = body
        self._put: set[Place] = set()
        self._gone: set[int] = set()
        self._told: list[Told] = []

    def of(self, kind: str) -> dict[str, str]:
        """Bodies by key, as they are to stand."""
        return {key: body for (each, key), body in self._bodies.items() if each == kind}

    def body(self, kind: str, key: str) -> str | None:
        """One of them."""
        return self._bodies.get((kind, key))

    def put(self, kind: str, key: str, body: BaseModel, *, event: str) -> bool:
        """Lay a tile and tell of it; False, and nothing told, when it lies there already."""
        text = body.model_dump_json(by_alias=True)
        if self._bodies.get((kind, key)) == text:
            return False
        self._bodies[kind, key] = text
        self._put.add((kind, key))
        self._told.append((event, body))
        return True

    def take_away(self, kind: str, key: str) -> None:
        """Take a tile away."""
        del self._bodies[kind, key]
        self._put.discard((kind, key))
        if (kind, key) in self._ids:
            self._gone.add(self._ids.pop((kind, key)))

    def tell(self, event: str, body: BaseModel | None) -> None:
        """Tell of something else in its turn."""
        self._told.append((event, body))

    def finish(self) -> None:
        """Write the tiles and tell the desks."""
        rows = Tile.objects.of(self.company)
        if self._gone:
            rows.filter(pk__in=self._gone).delete()
        if self._put:
            tiles = [
                Tile(company_id=self.company, kind=kind, key=key, body=self._bodies[kind, key])
                for kind, key in sorted(self._put)
            ]
            rows.bulk_create(
                tiles,
                update_conflicts=True,
                update_fields=["body"],
                unique_fields=["company", "kind", "key"],
            )
        emit_all(self.company, self._told, self._before)
