"""The room 'companies' of the hub."""
