"""The room 'link' of the hub."""
