"""musiconhold.conf: the music of the box or of the company, of departments, and each prompt."""

from collections.abc import Iterator

from vochi.core.confs.section import Section, render_sections
from vochi.core.office.document import Office
from vochi.core.office.music import MusicOnHold
from vochi.core.site import Site
from vochi.core.sounds import department_class, music_class


def musiconhold_conf(office: Office, site: Site) -> str:
    """`default` is the company's own music, else that of the engine."""
    return render_sections(*_sections(office, site))


def _sections(office: Office, site: Site) -> Iterator[Section]:
    music = office.policy.music
    if music.company is not None:
        yield _playlist("default", music.company, office, site)
    else:
        yield Section(
            "default", (("mode", "files"), ("directory", f"{site.data}/moh"), ("sort", "alpha"))
        )
    for each in sorted(music.departments, key=lambda each: each.department):
        yield _playlist(department_class(each.department), each, office, site)
    for prompt in sorted(office.prompts, key=lambda each: each.id):
        yield Section(
            music_class(prompt.id),
            (("mode", "playlist"), ("entry", f"{site.prompts}/{prompt.sha256}")),
        )


def _playlist(name: str, music: MusicOnHold, office: Office, site: Site) -> Section:
    files = {each.id: each.sha256 for each in office.prompts}
    entries = (("entry", f"{site.prompts}/{files[each]}") for each in music.prompts)
    order = (("sort", "random"),) if music.shuffled else ()
    return Section(name, (("mode", "playlist"), *order, *entries))
