"""Asterisk for the scenarios: the product's own tree, unpacked once into the user's cache."""

import pytest

from vochi.engine.tree import Tree
from vochi.lab.stand import own_tree


@pytest.fixture(scope="session")
def tree() -> Tree:
    return own_tree()
