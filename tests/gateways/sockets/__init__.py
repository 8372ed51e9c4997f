"""Tests of smart sockets: drivers against emulated devices."""
