"""The outside world for tests and the demonstration: gateway, operator, phones, callers."""
