-- An item with a signed 督办函 waits for the unit's 书面答复, and a given one for the office's look at it.
DROP INDEX item_asked;
CREATE INDEX item_asked ON item (plan_id) WHERE closed_at IS NULL
  AND (state -> 'instructions' <> '[]' OR state -> 'drafts' <> '[]' OR state -> 'extension' <> 'null'
    OR state -> 'supervision' <> 'null' OR state #> '{deadlineRun,repeat}' <> 'null' OR state ? 'talk');
