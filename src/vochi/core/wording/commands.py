"""Words for what employees do in a call: features, parking, conferences, commands."""

RU: dict[str, str] = {}
EN: dict[str, str] = {}
BE: dict[str, str] = {}
