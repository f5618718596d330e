"""What every checkpoint carries along: numbers that say nothing, so that nobody has to say who asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, ConfigDict, Field

from sojourn.register import checkpoints

from .records import refuse_unknown
from .rendering import rendered
from .routes import router


class Verifying(BaseModel):
    """What a permit's code is verified with where there is no network."""

    model_config = ConfigDict(extra="forbid")
    key: str = Field(pattern=r"^[0-9a-f]{64}$", description="The public key (Ed25519), as hexadecimal digits.")
    void: str = Field(description="The signed list of permits that are void before their last day, as of now.")


@router.get(
    "/verify", response=Verifying, auth=None, operation_id="verify", tags=["Checkpoints"], url_name="api_verify"
)
def verify(request: HttpRequest) -> HttpResponse:
    """The key and the signed list of void permits, for a checkpoint to take along. A list is good for a day."""
    refuse_unknown(request)
    here = checkpoints.checkpoint()
    return rendered({"key": here.key.hex(), "void": here.void})
