"""Forgetting a person: what he was called by, found in any text and replaced everywhere."""
