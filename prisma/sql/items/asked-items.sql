-- Open items on which somebody was instructed, escalated to or applied to, on which an instrument waits to be signed or a
-- signed one for its answer, or whose responsible official is to be talked to. The conditions are those of the index item_asked, word for word.
SELECT state
FROM item
WHERE plan_id = $1 AND closed_at IS NULL
  AND (state -> 'instructions' <> '[]' OR state -> 'drafts' <> '[]' OR state -> 'extension' <> 'null'
    OR state -> 'supervision' <> 'null' OR state #> '{deadlineRun,repeat}' <> 'null' OR state ? 'talk')
