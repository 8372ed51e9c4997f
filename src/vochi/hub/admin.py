"""Django's admin for support: every table of ours, to look at; entries of the journal never
to change.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

#: What may be changed by hand. All else is history or derived.
CHANGEABLE = {"companies.company", "accounts.account"}
#: Columns that nobody reads on a screen.
HIDDEN = {"password", "digest", "sealed"}


if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[models.Model]
else:  # Django's class takes no parameter at run time
    ModelAdmin = admin.ModelAdmin


class SupportAdmin(ModelAdmin):
    """Lists and shows; changes only where `CHANGEABLE` says so."""

    list_per_page = 50
    show_full_result_count = False

    def _may_change(self) -> bool:
        return self.model._meta.label_lower in CHANGEABLE  # noqa: SLF001 - Django's public habit

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Rows are made by services, which keep the rules."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        """Nothing is deleted by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        """Only what is no history."""
        return self._may_change() and super().has_change_permission(request, None)


def register(models_of: Iterable[type[models.Model]]) -> None:
    """Register every model with lists of its plain columns."""
    for model in models_of:
        columns = [f.name for f in model._meta.concrete_fields if f.name not in HIDDEN]  # noqa: SLF001
        short = [
            f.name
            for f in model._meta.concrete_fields  # noqa: SLF001
            if f.name not in HIDDEN and not isinstance(f, models.TextField | models.JSONField)
        ]
        shaped = type(
            f"{model.__name__}Support",
            (SupportAdmin,),
            {"list_display": short[:8], "fields": columns, "readonly_fields": _fixed(model)},
        )
        admin.site.register(model, shaped)


def _fixed(model: type[models.Model]) -> list[str]:
    return [
        f.name
        for f in model._meta.concrete_fields  # noqa: SLF001
        if not f.editable or f.name in {"id", "company", "events", "last_login", "created_at"}
    ]


def register_all() -> None:
    """Register the models of every room."""
    for config in apps.get_app_configs():
        if config.name.startswith("vochi.hub."):
            register(config.get_models())
