"""Who uses a prompt: what would fall silent without it."""

from collections.abc import Iterator

from vochi.core.office.document import Office
from vochi.core.office.mentions import Mention
from vochi.core.office.music import MusicOnHold
from vochi.core.scheme.nodes.queue import Queue
from vochi.core.scheme.nodes.ring import Ring


def uses(office: Office) -> dict[str, tuple[Mention, ...]]:
    """Everything that plays each prompt of the office, by the prompt's id."""
    found: dict[str, list[Mention]] = {prompt.id: [] for prompt in office.prompts}
    for prompt, mention in _all(office):
        found.setdefault(prompt, []).append(mention)
    return {prompt: tuple(mentions) for prompt, mentions in found.items()}


def nodes_with_default_music(office: Office) -> tuple[Mention, ...]:
    """Nodes and parking where callers hear the music of the company, or else of the box."""
    nodes = (
        _node(office, index, name)
        for index, scheme in enumerate(office.inbound)
        for name, node in scheme.nodes.items()
        if isinstance(node, Ring | Queue) and node.music == "default"
    )
    parking = (Mention(code="used.parking_music", place="parking/music"),)
    return (*nodes, *(parking if office.parking.music == "default" else ()))


def _node(office: Office, index: int, name: str) -> Mention:
    scheme = office.inbound[index]
    facts = {
        "scheme": scheme.name,
        "scheme_id": scheme.id,
        "node": name,
        "node_kind": scheme.nodes[name].kind,
    }
    return Mention(code="used.node", place=f"inbound/{index}/nodes/{name}", facts=facts)


def _all(office: Office) -> Iterator[tuple[str, Mention]]:
    for index, scheme in enumerate(office.inbound):
        for name, node in scheme.nodes.items():
            for prompt in dict.fromkeys(node.prompts):
                yield prompt, _node(office, index, name)
    for index, each in enumerate(office.outbound):
        if each.refused is not None:
            facts = {"scheme": each.name, "scheme_id": each.id}
            place = f"outbound/{index}/refused"
            yield each.refused, Mention(code="used.refusal", place=place, facts=facts)
    if office.parking.music != "default":
        yield office.parking.music, Mention(code="used.parking_music", place="parking/music")
    notice = office.policy.recording.notice_prompt
    if notice is not None:
        place = "policy/recording/notice_prompt"
        yield notice, Mention(code="used.notice", place=place)
    yield from _held(office)


def _held(office: Office) -> Iterator[tuple[str, Mention]]:
    music = office.policy.music
    names = {each.number: each.name for each in office.departments}
    playlists: list[tuple[Mention, MusicOnHold]] = []
    if music.company is not None:
        playlists.append((Mention(code="used.hold", place="policy/music/company"), music.company))
    for index, each in enumerate(music.departments):
        facts = {"number": each.department, "name": names.get(each.department, each.department)}
        place = f"policy/music/departments/{index}"
        playlists.append((Mention(code="used.hold_of", place=place, facts=facts), each))
    for mention, playlist in playlists:
        for prompt in dict.fromkeys(playlist.prompts):
            yield prompt, mention
