"""Labour-migration programmes, written down once and explained, run, tested and compared with practice."""

__version__ = "0.1.0"
