"""Two entries of one person become one: what is asked, what moves along, what goes."""
