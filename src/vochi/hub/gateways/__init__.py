"""The room 'gateways' of the hub: gateways, SIM cards, sockets, adapters, operators."""
