"""An emulated Dinstar: its HTTP API with JSON."""
