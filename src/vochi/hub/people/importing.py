"""Bulk import of people: a preview that writes nothing, then one version with all of them."""

from collections.abc import Sequence

from django.db import transaction
from pydantic import JsonValue

from vochi.core.office.document import Office
from vochi.core.office.posts import Post, free_extension, numbers_taken, with_post
from vochi.core.wording import say
from vochi.hub.accounts import roles
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import OwnRole, Role
from vochi.hub.accounts.services import language_of, record
from vochi.hub.answer import Refused
from vochi.hub.offices import services
from vochi.hub.offices.current import current
from vochi.hub.people import edits, invites
from vochi.hub.people.cells import Cells
from vochi.hub.people.columns import Column, key, recognised
from vochi.hub.people.forms import Form, field_in_form, told
from vochi.hub.people.import_schemas import (
    ColumnOut,
    ImportedOut,
    ImportIn,
    ImportOut,
    ImportPreview,
    ImportRow,
)
from vochi.hub.people.schemas import FieldProblem, PersonIn
from vochi.hub.people.table import read_table


def preview(who: Asker, data: bytes) -> ImportPreview:
    """What a file would do, each line with its problems. Raises Refused as `read_table` does, 422
    `no_name_column`.
    """
    who.must(Role.ADMINISTRATOR)
    table = read_table(data)
    columns = recognised(table.headings)
    if "name" not in columns:
        raise Refused(422, "no_name_column", headings=", ".join(table.headings)[:300])
    now = current(who.company)
    reading = _Reading(who, now)
    rows = [
        reading.row(line, {c: v for c, v in zip(columns, cells, strict=False) if c is not None})
        for line, cells in table.rows
    ]
    rows = reading.verified(rows)
    return ImportPreview(
        kind=table.kind,
        encoding=table.encoding,
        separator=table.separator,
        columns=tuple(
            ColumnOut(heading=heading, field=column)
            for heading, column in zip(table.headings, columns, strict=True)
            if heading
        ),
        rows=tuple(rows),
        good=sum(1 for row in rows if row.person is not None),
        bad=sum(1 for row in rows if row.person is None and not row.skipped),
        skipped=sum(1 for row in rows if row.skipped),
        version=now.version,
    )


