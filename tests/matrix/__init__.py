"""From every statement of the article, and every sentence of the contract, to what carries it."""
