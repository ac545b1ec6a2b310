"""A small platform for runners and its pages, which embeds runstrength: see README.md beside this file."""
