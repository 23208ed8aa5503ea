-- A stream's own due step that can't be recorded: what is due after it goes on.
UPDATE stream SET parked_due = next_due, next_due = NULL WHERE plan_id = $1 AND name = $2 AND next_due IS NOT NULL
