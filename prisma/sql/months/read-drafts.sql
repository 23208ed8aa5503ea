-- What the desks of some units have saved for a month.
SELECT unit, key, cells, version, person, at
FROM progress_draft
WHERE plan_id = $1 AND month = $2 AND unit = ANY($3)
ORDER BY unit COLLATE "C", key COLLATE "C"
