"""The room 'clients' of the hub."""
