"""What every request body has in common."""
from pydantic import BaseModel
from pydantic.errors import DictError


class Body(BaseModel):
    """A JSON object without unknown fields. Pydantic alone would take an empty list for an empty object."""

    class Config:
        extra = "forbid"

    @classmethod
    def validate(cls, value):
        if not isinstance(value, (dict, cls)):
            raise DictError()
        return super().validate(value)
