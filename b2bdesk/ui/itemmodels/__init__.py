"""Item models of the grids: rows prepared as text, painted without asking the model twice."""
