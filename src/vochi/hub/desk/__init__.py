"""The room 'desk' of the hub."""
