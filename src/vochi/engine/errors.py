"""What the engine room raises; every error carries a `code` and `facts` for the screen to word.

    EngineError
    ├── InstallError            Asterisk could not be got
    │   ├── NotDebian           `install.not_debian`   {system}
    │   ├── WrongArchitecture   `install.architecture` {architecture, known}
    │   ├── NoKeyring           `install.no_keyring`   {path}
    │   ├── NoMirror            `install.no_mirror`    {}
    │   ├── NoRoom              `install.no_room`      {path, need_mb, free_mb}
    │   ├── NoNetwork           `install.no_network`   {mirror, detail}
    │   ├── BadSignature        `install.signature`    {mirror, detail}
    │   ├── NotOffered          `install.not_offered`  {mirror, suites}
    │   ├── WrongMajor          `install.wrong_major`  {version, wanted}
    │   └── ToolFailed          `install.tool`         {tool, detail}
    ├── RunError                Asterisk could not be started or stopped
    │   ├── NoConfiguration     `run.no_configuration` {path}
    │   ├── NotStarting         `run.not_starting`     {detail}
    │   └── Taken               `run.taken`            {pid}
    ├── AmiError                the manager interface
    │   ├── NotConnected        `ami.not_connected`    {}
    │   ├── LoginRefused        `ami.login_refused`    {detail}
    │   ├── Refused             `ami.refused`          {action, detail}
    │   ├── NoAnswer            `ami.no_answer`        {action}
    │   ├── BadArgument         `ami.bad_argument`     {field}
    │   └── BadStream           `ami.bad_stream`       {detail}
    └── PublishError            `publish.*`            a release could not be written

`str()` of an error is a short English line for logs.
"""
# ruff: noqa: N818 - the tree reads as words: `except NoNetwork`, `except LoginRefused`.

from typing import ClassVar


class EngineError(Exception):
    """The root of the tree."""

    code: ClassVar[str] = "engine"

    def __init__(self, **facts: str) -> None:
        super().__init__(facts)
        self.facts: dict[str, str] = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code}: {told}" if told else self.code


class InstallError(EngineError):
    """Asterisk could not be got."""

    code = "install"


class NotDebian(InstallError):
    """The machine has no Debian packages to take Asterisk from."""

    code = "install.not_debian"


class WrongArchitecture(InstallError):
    """Debian builds Asterisk for this processor, or Vochi runs on it, but not both."""

    code = "install.architecture"


class NoKeyring(InstallError):
    """Without Debian's keys nothing that is downloaded can be trusted."""

    code = "install.no_keyring"


class NoMirror(InstallError):
    """The machine's apt names no Debian mirror."""

    code = "install.no_mirror"


class NoRoom(InstallError):
    """The disk is too full."""

    code = "install.no_room"


class NoNetwork(InstallError):
    """The mirror does not answer, and what was kept from before does not suffice."""

    code = "install.no_network"


class BadSignature(InstallError):
    """The mirror answers, but what it says is not signed by Debian or was altered."""

    code = "install.signature"


class NotOffered(InstallError):
    """No suite of the mirror has the packages."""

    code = "install.not_offered"


class WrongMajor(InstallError):
    """The mirror has moved to another major version of Asterisk."""

    code = "install.wrong_major"


class ToolFailed(InstallError):
    """apt-get, dpkg-deb or tar failed in a way of its own."""

    code = "install.tool"


class RunError(EngineError):
    """Asterisk could not be started or stopped."""

    code = "run"


class NoConfiguration(RunError):
    """Nothing was published into this home yet."""

    code = "run.no_configuration"


class NotStarting(RunError):
    """The process ended, or never answered, before it was fully booted."""

    code = "run.not_starting"


class Taken(RunError):
    """Another box holds this home."""

    code = "run.taken"


class AmiError(EngineError):
    """The manager interface."""

    code = "ami"


class NotConnected(AmiError):
    """The connection is down; it is being made anew behind the scenes."""

    code = "ami.not_connected"


class LoginRefused(AmiError):
    """Asterisk does not know the user or the secret."""

    code = "ami.login_refused"


class Refused(AmiError):
    """Asterisk answered `Response: Error`; `detail` is its message."""

    code = "ami.refused"


class NoAnswer(AmiError):
    """No response in time."""

    code = "ami.no_answer"


class BadArgument(AmiError):
    """A name or value that would break the frame: CR, LF or NUL in it."""

    code = "ami.bad_argument"


class BadStream(AmiError):
    """The other side does not speak AMI, or sends without end."""

    code = "ami.bad_stream"


class PublishError(EngineError):
    """A release could not be written or read."""

    code = "publish"
