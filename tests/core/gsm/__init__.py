"""Tests of what the core knows of gateways and SIM cards."""
