-- Tells the notices that close by an instant which letter tells them.
UPDATE notice
SET letter_id = l.id
FROM jsonb_to_recordset($3) AS l (id text, group_key text)
WHERE plan_id = $1 AND letter_id IS NULL AND close_at <= $2 AND notice.group_key = l.group_key
