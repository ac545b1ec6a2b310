"""The pages in a real browser: an accessibility check, the keyboard, and pictures to look at."""
