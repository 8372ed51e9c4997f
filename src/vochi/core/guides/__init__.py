"""What a person types into gateways and adapters, field by field, and files that they take."""
