"""What the library is held to: the definition, as literal as can be. It imports the model, and nothing that runs it."""
