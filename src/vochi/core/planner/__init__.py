"""How many lines an office needs: what its own log says of every number of them. Pure."""
