"""Addresses that Django answers; all others are the web app's (see \`asgi\`)."""
