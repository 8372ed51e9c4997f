"""HTTP with JSON to gateways that have an API."""
