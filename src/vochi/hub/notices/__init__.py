"""The room 'notices' of the hub: what people are told by e-mail and Telegram."""
