"""`python -m vochi.cli`."""

from vochi.cli.main import main

main()
