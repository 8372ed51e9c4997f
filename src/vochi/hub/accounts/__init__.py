"""The room 'accounts' of the hub."""
