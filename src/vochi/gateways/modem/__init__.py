"""Modems inside an Asterisk: chan_quectel and chan_dongle, by its manager interface."""
