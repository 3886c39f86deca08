"""Questions about a step, and the judgement of answers."""
