"""First run and sign-in: a cover over the whole window."""
