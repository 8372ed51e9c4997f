"""The office document and what it is made of."""
