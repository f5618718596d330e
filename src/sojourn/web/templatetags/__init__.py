"""Tags that templates say sentences and cite sources with."""
