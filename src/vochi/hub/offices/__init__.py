"""The room 'offices' of the hub."""
