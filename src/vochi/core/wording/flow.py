"""Words for nodes of incoming schemes, departments, follow me, calendars and prompts."""

RU: dict[str, str] = {}
EN: dict[str, str] = {}
BE: dict[str, str] = {}
