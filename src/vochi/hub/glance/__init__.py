"""The room 'glance' of the hub: what is known of a number, for whoever is to answer it."""
