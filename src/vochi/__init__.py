"""Vochi: the telephone exchange and client desk of a small company in one box."""

__version__ = "0.1.0"
