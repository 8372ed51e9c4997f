"""The room 'phonebook' of the hub: names on the screens of desk phones (P27)."""
