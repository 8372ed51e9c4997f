"""Worlds that answer the questions of nodes: everything possible, or one life."""
