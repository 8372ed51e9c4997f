"""What is said to a GoIP, as bytes of one datagram.

The sending of an SMS ends its lines with a newline. Commands have none: in USSD it would become
part of the code, in the others part of the password, which comes last.
"""

#: Bytes of UTF-8 that MSG takes.
LONGEST_TEXT = 3000


def registered(count: int, *, ok: bool) -> bytes:
    """The answer to a keepalive."""
    return f"reg:{count};status:{200 if ok else 404};".encode()


def taken(verb: str, recvid: str) -> bytes:
    """An event is safe with us; without it the gateway tells it again."""
    return f"{verb} {recvid} OK\n".encode()


def unknown(verb: str, recvid: str, name: str) -> bytes:
    """An event of nobody we know, in the words of the vendor's own server."""
    return f"{verb} {recvid} ERROR not find this id:{name[:40]}, or password error\n".encode()


def unreadable(verb: str, recvid: str) -> bytes:
    """An event of a line of ours that says nothing."""
    return f"{verb} {recvid} ERROR unreadable\n".encode()


def message(sid: int, text: str) -> bytes:
    """Step 1 of an SMS: its text, with its length in bytes."""
    body = text.encode()
    return b"MSG %d %d %s\n" % (sid, len(body), body)


def password(sid: int, key: str) -> bytes:
    """Step 3."""
    return f"PASSWORD {sid} {key}\n".encode()


def send(sid: int, tel: int, number: str) -> bytes:
    """Step 5: from here on the SMS may have gone."""
    return f"SEND {sid} {tel} {number}\n".encode()


def done(sid: int) -> bytes:
    """The end of a dialogue."""
    return f"DONE {sid}\n".encode()


def command(verb: str, sid: int, *arguments: str) -> bytes:
    """Any other command."""
    return " ".join((verb, str(sid), *arguments)).encode()
