"""What the lab's engine costs: the benchmark model permit60 beside the frameworks for agent-based models in Python."""

from .comparing import figures

__all__ = ["figures"]
