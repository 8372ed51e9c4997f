"""An emulated Yeastar TG."""
