"""Serving the hub with uvicorn, the way it is meant to be."""

import uvicorn


def serve(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT. The boot of `asgi` takes the home from `$VOCHI_HOME`."""
    uvicorn.run(
        "vochi.hub.asgi:application",
        host=host,
        port=port,
        # Addresses hold one-time tokens, so there is no log of addresses.
        access_log=False,
        log_level="warning",
        # Open streams never end by themselves: do not wait for them.
        timeout_graceful_shutdown=2,
        timeout_keep_alive=75,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1,::1",
        ws="none",
    )
