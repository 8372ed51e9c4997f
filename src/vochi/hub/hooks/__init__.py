"""The room 'hooks' of the hub: what happens here is told to programs of others."""
