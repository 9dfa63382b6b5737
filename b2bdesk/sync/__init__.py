"""Everything between desk and portal: transport, plan, steps, outbox and the runner."""
