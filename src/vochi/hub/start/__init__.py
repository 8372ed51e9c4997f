"""The first run: from nothing to the first answered call."""
