"""Connections that speak lines of text, as the manager interface of an Asterisk does."""
