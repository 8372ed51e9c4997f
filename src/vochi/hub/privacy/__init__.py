"""The room 'privacy' of the hub: how long things are kept, and one person's data out or away."""
