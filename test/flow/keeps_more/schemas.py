# Schemas in a file of their own: one keeps what it does not declare, one refuses it.
from pydantic import BaseModel, ConfigDict


class Loose(BaseModel):
    model_config = ConfigDict(extra="allow")
    name: str | None = None


class Old(BaseModel):
    name: str | None = None

    class Config:
        extra = "allow"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str | None = None
