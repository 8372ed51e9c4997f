"""Yeastar TG and NeoGate: text over TCP, almost the manager interface of an Asterisk."""
