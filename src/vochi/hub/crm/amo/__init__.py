"""amoCRM (Kommo): calls by its API v4."""
