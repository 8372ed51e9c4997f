"""SIM cards, gateways, messages: what is pure of them. No I/O, no clock, no await."""
