"""Words for 'why did it (not) ring'."""

RU: dict[str, str] = {}
EN: dict[str, str] = {}
BE: dict[str, str] = {}
