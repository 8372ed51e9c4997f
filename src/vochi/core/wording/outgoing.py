"""Words for outgoing schemes, lines, limits and signatures."""

RU: dict[str, str] = {}
EN: dict[str, str] = {}
BE: dict[str, str] = {}
