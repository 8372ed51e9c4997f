"""Tests of the rooms of gateways."""
