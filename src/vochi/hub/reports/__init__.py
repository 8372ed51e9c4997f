"""The room 'reports' of the hub: figures of the call log, and how many lines are needed."""
