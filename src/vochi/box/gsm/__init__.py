"""The box's work with gateways: messages, SIM cards, their health."""
