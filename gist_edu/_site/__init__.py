"""Tools of the builder of the site; no lesson imports them."""
