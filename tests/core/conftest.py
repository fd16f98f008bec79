from tests.core.telling import govuk, post
from tests.world import world

__all__ = ["govuk", "post", "world"]
