"""A realistic year of calls, out of dice: what benches and properties of the hub are fed with."""

from vochi.lab.year.office import office_of
from vochi.lab.year.plan import Plan, Trunk
from vochi.lab.year.stream import year

__all__ = ["Plan", "Trunk", "office_of", "year"]
