class StartRefusedError(Exception):
    """Something stands in the way of a start; the message is a sentence for whoever started."""
