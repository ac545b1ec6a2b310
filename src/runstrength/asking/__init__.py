"""What asks again: why, why not, what instead, what if, what would it take, what was not asked, what differs."""
