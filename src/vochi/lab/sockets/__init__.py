"""Emulated smart sockets: what they feed really goes dark and comes back."""
