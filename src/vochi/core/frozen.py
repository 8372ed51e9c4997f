"""The base of every document and message: immutable, strict about unknown fields."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value; an unknown field is an error, never silently dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_timedelta="float")
