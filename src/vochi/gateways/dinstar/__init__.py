"""Dinstar UC2000 and DWG: HTTP with JSON ("new version API"), which is asked again and again."""
