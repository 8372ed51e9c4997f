"""Smart sockets: power taken from a device and given back by the socket's own timer."""
