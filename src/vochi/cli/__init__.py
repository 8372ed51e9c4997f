"""The command line: `./vochi COMMAND`; the only room besides tests that may use all others."""
