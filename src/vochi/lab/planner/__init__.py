"""Years of calls over lines, played event by event: what the line planner is checked against.

It knows nothing of Erlang's formula, nor of the planner; it counts who found all lines busy.
"""
