"""What a rulebook of your own is written and tested with."""
