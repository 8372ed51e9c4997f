"""A problem of an office: a code with its place and facts; the screen words it."""

from typing import Literal

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.scheme.life import Example

#: Every code of a problem that core finds; each has words in three languages (`core.wording`).
ProblemCode = Literal[
    "file.not_yaml", "file.not_an_office", "file.too_big",
    "field.unknown", "field.missing", "field.invalid",
    "company.country_unsupported",
    "numbering.overlap", "numbering.clash",
    "person.id_taken", "person.no_device", "person.unknown_outbound",
    "extension.taken", "extension.emergency", "extension.outside_plan",
    "device.account_taken", "device.no_person", "device.transport_unsupported",
    "department.number_taken", "department.number_is_extension", "department.emergency",
    "department.unknown_member", "department.member_twice", "department.empty",
    "department.outside_plan",
    "line.id_taken", "line.number_taken", "line.slot_taken", "line.unknown_inbound",
    "line.no_inbound", "line.number_not_listed", "line.host_is_name", "line.none",
    "prompt.id_taken", "prompt.reserved", "prompt.no_file",
    "inbound.id_taken", "inbound.no_start", "inbound.start_kind", "inbound.unused",
    "outbound.id_taken", "outbound.no_routes",
    "route.unknown_line", "route.unknown_operator", "route.no_lines", "route.no_classes",
    "node.port_unwired", "node.port_unknown", "node.unknown_exit", "node.unreachable",
    "node.loop", "node.second_start", "node.unknown_target", "node.unknown_prompt",
    "node.no_device", "node.too_many_devices",
]  # fmt: skip
#: By area, so that each is added to where it is found.
FlowProblem = Literal[
    "node.unknown_scheme", "company.unknown_zone",
    "schedule.overlap", "schedule.period_twice", "schedule.period_reserved",
    "schedule.begins_at_end",
    "holidays.backwards", "holidays.too_long", "holidays.working_twice",
    "holidays.off_and_working",
    "menu.key_twice", "menu.no_keys", "tag.nothing",
    "webhook.branch_twice", "webhook.branch_reserved", "webhook.not_encrypted",
    "webhook.no_address",
]  # fmt: skip
ReachProblem = Literal[
    "follow_me.number_taken", "follow_me.number_is", "follow_me.emergency",
    "follow_me.outside_plan", "follow_me.unknown_person", "follow_me.unknown_target",
    "follow_me.target_twice", "follow_me.no_device", "follow_me.no_outbound",
    "follow_me.no_route", "follow_me.no_confirm",
    "department.only_first", "node.only_first", "node.after_without_music", "node.cuts_follow_me",
]  # fmt: skip
RemoteProblem = Literal[
    "person.no_mobile", "person.mobile_is_ours", "person.mobile_no_confirm",
    "person.mobile_no_outbound", "person.mobile_no_route", "person.mobile_unsigned",
    "person.no_softphone",
]  # fmt: skip
OutgoingProblem = Literal[
    "route.unknown_prompt", "route.number_not_ours", "route.number_not_shown", "route.no_pin",
    "route.closed", "limits.no_abroad_minutes", "line.unsigned", "signature.unknown_line",
    "line.replaces_unknown", "line.replaces_own", "line.replaces_twice",
]  # fmt: skip
FeatureProblem = Literal[
    "features.code_taken", "features.code_hidden", "parking.unknown_music",
    "parking.unknown_department", "conference.number_taken",
    "conference.emergency", "person.unknown_colleague", "person.own_colleague",
    "person.unknown_listened", "recording.unknown_notice",
    "music.unknown_prompt", "music.unknown_department", "music.department_twice",
    "music.no_licence",
]  # fmt: skip
ProofProblem = Literal[
    "scheme.endless", "scheme.too_long", "scheme.ends_in_silence", "scheme.nobody_ever",
    "node.never_reached", "node.port_never", "node.no_route", "node.unknown_outbound",
    "route.no_living_line",
]  # fmt: skip
SimProblem = Literal[
    "tariff.never_paid", "tariff.own_unknown", "tariff.price_unknown",
    "policy.day_over_month", "policy.rests_alone",
]  # fmt: skip
GatewayProblem = Literal[
    "gateway.id_taken", "gateway.none", "gateway.unknown_socket", "gateway.socket_of_other",
    "gateway.socket_shared", "gateway.address_taken", "gateway.exposed",
    "gateway.no_address", "gateway.no_driver",
    "adapter.id_taken", "adapter.nothing", "adapter.unknown_line", "adapter.unknown_account",
    "socket.id_taken", "line.unknown_gateway", "line.no_such_slot",
    "operator.twice", "operator.bad_pattern",
    "forward.to_itself", "forward.reason_twice", "forward.loop", "forward.loop_when",
    "forward.abroad", "forward.premium", "forward.unknown_number", "sms.missed_too_long",
]  # fmt: skip
AnyProblem = (
    GatewayProblem
    | SimProblem
    | ProblemCode
    | FlowProblem
    | ReachProblem
    | RemoteProblem
    | OutgoingProblem
    | FeatureProblem
    | ProofProblem
)
Severity = Literal["error", "warning"]


class Problem(Frozen):
    """`code` like `extension.taken`; `place` like `people/2/extension`; facts fill the wording.

    A `warning` does not stop a publication, an `error` does. `example` is a life of a caller in
    which it happens, to be shown and played.
    """

    code: str
    place: str
    facts: dict[str, str] = Field(default_factory=dict)
    severity: Severity = "error"
    example: Example | None = None


def error(code: AnyProblem, place: str, **facts: str) -> Problem:
    """A problem that stops a publication."""
    return Problem(code=code, place=place, facts=facts)


def warning(code: AnyProblem, place: str, **facts: str) -> Problem:
    """A problem that one can live with."""
    return Problem(code=code, place=place, facts=facts, severity="warning")
