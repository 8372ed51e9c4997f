"""An emulated Asterisk with modems: chan_quectel or chan_dongle, as its manager interface shows."""
