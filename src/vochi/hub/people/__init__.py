"""The room 'people' of the hub."""
