"""GoIP of HYBERTONE / DBLTEK: UDP per line, a page over HTTP (protocols of 2015 and after)."""
