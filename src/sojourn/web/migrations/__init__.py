"""How the site's table came to be."""
