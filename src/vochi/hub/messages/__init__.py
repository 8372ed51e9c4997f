"""The room 'messages' of the hub: SMS."""
