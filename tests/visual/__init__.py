"""Pictures of the program: the gallery of components and the main screens."""