class _Reading:
    """Line after line onto one office, so that two lines of a file may not want one number."""

    def __init__(self, who: Asker, now: Office) -> None:
        self.who, self.before, self.office = who, now, now
        self.language = language_of(who.account)
        self.taken = edits.taken_ids(who.company, now)
        self.known = {(each.extension, key(each.name)) for each in now.people}
        self.roles = _words_of_roles(who)
        self.logins: dict[str, int] = {}
        self.posts: dict[int, Post] = {}

    def row(self, line: int, values: dict[Column, str]) -> ImportRow:
        """One line read."""
        shown: dict[str, str] = {c: "•••" if c == "pin" and v else v for c, v in values.items()}
        if (values.get("extension", ""), key(values.get("name", ""))) in self.known:
            return ImportRow(line=line, values=shown, person=None, skipped=True)
        cells = Cells(self.office, self.roles, self.language, values)
        person = cells.person()
        problems = [*cells.problems, *self._taken_number(values)] if person is None else []
        if person is not None:
            form = Form(self.office, person, self.language, None, self.taken)
            post = form.post()
            edits.look_at_login(form, None)
            self._look_at_account(form, line)
            problems = form.problems
            if post is not None and not problems:
                self.office = with_post(self.office, post)
                self.taken.add(post.person.id)
                self.posts[line] = post
                extension = post.person.extension
                whole = person.model_copy(update={"extension": extension})
                return ImportRow(line=line, values={**shown, "extension": extension}, person=whole)
        return ImportRow(line=line, values=shown, person=None, problems=tuple(problems))

    def _taken_number(self, values: dict[Column, str]) -> list[FieldProblem]:
        """Told together with what else is wrong in the line: one look, one mending."""
        extension = values.get("extension", "")
        name = numbers_taken(self.office).get(extension)
        if name is None:
            return []
        facts: dict[str, JsonValue] = {
            "extension": extension, "name": name, "free": free_extension(self.office) or "—",
        }  # fmt: skip
        code = "people.extension_of"
        text = say(code, facts, self.language)
        return [FieldProblem(code=code, field="extension", text=text, facts=facts)]

    def verified(self, rows: list[ImportRow]) -> list[ImportRow]:
        """With what the whole office has against them: an emergency number, a scheme of no line."""
        wrong: dict[int, list[FieldProblem]] = {}
        for problem in services.problems_of(self.who.company, self.office):
            for line, post in self.posts.items():
                field = field_in_form(self.office, post, problem.place)
                if field is not None and not field.startswith("departments"):
                    wrong.setdefault(line, []).append(
                        FieldProblem(
                            code=problem.code,
                            field=field,
                            text=say(problem.code, problem.facts, self.language),
                            severity=problem.severity,
                            facts=dict(problem.facts),
                        )
                    )
        return [
            row
            if row.line not in wrong
            else row.model_copy(
                update={
                    "problems": tuple(wrong[row.line]),
                    "person": None
                    if any(each.severity == "error" for each in wrong[row.line])
                    else row.person,
                }
            )
            for row in rows
        ]

    def _look_at_account(self, form: Form, line: int) -> None:
        login, role = form.body.login, form.body.role
        if login is not None:
            first = self.logins.setdefault(login, line)
            if first != line:
                form.wrong("people.login_twice", "login", login=login, line=first)
        if login is not None and role is not None:
            try:
                roles.may_give(self.who, *roles.resolve(self.who.company, role))
            except Refused as refused:
                form.wrong(refused.body.code, "role", **refused.body.facts)


def _words_of_roles(who: Asker) -> dict[str, str]:
    own = OwnRole.objects.of(who.company)
    return {key(word): row.slug for row in own for word in (row.slug, row.name)}


def confirm(who: Asker, body: ImportIn, origin: str) -> ImportOut:
    """Make all of them, or nobody: one version of the office, accounts, and links to come in.

    Raises Refused 409 `stale_office`; 422 `person_has_problems`, each with `<index>/<field>`.
    """
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        roles.hold(who.company)
        now = current(who.company)
        if body.based_on is not None and body.based_on > now.version:
            raise Refused(409, "stale_office", version=now.version, based_on=body.based_on)
        posts = _posts(who, now, body.people)
        out = edits.publish(who, now, posts, body.reason)
        made = []
        for post, person in zip(posts, body.people, strict=True):
            account = edits.put_account(who, None, post, person)
            invite = None if account is None else invites.make(who, account, origin)
            made.append(
                ImportedOut(
                    person=post.person.id, name=post.person.name,
                    extension=post.person.extension, invite=invite,
                )
            )  # fmt: skip
        record(
            who.company, "people_imported", who.account, "people", who.address,
            version=out.version, count=len(made),
        )  # fmt: skip
    return ImportOut(version=out.version, plan=out.plan, people=tuple(made))


def _posts(who: Asker, now: Office, people: Sequence[PersonIn]) -> list[Post]:
    language = language_of(who.account)
    taken = edits.taken_ids(who.company, now)
    logins: set[str] = set()
    posts: list[Post] = []
    problems: list[FieldProblem] = []
    office = now
    for index, person in enumerate(people):
        form = Form(office, person, language, None, taken)
        post = form.post()
        edits.look_at_login(form, None)
        if person.login is not None and person.login in logins:
            form.wrong("login_taken", "login", login=person.login)
        logins |= {person.login} if person.login else set()
        problems += [p.model_copy(update={"field": f"{index}/{p.field}"}) for p in form.problems]
        if post is not None:
            office = with_post(office, post)
            taken.add(post.person.id)
            posts.append(post)
    if problems:
        raise Refused(422, "person_has_problems", problems=told(problems))
    return posts
