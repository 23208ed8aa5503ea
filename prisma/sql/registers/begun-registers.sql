-- Streams of registers that have rows.
SELECT name FROM stream WHERE plan_id = $1 AND name LIKE 'register/%' AND seq > 0 ORDER BY name
