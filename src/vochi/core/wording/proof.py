"""Words for what the verifier and the simulator find."""

RU: dict[str, str] = {}
EN: dict[str, str] = {}
BE: dict[str, str] = {}
