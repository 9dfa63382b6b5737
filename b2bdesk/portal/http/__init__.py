"""How a request becomes a call of a handler: authentication, roles, problems, logs."""
