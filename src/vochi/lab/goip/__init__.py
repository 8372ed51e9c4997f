"""An emulated GoIP (protocols.md 1), for every driver test, scenario and the demonstration."""
