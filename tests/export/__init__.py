"""Sessions carried away: what other programs read is what the sessions say."""
