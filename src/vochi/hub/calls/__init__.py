"""The room 'calls' of the hub."""
