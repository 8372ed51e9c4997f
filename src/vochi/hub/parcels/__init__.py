"""Parcels: what is on its way outside, to a hook, a CRM, a person; told again till it is taken."""
